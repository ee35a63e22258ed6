"""Write whole files: a reader, and whoever comes after a crash, finds the old one or the new one and never a half."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write_temporary(path: Path, start: str, data: bytes) -> Path:
    """Write a temporary file beside a path, synced, to take its place later. start: of its name."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=start, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~_umask())  # noqa: PTH101 - mkstemp made it private to the user
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def sync_folder(folder: Path) -> None:
    """Make the renames last, where the system can: Windows and some network drives know no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # the files are in place
            os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

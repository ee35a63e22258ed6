"""A file is written whole or not at all: first in full under a temporary name beside it, then put in its place."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path


def temporary(path: Path, start: str, data: bytes) -> Path:
    """A file beside another that holds some data and is safe on the disk, to be put in its place by `os.replace`.

    start: of its name, by which whoever cleans up after a killed program knows whose it is.
    """
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


def write_whole(path: Path, data: bytes) -> None:
    """Put some data in the place of a file, behind a link too. Raises OSError; what stood there is then as it was."""
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    # The whole name, so that a build of `foo.apkg`, which clears `.foo.*.tmp`, leaves the file of `foo.html` alone.
    made = temporary(path, f".{path.name}.", data)
    try:
        if path.exists():
            shutil.copymode(path, made)
        os.replace(made, path)  # noqa: PTH105 - Path.replace is the same call under a name that reads as text's
        sync_folder(path.parent)
    finally:
        made.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""What reading a note gave, kept for the next run: a file a note, under a name made from all that the reading hangs on.

The name is a hash of the note's bytes and place, the rules, the kinds of cards asked for, this program's own files and
the packages that it reads with. So an entry is never out of date, there is nothing to invalidate, and runs that share the
folder can only write the same. Each file carries a checksum over its name and content; what does not fit is ignored. The
folder may be deleted at any time.

Entries become cards, so nobody else may write them: the folder is the user's alone, or it is not used. They are JSON and
text; one more holds the rules' patterns (compiled.py), and a run that needed others puts a larger one in its place.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from importlib.machinery import PathFinder
from pathlib import Path

from flashcards import __version__
from flashcards.shipped import shipped_folder

VARIABLE = "FLASHCARDS_CACHE"
LIMIT = 512 * 2**20  # bytes; a hundred thousand cards take some 250 MB
UNUSED = 30 * 86_400  # seconds
_DAY = 86_400
_FOLDER = "notes-1"
_MARK = "pruned"
_SUM = 64  # hex digits
_READS_WITH = (
    "frontmatter", "html", "markdown_it", "mdit_py_plugins", "mdurl", "nh3", "pygments", "regex", "tomllib", "yaml",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """folder: where the entries lie.  base: a hash of what is the same for all notes of a run."""

    folder: str
    base: bytes

    def key(self, path: str, named: str, data: bytes) -> str:
        """The name of a note's entry. path, named: where it lies (document.py).  data: what stands in it."""
        made = blake2b(self.base, digest_size=_SUM // 2)
        for part in (path.encode("utf-8", "surrogatepass"), named.encode("utf-8", "surrogatepass"), data):
            made.update(len(part).to_bytes(8, "big") + part)
        return made.hexdigest()

    def find(self, key: str) -> bytes | None:
        """What was kept under a name, if it is whole."""
        path = self._path(key)
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - Path costs as much as reading, and there are many
                used, kept = os.fstat(file.fileno()).st_mtime, file.read()
            if kept[:_SUM] != _checksum(key, kept[_SUM:]):
                return None
            if used < time.time() - _DAY:
                os.utime(path)
        except OSError:
            return None
        return kept[_SUM:]

    def keep(self, key: str, data: bytes) -> None:
        """Keep something under a name, whole or not at all. A cache that cannot be written is none."""
        path = self._path(key)
        new = f"{path}.{os.getpid()}.tmp"
        try:
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)  # noqa: PTH103, PTH120
            with open(new, "wb") as file:  # noqa: PTH123
                file.write(_checksum(key, data) + data)
            os.replace(new, path)  # noqa: PTH105
        except OSError:
            with suppress(OSError):
                os.unlink(new)  # noqa: PTH108

    def prune(self) -> None:
        """Once a day remove what nobody used for a month, and the longest unused of what is over the limit."""
        mark = Path(self.folder, _MARK)
        with suppress(OSError):
            if mark.exists() and 0 <= time.time() - mark.stat().st_mtime < _DAY:
                return
            mark.touch()
            left = LIMIT
            for used, size, path in sorted(self._entries(), reverse=True):
                left -= size
                if left < 0 or used < time.time() - UNUSED:
                    os.unlink(path)  # noqa: PTH108

    def _entries(self) -> Iterator[tuple[float, int, str]]:
        """When each entry was last used, its size and its path."""
        with os.scandir(self.folder) as folders:
            for folder in folders:
                if not folder.is_dir(follow_symlinks=False):
                    continue
                with os.scandir(folder) as files:
                    for file in files:
                        with suppress(FileNotFoundError):  # another run prunes too
                            status = file.stat(follow_symlinks=False)
                            yield status.st_mtime, status.st_size, file.path

    def _path(self, key: str) -> str:
        return f"{self.folder}/{key[:2]}/{key[2:]}"


def open_cache(rules: Path | None, include: Sequence[str]) -> Cache | None:
    """The cache for a run; None where there is none that can be used.

    rules: a folder of the user's own rules.  include: kinds of cards asked for beside questions.
    """
    above = cache_folder()
    if above is None:
        return None
    folder = above / _FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(folder.lstat()):
            return None
        return Cache(folder=str(folder), base=_base(rules, include))
    except OSError:
        return None


def cache_folder() -> Path | None:
    """The user's own folder for what can be made again, as each system has it."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    with suppress(RuntimeError):  # a user without a home
        if sys.platform == "win32":
            local = os.environ.get("LOCALAPPDATA")
            return Path(local, "flashcards", "Cache") if local else None
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "flashcards"
        given = os.environ.get("XDG_CACHE_HOME", "")
        return (Path(given) if given.startswith("/") else Path.home() / ".cache") / "flashcards"
    return None


def _is_ours(status: os.stat_result) -> bool:
    """Whether a folder is one that nobody else can write to or read."""
    if not stat.S_ISDIR(status.st_mode):
        return False
    return not hasattr(os, "geteuid") or (status.st_uid == os.geteuid() and not status.st_mode & 0o077)


def _base(rules: Path | None, include: Sequence[str]) -> bytes:
    made = blake2b(digest_size=_SUM // 2)
    program = (__version__, sys.version, *include, *_files(Path(__file__).parent, ".py"), *_packages())
    made.update("\0".join(program).encode("utf-8", "surrogatepass"))
    for folder in (shipped_folder(), rules):
        for file in sorted([*folder.glob("*.toml"), *folder.glob("labels/*.toml")]) if folder else ():
            made.update(f"\0{file.relative_to(folder) if folder else ''}\0".encode("utf-8", "surrogatepass"))
            made.update(blake2b(file.read_bytes()).digest())
    return made.digest()


def _packages() -> Iterator[str]:
    """The packages that notes are read with, by what changes when another version is installed."""
    for name in _READS_WITH:
        spec = PathFinder.find_spec(name)
        if spec and spec.origin:
            status = os.stat(spec.origin)  # noqa: PTH116
            yield f"{spec.origin}:{status.st_mtime_ns}:{status.st_size}"


def _files(folder: Path, ending: str) -> Iterator[str]:
    """The files below a folder, with what changes when they do."""
    for path in sorted(folder.rglob(f"*{ending}")):
        status = path.stat()
        yield f"{path.relative_to(folder)}:{status.st_mtime_ns}:{status.st_size}"


def _checksum(key: str, data: bytes) -> bytes:
    return blake2b(data, digest_size=_SUM // 2, key=key[:64].encode()).hexdigest().encode()

"""Where a deck and its ledger lie: their names, the lock, and files that are put in place whole or not at all.

The ledger goes first, then the deck. Killed in between, the ledger is ahead, and the next build finds its guids and times
there: nothing is lost.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from flashcards.errors import FlashcardsError, reason, shown
from flashcards.files import sync_folder, temporary
from flashcards.ledger import SUFFIX, Ledger, parse_ledger

LOCK_WAIT = 10  # seconds


def ledger_path(deck: Path) -> Path:
    """The ledger of a deck: `foo.ledger.json` beside `foo.apkg`."""
    return deck.with_name(deck.stem + SUFFIX)


def read_ledger(path: Path) -> Ledger | None:
    """The ledger in a file, None where there is none. Raises FlashcardsError for one that cannot be read."""
    try:
        return parse_ledger(path.read_bytes().decode("utf-8"), shown(path))
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        hint = "restore the last good one and build again"
        raise FlashcardsError("the ledger is not UTF-8 text", path=path, line=line, hint=hint) from error
    except OSError as error:
        raise FlashcardsError(
            f"the ledger cannot be read: {reason(error)}", path=path, hint="see that it is a file you may read"
        ) from error


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Make the output folder, keep every other build of the same deck out, and clear what killed builds left."""
    if output.is_dir():  # noticed only after the ledger is in place, it would leave one that is ahead of no deck
        raise FlashcardsError("a folder of this name is in the way", path=output, hint="give another file with -o")
    path = output.with_name(f".{output.stem}.lock")
    lock = FileLock(path)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        path.open("ab").close()  # where that is not allowed, the lock would wait for a build that there is not
        lock.acquire(timeout=LOCK_WAIT)
    except Timeout as error:
        hint = "wait for it to end, or build into another file with -o"
        raise FlashcardsError(
            f"another build of this deck has been at work for {LOCK_WAIT} seconds", path=output, hint=hint
        ) from error
    except OSError as error:
        raise _cannot_write(output, error) from error
    try:
        _clear(output)
        yield
    finally:
        lock.release()


def _clear(output: Path) -> None:
    """Remove the temporary files of builds that were killed, of this deck alone: `foo.bar.apkg` has a lock of its own."""
    start = f".{output.stem}."
    try:
        for left in output.parent.iterdir():
            if left.name.startswith(start) and left.suffix == ".tmp" and "." not in left.stem.removeprefix(start):
                left.unlink(missing_ok=True)
    except OSError as error:
        raise _cannot_write(output, error) from error


def put_in_place(output: Path, files: Sequence[tuple[Path, bytes]]) -> None:
    """Put files of a deck in place, in their order. What stands there already with the same bytes is left alone."""
    made: list[Path] = []
    try:
        pairs = [(path, data) for path, data in files if not _holds(path, data)]
        for path, data in pairs:
            # One by one: where the second fails, the first is known.
            made.append(temporary(path, f".{output.stem}.", data))
        for file, (path, _) in zip(made, pairs, strict=True):
            os.replace(file, path)  # noqa: PTH105 - Path.replace is the same call under a name that reads as text's
        sync_folder(output.parent)
    except OSError as error:
        raise _cannot_write(output, error) from error
    finally:
        for file in made:
            with suppress(OSError):  # the next build clears it, and what failed before is what the user must know
                file.unlink(missing_ok=True)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False


def _cannot_write(output: Path, error: OSError) -> FlashcardsError:
    hint = "see that the folder may be written and has room, or give another file with -o"
    return FlashcardsError(f"the deck cannot be written: {reason(error)}", path=output, hint=hint)

"""Build again whenever something is saved, until Ctrl-C. The only user of watchfiles, which is optional.

A save is rarely one event: editors write a second file and rename it, or empty the file and fill it. So a round begins
when all has been quiet for a moment. Should it still meet half a file, nothing is lost: the round after it finds the cards
again by the ledger, with their guids and times.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path

from flashcards.building import Built, build
from flashcards.config import NAME as CONFIG
from flashcards.document import ENDINGS, LEFT_OUT, spelling
from flashcards.errors import FlashcardsError, Problem, count, shown
from flashcards.extras import command_for
from flashcards.ledger import Ledger
from flashcards.preview import compare_with, write_page
from flashcards.report import report
from flashcards.store import ledger_path, read_ledger

QUIET = 150  # milliseconds without an event, after which a save is taken to be over
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
WAKE = 250  # milliseconds after which the watcher says that nothing happened
NAMED = 3  # changed files in a line
_SETTINGS = f"{CONFIG} was saved: what it says holds once you end this with Ctrl-C and start again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is built again and again; all as for `build`.

    page: the preview to keep fresh, if any.  config: the flashcards.toml that some of it came from.
    """

    notes: tuple[str, ...]
    output: Path
    deck: str
    rules: Path | None = None
    assets: tuple[Path, ...] = ()
    include: tuple[str, ...] = ()
    page: Path | None = None
    config: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one build had to say. errors: also said to those who want to hear of nothing else.

    unusable: what could not be used; what of it was said before stands in neither.
    """

    lines: tuple[str, ...]
    errors: tuple[str, ...] = ()
    unusable: tuple[Problem, ...] = ()


def watch(watched: Watched) -> Iterator[Round]:
    """Build, then once more after each save. Ends by KeyboardInterrupt alone.

    Raises FlashcardsError where watchfiles is absent or there is nothing to watch. What goes wrong with a build is
    told in its round, and the next save may mend it.
    """
    try:
        from watchfiles import watch as changes  # noqa: PLC0415
    except ImportError as error:
        hint = f"install it with: {command_for('watch')}"
        raise FlashcardsError("--watch needs the package watchfiles, which is absent", hint=hint) from error
    folders = _folders(watched)
    # What the next import does, as long as nobody imports: it is compared with the deck that was there at first.
    before = read_ledger(ledger_path(watched.output)) or Ledger()
    ours = {path.resolve() for path in (watched.output, watched.page) if path}
    deep = any(Path(note).is_dir() for note in watched.notes)
    # It looks before the first build and is asked after it, so that no save meanwhile is lost.
    saved = changes(
        *folders, watch_filter=lambda _, path: _matters(Path(path), watched, folders, ours), recursive=deep,
        step=QUIET, yield_on_timeout=True, rust_timeout=WAKE,
    )  # fmt: skip
    next(saved)
    settings = _stamp(watched.config)
    last = _first(watched, before)
    yield last
    for found in saved:
        if settings != (settings := _stamp(watched.config)):
            yield Round(lines=(f"{_now()} {_SETTINGS}",), errors=(_SETTINGS,))
        if found:
            last = _again(watched, before, [path for _, path in found], last.unusable)
            yield last


def _first(watched: Watched, before: Ledger) -> Round:
    try:
        built = _build(watched, before)
    except FlashcardsError as error:
        return _failed(error, "")
    page = (f"  preview     {shown(watched.page)}; it is fresh whenever you come back to it",) if watched.page else ()
    told = (*report(built), *page, "Watching. Save a note and it is built again; Ctrl-C ends it.")
    unusable = built.found.unusable
    return Round(lines=told, errors=tuple(map(str, unusable)), unusable=unusable)


def _again(watched: Watched, before: Ledger, paths: Sequence[str], known: Sequence[Problem]) -> Round:
    """A build after a save, in one line, and a line for each file that cannot be used since then.

    known: what could not be used before. It is said again where that very file was saved.
    """
    names = sorted({shown(relpath(path)) for path in paths})
    saved = ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")
    try:
        built = _build(watched, before)
    except FlashcardsError as error:
        return _failed(error, saved)
    change = built.change
    states = [(len(change.new), "new"), (len(change.changed), "changed"), (len(change.removed), "removed")]
    told = ", ".join(f"{n} {state}" for n, state in states if n) or "none changed"
    missing = sum(picture.missing for draft in built.found.drafts for picture in draft.pictures)
    told += f"; {count(missing, 'picture')} missing" if missing else ""
    unusable, touched = built.found.unusable, {os.path.realpath(path) for path in paths}
    told += f"; {count(len(unusable), 'file')} not used" if unusable else ""
    news = [problem for problem in unusable if problem not in known or os.path.realpath(problem.path) in touched]
    errors = tuple(map(str, news))
    line = f"{_now()} {saved}: {count(len(built.found.drafts), 'card')}, {told}"
    return Round(lines=(*errors, line), errors=errors, unusable=unusable)


def _failed(error: FlashcardsError, saved: str) -> Round:
    hint = (
        f"{_now()} {saved}: not built; save again when it is mended"
        if saved
        else "Watching. Save a note to try again; Ctrl-C ends it."
    )
    errors = (*map(str, error.also), f"Error: {error}")
    return Round(lines=(*errors, hint), errors=errors, unusable=error.also)


def _build(watched: Watched, before: Ledger) -> Built:
    built = build(
        watched.notes, watched.output, deck=watched.deck, rules=watched.rules, assets=watched.assets,
        include=watched.include,
    )  # fmt: skip
    if watched.page:
        compared = compare_with(built.found, before, built.ledger if before.entries else "")
        write_page(built.found, compared, watched.page, watched=True)
    return built


def _folders(watched: Watched) -> tuple[Path, ...]:
    """What to look at: a file is seen through its folder, since an editor may put a new one in its place."""
    for note in watched.notes:
        if not Path(note).exists():
            raise FlashcardsError("no such file or folder", path=note, hint=spelling(Path(note)))
    notes = (Path(note) if Path(note).is_dir() else Path(note).parent for note in watched.notes)
    more = (*watched.assets, *([watched.rules] if watched.rules else []))
    return tuple(sorted({path.resolve() for path in (*notes, *more) if path.is_dir()}))


def _matters(path: Path, watched: Watched, folders: Sequence[Path], ours: set[Path]) -> bool:
    """Whether a build could read a file: not what it wrote itself, nor what an editor keeps beside a note."""
    if path in ours or path.name.startswith(".") or path.name == CONFIG:  # the last has a line of its own
        return False
    folder = max((one for one in folders if path.is_relative_to(one)), key=lambda one: len(one.parts), default=None)
    if folder is None:
        return False
    inner = path.relative_to(folder).parts[:-1]
    if any(part.startswith(".") or part in LEFT_OUT for part in inner):
        return False
    ending = path.suffix.lower()
    if ending in ENDINGS and any(
        path.is_relative_to(Path(note).resolve()) for note in watched.notes if Path(note).is_dir()
    ):
        return True
    return ending in (*PICTURES, ".toml") or any(path == Path(note).resolve() for note in watched.notes)


def _stamp(file: Path | None) -> tuple[int, int] | None:
    """What changes when a file is saved; None where there is none."""
    try:
        status = file.stat() if file else None
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size) if status else None


def _now() -> str:
    return time.strftime("%H:%M:%S")

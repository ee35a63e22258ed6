"""Notes in, a deck and its ledger out: the one way through the whole program, and its only place that writes.

The ledger is put in place first, then the deck, both as whole files. Killed in between, the ledger is ahead, and the
next build finds its guids and times there: nothing is lost.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from shlex import quote

from filelock import FileLock, Timeout

from flashcards import notetype
from flashcards.collect import Collection, collect
from flashcards.errors import FlashcardsError, Problem, reason, shown
from flashcards.identify import Change, Identified, identify
from flashcards.ledger import SUFFIX, Ledger, dump_ledger, parse_ledger
from flashcards.package import DeckState, Note, pack, read_deck

DECK = "Masterclass"
LOCK_WAIT = 10  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did.

    path, ledger: the files written.  size: of the deck, in bytes.  found: the cards and remarks.
    first: whether there was no ledger before.
    """

    path: str
    ledger: str
    size: int
    deck: str
    found: Collection
    change: Change
    first: bool
    problems: tuple[Problem, ...]


def build(
    arguments: Sequence[str], output: Path, *, deck: str = DECK, rules: Path | None = None, assets: Sequence[Path] = (),
    include: Sequence[str] = (),
) -> Built:  # fmt: skip
    """Build the deck of the notes that the arguments name.

    arguments, rules, assets, include: as for `collect`.  output: the .apkg to write.  deck: the name of the deck in it.
    Raises FlashcardsError when no deck can be written; an earlier deck and ledger are then as they were.
    """
    refuse_name(output)
    found = collect(arguments, rules=rules, assets=assets, include=include)
    if not found.drafts:
        raise nothing_found(found)
    ledger_path = output.with_name(output.stem + SUFFIX)
    with _locked(output):
        ledger, lost = _read_ledger(ledger_path)
        earlier = read_deck(output)
        now = _now()
        identified = identify(found.drafts, ledger, now=now, notetype_hash=notetype.HASH, unread=found.unread)
        remarks = [lost] if lost and output.exists() else []
        if earlier and earlier.latest > ledger.latest:
            identified = _ahead_of(identified, ledger, earlier, now)
            remarks += [] if lost else [_rolled_back(output, ledger_path)]
        data = _pack(found, identified, deck)
        _write(output, ledger_path, data, dump_ledger(identified.ledger).encode("utf-8"))
    return Built(
        path=shown(output), ledger=shown(ledger_path), size=len(data), deck=deck, found=found, change=identified.change,
        first=lost is not None, problems=(*remarks, *identified.problems),
    )  # fmt: skip


def guids_for(found: Collection, ledger: Path | None) -> tuple[str, ...]:
    """The guids that a build would give: those of a ledger, or without one those that follow from the questions.

    Raises FlashcardsError when the ledger cannot be read.
    """
    known, lost = _read_ledger(ledger) if ledger else (Ledger(), None)
    if lost:
        raise FlashcardsError("no such ledger", path=lost.path, hint="check the spelling after --ledger")
    return identify(found.drafts, known, now=0, notetype_hash="", unread=found.unread).guids


def refuse_name(output: Path) -> None:
    """Refuse a name that would do harm: Anki takes these two as a restore of the whole collection."""
    name = output.name.lower()
    if output.suffix.lower() != ".apkg":
        better = output.with_suffix(".apkg") if output.stem.strip(".") else output / "masterclass.apkg"
        raise FlashcardsError("the deck's file must end in .apkg", path=output, hint=f"try -o {shown(better)}")
    if name == "collection.apkg" or name.startswith("backup-"):
        message = "Anki takes a file of this name as a backup and would replace the user's whole collection"
        raise FlashcardsError(message, path=output, hint="give it another name, such as -o output/masterclass.apkg")


def nothing_found(found: Collection) -> FlashcardsError:
    """The error for notes that give no card."""
    if not found.read:
        hint = "give the folder that holds your notes (.md, .markdown)"
        return FlashcardsError("no notes could be read, so nothing was written", hint=hint, also=found.unusable)
    notes = "note" if len(found.read) == 1 else "notes"
    hint = f"flashcards explain {quote(found.read[0])} --all shows what the rules looked for"
    message = f"no question was found in {len(found.read)} {notes}, so nothing was written"
    return FlashcardsError(message, hint=hint, also=(*found.unusable, *found.remarks))


def _now() -> int:
    """The time of the build in seconds: the clock's, or SOURCE_DATE_EPOCH where that is set."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not fixed:
        return int(time.time())
    if not fixed.isdecimal() or not 0 < int(fixed) < 2**33:
        raise FlashcardsError(
            f"SOURCE_DATE_EPOCH is {fixed!r}", hint="set it to seconds since 1970, as 1760000000, or unset it"
        )
    return int(fixed)


def _read_ledger(path: Path) -> tuple[Ledger, Problem | None]:
    """The ledger, and where there is none the line that says so."""
    try:
        return parse_ledger(path.read_bytes().decode("utf-8"), shown(path)), None
    except FileNotFoundError:
        message = "there is no ledger beside the deck: cards are told by their questions, and every note will be rewritten once"
        hint = f"if you have the ledger elsewhere (git, a backup), copy it to {shown(path)} and build again before you import"
        return Ledger(), Problem(message=message, path=shown(path), hint=hint)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        hint = "restore the last good one and build again"
        raise FlashcardsError("the ledger is not UTF-8 text", path=path, line=line, hint=hint) from error
    except OSError as error:
        raise FlashcardsError(
            f"the ledger cannot be read: {reason(error)}", path=path, hint="see that it is a file you may read"
        ) from error


def _ahead_of(identified: Identified, ledger: Ledger, earlier: DeckState, now: int) -> Identified:
    """Move every time past that of a deck which the ledger does not know of, or Anki would ignore the notes.

    ledger: as it was before this build; against it a deck is later, even when this build has the very time of the deck.
    Cards that are not in this deck are moved too: they may come back.
    """
    last = {entry.guid: entry.mod for entry in ledger.entries}
    ahead = {guid: max(now, mod + 1) for guid, mod in earlier.mods.items() if mod > last.get(guid, -1)}
    entries = tuple(replace(entry, mod=ahead.get(entry.guid, entry.mod)) for entry in identified.ledger.entries)
    stale = earlier.notetype_mod > ledger.notetype_mod
    return replace(
        identified,
        mods=tuple(ahead.get(guid, mod) for guid, mod in zip(identified.guids, identified.mods, strict=True)),
        ledger=replace(
            identified.ledger,
            entries=entries,
            notetype_mod=max(now, earlier.notetype_mod + 1) if stale else identified.ledger.notetype_mod,
        ),
    )


def _rolled_back(output: Path, ledger: Path) -> Problem:
    message = f"is older than the deck {shown(output)}: it was rolled back, so cards that the deck shows otherwise are rewritten"
    return Problem(
        message=message, path=shown(ledger), hint="commit deck and ledger together, or leave both out of git"
    )


def _pack(found: Collection, identified: Identified, deck: str) -> bytes:
    notes = [
        Note(
            guid=guid, mod=mod, fields=draft.fields(guid), tags=draft.tags,
            where=f"{draft.path}:{draft.card.question_lines[0]}",
        )
        for draft, guid, mod in zip(found.drafts, identified.guids, identified.mods, strict=True)
    ]  # fmt: skip
    pictures = {(p.name, str(p.file)) for draft in found.drafts for p in draft.pictures if p.file}
    latest = identified.ledger.latest
    return pack(notes, deck=deck, notetype_mod=identified.ledger.notetype_mod, latest=latest, pictures=sorted(pictures))


@contextmanager
def _locked(output: Path) -> Iterator[None]:
    """Make the output folder, keep every other build of the same deck out, and clear what killed builds left."""
    if output.is_dir():  # noticed only after the ledger is in place, it would leave one that is ahead of no deck
        raise FlashcardsError("a folder of this name is in the way", path=output, hint="give another file with -o")
    lock = FileLock(output.with_name(f".{output.stem}.lock"))
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
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


def _write(output: Path, ledger_path: Path, deck: bytes, ledger: bytes) -> None:
    """Put both files in place, the ledger first. What stands there already with the same bytes is left alone."""
    made: list[Path] = []
    try:
        pairs = [(path, data) for path, data in ((ledger_path, ledger), (output, deck)) if not _holds(path, data)]
        for path, data in pairs:
            made.append(_temporary(path, output, data))  # one by one: where the second fails, the first is known
        for temporary, (path, _) in zip(made, pairs, strict=True):
            os.replace(temporary, path)  # noqa: PTH105 - Path.replace is the same call under a name that reads as text's
        _sync_folder(output.parent)
    except OSError as error:
        raise _cannot_write(output, error) from error
    finally:
        for temporary in made:
            temporary.unlink(missing_ok=True)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False


def _temporary(path: Path, output: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{output.stem}.", suffix=".tmp")
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


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make the renames last, where the system can: Windows and some network drives know no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # both files are in place
            os.fsync(handle)
    finally:
        os.close(handle)


def _cannot_write(output: Path, error: OSError) -> FlashcardsError:
    hint = "see that the folder may be written and has room, or give another file with -o"
    return FlashcardsError(f"the deck cannot be written: {reason(error)}", path=output, hint=hint)

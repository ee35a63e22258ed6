"""Who each card of a build is and when it last changed, by the ledger and the deck that lie there.

The two should tell the same. Where one is missing or was rolled back, the other makes up for it, so that losing one of
the two loses nothing; what a person should know of that is a remark. Reads files and writes none.
"""

from __future__ import annotations

import os
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from shlex import quote

from flashcards import notetype
from flashcards.collect import Collection
from flashcards.deckfile import DeckHead, DeckState, pairs_hash, read_head, read_notes, read_state
from flashcards.errors import FlashcardsError, Problem, count, shown
from flashcards.given import is_note, seen_from
from flashcards.identify import Identified, identify, is_tail
from flashcards.ledger import OUTSIDE, Ledger
from flashcards.store import ledger_path, read_ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """first: whether nothing told of an earlier build.  look: whether the note type changed since.

    left_out: what a person must know before all else: that cards are gone because their notes were not given.
    """

    identified: Identified
    first: bool
    look: bool
    left_out: Problem | None
    problems: tuple[Problem, ...]


def decide(found: Collection, output: Path, decks: Sequence[str]) -> Decision:
    """Who each card is and when it last changed, by the ledger and the deck that are there."""
    ledger, now = read_ledger(ledger_path(output)), _now()
    head = read_head(output)
    earlier = read_state(output) if head and not (ledger and _is_known(head, ledger)) else None
    if ledger is None and earlier is None and output.exists():
        hint = "give another file with -o, or move this one away; to go on with cards that Anki exported, see flashcards adopt --help"
        raise FlashcardsError("is there already and is no deck of this program", path=output, hint=hint)
    remarks = [_lost(output)] if earlier and not ledger else []
    before = ledger or (made_again(output) if earlier else Ledger())
    behind = earlier is not None and _is_behind(before, earlier)
    before = _with_cards_of(output, before) if behind else before
    seen = seen_from(found.drafts, before, ledger_path(output))
    before = seen.ledger
    identified = identify(
        found.drafts, before, now=now, notetype_hash=notetype.HASH, unread=found.unread, elsewhere=seen.elsewhere,
        returned=seen.returned,
    )  # fmt: skip
    if earlier and behind:
        identified = _ahead_of(identified, before, earlier, now)
        remarks += [_rolled_back(output)] if ledger else []
    if head and head.decks != pairs_hash(zip(identified.guids, decks, strict=True)):
        earlier = earlier or read_state(output)
        remarks += _elsewhere(identified, earlier, decks) if earlier else []
    return Decision(
        identified=identified, first=not (before.entries or before.notetype_hash), look=before.notetype_hash not in {"", notetype.HASH},
        left_out=_left_out(found, identified, output, seen.folders), problems=(*remarks, *identified.problems),
    )  # fmt: skip


def _is_known(head: DeckHead, ledger: Ledger) -> bool:
    """Whether a deck holds the very cards and times of a ledger: then it need not be opened."""
    times = pairs_hash((entry.guid, str(entry.mod)) for entry in ledger.entries if not entry.removed)
    return head.latest <= ledger.latest and head.times == times


def made_again(output: Path) -> Ledger:
    from flashcards.adopt import ledger_of  # noqa: PLC0415

    return ledger_of(read_notes(output))[0]


def _lost(output: Path) -> Problem:
    message = (
        "was missing and is made again from the deck beside it; what was removed from the notes before is forgotten"
    )
    hint = "if you have it elsewhere (git, a backup), copy it back and build again before you import"
    return Problem(message=message, path=shown(ledger_path(output)), hint=hint)


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


def _is_behind(ledger: Ledger, earlier: DeckState) -> bool:
    """Whether a deck shows a card that the ledger does not know, or later than it does.

    Card by card: where git gave the ledger of another branch, that one may be the later in another card.
    """
    last = {entry.guid: entry.mod for entry in ledger.entries}
    return earlier.latest > ledger.latest or any(mod > last.get(guid, -1) for guid, mod in earlier.mods.items())


def _with_cards_of(deck: Path, ledger: Ledger) -> Ledger:
    """A ledger that was rolled back, and the cards that the deck beside it has more: reworded since, they have reviews."""
    known = {entry.guid for entry in ledger.entries}
    more = [entry for entry in made_again(deck).entries if entry.guid not in known]
    return replace(ledger, entries=(*ledger.entries, *more))


def _ahead_of(identified: Identified, ledger: Ledger, earlier: DeckState, now: int) -> Identified:
    """Move every time past that of a deck which the ledger does not know of, or Anki would ignore the notes.

    ledger: as it was before this build; against it a deck is later, even when this build has the very time of the deck.
    Cards that are not in this deck are moved too: they may come back.
    """
    last = {entry.guid: entry.mod for entry in ledger.entries}
    ahead = {guid: max(now, mod + 1) for guid, mod in earlier.mods.items() if mod > last.get(guid, -1)}
    entries = tuple(entry._replace(mod=ahead.get(entry.guid, entry.mod)) for entry in identified.ledger.entries)
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


def _left_out(found: Collection, identified: Identified, output: Path, folders: Sequence[Path]) -> Problem | None:
    """That cards are called removed because their notes were not given: nobody should delete them in Anki.

    folders: as of `Seen`.
    """
    change = identified.change
    if change.all_others:
        message = (
            f"none of the {len(change.removed)} cards that this deck held before is in these notes; Anki keeps them"
        )
        hint = (
            "for one deck of both, name both: flashcards build ONE OTHER; for a deck of their own: -o FILE --deck NAME"
        )
        return Problem(message=message, hint=hint)
    read = {unicodedata.normalize("NFC", place.below) for place in found.places}  # as the ledger spells them
    absent = {entry.path for entry in change.removed} - read
    if change.renamed:  # from another folder: the same files are called otherwise
        absent = {path for path in absent if not any(is_tail(path, other) for other in read)}
    if not absent:
        return None
    keep = "keep the cards in Anki and name it too the next time: they come back as they were"
    called = partial(_cards_of, identified=identified, output=output)
    if not folders:
        message = f"{called(absent)}: this build was not given it, or it is gone"
        return Problem(message=message, hint=f"where it is still there, {keep}")
    there = {path for path in absent if any(is_note(folder, path) for folder in folders)}
    gone = absent - there
    told = [f"{called(there)}: not given to this build"] if there else []
    told += [f"{called(gone)}: no longer there"] if gone else []
    sure = keep if there else "if it only moved, name its new place too: the cards come back as they were"
    return Problem(message="; ".join(told), hint=f"where it is still there, {keep}" if there and gone else sure)


def _cards_of(paths: set[str], identified: Identified, output: Path) -> str:
    """How many removed cards some files held, and the name of the first."""
    cards = sum(entry.path in paths for entry in identified.change.removed)
    files = f"{len(paths)} files, such as" if len(paths) > 1 else "the file"
    return f"{count(cards, 'card')} of {files} {_seen(min(paths), identified, output)}"


def _seen(path: str, identified: Identified, output: Path) -> str:
    """A note as the ledger calls it; one that lies outside the folder given, as it is called from here."""
    outside = path.startswith(OUTSIDE)
    return shown(os.path.relpath(output.parent / identified.ledger.given / path)) if outside else path


def _elsewhere(identified: Identified, earlier: DeckState, decks: Sequence[str]) -> list[Problem]:
    """The line, said once, for cards whose deck has another name than in the deck before."""
    pairs = [(earlier.decks.get(guid), deck) for guid, deck in zip(identified.guids, decks, strict=True)]
    moved = [(old, new) for old, new in pairs if old not in {None, new}]
    if not moved:
        return []
    old, new = moved[0]
    message = f"{count(len(moved), 'card')} would lie in another deck than before, such as {new} for {old}; Anki leaves cards that it has where they are"
    hint = f"after the import, move them by hand where you want that: in Browse, search deck:{quote(str(old))}, then Change Deck"
    return [Problem(message=message, hint=hint)]


def _rolled_back(output: Path) -> Problem:
    message = f"is older than the deck {shown(output)}: it was rolled back, so cards that the deck shows otherwise are rewritten"
    hint = "commit deck and ledger together, or leave both out of git"
    return Problem(message=message, path=shown(ledger_path(output)), hint=hint)

"""Notes in, a deck and its ledger out: the one way through the whole program.

What a build decides, a plan only tells: both ask `_decide`. A ledger that is missing is made again from the deck beside
it, so that losing one of the two loses nothing.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from flashcards import notetype
from flashcards.collect import Collection, collect
from flashcards.deckfile import DeckHead, DeckState, pairs_hash, read_head, read_notes, read_state
from flashcards.deckname import DECK, deck_name, refuse_deck_name
from flashcards.errors import FlashcardsError, Problem, count, shown
from flashcards.identify import Change, Identified, identify
from flashcards.ledger import Ledger, ledger_lines
from flashcards.store import ledger_path, locked, read_ledger, refuse_name, write_whole

if TYPE_CHECKING:
    from flashcards.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did.

    path, ledger: the files written.  size: of the deck, in bytes.  found: the cards and remarks.
    plan: what was to be done, where it was asked for.  first: whether there was no ledger before.
    """

    path: str
    ledger: str
    size: int
    deck: str
    found: Collection
    change: Change
    first: bool
    problems: tuple[Problem, ...]
    plan: Plan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """ledger: the file written.  strange: guids in the deck that this program never gave, and that were left out."""

    ledger: str
    cards: int
    strange: tuple[str, ...]


def build(  # noqa: PLR0913 - each stands for an option
    arguments: Sequence[str], output: Path, *, deck: str = DECK, rules: Path | None = None, assets: Sequence[Path] = (),
    include: Sequence[str] = (), jobs: int | None = None, planned: bool = False,
) -> Built:  # fmt: skip
    """Build the deck of the notes that the arguments name.

    arguments, rules, assets, include, jobs: as for `collect`.  output: the .apkg to write.  deck: the name of the deck in
    Anki; {master} and {week} in it stand for those of each card.  planned: give the plan as well.
    Raises FlashcardsError when no deck can be written; an earlier deck and ledger are then as they were.
    """
    found = _find(arguments, output, deck, rules=rules, assets=assets, include=include, jobs=jobs)
    return write_deck(found, _decks(found, deck), output, deck, planned=planned)


def write_deck(found: Collection, decks: Sequence[str], output: Path, deck: str, *, planned: bool = False) -> Built:
    """Write the deck of some cards and its ledger.

    decks: of the drafts, in their order.  deck: what to call them all.  planned: as for `build`.
    """
    with locked(output):
        decision = _decide(found, output, decks)
        made = _plan(found, decision, output) if planned else None  # while the earlier deck is still there
        data = _pack(found, decision.identified, decks)
        ledger = _bytes_of(decision.identified.ledger)
        write_whole(output, [(ledger_path(output), ledger), (output, data)])
    return Built(
        path=shown(output), ledger=shown(ledger_path(output)), size=len(data), deck=deck, found=found,
        change=decision.identified.change, first=decision.first, problems=decision.problems,
        plan=made,
    )  # fmt: skip


def make_plan(
    arguments: Sequence[str], output: Path, *, deck: str = DECK, rules: Path | None = None, assets: Sequence[Path] = (),
    include: Sequence[str] = (), jobs: int | None = None,
) -> tuple[Plan, Collection]:  # fmt: skip
    """What a build would do, and the cards it would do it with. Takes no lock and writes nothing.

    Arguments and errors as for `build`.
    """
    found = _find(arguments, output, deck, rules=rules, assets=assets, include=include, jobs=jobs)
    return _plan(found, _decide(found, output, _decks(found, deck)), output), found


def guids_for(found: Collection, ledger: Path | None) -> tuple[str, ...]:
    """The guids that a build would give: those of a ledger, or without one those that follow from the questions.

    Raises FlashcardsError when the ledger cannot be read.
    """
    known = read_ledger(ledger) if ledger else Ledger()
    if ledger and known is None:
        raise FlashcardsError("no such ledger", path=ledger, hint="check the spelling after --ledger")
    return identify(found.drafts, known or Ledger(), now=0, notetype_hash="", unread=found.unread).guids


def adopt(deck: Path, output: Path) -> Adopted:
    """Make the ledger of `output` from the notes of a deck, ours or exported by Anki.

    Raises FlashcardsError where nothing can be made of the deck, or where a ledger is there already.
    """
    from flashcards.adopt import ledger_of  # noqa: PLC0415 - as below: few builds need it

    refuse_name(output)
    known, strange = ledger_of(read_notes(deck), exported=read_state(deck) is None)
    path = ledger_path(output)
    with locked(output):
        if path.exists():
            hint = "move it away if you want another one made from the deck"
            raise FlashcardsError("there is a ledger already", path=path, hint=hint)
        write_whole(output, [(path, _bytes_of(known))])
    return Adopted(ledger=shown(path), cards=len(known.entries), strange=strange)


def _find(
    arguments: Sequence[str], output: Path, deck: str, *, rules: Path | None, assets: Sequence[Path], include: Sequence[str],
    jobs: int | None,
) -> Collection:  # fmt: skip
    refuse_name(output)
    refuse_deck_name(deck)
    found = collect(arguments, rules=rules, assets=assets, include=include, jobs=jobs)
    if not found.drafts:
        raise nothing_found(found)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decision:
    """first: whether nothing told of an earlier build.  look: whether the note type changed since."""

    identified: Identified
    first: bool
    look: bool
    problems: tuple[Problem, ...]


def _decide(found: Collection, output: Path, decks: Sequence[str]) -> _Decision:
    """Who each card is and when it last changed, by the ledger and the deck that are there."""
    ledger, now = read_ledger(ledger_path(output)), _now()
    head = read_head(output)
    earlier = read_state(output) if head and not (ledger and _is_known(head, ledger)) else None
    if ledger is None and earlier is None and output.exists():
        hint = "give another file with -o, or move this one away; to go on with cards that Anki exported, see flashcards adopt --help"
        raise FlashcardsError("is there already and is no deck of this program", path=output, hint=hint)
    remarks = [_lost(output)] if earlier and not ledger else []
    before = ledger or (_made_again(output) if earlier else Ledger())
    behind = earlier is not None and _is_behind(before, earlier)
    before = _with_cards_of(output, before) if behind else before
    identified = identify(found.drafts, before, now=now, notetype_hash=notetype.HASH, unread=found.unread)
    if earlier and behind:
        identified = _ahead_of(identified, before, earlier, now)
        remarks += [_rolled_back(output)] if ledger else []
    remarks += _not_given(found, identified)
    if head and head.decks != pairs_hash(zip(identified.guids, decks, strict=True)):
        earlier = earlier or read_state(output)
        remarks += _elsewhere(identified, earlier, decks) if earlier else []
    return _Decision(
        identified=identified, first=before == Ledger(), look=before.notetype_hash not in {"", notetype.HASH},
        problems=(*remarks, *identified.problems),
    )  # fmt: skip


def _plan(found: Collection, decision: _Decision, output: Path) -> Plan:
    from flashcards.plan import plan  # noqa: PLC0415

    before = read_notes(output).notes if read_state(output) else ()
    return plan(
        found.drafts, decision.identified, {note.guid: note for note in before}, output=shown(output),
        look=decision.look, remarks=(*decision.problems, *found.remarks),
    )  # fmt: skip


def _bytes_of(ledger: Ledger) -> bytes:
    return b"".join(line.encode() for line in ledger_lines(ledger))  # as one text it would take three times the memory


def _decks(found: Collection, deck: str) -> list[str]:
    return [deck_name(deck, draft.labels) for draft in found.drafts]


def _is_known(head: DeckHead, ledger: Ledger) -> bool:
    """Whether a deck holds the very cards and times of a ledger: then it need not be opened."""
    times = pairs_hash((entry.guid, str(entry.mod)) for entry in ledger.entries if not entry.removed)
    return head.latest <= ledger.latest and head.times == times


def _made_again(output: Path) -> Ledger:
    from flashcards.adopt import ledger_of  # noqa: PLC0415

    return ledger_of(read_notes(output))[0]


def _lost(output: Path) -> Problem:
    message = (
        "was missing and is made again from the deck beside it; what was removed from the notes before is forgotten"
    )
    hint = "if you have it elsewhere (git, a backup), copy it back and build again before you import"
    return Problem(message=message, path=shown(ledger_path(output)), hint=hint)


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


def _is_behind(ledger: Ledger, earlier: DeckState) -> bool:
    """Whether a deck shows a card that the ledger does not know, or later than it does.

    Card by card: where git gave the ledger of another branch, that one may be the later in another card.
    """
    last = {entry.guid: entry.mod for entry in ledger.entries}
    return earlier.latest > ledger.latest or any(mod > last.get(guid, -1) for guid, mod in earlier.mods.items())


def _with_cards_of(deck: Path, ledger: Ledger) -> Ledger:
    """A ledger that was rolled back, and the cards that the deck beside it has more: reworded since, they have reviews."""
    known = {entry.guid for entry in ledger.entries}
    more = [entry for entry in _made_again(deck).entries if entry.guid not in known]
    return replace(ledger, entries=(*ledger.entries, *more))


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


def _not_given(found: Collection, identified: Identified) -> list[Problem]:
    """The line for cards that are called removed because their file was not read: nobody should delete them in Anki."""
    read = {place.below for place in found.places}
    missing = Counter(entry.path for entry in identified.change.removed if entry.path not in read)
    if not missing:
        return []
    files = f"{len(missing)} files, such as" if len(missing) > 1 else "the file"
    message = f"{count(missing.total(), 'card')} of {files} {min(missing)}: this build was not given it, or it is gone"
    hint = "where it is still there, keep the cards in Anki and name it too the next time: they come back as they were"
    return [Problem(message=message, hint=hint)]


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


def _pack(found: Collection, identified: Identified, decks: Sequence[str]) -> bytes:
    from flashcards.package import Note, pack  # noqa: PLC0415 - genanki's start-up, for those who write a deck alone

    notes = [
        Note(
            guid=guid, mod=mod, fields=draft.fields(guid), tags=draft.tags, deck=deck,
            where=f"{draft.path}:{draft.card.question_lines[0]}",
        )
        for draft, guid, mod, deck in zip(found.drafts, identified.guids, identified.mods, decks, strict=True)
    ]  # fmt: skip
    pictures = {(p.name, str(p.file)) for draft in found.drafts for p in draft.pictures if p.file}
    latest = identified.ledger.latest
    return pack(notes, notetype_mod=identified.ledger.notetype_mod, latest=latest, pictures=sorted(pictures))

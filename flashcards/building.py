"""Notes in, a deck and its ledger out: the one way through the whole program.

What a build does, a plan only tells: both ask decide.py who each card is. One lock is held from there to the last byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flashcards.collect import Collection, collect
from flashcards.decide import Decision, decide
from flashcards.deckfile import read_notes, read_state
from flashcards.deckname import DECK, deck_name, refuse_deck_name, refuse_name
from flashcards.errors import FlashcardsError, Problem, shown
from flashcards.given import Seen, seen_from
from flashcards.identify import Change, Identified, identify
from flashcards.ledger import Ledger, ledger_lines
from flashcards.store import ledger_path, locked, put_in_place, read_ledger

if TYPE_CHECKING:
    from flashcards.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did.

    path, ledger: the files written.  size: of the deck, in bytes.  decks: of the cards, in their order.  found: the cards
    and remarks.  plan: what was to be done, where it was asked for.  first: whether there was no ledger before.
    left_out: as of `Decision`.
    """

    path: str
    ledger: str
    size: int
    decks: tuple[str, ...]
    found: Collection
    change: Change
    first: bool
    left_out: Problem | None
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
    return write_deck(found, _decks(found, deck), output, planned=planned)


def write_deck(found: Collection, decks: Sequence[str], output: Path, *, planned: bool = False) -> Built:
    """Write the deck of some cards and its ledger.

    decks: of the drafts, in their order.  planned: as for `build`.
    """
    with locked(output):
        decision = decide(found, output, decks)
        made = _plan(found, decision, output) if planned else None  # while the earlier deck is still there
        data = _pack(found, decision.identified, decks)
        ledger = _bytes_of(decision.identified.ledger)
        put_in_place(output, [(ledger_path(output), ledger), (output, data)])
    return Built(
        path=shown(output), ledger=shown(ledger_path(output)), size=len(data), decks=tuple(decks), found=found,
        change=decision.identified.change, first=decision.first, left_out=decision.left_out, problems=decision.problems,
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
    return _plan(found, decide(found, output, _decks(found, deck)), output), found


def guids_for(found: Collection, ledger: Path | None) -> tuple[str, ...]:
    """The guids that a build would give: those of a ledger, or without one those that follow from the questions.

    Raises FlashcardsError when the ledger cannot be read.
    """
    known = read_ledger(ledger) if ledger else Ledger()
    if ledger and known is None:
        raise FlashcardsError("no such ledger", path=ledger, hint="check the spelling after --ledger")
    seen = seen_from(found.drafts, known, ledger) if ledger and known else Seen(ledger=Ledger())
    return identify(
        found.drafts, seen.ledger, now=0, notetype_hash="", unread=found.unread, elsewhere=seen.elsewhere
    ).guids


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
        put_in_place(output, [(path, _bytes_of(known))])
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


def _plan(found: Collection, decision: Decision, output: Path) -> Plan:
    from flashcards.plan import plan  # noqa: PLC0415

    before = read_notes(output).notes if read_state(output) else ()
    return plan(
        found.drafts, decision.identified, {note.guid: note for note in before}, output=shown(output),
        look=decision.look, left_out=decision.left_out, remarks=(*decision.problems, *found.remarks),
    )  # fmt: skip


def _bytes_of(ledger: Ledger) -> bytes:
    return b"".join(line.encode() for line in ledger_lines(ledger))  # as one text it would take three times the memory


def _decks(found: Collection, deck: str) -> list[str]:
    return [deck_name(deck, draft.labels) for draft in found.drafts]


def nothing_found(found: Collection) -> FlashcardsError:
    """The error for notes that give no card."""
    if not found.read:
        hint = "give the folder that holds your notes (.md, .markdown)"
        return FlashcardsError("no notes could be read, so nothing was written", hint=hint, also=found.unusable)
    notes = "note" if len(found.read) == 1 else "notes"
    message = f"no question was found in {len(found.read)} {notes}, so nothing was written"
    return FlashcardsError(message, hint=found.look, also=(*found.unusable, *found.remarks))


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

"""What the next import will do to each card, and why: a look before anything is written.

The plan is made of the very decisions that a build writes down (identify.py); the earlier deck beside it, where there is
one, tells what stood on a card before.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from flashcards import notetype
from flashcards.card import Draft
from flashcards.columns import left_out_rows, removed_rows, row, short
from flashcards.deckfile import DeckNote
from flashcards.errors import Problem, count
from flashcards.html import plain_text
from flashcards.identify import Identified
from flashcards.ledger import Entry
from flashcards.recognise import Known

State = Literal["new", "changed", "moved", "unchanged"]
STATES: tuple[State, ...] = ("new", "changed", "moved", "unchanged")
SHOWN = 20  # cards of a state before "and N more"
LINES = 6  # of a difference
BEFORE = 12  # characters shown before a change in a line
_ABOUT = {
    "new": "the next import adds them",
    "changed": "the next import rewrites them; their reviews stay",
    "moved": "to another file; the next import leaves them alone",
}
_NOT_COMPARED = ("Source", "Key", "Extra1", "Extra2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """field: of the note type, or "Tags".  old, new: without markup; equal where only markup or pictures changed."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One card. was: the file it stood in before, where that is another.  because: what it was recognised by."""

    guid: str
    state: State
    path: str
    line: int
    question: str
    was: str
    because: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """output: the deck that would be written.  look: whether the note type's templates or CSS are newer than before.

    elsewhere: as of `Change`.  all_others: whether none of the cards before is here.  left_out: as of `Decision`.
    """

    output: str
    cards: tuple[Planned, ...]
    removed: tuple[Entry, ...]
    elsewhere: frozenset[str]
    look: bool
    all_others: bool
    left_out: Problem | None
    remarks: tuple[Problem, ...]

    def of(self, state: State) -> tuple[Planned, ...]:
        return tuple(card for card in self.cards if card.state == state)


def plan(
    drafts: Sequence[Draft], identified: Identified, before: Mapping[str, DeckNote], *, output: str, look: bool,
    left_out: Problem | None, remarks: Sequence[Problem],
) -> Plan:  # fmt: skip
    """The plan of a build. before: the notes of the earlier deck by guid, as far as there is one."""
    change = identified.change
    groups = (change.new, change.changed, change.moved, change.unchanged)
    states = {guid: state for state, guids in zip(STATES, groups, strict=True) for guid in guids}
    cards = []
    for draft, guid, found in zip(drafts, identified.guids, identified.known, strict=True):
        state = states[guid]
        old = before.get(guid) if state == "changed" else None
        card = Planned(
            guid=guid, state=state, path=draft.path, line=draft.card.question_lines[0], question=_asked(draft),
            was=found.entry.path if found and found.entry.path != draft.below and not change.renamed else "",
            because=_because(found), differences=_differences(draft, guid, old) if old else (),
        )  # fmt: skip
        cards.append(card)
    return Plan(
        output=output, cards=tuple(cards), removed=change.removed, elsewhere=change.elsewhere, look=look, all_others=change.all_others,
        left_out=left_out, remarks=tuple(remarks),
    )  # fmt: skip


def plan_text(made: Plan, *, everything: bool = False) -> Iterator[str]:
    """The plan for a person, line by line. everything: leave no line out of a long list."""
    most = sys.maxsize if everything else SHOWN
    yield f"{made.output}: {count(len(made.cards), 'card')}; nothing was written"
    yield from left_out_rows(made.left_out)
    numbers = [*((len(made.of(state)), state) for state in STATES), (len(made.removed), "removed")]
    yield row("cards", ", ".join(f"{n} {state}" for n, state in numbers if n))
    if made.look:
        yield row("look", "the next import brings newer templates and colours; it rewrites no note for that")
    for state, about in _ABOUT.items():
        cards = [card for card in made.cards if card.state == state]
        if cards:
            yield row(state, about)
        for card in cards[:most]:
            yield from _card_lines(card)
        yield from _more(len(cards), most)
    if made.removed and (everything or not made.all_others):
        yield from removed_rows(made.removed, made.elsewhere, everything=everything)
    if made.remarks:
        yield row("remarks", str(len(made.remarks)))
        yield from (f"    {problem}" for problem in made.remarks)


def plan_json(made: Plan, written: Mapping[str, object] | None = None) -> str:
    """The plan for a program: one JSON object. written: what a build made of it, None where it was only a look."""
    cards = [
        {
            "guid": card.guid, "state": card.state, "path": card.path, "line": card.line, "question": card.question,
            "was": card.was or None, "because": card.because or None,
            "differences": [{"field": d.field, "old": d.old, "new": d.new} for d in card.differences],
        }
        for card in made.cards
    ]  # fmt: skip
    removed = [
        {"guid": e.guid, "path": e.path, "question": e.question or e.picture, "search": f"Key:{e.guid}"}
        for e in made.removed
    ]
    counts = [*((str(state), len(made.of(state))) for state in STATES), ("removed", len(removed))]
    said = (*([made.left_out] if made.left_out else []), *made.remarks)
    remarks = [{"path": p.path, "line": p.line, "message": p.message, "hint": p.hint} for p in said]
    whole = {
        "deck": made.output, "counts": dict(counts), "look": made.look, "cards": cards, "removed": removed, "remarks": remarks,
        "written": written,
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _because(found: Known | None) -> str:
    if found is None:
        return ""
    return "; ".join([*(["back again"] if found.entry.removed else []), *([found.because] if found.because else [])])


def _asked(draft: Draft) -> str:
    return draft.question_text or next((p.link for p in draft.pictures if p.role == "question"), "")


def _differences(draft: Draft, guid: str, old: DeckNote) -> tuple[Difference, ...]:
    pairs = zip(notetype.FIELDS, old.fields, draft.fields(guid), strict=True)
    fields = [
        Difference(field=name, old=plain_text(a), new=plain_text(b))
        for name, a, b in pairs
        if a != b and name not in _NOT_COMPARED
    ]
    if set(old.tags) != set(draft.tags):
        fields.append(Difference(field="Tags", old=" ".join(sorted(old.tags)), new=" ".join(sorted(draft.tags))))
    return tuple(fields)


def _card_lines(card: Planned) -> Iterator[str]:
    notes = [*([f"was in {card.was}"] if card.was else []), *([card.because] if card.because else [])]
    yield f"    {card.path}:{card.line}  {short(card.question)}" + (f" ({'; '.join(notes)})" if notes else "")
    for difference in card.differences:
        lines = _diff(difference)
        yield from (f"      {difference.field if n == 0 else '':<9} {line}" for n, line in enumerate(lines))


def _diff(difference: Difference) -> list[str]:
    """A short difference: the lines that went and came, each from a little before the place where it changed."""
    old, new = difference.old.split("\n"), difference.new.split("\n")
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    lines = []
    for _, a, b, c, d in (block for block in blocks if block[0] != "equal"):
        for was, now in zip_longest(old[a:b], new[c:d], fillvalue=""):
            start = max(0, _common(was, now) - BEFORE)
            lines += [f"{sign} {_from(text, start)}" for sign, text in (("-", was), ("+", now)) if text]
    if not lines:
        return ["only its look or its pictures changed"]
    return lines if len(lines) <= LINES else [*lines[:LINES], f"and {len(lines) - LINES} more lines"]


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _from(text: str, start: int) -> str:
    return short(("…" if start else "") + text[start:])


def _more(n: int, most: int) -> Iterator[str]:
    if n > most:
        yield f"    and {n - most} more (-v names them all)"

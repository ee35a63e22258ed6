"""Questions that nobody has answered yet, told by those beside them: what seems to answer one of them is talk about it.

A section that calls for questions is a list to be answered at the event. One of questions that were left over is too. Where
the last question of a list seems to be answered below the list, and no other of it is, that is what whoever wrote it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import regex

from flashcards.block import ITEMS, SAID
from flashcards.search import search
from flashcards.spot import Mark, Note
from flashcards.step import Extraction, Step

_NUMBER = regex.compile(r"[ \t>]*(\d{1,9})[.)]")
_CALLED_FOR = "questions are called for here, and most of them have no answer yet"
_LEFT_OVER = "the title above it says that nobody answered"
_LISTED = "what follows stands below the list, and no other question of it is answered there"


def without_unanswered(found: Extraction) -> Extraction:
    """What was found without the cards of sections and lists that nobody has answered yet; their steps say why."""
    asked, note = [step for step in found.steps if step.judged.taken], found.note
    why = {step.block.lines[0]: _LISTED for step in _listed(asked, found)}
    why |= {step.block.lines[0]: _CALLED_FOR for step in _called_for(asked, note)}
    why |= {step.block.lines[0]: _LEFT_OVER for step in _left_over(asked, note)}
    if not why:
        return found
    return replace(
        found,
        cards=tuple(card for card in found.cards if card.question_lines[0] not in why),
        steps=tuple(
            replace(step, outcome="no answer", reason=why[step.block.lines[0]])
            if step.outcome == "card" and step.block.lines[0] in why
            else step
            for step in found.steps
        ),
    )


def _called_for(asked: Sequence[Step], note: Note) -> Iterator[Step]:
    """Of sections that call for questions, and the note itself, the questions where fewer than half are answered."""
    sections: dict[Mark | None, list[Step]] = {}
    begins = {step.block.lines[0] for step in asked}
    for step in asked:
        if step.outcome == "no answer" and step.block.kind == "bold" and step.block.lines[1] + 1 in begins:
            continue  # what asks stands on the next line: who or when it was is all that this one says
        for mark in (None, *step.judged.spot.marks):
            if _calls(mark, note):
                sections.setdefault(mark, []).append(step)
    for steps in sections.values():
        if 2 * sum(step.outcome == "card" for step in steps) < len(steps):
            yield from steps


def _left_over(asked: Iterable[Step], note: Note) -> Iterator[Step]:
    """The questions below titles that say so, unless most of them are answered after all."""
    word = note.words.words["left_over"]

    def says_so(mark: Mark) -> bool:
        return note.once((_left_over, mark), lambda: bool(search(word.pattern, mark.text, word.path)))

    sections: dict[Mark, list[Step]] = {}
    for step in asked:
        for mark in filter(says_so, step.judged.spot.marks):
            sections.setdefault(mark, []).append(step)
    for steps in sections.values():
        if 2 * sum(step.outcome == "card" for step in steps) <= len(steps):
            yield from steps


def _calls(mark: Mark | None, note: Note) -> bool:
    """Whether a section, or the note (None) before its first, calls for questions."""

    def find() -> bool:
        word = note.words.words["calls"]
        said = note.opening if mark is None else [b.text for b in mark.blocks if b.kind in SAID]
        return any(search(word.pattern, text, word.path) for text in said)

    return note.once((_calls, mark), find)


def _listed(asked: Sequence[Step], found: Extraction) -> Iterator[Step]:
    """The last question of each list that alone is answered below it: the others in their items, or not at all."""
    answers = {card.question_lines[0]: card.answer_lines[0][0] for card in found.cards}
    lists = _lists(asked)
    lines = found.note.root.text.split("\n")
    begins = {(id(steps[0].judged.spot.above[-1]), _number(steps[0], lines)) for steps in lists}
    for steps in lists:
        below = [step for step in steps if answers.get(step.block.lines[0], 0) > step.block.last]
        counts_on = (id(steps[0].judged.spot.above[-1]), _number(steps[-1], lines, 1)) in begins
        if len(steps) > 1 and below == steps[-1:] and not counts_on and not _goes_on(steps[-1]):
            yield steps[-1]


def _number(step: Step, lines: Sequence[str], more: int = 0) -> int:
    """What a numbered item begins with, or the one so many behind it; below 0 where there is none."""
    found = _NUMBER.match(lines[step.block.lines[0] - 1])
    return int(found[1]) + more if found else -1 - more


def _goes_on(step: Step) -> bool:
    """Whether items of the other kind, or a reply, stand right below a list: answers not indented far enough.

    An arrow draws a conclusion from all of them unless it touches the last.
    """
    spot = step.judged.spot
    after = spot.siblings[spot.index + 1 : spot.index + 2]
    note = step.judged.note
    return any(
        (block.kind in ITEMS and block.kind != step.block.kind)
        or (
            note.fits("answer_label", block)
            and (block.lines[0] == step.block.last + 1 or not note.fits("arrow", block))
        )
        for block in after
    )


def _lists(asked: Iterable[Step]) -> list[list[Step]]:
    """The items that ask, list by list: between those of one list stand only items."""
    lists: list[list[Step]] = []
    ends: dict[int, tuple[int, list[Step]]] = {}  # by what the list stands in: its last item that asks
    for step in asked:
        spot = step.judged.spot
        if step.block.kind not in ITEMS:
            continue
        last, steps = ends.get(id(spot.above[-1]), (spot.index, []))
        if not steps or any(block.kind not in ITEMS for block in spot.siblings[last : spot.index]):
            steps = []
            lists.append(steps)
        steps.append(step)
        ends[id(spot.above[-1])] = spot.index, steps
    return lists

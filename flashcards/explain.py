"""An `Extraction` -> text that says which rule took or refused each block, and why.

It prints the verdicts that `build` acted on. Shown are cards with the rule that took them, questions that became no
card, and near misses: blocks outside every card that a single check kept from asking. The rest, and the rules that
refused a card's question before one took it, only on request: in an outline every bullet of an answer is looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from unicodedata import east_asian_width

from flashcards.card import Card, Draft, Labels
from flashcards.document import Document
from flashcards.errors import Problem, count
from flashcards.match import Verdict
from flashcards.overlooked import overlooked
from flashcards.plainly import why_not
from flashcards.reading import Examined
from flashcards.step import Extraction, Step

_INDENT = " " * 6
_SPEAKS = ("section", "event", "text")
# What must be there for a rule to take a block; that its section or itself lacks this or that, and how deep it stands, is
# left to --all.
_HOLDS = (
    *_SPEAKS, "section_opens", "section_holds", "section_fits", "section_beside", "items", "opening", "headings", "bold",
    "holds", "speaks_of", "follows", "followed_by",
)  # fmt: skip
_MARKS = {"card": "CARD", "no answer": "skip", "an answer": "no", "not a question": "no"}


def explain(
    document: Document, labels: Labels, extraction: Extraction, drafts: Sequence[Draft] = (), *, everything: bool = False,
    line: int = 0,
) -> Iterator[str]:  # fmt: skip
    """The decisions about one note, line by line.

    drafts: its cards with their transcripts.  everything: also what is no near miss.  line: the only one to speak of, of
    which everything is said; 0 for all.
    """
    if line:
        extraction, everything = replace(extraction, steps=_at(extraction.steps, line)), True
    yield _headline(document, labels, extraction)
    cards = {card.question_lines[0]: card for card in extraction.cards}
    said = {draft.card.question_lines[0]: draft.transcripts for draft in drafts}
    own = {draft.card.question_lines[0]: draft.labels for draft in drafts if draft.labels != labels}
    inside, asked = _inside(extraction.cards), overlooked(extraction)
    hidden = 0
    for step in extraction.steps:
        first, last = step.block.lines
        if (
            everything
            or step.outcome != "not a question"
            or _near_miss(step, inside)
            or any(first <= n <= last for n in asked)
        ):
            yield ""
            yield from _step(step, cards.get(step.block.lines[0]), inside, everything=everything)
            if step.outcome == "card" and step.block.lines[0] in own:
                yield _line(f"{_INDENT}its section states: {_stated(own[step.block.lines[0]])}")
            for transcript in said.get(step.block.lines[0], ()) if step.outcome == "card" else ():
                word = "transcript, a draft" if transcript.draft else "transcript"
                yield _line(f"{_INDENT}{word}: {transcript.text or 'no words yet'}")
        else:
            hidden += 1
    if not extraction.steps:
        yield ""
        yield f"No rule looks at {f'line {line}' if line else 'any block'} of this note."
    if hidden:
        yield ""
        yield f"{count(hidden, 'more block')} inside answers or far from every rule: --all"


def _at(steps: Sequence[Step], line: int) -> tuple[Step, ...]:
    """What was decided about the innermost blocks that hold a line."""
    over = [step for step in steps if step.block.lines[0] <= line <= step.block.lines[1]]
    shortest = min((step.block.lines[1] - step.block.lines[0] for step in over), default=0)
    return tuple(step for step in over if step.block.lines[1] - step.block.lines[0] == shortest)


def worth_a_look(problems: Sequence[Problem]) -> Iterator[str]:
    """The cards of one note that are not wrong but worth a second look, in the order of the note."""
    for problem in sorted(problems, key=lambda problem: problem.line or 0):
        yield ""
        yield _line(f"look L{problem.line}: {problem.message}")
        yield _line(f"{_INDENT}{problem.hint}")


def explain_json(examined: Sequence[Examined], look: Sequence[Problem]) -> str:
    """All decisions about some notes, for a program: one JSON object. look: what is worth a look in all of them."""
    notes = [
        {
            "path": one.document.place.path,
            "labels": {
                "masters": one.labels.masters,
                "week": one.labels.week,
                "day": one.labels.day,
                "date": one.labels.date or None,
            },
            "steps": [_step_json(step) for step in one.extraction.steps],
            "worth_a_look": [
                {"line": p.line, "message": p.message, "hint": p.hint}
                for p in look
                if p.path == one.document.place.path
            ],
        }
        for one in examined
    ]
    return json.dumps({"notes": notes}, ensure_ascii=False)


def _step_json(step: Step) -> dict[str, object]:
    return {
        "lines": step.block.lines, "kind": step.block.kind, "text": step.block.text, "outcome": step.outcome,
        "reason": step.reason or None,
        "verdicts": [
            {
                "rule": verdict.rule.id, "passed": verdict.passed,
                "checks": [{"name": c.name, "passed": c.passed, "detail": c.detail} for c in verdict.checks],
            }
            for verdict in step.verdicts
        ],
    }  # fmt: skip


def _headline(document: Document, labels: Labels, extraction: Extraction) -> str:
    passed = sum(step.outcome == "no answer" for step in extraction.steps)
    counts = count(len(extraction.cards), "card") + (
        f", {count(passed, 'question')} without an answer" if passed else ""
    )
    return f"{document.place.path}: {counts}; {_stated(labels) or 'states no label'}"


def _stated(labels: Labels) -> str:
    stated = [f"master {', '.join(labels.masters)}"] if labels.masters else []
    stated += [f"week {labels.week}"] if labels.week is not None else []
    stated += [f"day {labels.day}"] if labels.day is not None else []
    stated += [f"date {labels.date}"] if labels.date else []
    return ", ".join(stated)


def _inside(cards: Sequence[Card]) -> frozenset[int]:
    ranges = [span for card in cards for span in (card.question_lines, *card.answer_lines)]
    return frozenset(n for a, b in ranges for n in range(a, b + 1))


def _near_miss(step: Step, inside: frozenset[int]) -> bool:
    return step.block.lines[0] not in inside and any(_missed_by_one(verdict) for verdict in step.verdicts)


def _missed_by_one(verdict: Verdict) -> bool:
    """Whether a single check failed, and another one speaks for the block: its words, or where it stands.

    That the note is of an event says too little of a block without the words.
    """
    failed = [check.name for check in verdict.checks if not check.passed]
    speaks = [name for name in _SPEAKS if failed != ["text"] or name == "section"]
    return len(failed) == 1 and any(check.passed and check.name in speaks for check in verdict.checks)


def _step(step: Step, card: Card | None, inside: frozenset[int], *, everything: bool) -> Iterator[str]:
    first, last = step.block.lines
    lines = f"L{first}" if first == last else f"L{first}-{last}"
    yield _line(f"{_MARKS[step.outcome]} {lines} {step.block.kind}: {step.block.text}")
    if step.outcome == "not a question":
        why = "it is part of a card" if first in inside else why_not(step.verdicts)
        yield f"{_INDENT}no question: {why}"
    for number, verdict in enumerate(step.verdicts, 1):
        if verdict.passed:
            left = "" if number == len(step.verdicts) else ", but nothing is nested under it"
            yield _line(f"{_INDENT}{verdict.rule.id} takes it: {_details(verdict)}{left}")
        elif everything or (step.outcome == "not a question" and _missed_by_one(verdict)):
            missed = next(check for check in verdict.checks if not check.passed)
            yield _line(f"{_INDENT}{verdict.rule.id} refuses it: {missed.name}: {missed.detail}")
    if card and step.outcome == "card":
        spans = ", ".join(f"L{a}" if a == b else f"L{a}-{b}" for a, b in card.answer_lines)
        yield _line(f"{_INDENT}answer: {spans}" + (f"; follows up {card.context!r}" if card.context else ""))
    elif step.outcome == "no answer":
        yield f"{_INDENT}but it has no answer: {step.reason}"
    elif step.reason:
        yield f"{_INDENT}but {step.reason}"


def _details(verdict: Verdict) -> str:
    """What speaks for it."""
    told = (check.detail for check in verdict.checks if check.name in _HOLDS)
    return ", ".join(told) or "every such block asks"


def _line(line: str) -> str:
    """One line, blanks made one after its indent."""
    return line[: len(line) - len(line.lstrip())] + " ".join(line.split())


def fit(line: str, columns: int) -> str:
    """A line cut to the columns of a terminal; a Korean syllable takes two."""
    text, used = "", 0
    for character in line:
        used += 2 if east_asian_width(character) in "WF" else 1
        if used > columns - 1:
            return text + "…"
        text += character
    return line

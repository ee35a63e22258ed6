"""An `Extraction` -> text that says which rule took or refused each block, and why.

It prints the verdicts that `build` acted on. Shown are cards, questions without an answer and near misses (blocks
outside every card that a single check kept from asking); the rest only on request, since in an outline every bullet of
an answer is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flashcards.document import Document
from flashcards.extract import Card, Extraction, Step
from flashcards.labels import Labels
from flashcards.match import Verdict

_INDENT = " " * 6


def explain(document: Document, labels: Labels, extraction: Extraction, *, everything: bool = False) -> Iterator[str]:
    """The decisions about one note, line by line. everything: also what is no near miss."""
    yield _headline(document, labels, extraction)
    answers = {card.question_lines: card for card in extraction.cards}
    inside = _inside(extraction.cards)
    hidden = 0
    for step in extraction.steps:
        if everything or step.outcome != "not a question" or _near_miss(step, inside):
            yield ""
            yield from _step(step, answers.get(step.block.lines))
        else:
            hidden += 1
    if not extraction.steps:
        yield ""
        yield "No rule looks at any block of this note."
    if hidden:
        yield ""
        yield f"{hidden} more blocks, inside answers or far from every rule: --all shows them."


def _headline(document: Document, labels: Labels, extraction: Extraction) -> str:
    passed = sum(step.outcome == "no answer" for step in extraction.steps)
    stated = [f"master {', '.join(labels.masters)}"] if labels.masters else []
    stated += [f"week {labels.week}"] if labels.week is not None else []
    stated += [f"day {labels.day}"] if labels.day is not None else []
    stated += [f"date {labels.date}"] if labels.date else []
    counts = f"{len(extraction.cards)} cards, {passed} questions without an answer"
    return f"{document.place.path}: {counts}; {', '.join(stated) or 'no label stated'}"


def _inside(cards: Sequence[Card]) -> frozenset[int]:
    ranges = [span for card in cards for span in (card.question_lines, *card.answer_lines)]
    return frozenset(n for a, b in ranges for n in range(a, b + 1))


def _near_miss(step: Step, inside: frozenset[int]) -> bool:
    return step.block.lines[0] not in inside and any(_failed(verdict) == 1 for verdict in step.verdicts)


def _failed(verdict: Verdict) -> int:
    return sum(not check.passed for check in verdict.checks)


def _step(step: Step, card: Card | None) -> Iterator[str]:
    mark = {"card": "CARD", "no answer": "skip", "not a question": "no"}[step.outcome]
    first, last = step.block.lines
    lines = f"L{first}" if first == last else f"L{first}-{last}"
    yield f"{mark:<5} {lines} {step.block.kind}: {_short(step.block.text)}"
    for verdict in step.verdicts:
        if verdict.passed and not verdict.checks:
            yield f"{_INDENT}{verdict.rule.id} takes every {verdict.rule.question.block}"
        else:
            word = "takes it" if verdict.passed else "refuses it"
            yield f"{_INDENT}{verdict.rule.id} {word}"
            yield from (
                f"{_INDENT}  {check.name} {'ok' if check.passed else 'FAILED'}: {check.detail}"
                for check in verdict.checks
            )
    if card:
        spans = ", ".join(f"L{a}" if a == b else f"L{a}-{b}" for a, b in card.answer_lines)
        yield f"{_INDENT}answer: {spans}" + (f"; follows: {_short(card.context, 40)}" if card.context else "")
    elif step.outcome == "no answer":
        yield f"{_INDENT}no answer: {step.reason}"


def _short(text: str, width: int = 56) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"

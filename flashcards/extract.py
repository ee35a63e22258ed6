"""A block tree and the rules -> `Extraction`: which blocks ask, and what answers them.

Pure: no file is touched and nothing printed, so it can run anywhere. `build` and `explain` both read the `Step`s made
here; there is no second way to a decision.

First every block is judged. Then answers are settled from the last block to the first, so that a question inside an
answer has taken its own before the answer around it is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from flashcards.block import Block, Lines, cut, is_blank
from flashcards.match import Spot, Verdict, judge
from flashcards.rule import Rule

CardKind = Literal["question", "followup", "closing"]
Outcome = Literal["card", "no answer", "not a question"]

NO_ANSWER = ("divider",)  # kinds that belong to no answer; a heading ends one where a rule says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A question and its answer, in Markdown. context: the question that a follow-up follows.

    Lines are of the file, 1-based and inclusive; an answer has several ranges where follow-ups were taken out of it.
    """

    question: str
    answer: str
    context: str
    kind: CardKind
    rule: str
    question_lines: Lines
    answer_lines: tuple[Lines, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What became of one block that a rule looked at. reason: why a question is no card."""

    block: Block
    verdicts: tuple[Verdict, ...]
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    cards: tuple[Card, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """A question with its answer. region: all lines that the two take, what is nested in them included."""

    card: Card
    region: Lines


@dataclass(slots=True, kw_only=True)
class _Work:
    """The state of settling one note.

    asking: ids of the blocks that ask.  done: cards that nothing can change any more.  waiting: cards that an answer
    around them may still have to leave out; the last one stands first in the note.
    """

    lines: list[str]
    asking: set[int]
    done: list[Card]
    waiting: list[_Settled]


def extract(root: Block, rules: Sequence[Rule]) -> Extraction:
    """Find the cards of one note.

    root: from parse_blocks.  rules: in the order in which they are asked.
    Raises FlashcardsError when a rule's pattern does not come to an end.
    """
    judged = [(spot, _judge(spot, rules)) for spot in _spots(root, ())]
    asking = {id(spot.block) for spot, verdicts in judged if verdicts and verdicts[-1].passed}
    work = _Work(lines=root.text.split("\n"), asking=asking, done=[], waiting=[])
    steps: list[Step] = []
    for spot, verdicts in reversed(judged):
        if id(spot.block) in asking:
            steps.append(_settle(spot, verdicts, work))
        elif verdicts:
            steps.append(Step(block=spot.block, verdicts=verdicts, outcome="not a question"))
    cards = sorted([*work.done, *(settled.card for settled in work.waiting)], key=lambda card: card.question_lines)
    return Extraction(cards=tuple(cards), steps=tuple(reversed(steps)))


def _spots(block: Block, above: tuple[Block, ...]) -> Iterator[Spot]:
    here = (*above, block)
    for index, child in enumerate(block.children):
        yield Spot(block=child, above=here, index=index)
        yield from _spots(child, here)


def _judge(spot: Spot, rules: Sequence[Rule]) -> tuple[Verdict, ...]:
    """The verdicts of the rules for this kind of block, up to the first that takes it."""
    verdicts: list[Verdict] = []
    for rule in rules:
        if rule.question.block == spot.block.kind:
            verdicts.append(judge(rule, spot))
            if verdicts[-1].passed:
                break
    return tuple(verdicts)


def _settle(spot: Spot, verdicts: tuple[Verdict, ...], work: _Work) -> Step:
    """Give one question its answer. Moves the follow-ups that leave the answer from `waiting` to `done`."""
    block, verdict = spot.block, verdicts[-1]
    taken = _answer_blocks(spot, verdict.rule, work.asking)
    region = (
        block.lines[0],
        max([block.last if verdict.rule.answer.take == "children" else block.lines[1], *(b.last for b in taken)]),
    )
    nested: list[_Settled] = []
    while work.waiting and work.waiting[-1].region[0] <= region[1]:
        inner = work.waiting.pop()
        card = inner.card if inner.card.context else replace(inner.card, context=verdict.question, kind="followup")
        nested.append(replace(inner, card=card))
    ranges = _without(
        [(b.lines[0], b.last) for b in taken if b.kind not in NO_ANSWER], [n.region for n in nested], work.lines
    )
    quotes = sum(b.kind == "quote" for b in spot.above)
    answer = cut(work.lines, taken, ranges, quotes)
    if is_blank(answer):
        work.waiting.extend(reversed(nested))
        return Step(
            block=block, verdicts=verdicts, outcome="no answer", reason=_why_none(spot, verdict.rule, work.asking)
        )
    work.done.extend(n.card for n in nested)
    card = Card(
        question=verdict.question, answer=answer, context="", kind="question", rule=verdict.rule.id,
        question_lines=block.lines, answer_lines=tuple(ranges),
    )  # fmt: skip
    work.waiting.append(_Settled(card=card, region=region))
    return Step(block=block, verdicts=verdicts, outcome="card")


def _answer_blocks(spot: Spot, rule: Rule, asking: set[int]) -> list[Block]:
    if rule.answer.take == "children":
        return list(spot.block.children)
    taken: list[Block] = []
    for block in spot.siblings[spot.index + 1 :]:
        if _stops(block, rule, asking):
            break
        taken.append(block)
    return taken


def _stops(block: Block, rule: Rule, asking: set[int]) -> bool:
    return block.kind in rule.answer.stop or ("question" in rule.answer.stop and id(block) in asking)


def _without(spans: Iterable[Lines], gone: Sequence[Lines], lines: Sequence[str]) -> list[Lines]:
    """The spans less what is gone, neighbours joined, no range beginning or ending on a blank line."""
    out = {n for a, b in gone for n in range(a, b + 1)}
    ranges: list[Lines] = []
    for a, b in spans:
        for n in range(a, b + 1):
            if n in out or not lines[n - 1].strip(" \t>"):
                continue
            if ranges and not any(lines[m - 1].strip(" \t>") or m in out for m in range(ranges[-1][1] + 1, n)):
                ranges[-1] = (ranges[-1][0], n)
            else:
                ranges.append((n, n))
    return ranges


def _why_none(spot: Spot, rule: Rule, asking: set[int]) -> str:
    if rule.answer.take == "children":
        return "nothing is nested under it"
    after = spot.siblings[spot.index + 1 : spot.index + 2]
    if not after:
        return "nothing follows it"
    return (
        f"a {after[0].kind} follows at once (line {after[0].lines[0]})"
        if _stops(after[0], rule, asking)
        else "no words follow it"
    )

"""Judge one block by one rule: one small predicate a word of the vocabulary, each giving a `Check`.

Every word of a rule is checked, also after one has failed: a block that failed a single check is what a user who misses
a card wants to see first (`explain`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from flashcards.block import Block
from flashcards.errors import FlashcardsError
from flashcards.rule import Rule

TIMEOUT = 1.0  # seconds for one pattern on one block; a sound pattern takes microseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One word of a rule, held against one block."""

    name: str
    passed: bool
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one rule says of one block. question: the block's text without its mark, where the rule takes it."""

    rule: Rule
    checks: tuple[Check, ...]
    question: str

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A block with what stands around it. above: from the root down.  index: its place among its siblings."""

    block: Block
    above: tuple[Block, ...]
    index: int

    @property
    def siblings(self) -> tuple[Block, ...]:
        return self.above[-1].children

    @property
    def depth(self) -> int:
        """List depth; 0 is outside every list."""
        own = self.block.level if self.block.kind in {"bullet", "numbered"} else 0
        return max([own, *(b.level for b in self.above if b.kind in {"bullet", "numbered"})])


def judge(rule: Rule, spot: Spot) -> Verdict:
    """Hold a rule against a block of the kind that it asks for."""
    checks = list(_checks(rule, spot))
    question = spot.block.text
    if rule.question.text:
        found = _search(rule.question.text, question, rule)
        if found and "question" in rule.question.text.groupindex:
            question = found["question"] or ""
        detail = f"{_short(found[0])!r} found" if found else f"{rule.question.text.pattern!r} not found"
        checks.append(Check(name="text", passed=bool(found), detail=detail))
    if not question.strip():
        checks.append(Check(name="text", passed=False, detail="nothing is asked"))
    return Verdict(rule=rule, checks=tuple(checks), question=question.strip())


def _checks(rule: Rule, spot: Spot) -> Iterator[Check]:
    if rule.where.section:
        section = _section(rule.where.section, spot, rule)
        detail = (
            f"under {_short(section.text)!r} (line {section.lines[0]})"
            if section
            else "not under a heading that opens one"
        )
        yield Check(name="section", passed=section is not None, detail=detail)
        if section and rule.where.section_lacks:
            present = [kind for kind in rule.where.section_lacks if _holds(section, kind)]
            detail = (
                f"it holds {' and '.join(present)}" if present else f"holds no {' or '.join(rule.where.section_lacks)}"
            )
            yield Check(name="section_lacks", passed=not present, detail=detail)
    if rule.question.depth:
        depth, want = spot.depth, rule.question.depth
        passed = depth >= want.min and (want.max is None or depth <= want.max)
        yield Check(name="depth", passed=passed, detail=str(depth) if passed else f"{depth}, not {want}")


def _section(pattern: regex.Pattern[str], spot: Spot, rule: Rule) -> Block | None:
    """The nearest enclosing heading that the pattern fits."""
    for block in reversed(spot.above):
        if block.kind == "heading" and _search(pattern, block.text, rule):
            return block
    return None


def _holds(section: Block, kind: str) -> bool:
    """Whether a block of this kind stands in the section itself: not inside a list, a quote or a section below."""
    return any(child.kind == kind for child in section.children)


def _search(pattern: regex.Pattern[str], text: str, rule: Rule) -> regex.Match[str] | None:
    try:
        return pattern.search(text, timeout=TIMEOUT)
    except TimeoutError as error:
        hint = "rewrite the pattern so that no part of it can match the same text in many ways"
        message = f"pattern {pattern.pattern!r} gave up after {TIMEOUT:g} s on {_short(text)!r}"
        raise FlashcardsError(message, path=rule.path, hint=hint) from error


def _short(text: str, width: int = 40) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"

"""Judge one block by one rule: one small predicate a word of the vocabulary, each giving a `Check`.

A build stops at the first check that fails; `explain` makes the others too, by the same code: a block that failed a
single check is what a user who misses a card wants to see first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import regex

from flashcards.block import ITEMS, Block
from flashcards.place import Check, depth_check, find_section, form_checks, note_checks, title_check
from flashcards.rule import Rule
from flashcards.search import LONGEST, search, short, unbold
from flashcards.spot import Mark, Note, Spot

_PAIRS = {"[": "]", "(": ")", "（": "）", "「": "」", "“": "”", "‘": "’", "<": ">"}
_NUMBERED = regex.compile(r"\W*\d{1,2}[.)]")
_ORDER = regex.compile(  # before what is asked; `3.11` before a version or a particle is a part of it
    r"\A\d{1,2}(?:(?:\.\d{1,2})*[.)、]\s*(?=[^\s\d])|(?:\.\d{1,2})+\s+(?=\S)(?!(?i:v|배|판)|버전|이[상하]|(?:에서?|부터|까지|[은는이가의을를과와도만로])[는도만의]?\b))"
)
_ASKS = ("asks_line", "asks_noun", "asks_how", "question_label")  # what a heading may ask by
_ENTRY = regex.compile(r"\W*(?:Q\d{0,3}\W{1,3})?\[[^\n]+\]\(#[^()\s]*\)\W*")  # leads to a place in the same note
_OPENS = regex.compile(r"(?:\*\*|[*_`\"[(（「“‘<])\Z")


@dataclass(frozen=True, kw_only=True, eq=False)
class Verdict:
    """What one rule says of one block of a kind that it asks for.

    inside: the block stands below a heading that asks, or in a fold: it answers, unless a label or a heading says
    otherwise.
    """

    rule: Rule
    spot: Spot
    note: Note
    inside: bool = False

    @property
    def passed(self) -> bool:
        """Whether no check fails."""
        section = section_of(self)
        return all(check.passed for check in chain(_place_checks(self, section), own_checks(self, section)))

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """Every check, in the order in which they are made."""
        section = section_of(self)
        return (*_place_checks(self, section), *own_checks(self, section))

    @property
    def question(self) -> str:
        """The block's text without its mark, where the rule takes it, and without its number."""
        return _ORDER.sub("", self._group("question", unbold(self.spot.block.text)))

    @property
    def answer(self) -> str:
        """What the rule's pattern calls so."""
        return self._group("answer", "")

    def _group(self, name: str, otherwise: str) -> str:
        pattern = self.rule.question.text
        found = search(pattern, unbold(self.spot.block.text), self.rule.path) if pattern else None
        if found and name in found.re.groupindex:
            return _whole(found, name).strip()
        return otherwise.strip()


def _whole(found: regex.Match[str], name: str) -> str:
    """A group of a match, with the signs before it that something in it closes: `[?](...)` is a link, `_?_` is stressed."""
    text, start = found[name] or "", found.start(name)
    while text and (opens := _OPENS.search(found.string[max(0, start - 2) : start])):
        sign, closes = opens[0], _PAIRS.get(opens[0], opens[0])
        is_open = text.count(sign) % 2 if sign == closes else text.count(closes) > text.count(sign)
        if not is_open:
            break
        text, start = f"{sign}{text}", start - len(sign)
    stress = found.string[: len(found.string) - len(found.string.lstrip("*_"))]
    if stress and start >= len(stress) and text.count(stress) % 2:
        text = text.removesuffix(stress[::-1])  # what a mark left out opened: `_Q: why?_`
    return text


def _place_checks(verdict: Verdict, section: Mark | None) -> Iterator[Check]:
    """What is the same for every block under the same titles."""
    yield from title_check(verdict.rule, section)
    yield from form_checks(verdict.rule, verdict.spot, section, verdict.note)
    yield from note_checks(verdict.rule, verdict.note)


def own_checks(verdict: Verdict, section: Mark | None) -> Iterator[Check]:
    yield from depth_check(verdict.rule, verdict.spot, section)
    yield from _text(verdict)


def _text(verdict: Verdict) -> Iterator[Check]:
    """What the block says, and the blocks beside it."""
    asked, spot, path = verdict.rule.question, verdict.spot, verdict.rule.path
    plain = unbold(spot.block.text)
    if asked.text:
        found = search(asked.text, plain, path)
        detail = f"{short(found[0] or plain)!r} found" if found else "what the rule looks for is not in it"
        yield Check(name="text", passed=bool(found), detail=detail)
    if asked.lacks:
        found = search(asked.lacks, plain, path)
        detail = f"{short(found[0])!r} found" if found else "nothing of that found"
        yield Check(name="lacks", passed=not found, detail=detail)
    if asked.after_lacks and (announcing := _announcing(spot)):
        found = next(filter(None, (search(asked.after_lacks, text, path) for text in announcing)), None)
        detail = f"{short(found[0])!r} before it announces it" if found else "nothing before it announces it"
        yield Check(name="after_lacks", passed=not found, detail=detail)
    behind = spot.after if spot.block.kind == "heading" else spot.beside
    if asked.before_lacks and behind:
        found = search(asked.before_lacks, behind, path)
        detail = f"{short(found[0])!r} after it speaks of it" if found else "nothing after it speaks of it"
        yield Check(name="before_lacks", passed=not found, detail=detail)
    for name, pattern, beside, where in (
        ("follows", asked.follows, spot.before, "before"),
        ("followed_by", asked.followed_by, spot.after, "after"),
    ):
        if pattern:
            found = search(pattern, beside, path)
            detail = f"{short(found[0])!r} {where} it" if found else f"nothing of that {where} it"
            yield Check(name=name, passed=bool(found), detail=detail)
    yield from _no_question(verdict, plain)


def _no_question(verdict: Verdict, plain: str) -> Iterator[Check]:
    """What is no question by its length or its place, or since it invites questions."""
    spot = verdict.spot
    if len(plain) > LONGEST:
        yield Check(name="text", passed=False, detail=f"longer than any question: {len(plain)} characters")
    if verdict.rule.where.headings and spot.block.lines[0] == verdict.note.title:
        yield Check(name="headings", passed=False, detail="it is the title of the note")
    if spot.block.kind in {"heading", "bold"} and verdict.note.says("invites", plain):
        yield Check(name="text", passed=False, detail="it invites whoever reads to ask on")
    if (spot.opens and spot.block.kind in ITEMS) or _heads_questions(spot.block, plain, verdict.note):
        yield Check(name="text", passed=False, detail="it is the title of what it owns")
    if spot.block.kind != "heading" and "](#" in plain and all(map(_ENTRY.fullmatch, plain.split("\n"))):
        yield Check(name="text", passed=False, detail="it is an entry of a table of contents")
    if _is_part(spot, verdict):
        yield Check(name="text", passed=False, detail="it is a part of an answer")
    if not verdict.question:
        yield Check(name="text", passed=False, detail="nothing is asked")


def _is_part(spot: Spot, verdict: Verdict) -> bool:
    """Whether a block inside an answer divides it: an item, or a heading that is a step, unless it asks itself.

    A bold line that says that the answer follows begins one too.
    """
    note = verdict.note
    marked = (
        bool(spot.marks)
        and spot.marks[-1].text.startswith("**")
        and note.says("answer_mark", unbold(spot.marks[-1].text))
    )
    if spot.block.kind in ITEMS and (marked or verdict.inside):
        return not _asks_within(spot, verdict)
    return verdict.inside and spot.block.kind == "heading" and _is_step(spot, note)


def _asks_within(spot: Spot, verdict: Verdict) -> bool:
    """Whether an item inside an answer asks by its words or a label, and does not only name something.

    What a fold hides that asks is the answer as a whole: there only a label says that one asks.
    """
    folds = [block for block in spot.above if block.kind == "details"]
    folded = any(verdict.note.fits(word, fold) for fold in folds for word in ("asks_end", "question_label"))
    words = ("question_label",) if folded else ("asks", "asks_line", "asks_east", "told_to", "question_label")
    return verdict.rule.kind == "followup" or any(verdict.note.says(word, spot.block.text) for word in words)


def _heads_questions(block: Block, plain: str, note: Note) -> bool:
    """Whether a heading that neither asks nor has a label is the title of headings that ask or have one."""
    if block.kind != "heading" or any(note.says(word, plain) for word in _ASKS):
        return False
    if block.children and block.children[0].kind not in {"heading", "html"}:
        return False  # it has an answer of its own
    first = next((below for below in block.children if below.kind == "heading"), None)
    while first and not any(note.fits(word, first) for word in ("question_label", "asks_line")):
        first = next((below for below in first.children if below.kind == "heading"), None)
    return first is not None


def _announcing(spot: Spot) -> tuple[str, ...]:
    """What may announce a block: the one before it, and the item that it stands in."""
    before = spot.siblings[spot.index - 1 : spot.index] if spot.index else ()
    holding = spot.above[-1:] if spot.above[-1].kind in ITEMS else ()
    return tuple(block.text for block in (*before, *holding))


def asks_again(spot: Spot, note: Note) -> bool:
    """Whether a block asks even where it stands inside an answer: a heading, a fold that asks, what has a label.

    So does an item that asks on, and has an answer of its own, below a title such as 꼬리질문.
    """
    if spot.block.kind in ITEMS and spot.block.children and spot.marks:
        asked = spot.block.text.partition("\n")[0]
        below = note.says("followups", unbold(spot.marks[-1].text))
        if below and any(note.says(word, asked) for word in ("asks_on", "asks_line")):
            return True
    word = "asks_end" if spot.block.kind == "details" else "question_label"
    if spot.block.kind == "heading" and not _is_step(spot, note):
        return True
    return note.fits(word, spot.block)


def _is_step(spot: Spot, note: Note) -> bool:
    """Whether a heading that asks nothing stands below one that asks: it is a step, or a part of the answer."""
    above = spot.above[-1]
    how = note.says("asks_how", above.text) and _NUMBERED.match(spot.block.text)
    part = (
        above.kind == "heading" and note.says("asks_line", above.text) and not note.says("asks_line", spot.block.text)
    )
    return bool(how or part) and not any(
        note.says(word, spot.block.text) for word in ("asks", "asks_east", "question_label")
    )


def section_of(verdict: Verdict) -> Mark | None:
    """The nearest title above the block that the rule's pattern fits, unless one nearer says that nobody asks here."""
    rule, spot, note = verdict.rule, verdict.spot, verdict.note
    if not rule.where.section or (verdict.inside and not asks_again(spot, note)):
        return None
    return find_section(rule.where.section, spot, note, rule)

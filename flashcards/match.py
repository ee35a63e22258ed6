"""Judge one block by one rule: one small predicate a word of the vocabulary, each giving a `Check`.

A build stops at the first check that fails; `explain` makes the others too, by the same code: a block that failed a
single check is what a user who misses a card wants to see first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

import regex

from flashcards.block import ITEMS, KINDS
from flashcards.errors import FlashcardsError
from flashcards.pattern import TIMEOUT, Pattern
from flashcards.rule import ASKING, ASKING_HEADING, ITEM_FORMS, LABEL, Rule
from flashcards.spot import Mark, Note, Spot

LONGEST = 3_000  # characters of a question, and as far into a block as a pattern looks

_MOST = 0.6  # of a note's headings or bold lines, so that a few questions that open a slide do not count
_FEW = 3  # fewer say nothing of what most of them do
_LINES = ("paragraph", "bold")
_WORD_OF = {
    LABEL: ("question_label", KINDS),
    ASKING: ("asks_someone", _LINES),
    ASKING_HEADING: ("asks_heading", ("heading",)),
}
_BOLD = regex.compile(r"\*{2,3}(?P<text>(?:(?!\*\*).)+?)\*{2,3}[ \t]*[:：]?", regex.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One word of a rule, held against one block."""

    name: str
    passed: bool
    detail: str


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
        """The block's text without its mark, where the rule takes it."""
        return self._group("question", unbold(self.spot.block.text))

    @property
    def answer(self) -> str:
        """What the rule's pattern calls so."""
        return self._group("answer", "")

    def _group(self, name: str, otherwise: str) -> str:
        pattern = self.rule.question.text
        found = search(pattern, unbold(self.spot.block.text), self.rule.path) if pattern else None
        if found and name in found.re.groupindex:
            return (found[name] or "").strip()
        return otherwise.strip()


def _place_checks(verdict: Verdict, section: Mark | None) -> Iterator[Check]:
    """What is the same for every block under the same titles."""
    yield from _title(verdict.rule, section)
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
    if asked.after_lacks and spot.index:
        found = search(asked.after_lacks, spot.siblings[spot.index - 1].text, path)
        detail = f"{short(found[0])!r} before it announces it" if found else "nothing before it announces it"
        yield Check(name="after_lacks", passed=not found, detail=detail)
    if asked.before_lacks and spot.index + 1 < len(spot.siblings):
        found = search(asked.before_lacks, spot.siblings[spot.index + 1].text, path)
        detail = f"{short(found[0])!r} after it speaks of it" if found else "nothing after it speaks of it"
        yield Check(name="before_lacks", passed=not found, detail=detail)
    if len(plain) > LONGEST:
        yield Check(name="text", passed=False, detail=f"longer than any question: {len(plain)} characters")
    if spot.opens and spot.block.kind in ITEMS:
        yield Check(name="text", passed=False, detail="it is the title of what it owns")
    if not verdict.question:
        yield Check(name="text", passed=False, detail="nothing is asked")


def asks_again(spot: Spot, note: Note, rules: Sequence[Rule]) -> bool:
    return spot.block.kind == "heading" or any(
        _found(note.words["question_label"], spot.block.text, rule) for rule in rules[:1]
    )


def unbold(text: str) -> str:
    """A text that is bold as a whole, without the stars."""
    bare = text.strip()
    found = _BOLD.fullmatch(bare) if bare.startswith("**") else None
    return str(found["text"]) if found else text


def search(pattern: Pattern, text: str, path: str) -> regex.Match[str] | None:
    """Search the beginning of a text, with a limit of time. Raises FlashcardsError naming the file of the pattern.

    Honest patterns too take time that grows faster than the text, and one line of a note may be a whole log file.
    """
    try:
        return _search(pattern, text[:LONGEST])
    except TimeoutError as error:
        hint = "rewrite the pattern so that no part of it can match the same text in many ways"
        message = f"pattern {short(pattern.pattern)!r} gave up after {TIMEOUT:g} s on {short(text)!r}"
        raise FlashcardsError(message, path=path, hint=hint) from error


@lru_cache(maxsize=2048)
def _search(pattern: Pattern, text: str) -> regex.Match[str] | None:
    """Rules share their words, so the same is asked of one block again and again."""
    return pattern.search(text)


def short(text: str, width: int = 40) -> str:
    """A text on one line, cut to a width in characters."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"


def section_of(verdict: Verdict) -> Mark | None:
    """The nearest title above the block that the rule's pattern fits, unless one nearer says that nobody asks here."""
    rule, spot, note = verdict.rule, verdict.spot, verdict.note
    if not rule.where.section or (verdict.inside and not asks_again(spot, note, [rule])):
        return None
    return find_section(rule.where.section, spot, note, rule)


def find_section(title: Pattern, spot: Spot, note: Note, rule: Rule) -> Mark | None:
    """The same for a block that may ask. rule: one that looks for such a title."""
    for mark in reversed(spot.marks):
        if _is_called(mark, title, note, rule):
            return mark
        if _is_called(mark, note.words["elsewhere"], note, rule):
            return None
    return None


def _title(rule: Rule, section: Mark | None) -> Iterator[Check]:
    if rule.where.section:
        detail = f"under {short(section.text)!r} (line {section.line})" if section else "no title above it opens one"
        yield Check(name="section", passed=section is not None, detail=detail)


def form_checks(rule: Rule, spot: Spot, section: Mark | None, note: Note) -> Iterator[Check]:
    """What kind of blocks the section is made of; titles below it divide it."""
    if not section:
        return
    where, nearest = rule.where, spot.marks[-1]
    if where.section_opens:
        opens = _opening(nearest, note, rule)
        yield Check(name="section_opens", passed=opens in where.section_opens, detail=f"it begins with {opens}")
    if where.section_lacks:
        present = [
            kind for kind in where.section_lacks if any(_holds(mark, kind, note, rule) for mark in (section, nearest))
        ]
        detail = f"it holds {', '.join(present)}" if present else f"holds no {', '.join(where.section_lacks)}"
        yield Check(name="section_lacks", passed=not present, detail=detail)
    if where.items:
        form = ITEM_FORMS[note.once(nearest, "items", lambda: _form_of_items(nearest))]
        yield Check(name="items", passed=form == where.items, detail=f"its items are {form}")
    if where.section_asks < 1:
        asking = note.once(nearest, "asks", lambda: _asking(nearest, note, rule))
        share = asking / max(1, len(nearest.blocks))
        detail = f"{asking} of its {len(nearest.blocks)} blocks ask"
        yield Check(name="section_asks", passed=share <= where.section_asks, detail=detail)


def _form_of_items(section: Mark) -> int:
    """0 where the items of a section mostly own something, 1 where they stand one below the other."""
    items = [block for block in section.blocks if block.kind in ITEMS]
    return int(2 * sum(bool(item.children) for item in items) < len(items))


def _opening(section: Mark, note: Note, rule: Rule) -> str:
    """The kind of the first block of a section; "asking" for a line that asks."""
    first = next((block for block in section.blocks if block.kind != "divider"), None)
    if first is None:
        return "nothing"
    asks = first.kind in _LINES and search(note.words["asks_someone"], unbold(first.text), rule.path)
    return "asking" if asks else first.kind


def note_checks(rule: Rule, note: Note) -> Iterator[Check]:
    """What the note as a whole must say or hold."""
    where = rule.where
    if where.event:
        stated = next((text for text in note.stated if search(where.event, text, rule.path)), "")
        detail = f"{short(stated)!r} announces one" if stated else "no title, tag or category announces one"
        yield Check(name="event", passed=bool(stated), detail=detail)
    if where.opening:
        found = next((text for text in note.opening if search(where.opening, text, rule.path)), "")
        detail = f"{short(found)!r} says so" if found else "none of the note's first lines says so"
        yield Check(name="opening", passed=bool(found), detail=detail)
    for name, pattern, lines in (("headings", where.headings, note.headings), ("bold", where.bold, note.bold)):
        if pattern:
            fit = _count(name, pattern, lines, note, rule)
            detail = f"{fit} of the note's {len(lines)} {'bold lines' if name == 'bold' else name} fit"
            yield Check(name=name, passed=len(lines) >= _FEW and fit >= _MOST * len(lines), detail=detail)
    if where.headings_lack:
        fit = _count("titles", where.headings_lack, note.titles, note, rule)
        detail = f"{fit} of the note's headings fit" if fit else "none of the note's headings fits"
        yield Check(name="headings_lack", passed=not fit, detail=detail)


def _count(name: str, pattern: Pattern, lines: Sequence[str], note: Note, rule: Rule) -> int:
    """How many lines of a kind a note holds that fit; the same for all of its blocks."""
    return note.once(None, f"{name} {pattern.pattern}", lambda: sum(_found(pattern, text, rule) for text in lines))


def depth_check(rule: Rule, spot: Spot, section: Mark | None) -> Iterator[Check]:
    want = rule.question.depth
    if want:
        depth = spot.depth - (spot.marks[-1].depth if section else 0)
        passed = depth >= want.min and (want.max is None or depth <= want.max)
        yield Check(name="depth", passed=passed, detail=str(depth) if passed else f"{depth}, not {want}")


def _is_called(mark: Mark, pattern: Pattern, note: Note, rule: Rule) -> bool:
    return bool(note.once(mark, pattern.pattern, lambda: _found(pattern, mark.text, rule)))


def _asking(section: Mark, note: Note, rule: Rule) -> int:
    """How many lines of a section ask and say no more: where an answer follows in the same paragraph, its last line does not."""
    lines = (unbold(block.text).rstrip().rpartition("\n")[2] for block in section.blocks if block.kind in _LINES)
    return sum(_found(note.words["asks"], line, rule) for line in lines)


def _found(pattern: Pattern | None, text: str, rule: Rule) -> bool:
    return bool(pattern and search(pattern, unbold(text), rule.path))


def _holds(section: Mark, kind: str, note: Note, rule: Rule) -> bool:
    """Whether such a block stands in the section itself: not inside a list, a quote or a section below."""
    if kind in _WORD_OF:
        word, kinds = _WORD_OF[kind]
        asking = (block for block in section.blocks if block.kind in kinds)
        return bool(note.once(section, kind, lambda: any(_found(note.words[word], b.text, rule) for b in asking)))
    return bool(note.once(section, kind, lambda: any(block.kind == kind for block in section.blocks)))

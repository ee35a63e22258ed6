"""What a rule asks of the place of a block: the title above it, what else its section holds, what the note says.

It is the same for all blocks of a kind and depth below one title, so that judge.py asks once for all of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flashcards.beside import are_paired
from flashcards.block import ITEMS, KINDS, Block, is_blank
from flashcards.pattern import Pattern
from flashcards.rule import ASKING, ASKING_HEADING, ASKING_ITEM, ITEM_FORMS, LABEL, SPEAKER, Rule
from flashcards.search import is_in, search, short, unbold
from flashcards.spot import Mark, Note, Spot

_MOST = 0.6  # of a note's headings or bold lines, so that a few questions that open a slide do not count
_PAIR = 2  # blocks of a section that are alike; one alone is like any other
_FEW = 3  # fewer say nothing of what most of them do
_SOME = 5  # headings of one level that say what the note is, whatever stands below them
_LINES = ("paragraph", "bold")
_WORD_OF = {
    LABEL: ("question_label", KINDS),
    ASKING: ("asks_someone", (*_LINES, "html")),
    ASKING_HEADING: ("asks_heading", ("heading",)),
    SPEAKER: ("speaker", _LINES),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One word of a rule, held against one block."""

    name: str
    passed: bool
    detail: str


def find_section(title: Pattern, spot: Spot, note: Note, rule: Rule) -> Mark | None:
    """The nearest title above a block that a pattern fits, unless one nearer says that nobody asks there.

    rule: one that looks for such a title, of whose file is complained. Raises FlashcardsError as `search` does.
    """
    for mark in reversed(spot.marks):
        if _is_called(mark, title, note, rule):
            return mark
        if _is_called(mark, note.words["elsewhere"], note, rule):
            return None
    return None


def title_check(rule: Rule, section: Mark | None) -> Iterator[Check]:
    if rule.where.section:
        at = f"line {section.line}" if section and section.line else "what the note is called"
        detail = f"under {short(section.text)!r} ({at})" if section else "no title above it opens one"
        yield Check(name="section", passed=section is not None, detail=detail)


def form_checks(rule: Rule, spot: Spot, section: Mark | None, note: Note) -> Iterator[Check]:
    """What kind of blocks the section is made of; titles below it divide it."""
    if not section:
        return
    where, nearest = rule.where, spot.marks[-1]
    if where.section_opens:
        opens = _opening_around(section, nearest, note, rule)
        passed = any(kind in where.section_opens for kind in opens)
        yield Check(name="section_opens", passed=passed, detail=f"it begins with {opens[0]}")
    if where.section_lacks:
        present = [
            kind for kind in where.section_lacks if any(_holds(mark, kind, note, rule) for mark in (section, nearest))
        ]
        detail = f"it holds {', '.join(present)}" if present else f"holds no {', '.join(where.section_lacks)}"
        yield Check(name="section_lacks", passed=not present, detail=detail)
    if where.section_holds:
        holds = any(_holds(nearest, kind, note, rule) for kind in where.section_holds)
        wanted = " or ".join(where.section_holds)
        yield Check(name="section_holds", passed=holds, detail=f"it holds {'a' if holds else 'no'} {wanted}")
    if where.items:
        form = ITEM_FORMS[note.once((_form_of_items, nearest), lambda: _form_of_items(nearest))]
        yield Check(name="items", passed=form == where.items, detail=f"its items are {form}")
    if where.section_asks < 1:
        asking = note.once((_asking, nearest), lambda: _asking(nearest, note, rule))
        share = asking / max(1, len(nearest.blocks))
        detail = f"{asking} of its {len(nearest.blocks)} blocks ask"
        yield Check(name="section_asks", passed=share <= where.section_asks, detail=detail)
    if where.section_fits:
        alike = [block for block in nearest.blocks if block.kind == spot.block.kind]
        fit = note.once((_fitting, nearest, rule.id, spot.block.kind), lambda: _fitting(alike, rule))
        detail = f"{fit} of its {len(alike)} blocks of that kind fit"
        yield Check(name="section_fits", passed=fit >= _PAIR and fit >= _MOST * len(alike), detail=detail)
    if where.section_beside:
        found = title_beside(spot, rule, note) if section is nearest else None
        detail = f"{short(found.text)!r} stands beside it" if found else "no such title beside it"
        passed = found is not None
        if found and spot.block.kind in ITEMS:
            passed = are_paired(spot, found, note)
            detail = detail if passed else f"{short(found.text)!r} beside it answers no list of numbers"
        yield Check(name="section_beside", passed=passed, detail=detail)


def title_beside(spot: Spot, rule: Rule, note: Note) -> Block | None:
    """The title that a rule looks for next to the one that a block stands below, or the first below that one.

    One that says what is meant may stand between; to items, which their numbers tell apart, any but one like their own.
    """
    if len(spot.above) < 2 or spot.above[-1].kind != "heading":
        return None
    around, title = spot.above[-2:]
    items = spot.block.kind in ITEMS
    key = title_beside, id(title), rule.path, rule.id, int(items)
    return note.once(key, lambda: _title_beside(around, title, rule, note, items=items))


def _title_beside(around: Block, title: Block, rule: Rule, note: Note, *, items: bool) -> Block | None:
    first = bisect_left(title.children, 1, key=lambda block: int(block.kind == "heading"))  # what follows one is in it
    below = title.children[first] if first < len(title.children) else None
    if below and is_in(rule.where.section_beside, below.text, rule.path):
        return below
    after = bisect_right(around.children, title.lines[0], key=lambda block: block.lines[0])
    for block in around.children[after:]:
        if is_in(rule.where.section_beside, block.text, rule.path):
            return block
        passed = items and not is_in(rule.where.section, block.text, rule.path)
        if not passed and not note.fits("beside_answer", block):
            return None
    return None


def _fitting(blocks: Sequence[Block], rule: Rule) -> int:
    """How many blocks fit what a rule says of the section's; where it answers itself, a block owns nothing more."""
    alone = rule.answer.take == "text"
    return sum(
        not (alone and block.children) and is_in(rule.where.section_fits, block.text, rule.path) for block in blocks
    )


def _form_of_items(section: Mark) -> int:
    """0 where the items of a section mostly own something, 1 where they stand one below the other."""
    items = [block for block in section.blocks if block.kind in ITEMS]
    return int(2 * sum(bool(item.children) for item in items) < len(items))


def _opening_around(section: Mark, nearest: Mark, note: Note, rule: Rule) -> tuple[str, ...]:
    """How the nearest title's part begins; among screenshots a bold line divides the answer to one and opens nothing."""
    around = _opening(section, note, rule) if nearest.text.startswith("**") else ()
    return around if around == ("image",) else _opening(nearest, note, rule)


def _opening(section: Mark, note: Note, rule: Rule) -> tuple[str, ...]:
    """The kind of the first block of a section; "asking" for a line that asks, and of an item that asks its kind too."""
    first = next((block for block in section.blocks if not _only_spaces(block)), None)
    if first is None:
        return ("nothing",)
    if first.kind in ITEMS:
        return (first.kind, ASKING_ITEM) if search(note.words["asks"], unbold(first.text), rule.path) else (first.kind,)
    asks = first.kind in _LINES and search(note.words["asks_someone"], unbold(first.text), rule.path)
    return (ASKING,) if asks else (first.kind,)


def _only_spaces(block: Block) -> bool:
    """Whether a block is a line or a gap that people put between others."""
    return block.kind == "divider" or (block.kind == "html" and is_blank(block.text))


def note_checks(rule: Rule, note: Note) -> Iterator[Check]:
    """What the note as a whole must say or hold."""
    where = rule.where
    if where.event:
        stated = next((text for text in note.stated if search(where.event, text, rule.path)), "")
        detail = f"{short(stated)!r} announces one" if stated else "no title, tag, category or file name announces one"
        yield Check(name="event", passed=bool(stated), detail=detail)
    if where.opening:
        found = next((text for text in note.opening if search(where.opening, text, rule.path)), "")
        detail = f"{short(found)!r} says so" if found else "none of the note's first lines says so"
        yield Check(name="opening", passed=bool(found), detail=detail)
    if where.headings:
        check = _most_fit("headings", where.headings, "headings", note.headings, note, rule)
        if where.event and not check.passed and len(note.highest) >= _SOME:  # a talk may come before the questions
            highest = _most_fit("headings", where.headings, "highest headings", note.highest, note, rule)
            check = highest if highest.passed else check
        yield check
    if where.bold:
        yield _most_fit("bold", where.bold, "bold lines", note.bold, note, rule)
    if where.speaks_of:
        told = next(
            (t for t in (*note.stated, *note.opening, *note.titles) if search(where.speaks_of, t, rule.path)), ""
        )
        detail = f"{short(told)!r} speaks of it" if told else "no title and none of the first lines speaks of it"
        yield Check(name="speaks_of", passed=bool(told), detail=detail)
    if where.holds:
        titles = (*note.headings, *note.bold)
        fit = _count("holds", where.holds, titles, note, rule)
        detail = f"{fit} of the note's headings and bold lines fit"
        yield Check(name="holds", passed=fit > 0, detail=detail)
    if where.headings_lack:
        fit = _count("titles", where.headings_lack, note.titles, note, rule)
        detail = f"{fit} of the note's headings fit" if fit else "none of the note's headings fits"
        yield Check(name="headings_lack", passed=not fit, detail=detail)


def _most_fit(name: str, pattern: Pattern, what: str, lines: Sequence[str], note: Note, rule: Rule) -> Check:
    """Whether most lines of a kind fit, and they are not few."""
    fit = _count(what, pattern, lines, note, rule)
    passed = len(lines) >= _FEW and fit >= _MOST * len(lines)
    return Check(name=name, passed=passed, detail=f"{fit} of the note's {len(lines)} {what} fit")


def _count(name: str, pattern: Pattern, lines: Sequence[str], note: Note, rule: Rule) -> int:
    """How many lines of a kind a note holds that fit; the same for all of its blocks."""
    key = _count, name, pattern.pattern
    return note.once(key, lambda: sum(is_in(pattern, text, rule.path) for text in lines))


def depth_check(rule: Rule, spot: Spot, section: Mark | None) -> Iterator[Check]:
    want = rule.question.depth
    if want:
        depth = spot.depth - (spot.marks[-1].depth if section else 0)
        passed = depth >= want.min and (want.max is None or depth <= want.max)
        yield Check(name="depth", passed=passed, detail=str(depth) if passed else f"{depth}, not {want}")


def _is_called(mark: Mark, pattern: Pattern, note: Note, rule: Rule) -> bool:
    return note.once((_is_called, mark, pattern.pattern), lambda: is_in(pattern, mark.text, rule.path))


def _asking(section: Mark, note: Note, rule: Rule) -> int:
    """How many lines of a section ask and say no more: where an answer follows in the same paragraph, its last line does not."""
    lines = (unbold(block.text).rstrip().rpartition("\n")[2] for block in section.blocks if block.kind in _LINES)
    return sum(is_in(note.words["asks"], line, rule.path) for line in lines)


def _holds(section: Mark, kind: str, note: Note, rule: Rule) -> bool:
    """Whether such a block stands in the section itself: not inside a list, a quote or a section below."""
    key = _holds, section, kind
    if kind not in _WORD_OF:
        return note.once(key, lambda: any(block.kind == kind for block in section.blocks))
    word, kinds = _WORD_OF[kind]
    # one who answers may ask back; 1-1. is a number as 1. is
    others = ("answer_label", "sub_number") if kind == ASKING else ()
    return note.once(
        key,
        lambda: any(
            is_in(note.words[word], block.text, rule.path)
            and not any(is_in(note.words[other], block.text, rule.path) for other in others)
            for block in section.blocks
            if block.kind in kinds
        ),
    )

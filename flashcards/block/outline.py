"""Outlines that Markdown calls code because they are indented by four blanks or a tab.

    3.1 a question
        - an answer

Nobody means code by that. What begins with a number or a bullet and is mostly items is read as list items; a number of
several parts, `3.1`, counts as a list mark here, which Markdown does not grant.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flashcards.block.cut import indent
from flashcards.block.source import Source
from flashcards.block.tree import Block, Kind, Lines, make_block
from flashcards.pattern import Pattern

_ITEM = Pattern(r"^[ \t]*(?:(?P<bullet>[-*+•])|(?P<number>\d{1,3}(?:\.\d{1,3})*[.)]?))[ \t]+(?P<text>\S.*)$")
_CODE = Pattern(r"[;{}]\s*$|^\s*(?:#include|import |from \S+ import|def |class |return\b|\$ )|\w\(.*\)\s*$")
_MOSTLY = 0.5
_DEEPEST = 50  # open items; what is nested deeper is read as beside, as nobody means it
_LONGEST = 500  # characters; what is longer is no line of code


@dataclass(slots=True, kw_only=True)
class _Open:
    """An item still open, or a line that is none (kind "paragraph")."""

    kind: Kind
    column: int
    texts: list[str]
    lines: Lines
    children: list[Block] = field(default_factory=list)


def parse_outline(source: Source, span: Lines, depth: int) -> list[Block]:
    """The blocks of an outline, or none where the lines are code after all.

    source: the note.  span: the lines that Markdown calls code.  depth: of the lists around them.
    """
    numbered = [(n, source.lines[n - 1]) for n in range(span[0], span[1] + 1) if source.lines[n - 1].strip()]
    starts = {n for n, line in numbered if _ITEM.match(line) or source.starts(line.strip())}
    items = len(starts)
    code = sum(len(line) < _LONGEST and bool(_CODE.search(line)) for _, line in numbered)
    if not numbered or numbered[0][0] not in starts or items < _MOSTLY * len(numbered) or code > items * _MOSTLY:
        return []
    top: list[Block] = []
    open_: list[_Open] = []
    previous = 0
    for number, line in numbered:
        item = _ITEM.match(line)
        column = indent(line)
        goes_on = open_ and previous == number - 1 and column >= open_[-1].column
        if number not in starts and goes_on:
            open_[-1].texts.append(line.strip())
            open_[-1].lines = (open_[-1].lines[0], number)
        else:
            _close(open_, top, column, depth)
            kind: Kind = "paragraph" if not item else "bullet" if item["bullet"] else "numbered"
            open_.append(
                _Open(kind=kind, column=column, texts=[item["text"] if item else line.strip()], lines=(number, number))
            )
        previous = number
    _close(open_, top, -1, depth)
    return top


def _close(open_: list[_Open], top: list[Block], column: int, depth: int) -> None:
    """Close every item that a line at this column is not nested under."""
    while open_ and (open_[-1].column >= column or len(open_) > _DEEPEST):
        item = open_.pop()
        level = 0 if item.kind == "paragraph" else depth + 1 + sum(o.kind != "paragraph" for o in open_)
        block = make_block(item.kind, "\n".join(item.texts), item.lines, level, item.children)
        (open_[-1].children if open_ else top).append(block)

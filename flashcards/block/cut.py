"""The way back from lines to Markdown: some blocks of a note as a text of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from flashcards.block.tree import Block, Lines

# What a line ends in that shall not run on.
BREAK = regex.compile(r"(?<![ \t])[ \t]*+(?:\\|<br\s*/?>)[ \t]*\Z", regex.IGNORECASE)
_FENCE = regex.compile(r"^[ \t>]*(?:```|~~~)")
_QUOTE_MARK = regex.compile(r"^[ \t]*>[ ]?")
# Raw HTML at the end of a text, which would take in what touches it.
_HTML = regex.compile(r"(?:^|\n\s*\n)[ \t>]*<[^\n]+(?:\n[^\n]*\S[^\n]*)*$")
_DEFINES = regex.compile(r":[ \t]+")
_LIST_MARK = regex.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")


def cut(lines: Sequence[str], blocks: Iterable[Block], ranges: Sequence[Lines], quotes: int) -> str:
    """The lines of sibling blocks as Markdown of its own, freed from the lists and quotes around it.

    lines: the note's.  ranges: which of the blocks' lines to take.  quotes: how many quotes stand around the blocks.
    """
    bare = {n: unquote(lines[n - 1], quotes) for a, b in ranges for n in range(a, b + 1)}
    columns = min((indent(bare[b.lines[0]]) - _code_indent(b) for b in blocks if b.lines[0] in bare), default=0)
    pieces: list[str] = []
    for a, b in ranges:
        piece = "\n".join(_dedent(bare[n], columns) for n in range(a, b + 1))
        if pieces:
            goes_on = _LIST_MARK.match(piece) and not _HTML.search(pieces[-1])
            pieces.append("\n" if goes_on else "\n\n")
        pieces.append(piece)
    return "".join(pieces)


def unquote(line: str, times: int) -> str:
    """A line without the marks of the quotes around it, as far as it has them."""
    for _ in range(times):
        line = _QUOTE_MARK.sub("", line, count=1)
    return line


def unlisted(text: str) -> str:
    """An item as a text of its own: without its mark, and what it owns moved to the left by as much."""
    first, *others = text.split("\n")
    mark = _LIST_MARK.match(first)
    if not mark:
        return text
    rest = first[mark.end() :]
    columns = indent(" " * (mark.end() + width(rest)))
    return "\n".join([rest.lstrip(" \t"), *(_dedent(line, columns) for line in others)])


def uncelled(text: str) -> str:
    """Rows of a table as texts of their own, without their first cell."""
    cells = (line.strip().strip("|").partition("|")[2].strip() for line in text.split("\n"))
    return "\n\n".join(cell for cell in cells if cell)


def undefined(text: str) -> str:
    """What defines a term as a text of its own: without the colons, and what goes on below one moved to the left by as much."""
    lines, columns = [], 0
    for line in text.split("\n"):
        if mark := _DEFINES.match(line):
            columns = mark.end()
        lines.append(line[mark.end() :] if mark else _dedent(line, columns))
    return "\n".join(lines)


def width(line: str) -> int:
    """The characters of blank that a line begins with."""
    return len(line) - len(line.lstrip(" \t"))


def indent(line: str) -> int:
    """The columns of blank that a line begins with."""
    return len(line[: width(line)].expandtabs(4))


def _code_indent(block: Block) -> int:
    """The columns that make a block code: they belong to it, not to what stands around it."""
    return 4 if block.kind == "code" and not _FENCE.match(block.text) else 0


def _dedent(line: str, columns: int) -> str:
    bare = line.lstrip(" \t")
    if not bare:
        return ""
    if columns <= 0:
        return line
    return " " * max(0, indent(line) - columns) + bare

"""What people mean by a quote: lines that only touch it are not of it, and a callout has a title."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from flashcards.block.source import Source
from flashcards.block.tree import Block, make_block

_ASKS = ("?", "？")
_CALLOUT = regex.compile(r"\[!\w+\]")


def is_callout(inner: Sequence[Block], source: Source) -> bool:
    """Whether a quote has a title: one of Obsidian or GitHub, or a bold line with a label that asks, above more."""
    title = inner[0]
    if (
        title.kind == "bold"
        and len(inner) > 1
        and "\n" not in title.text
        and title.text.rstrip(" *_:：").endswith(_ASKS)
    ):
        return source.starts(title.text)
    return bool(_CALLOUT.match(title.text))


def without_mark(inner: Sequence[Block], source: Source) -> tuple[Block, ...]:
    """The blocks of a quote. Lines of a lone paragraph without its mark, which Markdown takes in too, are one of their own."""
    if [block.kind for block in inner] != ["paragraph"]:
        return tuple(inner)
    (first, last), lines = inner[0].lines, inner[0].text.split("\n")
    end = next((n for n in range(first + 1, last + 1) if not source.lines[n - 1].lstrip().startswith(">")), None)
    if end is None or len(lines) != last - first + 1:
        return tuple(inner)
    marked, lazy = "\n".join(lines[: end - first]), "\n".join(lines[end - first :])
    return make_block("paragraph", marked, (first, end - 1)), make_block("paragraph", lazy, (end, last))


def callout(inner: Sequence[Block], first: int, last: int) -> Block:
    """A quote with a title, `[!question] ...` or `**Q. ...?**`: the title is its text, the rest its own."""
    title, _, rest = inner[0].text.partition("\n")
    if title.strip().endswith("]"):
        # no title: its first words are one where more follows, else all is said in the callout
        own, rest_of = (inner[0].lines, inner[1:]) if len(inner) > 1 else ((first, last), inner)
        return Block(kind="quote", text=inner[0].text, lines=own, last=last, children=tuple(rest_of))
    more = [make_block("paragraph", rest, (first + 1, inner[0].lines[1]))] if rest else []
    return Block(kind="quote", text=title, lines=(first, first), last=last, children=(*more, *inner[1:]))

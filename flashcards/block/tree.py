"""What a block is: one piece of a note, with its lines in the file and what it owns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal, get_args

import regex

Kind = Literal[
    "root", "heading", "paragraph", "bullet", "numbered", "quote", "image", "code", "table", "row", "term", "bold", "details", "html",
    "divider",
]  # fmt: skip
KINDS: tuple[str, ...] = tuple(kind for kind in get_args(Kind) if kind != "root")
ITEMS = ("bullet", "numbered")
SAID = ("paragraph", "bold", "quote")  # words on lines of their own
Lines = tuple[int, int]  # 1-based, inclusive

# A span of code shows what is in it, be that a comment or a tag; a fence of three marks is none.
_INVISIBLE = regex.compile(
    r"(?<![`\\])(?P<code>(?P<mark>`{1,2})(?!`)\s*[^`\s][^`\n]*(?P=mark)(?!`))|^[ \t>]*(?P<code>(?P<mark>`{3,}|~{3,})[^\n]*\n(?:[ \t>]*\n)*[ \t>]*(?!(?P=mark))[^\s>])|<!--.*?(?:-->|\Z)|<(?P<raw>script|style)\b.*?(?:</(?P=raw)\s*>|\Z)|^[ \t>]*(?:```|~~~)[^\n]*$|^ {0,3}\[[^\]\n]+\]:[ \t]*\S+[^\n]*$|<(?!img\b)[^<>]*>",
    regex.DOTALL | regex.IGNORECASE | regex.MULTILINE,
)
_SHOWN = (*ITEMS, "code", "image", "table")
_BYLINE = regex.compile(
    r"[\W_]*(?:출제|질문|작성|발표|담당)자?\s*[:：][^\n]{1,30}|[\W_]*(?i:(?:asked |set |written )?by|author)\s*:?\s[^\n]{1,30}"
)
_VISIBLE = regex.compile(r"[\p{L}\p{N}\p{So}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a note.

    kind: what it is; a paragraph that holds nothing but pictures is an "image", one that is bold as a whole is "bold", a
    fold (<details>) with all that is folded away is "details". A row of a table has its cells as text, " | " between them. A
    "term" owns its definition, which follows it after a colon.
    text: its own Markdown, without marks and without what it owns.
    lines: the lines of that text.  last: the last line of all that it owns.
    level: of a heading 1 to 6, of a list item its depth in lists, else 0.
    children: what it owns, in order.
    """

    kind: Kind
    text: str
    lines: Lines
    last: int
    level: int = 0
    children: tuple[Block, ...] = ()


def make_block(kind: Kind, text: str, lines: Lines, level: int = 0, children: Iterable[Block] = ()) -> Block:
    """A block whose last line is that of the last block it owns."""
    owned = tuple(children)
    last = max(lines[1], owned[-1].last) if owned else lines[1]
    return Block(kind=kind, text=text, lines=lines, last=last, level=level, children=owned)


def walk(block: Block) -> Iterator[Block]:
    """All blocks below one, in document order."""
    left = [iter(block.children)]  # a generator in a generator costs a step a level for every block
    while left:
        child = next(left[-1], None)
        if child is None:
            left.pop()
        else:
            yield child
            left.append(iter(child.children))


def is_shown(block: Block) -> bool:
    """Whether a block is what a question may show before its answer: code, choices, a picture, or a line that names who set it."""
    return block.kind in _SHOWN or (block.kind == "paragraph" and bool(_BYLINE.fullmatch(block.text)))


def is_blank(markdown: str) -> bool:
    """Whether a reader would see nothing: neither a picture nor a letter, a digit or a symbol."""
    if "](" in markdown or "<img" in markdown.lower():
        return False
    return not _VISIBLE.search(unescape(_INVISIBLE.sub(lambda found: "x" if found["code"] else " ", markdown)))


def rest(block: Block, own: int) -> Block:
    """What a block says below its first lines, as a paragraph. own: how many lines those are."""
    first, last = block.lines[0] + own, block.lines[1]
    return Block(kind="paragraph", text="\n".join(block.text.split("\n")[own:]), lines=(first, last), last=last)

"""Markdown -> a tree of `Block`: the one configured parser, and the way back from lines to Markdown.

Only block structure is parsed here, inline content where a decision hangs on it. A heading owns its section and a list
item what is nested under it, because that is what people mean by them. Every block knows its lines in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

import regex
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

Kind = Literal[
    "root", "heading", "paragraph", "bullet", "numbered", "quote", "image", "code", "table", "html", "divider",
]  # fmt: skip
KINDS: tuple[str, ...] = tuple(kind for kind in get_args(Kind) if kind != "root")
Lines = tuple[int, int]  # 1-based, inclusive

MAX_NESTING = 100  # markdown-it drops what is nested deeper; its own default of 20 is ten lists deep

_QUOTE_MARK = regex.compile(r"^[ \t]*>[ ]?")
_FENCE = regex.compile(r"^[ \t>]*(?:```|~~~)")
_IMAGE_TAGS = regex.compile(r"\s*(?:<img\b[^>]*>\s*)+", regex.IGNORECASE)
_LIST_MARK = regex.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_INVISIBLE = regex.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|^[ \t>]*(?:```|~~~).*$|^ {0,3}\[[^\]\n]+\]:[ \t]*\S+.*$|<(?!img\b)[^<>]*>",
    regex.DOTALL | regex.IGNORECASE | regex.MULTILINE,
)
_VISIBLE = regex.compile(r"[\p{L}\p{N}\p{So}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a note.

    kind: what it is; a paragraph that holds nothing but pictures is an "image".
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


@cache
def parser() -> MarkdownIt:
    """The one Markdown dialect of this program: CommonMark with tables and strikethrough."""
    return MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])


@cache
def _blocks_only() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table").disable("inline")


def parse_blocks(body: str) -> Block:
    """The body of a note -> its root block, whose `text` is the body itself."""
    lines = body.split("\n")
    tree = SyntaxTreeNode(_blocks_only().parse(body))
    blocks = _own_sections(_convert(tree.children, lines, 0))
    return Block(kind="root", text=body, lines=(1, 1), last=len(lines), children=tuple(blocks))


def cut(lines: Sequence[str], blocks: Iterable[Block], ranges: Sequence[Lines], quotes: int) -> str:
    """The lines of sibling blocks as Markdown of its own, freed from the lists and quotes around it.

    lines: the note's.  ranges: which of the blocks' lines to take.  quotes: how many quotes stand around the blocks.
    """
    bare = {n: _unquote(lines[n - 1], quotes) for a, b in ranges for n in range(a, b + 1)}
    indent = min((_indent(bare[b.lines[0]]) - _code_indent(b) for b in blocks if b.lines[0] in bare), default=0)
    pieces: list[str] = []
    for a, b in ranges:
        piece = "\n".join(_dedent(bare[n], indent) for n in range(a, b + 1))
        if pieces:
            pieces.append("\n" if _LIST_MARK.match(piece) else "\n\n")
        pieces.append(piece)
    return "".join(pieces)


def is_blank(markdown: str) -> bool:
    """Whether a reader would see nothing: neither a picture nor a letter, a digit or a symbol."""
    if "](" in markdown or "<img" in markdown.lower():
        return False
    return not _VISIBLE.search(_INVISIBLE.sub(" ", markdown))


def _convert(nodes: Sequence[SyntaxTreeNode], lines: Sequence[str], depth: int) -> list[Block]:
    blocks: list[Block] = []
    for node in nodes:
        if node.type in {"bullet_list", "ordered_list"}:
            kind: Kind = "bullet" if node.type == "bullet_list" else "numbered"
            blocks.extend(_item(item, kind, lines, depth + 1) for item in node.children)
        elif make := _MAKERS.get(node.type):
            blocks.append(make(node, lines, depth))
    return blocks


def _item(node: SyntaxTreeNode, kind: Kind, lines: Sequence[str], depth: int) -> Block:
    children = _convert(node.children, lines, depth)
    first = node.map[0] + 1 if node.map else 1
    if children and children[0].kind in {"paragraph", "image", "heading"} and children[0].lines[0] == first:
        own, *rest = children
        return _block(kind, own.text, own.lines, depth, rest)
    return _block(kind, "", (first, first), depth, children)


def _block(kind: Kind, text: str, lines: Lines, level: int = 0, children: Iterable[Block] = ()) -> Block:
    owned = tuple(children)
    return Block(
        kind=kind,
        text=text,
        lines=lines,
        last=max([lines[1], *(c.last for c in owned[-1:])]),
        level=level,
        children=owned,
    )


def _span(node: SyntaxTreeNode, lines: Sequence[str]) -> Lines:
    first, end = node.map or (0, 1)
    end = min(end, len(lines))
    while end > first + 1 and not lines[end - 1].strip(" \t>"):
        end -= 1
    return first + 1, end


def _paragraph(node: SyntaxTreeNode, lines: Sequence[str], _depth: int) -> Block:
    text = node.children[0].content if node.children else ""
    return _block("image" if _is_pictures(text) else "paragraph", text, _span(node, lines))


def _heading(node: SyntaxTreeNode, lines: Sequence[str], _depth: int) -> Block:
    text = node.children[0].content if node.children else ""
    return _block("heading", text, _span(node, lines), int(node.tag[1:]))


def _quote(node: SyntaxTreeNode, lines: Sequence[str], depth: int) -> Block:
    inner = _own_sections(_convert(node.children, lines, depth))
    first, last = _span(node, lines)
    text = "\n".join(_unquote(lines[n - 1].lstrip(" \t"), 1) for n in range(first, last + 1))
    return Block(kind="quote", text=text.strip("\n"), lines=(first, last), last=last, children=tuple(inner))


def _leaf(kind: Kind) -> Callable[[SyntaxTreeNode, Sequence[str], int], Block]:
    def make(node: SyntaxTreeNode, lines: Sequence[str], _depth: int) -> Block:
        span = _span(node, lines)
        text = "\n".join(lines[span[0] - 1 : span[1]])
        pictures = kind == "html" and _IMAGE_TAGS.fullmatch(text)
        return _block("image" if pictures else kind, text, span)

    return make


_MAKERS: dict[str, Callable[[SyntaxTreeNode, Sequence[str], int], Block]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "blockquote": _quote,
    "fence": _leaf("code"),
    "code_block": _leaf("code"),
    "table": _leaf("table"),
    "html_block": _leaf("html"),
    "hr": _leaf("divider"),
}


def _is_pictures(text: str) -> bool:
    if not text.startswith(("![", "<img", "<IMG")):
        return False
    inline = parser().parseInline(text)[0].children or []
    return all(
        token.type in {"image", "softbreak", "hardbreak"}
        or (token.type == "text" and not token.content.strip())
        or (token.type == "html_inline" and token.content[:4].lower() == "<img")
        for token in inline
    )


def _own_sections(blocks: Iterable[Block]) -> list[Block]:
    """Give each heading what follows it, up to a heading of its own level or above."""
    top: list[Block] = []
    open_: list[tuple[Block, list[Block]]] = []

    def close(level: int) -> None:
        while open_ and open_[-1][0].level >= level:
            heading, owned = open_.pop()
            (open_[-1][1] if open_ else top).append(
                _block("heading", heading.text, heading.lines, heading.level, owned)
            )

    for block in blocks:
        if block.kind == "heading":
            close(block.level)
            open_.append((block, []))
        else:
            (open_[-1][1] if open_ else top).append(block)
    close(0)
    return top


def _unquote(line: str, times: int) -> str:
    for _ in range(times):
        line = _QUOTE_MARK.sub("", line, count=1)
    return line


def _indent(line: str) -> int:
    bare = line.lstrip(" \t")
    return len(line[: len(line) - len(bare)].expandtabs(4))


def _code_indent(block: Block) -> int:
    """The columns that make a block code: they belong to it, not to what stands around it."""
    return 4 if block.kind == "code" and not _FENCE.match(block.text) else 0


def _dedent(line: str, columns: int) -> str:
    bare = line.lstrip(" \t")
    if not bare:
        return ""
    if columns <= 0:
        return line
    return " " * max(0, _indent(line) - columns) + bare


def walk(block: Block) -> Iterator[Block]:
    """All blocks below one, in document order."""
    for child in block.children:
        yield child
        yield from walk(child)

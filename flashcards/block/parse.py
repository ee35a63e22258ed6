"""Markdown -> a tree of `Block`: what people mean by the blocks that the parser finds.

Only block structure is parsed here, inline content where a decision hangs on it. A heading owns its section and a list
item what is nested under it, because that is what people mean by them. Every block knows its lines in the file.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import regex
from markdown_it.token import Token

from flashcards.block.cut import unquote
from flashcards.block.folds import asked_in, boxes, indented
from flashcards.block.outline import parse_outline
from flashcards.block.paragraph import own_definitions, paragraphs
from flashcards.block.quote import callout, is_callout, without_mark
from flashcards.block.rawhtml import fold_details, split_html
from flashcards.block.source import Source
from flashcards.block.tree import ITEMS, Block, Kind, Lines, make_block
from flashcards.markdown import block_parser
from flashcards.pattern import Pattern

_ASKS = regex.compile(r"(?:[?？]|[나까가]요)[^\p{L}\n]*(?:\n|$)")
_IMAGE_TAGS = regex.compile(r"\s*(?:<img\b[^>]*>\s*)+", regex.IGNORECASE)


@dataclass(slots=True, eq=False)
class _Node:
    """A token and what stands between it and the one that closes it. The library's own tree takes thrice the time."""

    token: Token
    children: list[_Node] = field(default_factory=list)

    @property
    def type(self) -> str:
        return self.token.type.removesuffix("_open")

    @property
    def text(self) -> str:
        """The text of a block that holds inline content, which is its only child."""
        return self.children[0].token.content if self.children else ""


def parse_blocks(body: str, label: Pattern | None = None) -> Block:
    """The body of a note -> its root block, whose `text` is the body itself.

    label: finds lines that begin a paragraph of their own even without a blank line before them (`Q:`, `A:`).
    """
    lines = body.split("\n")
    blocks = _parsed(Source(lines=tuple(lines), label=label, references={}), 1, len(lines), 0)
    return Block(kind="root", text=body, lines=(1, 1), last=len(lines), children=tuple(blocks))


def _parsed(source: Source, first: int, last: int, depth: int) -> list[Block]:
    """The blocks of some lines, 1-based and inclusive; folds between colons are read each for itself, and put in between."""
    lines = list(source.lines[first - 1 : last])
    found = boxes(source, first, last)
    for box in found:
        gone = range(box.first, box.last + 1) if box.title else (box.first, box.last)
        for number in gone:
            lines[number - first] = ""
    env: dict[str, Any] = {"label": source.label, "references": dict(source.references)}
    tokens = block_parser().parse("\n".join(lines), env)
    source = replace(source, references=env["references"])
    for token in tokens if first > 1 else ():
        token.map = [line + first - 1 for line in token.map] if token.map else None
    inner = replace(source, inside=source.inside + 1)
    folds = [
        replace(
            make_block(
                "details", box.title, (box.first, box.first), 0, _parsed(inner, box.first + 1, box.last - 1, depth)
            ),
            last=box.last,
        )
        for box in found
        if box.title
    ]
    blocks = _convert(_nest(tokens), source, depth)
    return own_sections(sorted([*blocks, *folds], key=lambda block: block.lines[0]) if folds else blocks)


def _nest(tokens: Iterable[Token]) -> list[_Node]:
    top: list[_Node] = []
    open_ = [top]
    for token in tokens:
        if token.nesting < 0:
            open_.pop()
            continue
        node = _Node(token)
        open_[-1].append(node)
        if token.nesting > 0:
            open_.append(node.children)
    return top


def _convert(nodes: Sequence[_Node], source: Source, depth: int) -> list[Block]:
    blocks: list[Block] = []
    left, inner = deque(nodes), _inner_lists(nodes)
    while left:
        node = left.popleft()
        type_ = node.type
        if type_ == "paragraph" and (title := asked_in(node.text, source)):
            below = left.popleft() if left and left[0].type == "code_block" else node
            blocks.append(_folded(title, node, below, source, depth))
            continue
        if type_ in {"bullet_list", "ordered_list"}:
            held = id(node) in inner
            kind: Kind = "bullet" if type_ == "bullet_list" or held else "numbered"
            items = node.children if type_ == "bullet_list" else _in_line(node.children)
            if held and blocks and blocks[-1].kind == "numbered":
                more = tuple(_item(item, kind, source, depth + 2) for item in items)
                blocks[-1] = replace(blocks[-1], last=more[-1].last, children=(*blocks[-1].children, *more))
            else:
                blocks.extend(_item(item, kind, source, depth + 1) for item in items)
        elif make := _MAKERS.get(type_):
            blocks.extend(make(node, source, depth))
    return own_definitions(fold_details(source, blocks), source)


def _folded(title: str, node: _Node, below: _Node, source: Source, depth: int) -> Block:
    """A fold of MkDocs with what stands in it. below: the last token of what is indented below its title."""
    first, last = _span(node, source.lines)[0], _span(below, source.lines)[1]
    children = _parsed(indented(source, first + 1, last), first + 1, last, depth)
    return replace(make_block("details", title, (first, first), 0, children), last=last)


def _inner_lists(nodes: Sequence[_Node]) -> set[int]:
    """The ids of lists behind `1)` between items behind `1.`, or the other way round: they number what an item holds.

    That is so where the items around them count on, and none of them asks. A heading begins anew.
    """
    found: set[int] = set()
    run: list[_Node] = []  # the lists below a heading
    last, counts_on = 0, False
    for node in nodes:
        if node.type == "heading":
            found.update(_others(run) if counts_on else ())
            run, counts_on = [], False
        elif node.type == "ordered_list":
            if not run or node.token.markup == run[0].token.markup:
                apart = bool(run) and run[-1].token.markup != node.token.markup
                counts_on |= apart and _number(node.children[0]) == last + 1
                last = _number(node.children[-1])
            run.append(node)
    return found | (_others(run) if counts_on else set())


def _others(lists: Sequence[_Node]) -> set[int]:
    """The ids of the lists whose mark is another than the first one's; none where one of their items asks."""
    others = [node for node in lists if node.token.markup != lists[0].token.markup]
    firsts = (item.children[0] for node in others for item in node.children if item.children)
    return set() if any(_ASKS.search(first.text) for first in firsts) else {id(node) for node in others}


def _in_line(items: Sequence[_Node]) -> list[_Node]:
    """Numbered items, with those below one that count on from it to the next: nobody indents those on purpose."""
    flat: list[_Node] = []
    for item, after in zip(items, [*items[1:], None], strict=True):
        flat.append(item)
        below = item.children[-1] if item.children else None
        if after is None or below is None or below.type != "ordered_list":
            continue
        if (_number(item), _number(after)) == (_number(below.children[0]) - 1, _number(below.children[-1]) + 1):
            item.children.pop()
            flat.extend(below.children)
    return flat


def _number(item: _Node) -> int:
    """What a numbered item begins with."""
    return int(item.token.info)


def _item(node: _Node, kind: Kind, source: Source, depth: int) -> Block:
    children = own_sections(_convert(node.children, source, depth))
    first = node.token.map[0] + 1 if node.token.map else 1
    if children and children[0].kind in {"paragraph", "image", "bold"} and children[0].lines[0] == first:
        own, *rest = children
        return make_block(kind, own.text, own.lines, depth, rest)
    if children and children[0].kind in ITEMS and children[0].lines[0] == first and _lone(children):
        own, *rest = children  # "- 1) text" is one item to whoever wrote it
        return make_block(own.kind, own.text, own.lines, depth, [*own.children, *rest])
    return make_block(kind, "", (first, first), depth, children)


def _lone(items: Sequence[Block]) -> bool:
    """Whether the first of some blocks is the only item of its list."""
    return len(items) == 1 or items[1].kind != items[0].kind


def _span(node: _Node, lines: Sequence[str]) -> Lines:
    first, end = node.token.map or (0, 1)
    end = min(end, len(lines))
    while end > first + 1 and not lines[end - 1].strip(" \t>"):
        end -= 1
    return first + 1, end


def _paragraph(node: _Node, source: Source, depth: int) -> list[Block]:
    return paragraphs(node.text, _span(node, source.lines), source, depth)


def _heading(node: _Node, source: Source, _depth: int) -> list[Block]:
    text = node.text
    return [make_block("heading", text, _span(node, source.lines), int(node.token.tag[1:]))]


def _quote(node: _Node, source: Source, depth: int) -> list[Block]:
    inner = without_mark(own_sections(_convert(node.children, source, depth)), source)
    first, last = _span(node, source.lines)
    if inner and is_callout(inner, source):
        return [callout(inner, first, last)]
    text = "\n".join(unquote(source.lines[n - 1].lstrip(" \t"), 1) for n in range(first, last + 1))
    begins = first + len(text) - len(text.lstrip("\n"))
    return [Block(kind="quote", text=text.strip("\n"), lines=(min(begins, last), last), last=last, children=inner)]


def _code(node: _Node, source: Source, depth: int) -> list[Block]:
    span = _span(node, source.lines)
    if node.type == "code_block" and (outline := parse_outline(source, span, depth)):
        return outline
    return [make_block("code", source.raw(span), span)]


def _html(node: _Node, source: Source, _depth: int) -> list[Block]:
    span = _span(node, source.lines)
    if _IMAGE_TAGS.fullmatch(source.raw(span)):
        return [make_block("image", source.raw(span), span)]
    return split_html(source, span)


def _table(node: _Node, source: Source, _depth: int) -> list[Block]:
    span = _span(node, source.lines)
    rows = [row for part in node.children if part.type == "tbody" for row in part.children]
    cells = [" | ".join(cell.text for cell in row.children) for row in rows]
    lines = [(row.token.map[0] + 1, row.token.map[0] + 1) if row.token.map else span for row in rows]
    children = tuple(make_block("row", text, at) for text, at in zip(cells, lines, strict=True))
    return [Block(kind="table", text=source.raw(span), lines=span, last=span[1], children=children)]


def _divider(node: _Node, source: Source, _depth: int) -> list[Block]:
    span = _span(node, source.lines)
    return [make_block("divider", source.raw(span), span)]


def _formula(node: _Node, source: Source, _depth: int) -> list[Block]:
    span = _span(node, source.lines)
    return [make_block("paragraph", source.raw(span), span)]


_MAKERS: dict[str, Callable[[_Node, Source, int], list[Block]]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "blockquote": _quote,
    "fence": _code,
    "code_block": _code,
    "table": _table,
    "html_block": _html,
    "hr": _divider,
    "math_block": _formula,
}


def own_sections(blocks: Iterable[Block]) -> list[Block]:
    """Give each heading what follows it, up to a heading of its own level or above."""
    top: list[Block] = []
    open_: list[tuple[Block, list[Block]]] = []

    def close(level: int) -> None:
        while open_ and open_[-1][0].level >= level:
            heading, owned = open_.pop()
            (open_[-1][1] if open_ else top).append(
                make_block("heading", heading.text, heading.lines, heading.level, owned)
            )

    for block in blocks:
        if block.kind == "heading":
            close(block.level)
            open_.append((block, []))
        else:
            (open_[-1][1] if open_ else top).append(block)
    close(0)
    return top

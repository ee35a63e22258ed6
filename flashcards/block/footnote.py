"""Footnotes: what a note says below, for the cards whose text refers to it.

A definition is no block: it answers nothing where it stands, which is mostly the note's end. It belongs to each text that
refers to it, wherever that was cut from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex
from markdown_it.tree import SyntaxTreeNode

from flashcards.block.cut import indent, unquote
from flashcards.markdown import block_parser

_MARK = regex.compile(r"\[\^[^\]\s]+\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """mark: what refers to it, `[^1]`.  text: its definition in Markdown."""

    mark: str
    text: str


def find_footnotes(body: str) -> tuple[Footnote, ...]:
    """All that a note defines, in order."""
    if "[^" not in body or "]:" not in body:
        return ()
    lines = body.split("\n")
    return tuple(
        _read(node, lines)
        for node in SyntaxTreeNode(block_parser().parse(body)).walk()
        if node.type == "footnote_reference"
    )


def with_footnotes(text: str, footnotes: Sequence[Footnote]) -> str:
    """A text with the definitions that it, or one of these, refers to."""
    known = {note.mark: note for note in footnotes}
    parts = [text]
    for part in parts:  # which grows
        found = (known.pop(mark, None) for mark in _MARK.findall(part))
        parts.extend(note.text for note in found if note)
    return "\n\n".join(parts)


def _read(node: SyntaxTreeNode, lines: Sequence[str]) -> Footnote:
    first, end = node.map or (0, 1)
    quotes, above = 0, node.parent
    while above:
        quotes += above.type == "blockquote"
        above = above.parent
    bare = [unquote(line, quotes) for line in lines[first:end]]
    columns = indent(bare[0])
    text = "\n".join(" " * max(0, indent(line) - columns) + line.lstrip(" \t") for line in bare)
    return Footnote(mark=f"[^{node.meta['label']}]", text=text.rstrip())

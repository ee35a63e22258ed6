"""What a note tells elsewhere, mostly at its end, for the texts that refer to it: footnotes, and the addresses of `[words][1]`.

A definition is no block: it answers nothing where it stands. It belongs to each text that refers to it, wherever that was
cut from. What is a reference and what is not, in code, in a formula or in another link, the parser says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import regex
from markdown_it.common.utils import normalizeReference
from markdown_it.tree import SyntaxTreeNode

from flashcards.block.cut import indent, unquote
from flashcards.markdown import block_parser

_DEFINES = regex.compile(r"\[[^\]\[\n]+\]:")
_MARK = regex.compile(r"\[\^[^\]\s]+\]")
_LABEL = regex.compile(r"\[((?:\\.|[^\]\[\\]){1,200})\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """footnotes: each by what refers to it, `[^1]`; its definition in Markdown.  addresses: by labels, as those are compared."""

    footnotes: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)


def find_definitions(body: str) -> Definitions:
    """All that a note defines; of two addresses with one label the first."""
    if "]:" not in body or not _DEFINES.search(body):
        return Definitions()
    env: dict[str, Any] = {}
    tokens = block_parser().parse(body, env)
    nodes = SyntaxTreeNode(tokens).walk() if "[^" in body else ()
    lines = body.split("\n")
    return Definitions(
        footnotes=dict(_read(node, lines) for node in nodes if node.type == "footnote_reference"),
        addresses={label: str(found["href"]) for label, found in env.get("references", {}).items()},
    )


def with_definitions(text: str, defined: Definitions) -> str:
    """A text with the definitions that it, or one of these, refers to: addresses before it, footnotes behind."""
    if "[" not in text:
        return text
    left, parts = dict(defined.footnotes), [text]
    for part in parts if left else ():  # which grows
        found = (left.pop(mark, None) for mark in _MARK.findall(part))
        parts.extend(note for note in found if note)
    whole = "\n\n".join(parts)
    labels = dict.fromkeys(map(normalizeReference, _LABEL.findall(whole))) if defined.addresses else ()
    told = [f"[{label}]: <{defined.addresses[label]}>" for label in labels if label in defined.addresses]
    return "\n".join([*told, "", whole]) if told else whole


def _read(node: SyntaxTreeNode, lines: Sequence[str]) -> tuple[str, str]:
    """The mark of a footnote and what it says."""
    first, end = node.map or (0, 1)
    quotes, above = 0, node.parent
    while above:
        quotes += above.type == "blockquote"
        above = above.parent
    bare = [unquote(line, quotes) for line in lines[first:end]]
    columns = indent(bare[0])
    text = "\n".join(" " * max(0, indent(line) - columns) + line.lstrip(" \t") for line in bare)
    return f"[^{node.meta['label']}]", text.rstrip()

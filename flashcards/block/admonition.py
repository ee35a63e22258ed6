"""Admonitions of MkDocs that ask: `??? question "the question"`, and the answer below, indented by four blanks.

Markdown calls what is indented so code. Other kinds (`!!! note`) are left to it: they ask nobody.
"""

from __future__ import annotations

from dataclasses import replace

from flashcards.block.source import Source
from flashcards.pattern import Pattern

_ASKS = Pattern(r"(?:\?{3}\+?|!{3})[ \t]+(?i:question|help|faq)\b[^\"\n]*\"(?P<title>[^\"\n]*\S[^\"\n]*)\"[ \t]*")
_WIDTH = 4  # columns by which the answer is indented
_DEEPEST = 20  # admonitions in each other; nobody opens more


def asked_in(text: str, source: Source) -> str:
    """The title of an admonition that asks, by its first line; empty where a paragraph begins with none."""
    if not text.startswith(("???", "!!!")) or source.inside >= _DEEPEST:
        return ""
    found = _ASKS.fullmatch(text.partition("\n")[0])
    return str(found["title"]).strip() if found else ""


def opened(source: Source, first: int, last: int) -> Source:
    """The note with some lines less indented, 1-based and inclusive, as what stands in an admonition is read."""
    inner = tuple(_outdented(line) for line in source.lines[first - 1 : last])
    return replace(source, lines=(*source.lines[: first - 1], *inner), inside=source.inside + 1)


def _outdented(line: str) -> str:
    blank = len(line) - len(line.lstrip(" "))
    return line[1:] if line.startswith("\t") else line[min(_WIDTH, blank) :]

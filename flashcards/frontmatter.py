"""The front matter of a file -> title, categories, tags; the body with the front matter blanked out.

Blanked and not cut, so that line 163 of the body is line 163 of the file. Front matter that YAML refuses (most often a
title that begins with `[`) is still read, line by line, as far as it is plain: the writer meant it all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

import regex

from flashcards.errors import Problem

_BLOCK = regex.compile(r"\A-{3}[ \t]*\n(?P<yaml>.*?)^(?:-{3}|\.{3})[ \t]*$", regex.MULTILINE | regex.DOTALL)
_PAIR = regex.compile(r"^(?P<key>[A-Za-z_]+)[ \t]*:[ \t]*(?P<value>.*)$")
_ITEM = regex.compile(r"^[ \t]*-[ \t]+(?P<value>.+)$")
_LIMIT = 200_000  # characters: real front matter holds some hundred


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What the front matter states, as the writer wrote it."""

    title: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def split_front_matter(text: str, path: str) -> tuple[FrontMatter, str, tuple[Problem, ...]]:
    """Text whose lines end in LF -> front matter, body with the file's own lines, remarks.

    A block that YAML reads as anything but keys and values is no front matter: it stays in the body.
    """
    block = _BLOCK.match(text)
    if not block:
        return FrontMatter(), text, ()
    blanked = "\n" * text.count("\n", 0, block.end()) + text[block.end() :]
    source = block["yaml"]
    if len(source) > _LIMIT:
        problem = Problem(
            message=f"front matter of {len(source):,} characters is not read", path=path, line=1, hint="shorten it"
        )
        return FrontMatter(), blanked, (problem,)
    try:
        data = _yaml().load(source)
    except Exception as error:  # noqa: BLE001 - YAML's own errors, and ValueError, KeyError... for odd dates and numbers
        mark = getattr(error, "problem_mark", None)
        line = 2 + (mark.line if mark else 0)
        hint = 'put a value that holds [ ] : # or @ in quotes, as title: "[...] ..."; what is plain in it is used as it stands'
        problem = Problem(message="front matter is not valid YAML", path=path, line=line, hint=hint)
        return _plain(source), blanked, (problem,)
    if not isinstance(data, dict):
        return FrontMatter(), text if data is not None else blanked, ()
    front = FrontMatter(
        title=" ".join(_strings(data.get("title"))[:1]),
        categories=_strings(data.get("categories")) + _strings(data.get("category")),
        tags=_strings(data.get("tags")) + _strings(data.get("tag")),
    )
    return front, blanked, ()


class _Reader(Protocol):
    def load(self, fm: str) -> object: ...


@cache
def _yaml() -> _Reader:
    from frontmatter.default_handlers import YAMLHandler  # noqa: PLC0415 - 50 ms that files without front matter save

    return cast("_Reader", YAMLHandler())


def _strings(value: object) -> tuple[str, ...]:
    """A scalar or a list of scalars as texts, blanks made one; anything deeper is left out."""
    values = value if isinstance(value, list) else [value]
    texts = (
        " ".join(str(item).split())
        for item in values
        if isinstance(item, (str, int, float)) and not isinstance(item, bool)
    )
    return tuple(text for text in texts if text)


def _plain(source: str) -> FrontMatter:
    """Front matter that YAML refuses, read as plain `key: value` and `- item` lines."""
    found: dict[str, list[str]] = {}
    key = ""
    for kind, text in _lines(source):
        if kind == "key":
            key = text.lower()
        elif key:
            found.setdefault(key, []).append(text)
    get = found.get
    return FrontMatter(
        title=" ".join(get("title", [])[:1]),
        categories=tuple(get("categories", []) + get("category", [])),
        tags=tuple(get("tags", []) + get("tag", [])),
    )


def _lines(source: str) -> Iterator[tuple[str, str]]:
    for line in source.split("\n"):
        if pair := _PAIR.match(line):
            yield "key", pair["key"]
            if value := _unquoted(pair["value"]):
                yield "value", value
        elif item := _ITEM.match(line):
            yield "value", _unquoted(item["value"])


def _unquoted(value: str) -> str:
    value = " ".join(value.split())
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value

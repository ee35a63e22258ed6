"""The front matter of a file -> title, categories, tags; the body with the front matter blanked out.

Blanked and not cut, so that line 163 of the body is line 163 of the file. Front matter that YAML refuses (most often a
title that begins with `[`) is still read, line by line, as far as it is plain: the writer meant it all the same.

Every value is the text that stands there: a tag 3.10 is no number and a title 2026-03-02 no date. So YAML's own merges
and types are never carried out, which is where a small file could cost much time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import regex

from flashcards.errors import Problem
from flashcards.pattern import Pattern

_BLOCK = regex.compile(r"\A-{3}[ \t]*\n(?P<yaml>.*?)^(?:-{3}|\.{3})[ \t]*$", regex.MULTILINE | regex.DOTALL)
_TOML_BLOCK = regex.compile(r"\A\+{3}[ \t]*\n(?P<toml>.*?)^\+{3}[ \t]*$", regex.MULTILINE | regex.DOTALL)
_TOML_KEYS = Pattern(r"\s*(?:#.*\s*)*+[\w\"'.-]+[ \t]*=")
# Its first line that is neither blank nor a comment gives a key: so a divider above a heading, above text or above
# `Q: ...` is a divider.
_FIRST = r"\s*+(?:#(?!#).*\s*+)*(?!(?:q|a|question|answer|질문|답변?)[ \t]*:)"
_KEYS = regex.compile(_FIRST + r"""["']?[\p{L}_][^:\n]{0,60}:(?=\s|$)""", regex.IGNORECASE)
_PLAIN_KEYS = Pattern("(?i)" + _FIRST + r"[a-z_][\w-]*:(?=\s|$)")
_PAIR = Pattern(r"^(?P<key>[\p{L}_][\w-]*)[ \t]*:(?:[ \t]+(?P<value>.*))?$")
_ITEM = Pattern(r"^[ \t]*-[ \t]+(?P<value>.+)$")
_LIST = Pattern(r"^\[(?P<items>[^\[\]]*)\]$")
_LINK = Pattern(r"\[\[(?:[^\[\]|]*\|)?(?P<shown>[^\[\]|]+)\]\]")  # of Obsidian, to the note of a person
_NOTHING = ("", "~", "null", "Null", "NULL")
_LIMIT = (
    10_000  # characters: real front matter holds some hundred; at 50,000 nested lists the C parser runs out of stack
)
_AS_IT_STANDS = "what is plain in it is used as it stands"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What the front matter states, as the writer wrote it. keys: `week 4`, a key and its value, for a few keys."""

    title: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


def split_front_matter(text: str, path: str) -> tuple[FrontMatter, str, tuple[Problem, ...]]:
    """Text whose lines end in LF -> front matter, body with the file's own lines, remarks.

    A block that YAML reads as anything but keys and values is no front matter: it stays in the body. So is one between
    `+++`, as Hugo writes it, that is no TOML.
    """
    block, front = _BLOCK.match(text), None
    problems: tuple[Problem, ...] = ()
    if block:
        front, problems = _read(block["yaml"], path)
    elif block := _TOML_BLOCK.match(text):
        front, problems = _read_toml(block["toml"], path)
    else:
        return FrontMatter(), text, _never_closed(text, path)
    if front is None:
        return FrontMatter(), text, problems
    return front, "\n" * text.count("\n", 0, block.end()) + text[block.end() :], problems


def _read(source: str, path: str) -> tuple[FrontMatter | None, tuple[Problem, ...]]:
    """What stands between the two `---`; None where that is no front matter."""
    if not _KEYS.match(source):
        return None, ()
    if len(source) > _LIMIT:
        message = f"front matter of {len(source):,} characters is not read as YAML"
        return _plain(source), (Problem(message=message, path=path, line=1, hint=f"shorten it; {_AS_IT_STANDS}"),)
    try:
        data = _reader()(source)
    except Exception as error:  # noqa: BLE001 - YAML's own errors, and RecursionError and TypeError for odd nesting
        if not _PLAIN_KEYS.match(source):
            return None, ()
        mark = getattr(error, "problem_mark", None)
        line = 2 + (mark.line if mark else 0)
        hint = f'put a value that holds [ ] : # or @ in quotes, as title: "[...] ..."; {_AS_IT_STANDS}'
        return _plain(source), (Problem(message="front matter is not valid YAML", path=path, line=line, hint=hint),)
    if not isinstance(data, dict):
        return None, ()
    return _front({str(key).lower(): _strings(value) for key, value in data.items()}), ()


def _read_toml(source: str, path: str) -> tuple[FrontMatter | None, tuple[Problem, ...]]:
    """What stands between the two `+++`; None where that is no front matter."""
    import tomllib  # noqa: PLC0415 - only Hugo's notes need it here

    if not _TOML_KEYS.match(source):
        return None, ()
    try:
        data = tomllib.loads(source[:_LIMIT])
    except (ValueError, RecursionError) as error:  # no TOML; lists nested too deep
        hint = f"mend it, a text stands in quotes; until then it is read as text ({error})"
        return None, (Problem(message="front matter is not valid TOML", path=path, line=1, hint=hint),)
    texts = {key.lower(): value if isinstance(value, list | dict) else str(value) for key, value in data.items()}
    return _front({key: _strings(value) for key, value in texts.items()}), ()


def _never_closed(text: str, path: str) -> tuple[Problem, ...]:
    if not (text.startswith("---\n") and _PLAIN_KEYS.match(text.removeprefix("---\n"))):
        return ()
    hint = "end it with a line --- before the text; until then it is read as text"
    return (Problem(message="front matter is never closed", path=path, line=1, hint=hint),)


@cache
def _reader() -> Callable[[str], object]:
    """YAML's reader that leaves every value the text that it is."""
    from frontmatter import default_handlers  # noqa: PLC0415 - 50 ms that files without front matter save

    yaml: Any = vars(default_handlers)["yaml"]
    return partial(default_handlers.YAMLHandler().load, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def _front(stated: Mapping[str, Sequence[str]]) -> FrontMatter:
    def of(*names: str) -> tuple[str, ...]:
        return tuple(text for name in names for text in stated.get(name, ()))

    return FrontMatter(
        title=" ".join(of("title")[:1]),
        categories=of("categories", "category"),
        tags=of("tags", "tag"),
        speakers=of("speakers", "speaker", "hosts", "master", "mentor", "멘토", "마스터", "강연자", "연사"),
        keys=tuple(f"{key} {text}" for key in ("week", "day", "date") for text in of(key)[:1]),
    )


def _strings(value: object) -> tuple[str, ...]:
    """A scalar or a list of scalars as texts, blanks made one; anything deeper is left out."""
    values = value if isinstance(value, list) else [value]
    values = [item[0] if isinstance(item, list) and len(item) == 1 else item for item in values]  # [[name]], not quoted
    texts = (" ".join(_LINK.sub(r"\g<shown>", item).split()) for item in values if isinstance(item, str))
    return tuple(text for text in texts if text not in _NOTHING)


def _plain(source: str) -> FrontMatter:
    """Front matter that YAML refuses, read as plain `key: value` and `- item` lines."""
    found: dict[str, list[str]] = {}
    key = ""
    for kind, text in _lines(source):
        if kind == "key":
            key = text.lower()
        elif key:
            found.setdefault(key, []).append(text)
    return _front(found)


def _lines(source: str) -> Iterator[tuple[str, str]]:
    for line in source.split("\n"):
        if pair := _PAIR.match(line):
            yield "key", pair["key"]
            items = _LIST.match((pair["value"] or "").strip()) if pair["key"].lower() != "title" else None
            values = items["items"].split(",") if items else [pair["value"] or ""]
            yield from (("value", value) for text in values if (value := _unquoted(text)) not in _NOTHING)
        elif item := _ITEM.match(line):
            yield "value", _unquoted(item["value"])


def _unquoted(value: str) -> str:
    value = " ".join(value.split())
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value

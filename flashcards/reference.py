"""Links and pictures that tell their address elsewhere (`[words][1]`, below it `[1]: https://…`) -> links that hold it.

A card is cut out of its note, and what it refers to would stay behind: addresses stand at the end of a section or of the
whole note. Line for line, so that lines keep their numbers; code is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import regex

from flashcards.fences import outside_code

_TITLE = r"""(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?"""
_LABEL = r"\[(?!\^)(?P<label>(?:\\.|[^\]\[\\\n]){1,200})\]"  # ^ makes a footnote
# An address, not a word: `[질문]: 왜?` asks.
_DEFINED = regex.compile(
    rf"[ \t>]*{_LABEL}:[ \t]*(?!<?data:)(?:<(?P<url>[^<>\n]+)>|(?P<url>[^\s<]*[./#:][^\s<]*)){_TITLE}[ \t]*",
    regex.IGNORECASE,
)
_TEXT = r"\[(?P<text>(?:\\.|[^\]\[\\\n]|\[[^\]\[\n]{0,200}\]){0,300}+)\]"
_REFERS = regex.compile(
    rf"(?P<code>(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))|(?P<other>\\.)|(?P<mark>!?)(?<![\w\]]){_TEXT}(?:\[(?P<label>[^\]\[\n]{{0,200}})\]|(?![\[(:]))"
)


def with_addresses(body: str) -> str:
    """A note's body whose links all tell where they lead to."""
    if "]:" not in body:
        return body
    lines = body.split("\n")
    shown = list(outside_code(lines))
    addresses = _defined(lines, shown)
    if not addresses:
        return body
    for number in shown:
        if "[" in lines[number] and not _DEFINED.fullmatch(lines[number]):
            lines[number] = _REFERS.sub(lambda found: _linked(found, addresses), lines[number])
    return "\n".join(lines)


def _defined(lines: Sequence[str], shown: Iterable[int]) -> dict[str, str]:
    """Each address by its label; of two with one label the first counts, as in CommonMark."""
    addresses: dict[str, str] = {}
    for number in shown:
        if "]:" in lines[number] and (found := _DEFINED.fullmatch(lines[number])):
            addresses.setdefault(_same(found["label"]), found["url"])
    return addresses


def _linked(found: regex.Match[str], addresses: Mapping[str, str]) -> str:
    url = addresses.get(_same(found["label"] or found["text"] or "")) if found["text"] is not None else None
    if url is None:
        return str(found[0])
    text = _REFERS.sub(lambda inner: _linked(inner, addresses), found["text"])  # a picture that is a link
    return f"{found['mark']}[{text}](<{url}>)"


def _same(label: str) -> str:
    """A label as two of them are compared."""
    return " ".join(label.casefold().split())

"""Field HTML from elsewhere -> whether html.py could have made it.

Cards may go through other programs as JSON lines, and come back as somebody else's. A field is a page's worth of power in
Anki, so what html.py never writes is refused rather than cleaned: a clean field would be another one, with another hash.
"""

from __future__ import annotations

from html import unescape

import regex

from flashcards.field import guard, legal
from flashcards.formula import is_formula
from flashcards.html import ATTRIBUTES, TAGS, TOKEN
from flashcards.markdown import COLOURS

_CLASSES = {
    "div": {"missing"},
    "ol": {"notes"},
    "span": {"words", "long", *COLOURS},
    "sup": {"ref"},
}
_ATTRIBUTES = regex.compile(r"""(?: (?P<name>[a-z]+)="(?P<value>[^"]*)")*+""")
_VALUES = {
    "href": regex.compile(r"(?:https?://|mailto:).*", regex.IGNORECASE | regex.DOTALL),
    "src": regex.compile(r"fc-[0-9a-f]{16}\.(?:png|jpg|gif|webp|avif)"),
    "style": regex.compile(r"text-align: ?[a-z]+;?"),
    "start": regex.compile(r"\d{1,9}"),
    "colspan": regex.compile(r"\d{1,4}"),
    "rowspan": regex.compile(r"\d{1,5}"),
}
_FORMULA = regex.compile(r"\\\((?P<tex>.*?)\\\)|\\\[(?P<tex>.*?)\\\]", regex.DOTALL)


def strange_in(html: str) -> str:
    """The first piece of some HTML that no field of ours holds; empty where there is none."""
    if legal(html) != html:
        return "a control character"
    code = 0  # how deep in code, where MathJax does not look
    for found in TOKEN.finditer(html):
        tag, close, name, rest, text = found.groups()
        if tag:
            code += (-1 if close else 1) * (name in {"code", "pre"})
            if name not in TAGS or (rest and (close or not _is_legal(name, rest))) or guard(tag, tex=False) != tag:
                return str(tag)
        elif text == "<" or not _is_inert(text, code=bool(code)):
            return str(text)
    return ""


def _is_legal(name: str, rest: str) -> bool:
    """Whether a tag may have these attributes."""
    found = _ATTRIBUTES.fullmatch(rest)
    if not found:
        return False
    legal_names = ATTRIBUTES.get(name, set[str]())
    return all(
        value in _CLASSES.get(name, ())
        if key == "class"
        else key in legal_names and (key not in _VALUES or bool(_VALUES[key].fullmatch(value)))
        for key, value in zip(found.captures("name"), found.captures("value"), strict=True)
    )


def _is_inert(text: str, *, code: bool) -> bool:
    """Whether neither Anki nor MathJax would act on a text, but on formulas that do no harm."""
    if code:
        return guard(text, tex=False) == text
    formulas = [unescape(found["tex"]) for found in _FORMULA.finditer(text)]
    rest = _FORMULA.sub("", text)
    return all(map(is_formula, formulas)) and guard(rest, tex=True) == rest and guard(text, tex=False) == text

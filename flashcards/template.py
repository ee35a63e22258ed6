"""Fill Anki's card templates as Anki does, so that a card can be looked at without Anki.

Built here is what the note type uses: `{{Field}}`, `{{#Field}}...{{/Field}}`, `{{^Field}}...{{/Field}}`, `{{FrontSide}}`.
Anki's filters (`{{cloze:Field}}`) are not: a template that wants one is a fault of ours and fails by name.
"""

from __future__ import annotations

from collections.abc import Mapping

import regex

_PART = regex.compile(r"\{\{(?P<mark>[#^/]?)(?P<name>[^{}]+)\}\}|(?P<text>[^{]+|\{)")
_NOTHING = regex.compile(r"(?:\s|</?(?:br|div) ?/?>)*")  # what Anki takes for an empty field


def sides(front: str, back: str, fields: Mapping[str, str]) -> tuple[str, str]:
    """Both sides of a card as HTML. fields: by name, each as HTML."""
    shown = fill(front, fields)
    return shown, fill(back, {**fields, "FrontSide": shown})


def fill(template: str, fields: Mapping[str, str]) -> str:
    """A template with its fields put in. What a field holds is never read as a template."""
    parts: list[str] = []
    around: list[bool] = []  # of each open section, whether it shows
    for found in _PART.finditer(template):
        mark, name = found["mark"], found["name"]
        if mark == "/":
            around.pop()
        elif mark:
            around.append(bool(_NOTHING.fullmatch(fields[name])) == (mark == "^"))
        elif all(around):
            parts.append(found["text"] or fields[name])
    return "".join(parts)

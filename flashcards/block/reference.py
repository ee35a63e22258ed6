"""Links that tell their address elsewhere, `[words][1]` and below it `[1]: https://…`, for the texts that are cut out above.

As with footnotes: a definition is no block, it stands mostly at the note's end, and it belongs to each text that refers to
it. What is a reference and what is not, in code, in a formula or in another link, the parser says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import regex
from markdown_it.common.utils import normalizeReference

from flashcards.markdown import block_parser

_DEFINES = regex.compile(r"^[ \t>]*\[[^\]\[\n^][^\]\[\n]*\]:", regex.MULTILINE)
_LABEL = regex.compile(r"\[((?:\\.|[^\]\[\\]){1,200})\]")


def find_references(body: str) -> Mapping[str, str]:
    """All addresses that a note tells by themselves, each by its label as labels are compared; of two with one the first."""
    if "]:" not in body or not _DEFINES.search(body):
        return {}
    env: dict[str, Any] = {}
    block_parser().parse(body, env)
    found = ((label, str(defined["href"])) for label, defined in env.get("references", {}).items())
    return {label: href for label, href in found if not href.startswith("data:")}


def with_references(text: str, references: Mapping[str, str]) -> str:
    """A text behind the definitions that it refers to."""
    if not references or "[" not in text:
        return text
    used = dict.fromkeys(normalizeReference(label) for label in _LABEL.findall(text))
    told = [f"[{label}]: <{references[label]}>" for label in used if label in references]
    return "\n".join([*told, "", text]) if told else text

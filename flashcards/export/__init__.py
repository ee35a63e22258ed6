"""Cards as text on standard output, one form a module.

A form is a function from drafts to pieces of text, each with its own line end: nothing is held back, so that a pipe
gets the first card before the last is written, and nothing but the cards is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from flashcards.card import Draft
from flashcards.export.jsonl import json_lines

Form = Literal["jsonl", "csv", "anki", "md"]


def export(form: Form, drafts: Sequence[Draft], guids: Sequence[str], *, deck: str, folder: str) -> Iterator[str]:
    """The cards in one form, in document order.

    guids: of the drafts, in their order.  deck: the deck's name.  folder: what the paths of pictures in Markdown begin
    at, an absolute path.
    """
    match form:
        case "jsonl":
            return json_lines(drafts, guids, deck)
        case "csv":
            from flashcards.export.table import csv_rows  # noqa: PLC0415

            return csv_rows(drafts, guids)
        case "anki":
            from flashcards.export.ankitext import anki_rows  # noqa: PLC0415

            return anki_rows(drafts, guids, deck)
        case "md":
            from flashcards.export.markdown import markdown  # noqa: PLC0415

            return markdown(drafts, folder)

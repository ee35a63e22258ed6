"""Cards as CSV, for a spreadsheet: UTF-8 with a BOM (Excel takes it for the local code page otherwise), CRLF rows.

The cells are somebody's notes, and a spreadsheet does not show every text as it is: it runs what looks like a formula,
and makes `03.10` a 3.1. An apostrophe before such a cell stops both; it is the spreadsheet's own word for "this is text".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from flashcards.card import Draft
from flashcards.export.rows import rows_of
from flashcards.media import link_name

COLUMNS = (
    "question", "answer", "context", "master", "week", "day", "date", "title", "tags", "rule", "source", "guid",
)  # fmt: skip

# The full-width forms too: Excel in Korean, Japanese and Chinese reads them as the others.
_RUN = regex.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = regex.compile(r"\d[\d.,:/ -]*%?|\d+e\d+", regex.IGNORECASE)  # a date and a time are numbers too
_SAME = regex.compile(r"0|[1-9]\d{0,14}|\d{4}-\d\d-\d\d")  # shown as it was written; of more digits the last are lost


def csv_rows(drafts: Sequence[Draft], guids: Sequence[str]) -> Iterator[str]:
    """The header, then one row a card. guids: of the drafts, in their order."""
    yield "\ufeff"
    rows = ([_cell(text) for text in _row(draft, guid)] for draft, guid in zip(drafts, guids, strict=True))
    yield from rows_of([COLUMNS], separator=",", end="\r\n")
    yield from rows_of(rows, separator=",", end="\r\n")


def _row(draft: Draft, guid: str) -> tuple[str, ...]:
    day = "" if draft.labels.day is None else str(draft.labels.day)
    source = f"{draft.path}:{draft.card.question_lines[0]}"
    return (
        draft.question_text or _pictures(draft, "question"), draft.answer_text or _pictures(draft, "answer"),
        draft.context_text, draft.master, draft.week, day, draft.labels.date, draft.title, " ".join(draft.tags),
        draft.card.rule, source, guid,
    )  # fmt: skip


def _pictures(draft: Draft, role: str) -> str:
    """What stands for a text that is none but pictures: an empty cell would look like a fault."""
    return "\n".join(link_name(picture.link) for picture in draft.pictures if picture.role == role)


def _cell(text: str) -> str:
    turned = _NUMBER.fullmatch(text) and not _SAME.fullmatch(text)
    return f"'{text}" if turned or _RUN.match(text) else text

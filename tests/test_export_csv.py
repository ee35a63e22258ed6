"""`extract --format csv`: a spreadsheet opens it as it is, runs none of it and loses no figure."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flashcards.collect import collect
from flashcards.export import export
from flashcards.export.table import COLUMNS
from tests.hostile import draft_of

Write = Callable[..., Path]

GUID = "0a1b2c3d4e5f6071"
NOTE = """---
title: "Week_3 Day_12 [마스터클래스] 한결음 마스터 (03.10)"
tags: [지도 읽기]
---

## Q&A
- 지도는 "어디", 에서 받나요?
\t- 안내소
\t- 정문
\t- (질문) 무료인가요?
\t\t- 네, 무료입니다.
"""


def text_of(*paths: Path) -> str:
    drafts = collect([str(path) for path in paths]).drafts
    return "".join(export("csv", drafts, [GUID] * len(drafts), deck="x", folder="/"))


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def cell(question: str, guid: str = GUID) -> tuple[str, str]:
    """Question and guid as they stand in the table."""
    [row] = read(
        "".join(export("csv", [replace(draft_of("답"), question_text=question)], [guid], deck="x", folder="/"))
    )
    return row["question"], row["guid"]


def test_the_columns_hold_what_the_note_says(write: Write) -> None:
    path = write("a.md", NOTE)
    rows = read(text_of(path))
    title = "Week_3 Day_12 [마스터클래스] 한결음 마스터 (03.10)"
    same = {"master": "한결음", "week": "3", "day": "12", "date": "'03.10", "title": title, "guid": GUID}
    tags, rule = "master::한결음 week::03 day::12 지도-읽기", rows[0]["rule"]
    first = {
        "question": '지도는 "어디", 에서 받나요?',
        "answer": "안내소\n정문",
        "context": "",
        "tags": tags,
        "source": f"{path}:7",
    }
    second = {
        "question": "무료인가요?",
        "answer": "네, 무료입니다.",
        "context": first["question"],
        "source": f"{path}:10",
    }
    assert rows == [
        {**same, **first, "rule": rule},
        {**same, **second, "tags": f"{tags} type::followup", "rule": rows[1]["rule"]},
    ]


def test_it_begins_with_a_bom_and_the_header_and_its_rows_end_in_crlf(write: Write) -> None:
    text = text_of(write("a.md", NOTE))
    want = "\ufeff" + ",".join(COLUMNS) + "\r\n"
    assert (text.startswith(want), text.endswith("\r\n"), text.count("\r\n"), text.count("\n")) == (True, True, 3, 4)


def test_notes_without_cards_give_the_header_alone() -> None:
    assert text_of() == "\ufeff" + ",".join(COLUMNS) + "\r\n"


def test_a_picture_is_named_as_its_writer_named_it(write: Write) -> None:
    path = write("a.md", "## Q&A\n\n- 무엇인가요?\n\t- ![](img/%EC%A7%80%EB%8F%84.png)\n")
    assert [row["answer"] for row in read(text_of(path))] == ["지도.png"]


@pytest.mark.parametrize(
    "text",
    [
        "=1+2", '=HYPERLINK("http://a")', "+82 2", "-3도인가요?", "@SUM(1)", "＝1+2", "＋1", "－1", "＠A", "\t=1", "\r=1", " =1", "\u3000=1", "\n=1",
        "=", "-",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(text: str) -> None:
    assert cell(text) == (f"'{text}", GUID)


@pytest.mark.parametrize("text", ["03.10", "007", "1,000", "3/4", "1-2", "12:30", "1e5", "50%", "1234567890123456"])
def test_what_it_would_make_another_number_begins_with_an_apostrophe(text: str) -> None:
    assert cell(text) == (f"'{text}", GUID)


@pytest.mark.parametrize("guid", ["1234567890123456", "12345678901234e5", "0000000000000000"])
def test_a_guid_that_looks_like_a_number_stays_whole(guid: str) -> None:
    assert cell("왜?", guid) == ("왜?", f"'{guid}")


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "42",
        "2026-03-10",
        "a=b인가요?",
        "a-b",
        "왜\n=1인가요?",
        "3월 10일",
        "'인용'",
        '"따옴표", 쉼표',
        "C++",
        "1. 첫째",
    ],
)
def test_a_harmless_cell_is_left_alone(text: str) -> None:
    assert cell(text) == (text, GUID)

"""Reading a file: whatever an editor left in it is evened out, and every line keeps its number."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from flashcards.collect import collect
from flashcards.document import Document, Place, parse_document
from flashcards.errors import FlashcardsError
from flashcards.reading import extract_document
from tests.note import read_document, shipped

Write = Callable[..., Path]

QA = "## Q&A\n- 지도는 어디에서 받나요?\n\t- 안내소에서 받습니다.\n\t- 무료입니다.\n"


def place(path: Path) -> Place:
    return Place(path="a.md", below=path.name, file=path, given=path.parent)


def parse(text: str) -> Document:
    return parse_document(text, place(Path("a.md")))


@pytest.mark.parametrize(
    ("data", "line"),
    [
        pytest.param(QA.encode(), 2, id="plain"),
        pytest.param(f"---\ntitle: 지도\n---\n{QA}".encode(), 5, id="front matter"),
        pytest.param(f"---\ntitle: [마스터클래스] 윤슬 마스터\n---\n\n{QA}".encode(), 6, id="broken front matter"),
        pytest.param(f"---\ntitle: 지도\n\n{QA}".encode(), 5, id="front matter never closed"),
        pytest.param(f"---\n\n바람\n\n---\n{QA}".encode(), 7, id="a divider at the top"),
        pytest.param(f"---\n- 바람\n---\n{QA}".encode(), 5, id="a list between dividers"),
        pytest.param(b"\xef\xbb\xbf" + f"---\ntitle: 지도\n---\n{QA}".encode(), 5, id="a BOM"),
        pytest.param(f"---\ntitle: 지도\n---\n\n{QA}".replace("\n", "\r\n").encode(), 6, id="CRLF"),
        pytest.param(f"---\ntitle: 지도\n---\n\n{QA}".replace("\n", "\r").encode(), 6, id="CR alone"),
        pytest.param(f"\r\n\r\n{QA}".encode(), 4, id="CRLF and LF mixed"),
        pytest.param(unicodedata.normalize("NFD", f"# 지도\n\n{QA}").encode(), 4, id="decomposed Hangul"),
        pytest.param(
            f"바\x00람\n\n{QA}".replace("\x00", "\x0b\x0c\x1b\x1c\x1e\x7f").encode(), 4, id="control characters"
        ),
        pytest.param(f"바\u0085람\u2028\u2029\n\n{QA}".encode(), 4, id="line ends of other alphabets"),
        pytest.param(f"![]({{{{\nsite.url\n}}}}/a.png)\n\n{QA}".encode(), 6, id="a site variable over three lines"),
        pytest.param(("바람\n" * 5_000 + "\n" + QA).encode(), 5_003, id="far down"),
    ],
)
def test_a_card_has_the_lines_of_the_file_as_it_stands(write: Write, data: bytes, line: int) -> None:
    [draft] = collect([str(write("a.md", data))]).drafts
    got = draft.question_text, draft.card.question_lines, draft.card.answer_lines
    assert got == ("지도는 어디에서 받나요?", (line, line), ((line + 1, line + 2),))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(
            "지도\n".encode("utf-16-be"), "a.md: is a binary file, not text; leave it out", id="UTF-16, no mark"
        ),
        pytest.param(b"# a\n\0\n", "a.md: is a binary file, not text; leave it out", id="a NUL byte"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", "a.md: is a binary file, not text; leave it out", id="a picture"),
        pytest.param(b"ok\r\rok\r\n\xff", "a.md:4: is not UTF-8 text; save it as UTF-8", id="line ends of every kind"),
        pytest.param("지도".encode()[:-1], "a.md:1: is not UTF-8 text; save it as UTF-8", id="cut in a character"),
    ],
)
def test_a_file_that_is_no_utf8_text_is_refused_and_the_way_out_named(write: Write, data: bytes, message: str) -> None:
    with pytest.raises(FlashcardsError) as raised:
        read_document(place(write("a.md", data)))
    assert str(raised.value)[: len(message)] == message


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="no byte"),
        pytest.param(b"\n\n", id="blank lines"),
        pytest.param(b"\xef\xbb\xbf", id="a BOM alone"),
        pytest.param(b"---\n---\n", id="two dividers"),
    ],
)
def test_an_empty_file_is_a_document_that_states_nothing(write: Write, data: bytes) -> None:
    document = read_document(place(write("a.md", data)))
    assert (document.title, document.front.tags, document.problems) == ("", (), ())


def test_a_file_that_is_no_file_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    with pytest.raises(FlashcardsError, match=r"^a\.md: is not an ordinary file; give a Markdown file or a folder$"):
        read_document(place(tmp_path / "a.md"))


@pytest.mark.parametrize("target", ["a.md", "gone.md"])
def test_a_link_to_itself_or_to_nothing_is_refused(tmp_path: Path, target: str) -> None:
    (tmp_path / "a.md").symlink_to(target)
    with pytest.raises(
        FlashcardsError, match=r"^a\.md: cannot be read: .*; check that it is there and that you may read it$"
    ):
        read_document(place(tmp_path / "a.md"))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("---\ntitle: 지도\n---\n# 바람\n", "지도", id="the front matter's"),
        pytest.param("# **바람과 R\\&D**\n", "바람과 R&D", id="without the stars around it and without escapes"),
        pytest.param("# **바람** 과 **지도**\n", "**바람** 과 **지도**", id="with what is bold in it"),
        pytest.param("---\ntitle:\n---\n# 바람\n", "바람", id="the heading's, where the front matter has none"),
        pytest.param("글\n\n### 바람\n# 지도\n", "바람", id="the first heading's, of any level"),
        pytest.param("바람\n====\n", "바람", id="an underlined heading's"),
        pytest.param("# 바람 ##  \n", "바람", id="without the marks that close it"),
        pytest.param("# C#\n", "C#", id="with a mark that is part of a name"),
        pytest.param("#\n# ##\n# 바람\n", "바람", id="an empty heading is none"),
        pytest.param("```\n# 바람\n```\n# 지도\n", "지도", id="no comment of a program"),
        pytest.param("```x```\n# 지도\n", "지도", id="code in a line opens no block"),
        pytest.param("~~~\n```\n# 바람\n~~~\n# 지도\n", "지도", id="another fence closes nothing"),
        pytest.param("#바람\n#해시태그 #둘\n", "", id="no hashtag"),
        pytest.param("    # 바람\n", "", id="no indented code"),
        pytest.param("바람\n", "", id="never the text"),
    ],
)
def test_the_title_is_the_front_matters_or_the_first_headings_or_empty(text: str, title: str) -> None:
    assert parse(text).title == title


@pytest.mark.parametrize(
    ("text", "called"),
    [
        pytest.param("## 가\n\n## 나\n", "a", id="where no heading is the title"),
        pytest.param("가\n", "a", id="where there is no heading"),
        pytest.param("# 가\n\n## 나\n", "", id="not where one is"),
        pytest.param("---\ntitle: 가\n---\n나\n", "", id="nor where the front matter has one"),
    ],
)
def test_the_files_name_speaks_for_a_note_without_a_title(text: str, called: str) -> None:
    assert parse(text).called == called


@pytest.mark.parametrize(
    ("name", "cards"),
    [
        ("FAQ.md", 3),
        ("office-hours-2026-03.md", 3),
        ("질의응답.md", 3),
        ("faq-bot-design.md", 0),
        ("오피스아워-안내.md", 0),
        ("a.md", 0),
    ],
)
def test_a_file_called_as_a_section_of_questions_is_one(name: str, cards: int) -> None:
    here = Place(path=name, below=name, file=Path(name), given=Path())
    note = parse_document(
        "## How do I install it?\n\nOnce.\n\n## Why now?\n\nIt is late.\n\n## Does it work?\n\nYes.\n", here
    )
    assert len(extract_document(note, shipped()).cards) == cards


def test_a_long_heading_takes_no_time() -> None:
    assert parse("# 바람" + " " * 200_000 + "x\n").title[:2] == "바람"


def test_decomposed_hangul_is_composed_everywhere() -> None:
    document = parse(unicodedata.normalize("NFD", "---\ntitle: 지도\n---\n# 바람\n"))
    assert (document.title, document.body) == ("지도", "\n\n\n# 바람\n")


@pytest.mark.parametrize("character", ["\t", "\u3000", "\u200b", "\xa0", "👩‍🏫"])
def test_characters_that_mean_something_stay(character: str) -> None:
    assert parse(f"바{character}람\n").body == f"바{character}람\n"

"""A note that seems to ask and gave no card is named by a build; a lecture is left alone, whatever it asks its listeners."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashcards.cli import cli
from flashcards.overlooked import overlooked
from flashcards.reading import extract_document
from flashcards.shipped import shipped_folder
from tests.note import document_of, shipped

Write = Callable[..., Path]
TALK = "# 오간 이야기\n\n- 배포는 언제 하나요?\n\t- 화요일에 한다\n- 로그는 얼마나 남기나요\n\t- 한 달\n- 되돌려도 되는지 궁금합니다!\n\t- 된다\n"
QA = "## Q&A\n- 지도는 어디에서 받나요?\n\t- 안내소에서 받습니다.\n"
WORDS = tomllib.loads((shipped_folder() / "vocabulary.toml").read_text("utf-8"))
CALLED = ("question_label", "asks_you", "asks_wh_marked", "asks_east_marked", "looks_asked")


def lines_of(text: str) -> tuple[int, ...]:
    return overlooked(extract_document(document_of(text), shipped()))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(TALK, (3, 5, 7), id="bullets"),
        pytest.param("# 이야기\n\n배포는 언제 하나요?\n로그는 남기나요?\n되돌려도 되나요?\n", (3, 4, 5), id="lines of a paragraph"),
        pytest.param("# Talk\n\n## How do you deploy?\n\nOn Tuesdays.\n\n## Why is it slow?\n\nIt is far.\n\n## What is kept?\n\nAll.\n", (3, 7, 11), id="headings in English"),
        pytest.param("# 話\n\n1. 危なくないですか\n2. 何を使いますか？\n3. いつですか。\n", (3, 4, 5), id="Japanese"),
        pytest.param("# 특강\n\n## 배포는 언제 하나요?\n\n화요일\n\n## 로그는 남나요?\n\n한 달\n\n## 되돌릴 수 있나요?\n\n된다\n", (3, 7, 11), id="headings"),
        pytest.param("# 이야기\n\n> 배포는 언제 하나요?\n\n> 로그는 남기나요?\n\n**되돌려도 되나요?**\n", (3, 5, 7), id="quotes and bold, each once"),
    ],
)  # fmt: skip
def test_lines_that_look_like_questions_are_seen(text: str, lines: tuple[int, ...]) -> None:
    assert lines_of(text) == lines


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# 강의\n\n왜 그럴까요?\n\n길이 멀기 때문이다.\n\n어떻게 줄일까요?\n", id="one and another rhetorical question"),
        pytest.param("# 강의\n\n## 왜 느릴까?\n\n## 무엇인가?\n\n## 어떻게 고칠까?\n\n## 캐시란?\n", id="the lecturer's own"),
        pytest.param("# 실습\n\n- 먼저 설치해 주세요\n- 실행해 주세요\n- 결과를 올려 주세요\n- 저장해 주세요\n", id="instructions"),
        pytest.param("# 회고\n\n- 더 배우고 싶습니다\n- 빠른지 느린지\n- 어떻게 다른지\n- 무엇이 좋은지\n", id="wishes and clauses"),
        pytest.param("# Talk\n\n## How it works\n\n## What we did\n\n## Why not\n\n- What is slow is far away.\n", id="titles in English"),
        pytest.param("# 강의\n\n```python\n# 언제 하나요?\n# 남기나요?\n# 되나요?\n```\n", id="code"),
        pytest.param("# 강의\n\n| 언제 하나요? |\n|---|\n| 남기나요? |\n| 되나요? |\n", id="a table"),
        pytest.param(f"# 강의\n\n{'왜 그럴까요? ' * 40}\n", id="a long line of prose"),
        pytest.param(f"{TALK}\n{QA}", id="a note with a card"),
        pytest.param(f"{TALK}\n## Q&A\n\n> 지도는 어디에서 받나요?\n", id="a note with a question without an answer, which is named"),
        pytest.param("", id="nothing"),
    ],
)  # fmt: skip
def test_a_lecture_or_a_note_that_is_named_already_is_left_alone(text: str) -> None:
    assert lines_of(text) == ()


@pytest.mark.parametrize("line", [text for word in CALLED for text in WORDS[word]["finds"] if "\n" not in text])
def test_what_any_of_the_words_finds_is_never_lost_on_the_way(line: str) -> None:
    asked = f"## {line}\n\n말\n\n## 말\n\n" * 3
    assert len(lines_of(f"# 강의\n\n## 연습 문제\n\n말\n\n{asked}")) == 3


@pytest.mark.parametrize("word", CALLED[1:])
def test_what_the_words_leave_is_left(word: str) -> None:
    assert lines_of("# 강의\n\n" + "\n\n말\n\n".join(WORDS[word]["leaves"])) == ()


def test_the_summary_names_the_note_in_one_line_the_first_time_and_out_of_the_cache(write: Write) -> None:
    write("notes/a.md", TALK)
    write("notes/b.md", QA)
    for _ in range(2):
        said = run("build", "notes").stderr.splitlines()
        at = said.index("  no card     1 note with lines that look like questions")
        assert said[at + 1 : at + 3] == [
            "    notes/a.md: 3 lines look like questions, none became a card",
            "    To see why: flashcards explain notes/a.md",
        ]


def test_of_many_notes_a_few_are_named(write: Write) -> None:
    write("notes/z.md", QA)
    for number in range(5):
        write(f"notes/{number}.md", TALK)
    few, every = (run("build", "notes", *more).stderr.splitlines() for more in ((), ("-v",)))
    assert "    and 2 more (-v names them all)" in few
    assert [sum("look like questions, none" in line for line in said) for said in (few, every)] == [3, 5]


def test_a_summary_of_lectures_has_no_such_row(write: Write) -> None:
    write("notes/a.md", "# 강의\n\n왜 그럴까요?\n\n길이 멀기 때문이다.\n")
    write("notes/b.md", QA)
    assert "look like" not in run("build", "notes").stderr


def test_where_no_note_gave_a_card_the_error_names_the_one_that_seems_to_ask(write: Write) -> None:
    write("notes/a.md", "# 강의\n\n말\n")
    write("notes/b.md", TALK)
    hint = "3 lines of notes/b.md look like questions: flashcards explain notes/b.md says why"
    built, printed = run("build", "notes"), run("extract", "notes")
    assert built.stderr == f"Error: no question was found in 2 notes, so nothing was written; {hint}\n"
    assert printed.stderr == f"no question was found in 2 notes; {hint}\n"


def test_explain_shows_each_of_the_lines_and_says_why_in_plain_words(write: Write) -> None:
    write(
        "a.md",
        "# 특강\n\n## 배포는 언제 하나요?\n\n화요일\n\n## 로그는 남나요?\n\n한 달\n\n## 되돌릴 수 있나요?\n\n된다\n",
    )
    said = run("explain", "a.md").stdout
    why = "      no question: this section is not a Q&A section (no heading such as `Q&A` above it)\n"
    assert [f"no L{line} heading: {of}\n{why}" in said for line, of in ((3, "배포는 언제 하나요?"), (7, "로그는 남나요?"), (11, "되돌릴 수 있나요?"))] == [True] * 3  # fmt: skip


def test_the_page_of_a_preview_lists_the_note(write: Write) -> None:
    write("notes/a.md", TALK)
    run("preview", "notes", "-o", "a.html")
    data = Path("a.html").read_text("utf-8").partition('id="data">')[2].partition("</script>")[0]
    assert json.loads(data)["overlooked"] == [
        {"where": "notes/a.md:3", "text": "3", "why": "flashcards explain notes/a.md"}
    ]

"""Cards that are worth a second look are named, and the many that only look like them are left alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from flashcards.card import Draft, Labels
from flashcards.cli import cli
from flashcards.hygiene import BARE, COLUMNS, LONG, SCREEN, SILENT, TWINS, hygiene
from flashcards.media import Picture, Role
from flashcards.transcript import Transcript
from tests.hostile import draft_of
from tests.pace import done_within

Write = Callable[..., Path]


def found(drafts: Sequence[Draft]) -> list[str]:
    return [problem.hint for problem in hygiene(drafts)]


def asking(*questions: str) -> list[Draft]:
    return [draft_of("이유가 있습니다.", question) for question in questions]


def shown(draft: Draft, role: Role) -> Draft:
    return replace(
        draft, marks=None, pictures=(Picture(link="p.png", name="p.png", path="p.png", role=role, line=1, reason=""),)
    )


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("- 한 줄\n" * (SCREEN + 1), id="many lines"),
        pytest.param("가나다라 " * (COLUMNS * SCREEN // 8), id="a long paragraph"),
        pytest.param("abcd fgh " * (COLUMNS * SCREEN // 8), id="in Latin letters"),
    ],
)
def test_an_answer_longer_than_a_screen_is_named(answer: str) -> None:
    assert found([draft_of(answer)]) == [LONG]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(("",), [SILENT], id="empty"),
        pytest.param(("있는 말", ""), [SILENT], id="one of two is empty"),
        pytest.param(("있는 말",), [], id="not: it has words"),
        pytest.param((), [], id="not: nobody began"),
    ],
)
def test_a_picture_whose_words_were_begun_and_not_ended_is_named(texts: tuple[str, ...], expected: list[str]) -> None:
    entries = tuple(Transcript(name=f"{n}.png", picture="", text=text, draft=False) for n, text in enumerate(texts))
    assert found([replace(draft_of("이유가 있습니다."), transcripts=entries)]) == expected


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("- 한 줄\n" * SCREEN, id="a full screen"),
        pytest.param("가나다라" * (COLUMNS * SCREEN // 8), id="a full paragraph"),
        pytest.param("![](p.png)\n\n" * 40, id="pictures"),
        pytest.param("[길](https://a.example/" + "x" * 900 + ")", id="a long address"),
    ],
)
def test_an_answer_that_fits_is_left_alone(answer: str) -> None:
    assert found([draft_of(answer)]) == []


def test_the_longest_answers_come_first() -> None:
    drafts = [draft_of("- 한 줄\n" * n, f"{n}번째 질문인가요?") for n in (24, 60, 21)]
    assert [problem.message.split()[3] for problem in hygiene(drafts)] == ["3.0", "1.2", "1.1"]


@pytest.mark.parametrize(
    "answer",
    [
        "네",
        "네.",
        "- 네!",
        "**아니요...**",
        "네, 맞습니다.",
        "Yes.",
        "No",
        "はい。",
        "是的",
        "그렇습니다",
        "네 네 🙂",
        "A. 네",
        "답변: 네.",
        "**A2)** Yes",
        "감사합니다!",
    ],
)
def test_an_answer_that_says_no_more_than_yes_or_no_is_named(answer: str) -> None:
    assert found([draft_of(answer)]) == [BARE]


@pytest.mark.parametrize(
    "answer",
    [
        "3",
        "7명",
        "서울",
        "Paris.",
        "`rebase`",
        "O(n)",
        "네, 무료입니다",
        "No free lunch",
        "每天都要练习",
        "True",
        "?",
        "넷",
        "A. 비밀",
        "A",
        "A: no idea",
    ],
)
def test_a_word_that_answers_is_left_alone(answer: str) -> None:
    assert found([draft_of(answer)]) == []


def test_a_yes_with_a_picture_is_left_alone() -> None:
    assert found([shown(draft_of("네"), "answer")]) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("지도는 어디에서 받나요?", "지도는 어디에서 받나요?", id="the same"),
        pytest.param("지도는 어디에서 받나요?", "지도는  어디에서 받나요", id="marks and blanks"),
        pytest.param("로그 파일은 언제 지우나요?", "로그파일은 언제 지우나요?", id="words run together"),
        pytest.param("데이터를 어떻게 나누나요?", "데이터는 어떻게 나누나요?", id="a particle"),
        pytest.param("분산 처리란 무엇인가요?", "분산 처리란 무엇입니까?", id="a polite ending"),
        pytest.param("데이터를 어떻게 나누나요?", "데이타를 어떻게 나누나요?", id="a misspelt Korean word"),
        pytest.param("When do you receive it?", "When do you recieve it?", id="two letters swapped"),
        pytest.param("What is the index for?", "what is an index for", id="an article and case"),
        pytest.param("What are indexes for?", "What are indexs for?", id="a letter missing"),
    ],
)
def test_two_questions_in_almost_the_same_words_are_named_once(one: str, other: str) -> None:
    [problem] = hygiene(asking(one, "전혀 다른 질문인가요?", other))
    first = asking(one)[0]
    assert (problem.hint, problem.message.endswith(f"{first.path}:{first.card.question_lines[0]}")) == (TWINS, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("객체의 장점은 무엇인가요?", "객체의 단점은 무엇인가요?", id="pros and cons"),
        pytest.param("What is a DNS record?", "What is a NS record?", id="short names"),
        pytest.param("What is an A record?", "What is a record?", id="a name like an article"),
        pytest.param("encoder는 무엇을 하나요?", "decoder는 무엇을 하나요?", id="another first letter"),
        pytest.param("project2023은 어떻게 되었나요?", "project2024는 어떻게 되었나요?", id="a number"),
        pytest.param("3주차에는 무엇을 하나요?", "4주차에는 무엇을 하나요?", id="a week"),
        pytest.param("http는 무엇인가요?", "https는 무엇인가요?", id="a short word and one letter"),
        pytest.param("서버를 언제 늘리나요?", "서버를 왜 늘리나요?", id="another question word"),
        pytest.param("서버를 언제 늘리나요?", "서버를 언제 얼마나 늘리나요?", id="a word more"),
        pytest.param("왜요?", "언제요?", id="one word each"),
    ],
)
def test_two_questions_that_only_look_alike_are_left_alone(one: str, other: str) -> None:
    assert found(asking(one, other)) == []


def test_the_same_question_in_another_place_is_left_alone() -> None:
    [draft] = asking("왜 그런가요?")
    somebody = replace(draft, labels=Labels(masters=("한결음",)), marks=None)
    assert (
        found(
            [
                draft,
                somebody,
                replace(draft, context_text="로그는 언제 지우나요?", marks=None),
                shown(draft, "question"),
            ]
        )
        == []
    )


def test_ten_thousand_cards_of_one_pattern_are_cheap() -> None:
    def drafts() -> list[Draft]:
        return [
            replace(draft, question_text=f"What is {word} for in this system?", marks=None)
            for word, draft in _named(10_000)
        ]

    assert (found(drafts()), done_within(3, lambda: found(drafts()))) == ([], True)


def _named(n: int) -> list[tuple[str, Draft]]:
    """Words that differ from each other in many letters."""
    [draft] = asking("?")
    return [("".join(chr(97 + int(digit)) * 2 for digit in f"{i * 7919:010d}"), draft) for i in range(n)]


def test_it_needs_no_library_of_its_own() -> None:
    code = "import sys, flashcards.collect; had = set(sys.modules); import flashcards.hygiene; print(sorted(set(sys.modules) - had - sys.stdlib_module_names))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "['flashcards.hygiene']\n"


LONG_NOTE = (
    "## Q&A\n"
    + "".join(f"- 질문 {n}은 무엇인가요?\n" + f"\t- {n}번 줄\n" * (20 + n) for n in range(1, 6))
    + "- 되나요?\n\t- 네\n"
)


def test_a_build_shows_a_few_of_each_kind_and_how_to_see_the_others(write: Write, tmp_path: Path) -> None:
    note = write("a.md", LONG_NOTE)
    result = CliRunner().invoke(cli, ["build", str(note), "-o", str(tmp_path / "x.apkg")])
    said = result.stderr.replace(str(note), "a.md").splitlines()
    start = said.index("  worth a look 6 cards")
    assert (result.exit_code, said[start + 1 : start + 9]) == (
        0,
        [
            "    a.md:96: the answer fills 1.2 screens of a phone",
            "    a.md:71: the answer fills 1.2 screens of a phone",
            "    a.md:47: the answer fills 1.1 screens of a phone",
            "    and 2 more (-v names them all)",
            f"      {LONG[0].upper()}{LONG[1:]}.",
            "    a.md:122: the answer is only '네'",
            f"      {BARE[0].upper()}{BARE[1:]}.",
            "    To see all of a note: flashcards explain a.md",
        ],
    )


def test_explain_names_every_card_that_is_worth_a_look(write: Write) -> None:
    result = CliRunner().invoke(cli, ["explain", str(write("a.md", LONG_NOTE))])
    looks = [line.split(":")[0] for line in result.stdout.splitlines() if line.startswith("look ")]
    assert looks == [f"look L{n}" for n in (2, 24, 47, 71, 96, 122)]


def test_good_cards_are_no_news(write: Write, tmp_path: Path) -> None:
    note = write("a.md", "## Q&A\n- 왜 그런가요?\n\t- 그럴 만한 이유가 있습니다.\n")
    built, explained = (
        CliRunner().invoke(cli, args)
        for args in (["build", str(note), "-o", str(tmp_path / "x.apkg")], ["explain", str(note)])
    )
    assert ("worth a look" in built.stderr, "look L" in explained.stdout) == (False, False)

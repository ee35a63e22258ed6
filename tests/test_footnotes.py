"""Footnotes stand at the end of a note and belong to the texts that refer to them, wherever those were cut from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flashcards.block import find_definitions, parse_blocks, walk, with_definitions
from flashcards.card import Draft
from flashcards.collect import collect

Write = Callable[..., Path]

NOTE = """\
# Q&A

> 물은 언제 주나요?[^아침]

흙이 마르면 준다.[^흙]

> 겨울에는요?

덜 준다.

[^아침]: 아침을 말한다.
[^흙]: 손가락 한 마디까지. 화분이 작으면 더 자주.[^화분]
[^화분]: 지름 한 뼘 아래.
[^남은]: 아무도 부르지 않는다.
"""


def drafts(write: Write, note: str) -> tuple[Draft, ...]:
    return collect([str(write("a.md", note))]).drafts


def test_a_definition_reaches_the_card_that_refers_to_it(write: Write) -> None:
    first, _ = drafts(write, NOTE)

    assert first.answer_text == (
        "흙이 마르면 준다.[1]\n1. 손가락 한 마디까지. 화분이 작으면 더 자주.[2]\n2. 지름 한 뼘 아래."
    )
    assert "아침을 말한다." in first.question_html


def test_definitions_at_the_end_belong_to_no_answer(write: Write) -> None:
    _, last = drafts(write, NOTE)

    assert (last.answer_text, last.card.answer_lines) == ("덜 준다.", ((9, 9),))


def test_what_a_question_says_below_is_no_part_of_its_identity(write: Write) -> None:
    before, after = (drafts(write, note)[0] for note in (NOTE, NOTE.replace("아침을", "저녁을")))

    assert (before.question_text, before.question_html == after.question_html) == ("물은 언제 주나요?", False)
    assert after.question_text == before.question_text


def test_a_follow_up_shows_its_question_with_what_that_says_below(write: Write) -> None:
    note = "# Q&A\n\n- 물은 언제 주나요?[^1]\n    - 아침\n    - (질문) 저녁은 안 되나요?\n        - 된다\n- 햇빛은 얼마나 쬐나요?\n    - 반나절\n\n[^1]: 상추.\n"
    contexts = [draft.context_html for draft in drafts(write, note) if draft.context_html]

    assert [("상추." in html, '<sup class="ref">1</sup>' in html) for html in contexts] == [(True, True)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("가[^1]\n\n[^1]: 나", [("[^1]", "[^1]: 나")]),
        ("[^a]: 첫\n\n    둘째 문단\n\n밖", [("[^a]", "[^a]: 첫\n\n    둘째 문단")]),
        ("> 가[^1]\n>\n> [^1]: 나", [("[^1]", "[^1]: 나")]),
        ("- 가\n\n  [^1]: 나\n      이어서", [("[^1]", "[^1]: 나\n    이어서")]),
        ("글\n[^1]: 바로 아래", [("[^1]", "[^1]: 바로 아래")]),
        ("```\n[^1]: 코드\n```", []),
        ("[^1] 만 있음", []),
        ("[1]: https://a.example\n[^]: 이름 없음", []),
    ],
    ids=["plain", "two paragraphs", "in a quote", "in an item", "right below", "code", "no definition", "no name"],
)
def test_definitions_are_found_as_they_are_written(body: str, expected: list[tuple[str, str]]) -> None:
    assert [*find_definitions(body).footnotes.items()] == expected


@pytest.mark.parametrize("text", ["가", "가[^없음]", "[^1", "", "가[1]"])
def test_a_text_that_refers_to_nothing_is_left_alone(text: str) -> None:
    assert with_definitions(text, find_definitions(NOTE)) == text


def test_a_definition_is_no_block() -> None:
    assert [block.text for block in walk(parse_blocks("가\n\n[^1]: 나\n\n다[^1]"))] == ["가", "다[^1]"]


def test_many_footnotes_that_refer_to_each_other_take_no_time_to_speak_of() -> None:
    body = "\n".join(f"[^{n}]: 글[^{n + 1}]" for n in range(5000))

    assert with_definitions("가[^0]", find_definitions(body)).count("\n\n") == 5000

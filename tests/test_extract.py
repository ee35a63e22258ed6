"""Answers are settled from the inside out: a follow-up leaves the answer around it, and lines belong to one card."""

from __future__ import annotations

from pathlib import Path

import pytest

from flashcards.card import Card
from flashcards.extraction import extract
from flashcards.overlooked import overlooked
from flashcards.step import Extraction
from tests.note import extraction_of, rule_of, shipped, tree_of
from tests.pace import done_within

BULLET = 'question = { block = "bullet", text = \'^물음 ?(?P<question>.*)\' }\nanswer.take = "children"'

LABELLED = 'question = { block = "bullet", text = \'^Q: (?P<question>.*)\' }\nanswer.take = "labelled"'


def found(tmp_path: Path, note: str, *heads: str) -> Extraction:
    rules = [rule_of(tmp_path, head, f"own{n}") for n, head in enumerate(heads or (BULLET,))]
    return extract(tree_of(note), rules, shipped().words)


def told(card: Card) -> tuple[str, str, str, str]:
    return card.question, card.answer, card.context, card.kind


def test_what_takes_a_block_is_asked_of_no_block_that_no_rule_takes(tmp_path: Path) -> None:
    asked, other = found(tmp_path, "- 물음 하나\n  - 가\n").steps
    assert asked.judged.taking.rule.id == "own0"
    with pytest.raises(AssertionError):
        _ = other.judged.taking


LINE = 'question = { block = "paragraph", text = "^물음" }\nanswer.take = "following"'


@pytest.mark.parametrize(
    ("note", "answers"),
    [
        pytest.param(
            "물음\n\n- 가\n- 물음 둘\n- 나\n", ["- 가\n- 물음 둘\n- 나"], id="an item that asks and owns nothing"
        ),
        pytest.param("물음\n\n- 가\n- 물음 둘\n  - 나\n", ["- 가", "- 나"], id="an item that owns its answer"),
    ],
)
def test_an_item_that_nothing_could_answer_ends_no_answer(tmp_path: Path, note: str, answers: list[str]) -> None:
    assert [card.answer for card in found(tmp_path, note, LINE, BULLET).cards] == answers


@pytest.mark.parametrize(
    ("body", "cards"),
    [
        pytest.param("> 어떤 양식을 쓰시나요?\n\n![](a.png)\n", ["어떤 양식을 쓰시나요? ![](a.png)"], id="it answers"),
        pytest.param(
            "> 어떤 양식을 쓰시나요?\n\n![](a.png)\n\n- 가\n",
            ["어떤 양식을 쓰시나요? ![](a.png)\n\n- 가"],
            id="it answers with what follows",
        ),
        pytest.param(
            "![](a.png)\n\n![](b.png)\n\n- 가\n", ["![](b.png) - 가"], id="a picture that asks answers no other one"
        ),
        pytest.param("![](a.png)\n\n- 가\n\n![](b.png)\n", ["![](a.png) - 가"], id="nor the one before an answer"),
        pytest.param(
            "언제 하나요?\n\n내일\n\n![](b.png)\n",
            ["언제 하나요? 내일\n\n![](b.png)"],
            id="it ends the section of such",
        ),
        pytest.param("> 언제 하나요?\n\n내일\n\n![](b.png)\n", ["언제 하나요? 내일\n\n![](b.png)"], id="and of quotes"),
        pytest.param(
            "![](a.png)\n\n- 가\n\n> 언제 하나요?\n\n내일\n\n![](b.png)\n",
            ["![](a.png) - 가", "언제 하나요? 내일\n\n![](b.png)"],
            id="and the answer to a quote beside pictures that ask",
        ),
    ],
)
def test_a_picture_right_after_a_question_in_words(body: str, cards: list[str]) -> None:
    assert [f"{card.question} {card.answer}" for card in extraction_of(f"# 사전질문\n\n{body}").cards] == cards


@pytest.mark.parametrize(
    ("note", "questions"),
    [
        pytest.param(
            "# 모음\n\n화요일까지 적어주세요!\n\n- 물음 하나\n  - 빼도 될 듯\n- 물음 둘\n- 물음 셋\n",
            [],
            id="a note that calls for questions",
        ),
        pytest.param(
            "## 모음\n\n겹치면 +1\n\n- 물음 하나\n  - 빼도 될 듯\n\n### 더\n\n- 물음 둘\n- 물음 셋\n",
            [],
            id="a section and those below it",
        ),
        pytest.param(
            "# 모음\n\n화요일까지 적어주세요!\n\n- 물음 하나\n  - 가\n- 물음 둘\n",
            ["하나"],
            id="half of them have their answer by now",
        ),
        pytest.param("# 모음\n\n- 물음 하나\n  - 가\n- 물음 둘\n- 물음 셋\n", ["하나"], id="nobody calls for more"),
        pytest.param(
            "## 모음\n\n- 물음 하나\n  - 가\n\n## 다음\n\n질문 있으면 남겨주세요\n\n- 물음 둘\n- 물음 셋\n",
            ["하나"],
            id="another section calls",
        ),
    ],
)
def test_where_questions_are_still_collected_nothing_answers(tmp_path: Path, note: str, questions: list[str]) -> None:
    assert [card.question for card in found(tmp_path, note).cards] == questions


def test_what_is_said_of_a_collected_question_is_told(tmp_path: Path) -> None:
    steps = found(
        tmp_path, "# 모음\n\n화요일까지 적어주세요!\n\n- 물음 하나\n  - 빼도 될 듯\n- 물음 둘\n- 물음 셋\n"
    ).steps
    assert [step.reason for step in steps if step.judged.taken] == [
        "questions are called for here, and most of them have no answer yet",
        "nothing is nested under it",
        "nothing is nested under it",
    ]


@pytest.mark.parametrize(
    ("note", "answers"),
    [
        pytest.param("Q: 물음\n\nA: 하나\n\nA: 둘\n\n이야기는 이어진다\n", ["A: 하나\n\nA: 둘"], id="two who answer"),
        pytest.param("- Q1: 가을\n- 겨울 준비\n", [], id="the next item of a list"),
        pytest.param("- Q: 물음\n- A: 하나\n- 둘\n", ["- A: 하나\n- 둘"], id="items after a labelled answer"),
    ],
)
def test_outside_a_section_what_carries_a_label_answers(note: str, answers: list[str]) -> None:
    assert [card.answer for card in extraction_of(note).cards] == answers


FOLLOWED = """\
- 물음 하나
  - 가
  - 물음 둘
    - 나
  - 다
"""


def test_a_follow_up_leaves_the_answer_around_it(tmp_path: Path) -> None:
    assert [told(card) for card in found(tmp_path, FOLLOWED).cards] == [
        ("하나", "- 가\n- 다", "", "question"),
        ("둘", "- 나", "하나", "followup"),
    ]


def test_an_answer_has_a_range_of_lines_on_each_side_of_a_follow_up(tmp_path: Path) -> None:
    got = [(card.question_lines, card.answer_lines) for card in found(tmp_path, FOLLOWED).cards]
    assert got == [((1, 1), ((2, 2), (5, 5))), ((3, 3), ((4, 4),))]


@pytest.mark.parametrize(
    ("note", "cards"),
    [
        pytest.param("- 물음 하나\n  - 가\n  - 물음 둘\n", [("하나", "- 가\n- 물음 둘", "", "question")], id="a follow-up nobody answered stays"),
        pytest.param("- 물음 하나\n  - 물음 둘\n    - 가\n", [("둘", "- 가", "", "question")], id="nothing else answers the outer one"),
        pytest.param("- 하나\n  - 물음 둘\n    - 가\n", [("둘", "- 가", "", "question")], id="nothing asks around it"),
        pytest.param(
            "- 물음 하나\n  - 가\n  - 물음 둘\n    - 나\n    - 물음 셋\n      - 다\n",
            [("하나", "- 가", "", "question"), ("둘", "- 나", "하나", "followup"), ("셋", "- 다", "둘", "followup")],
            id="a follow-up of a follow-up",
        ),
        pytest.param("- 하나\n  - 가\n", [], id="nothing asks"),
        pytest.param("", [], id="an empty note"),
    ],
)  # fmt: skip
def test_questions_in_answers_are_settled(tmp_path: Path, note: str, cards: list[tuple[str, ...]]) -> None:
    assert [told(card) for card in found(tmp_path, note).cards] == cards


def test_the_first_rule_that_passes_takes_the_block(tmp_path: Path) -> None:
    other = BULLET.replace("^물음", "물음")
    steps = found(tmp_path, "- 물음 가\n  - 나\n- 또 물음 라\n  - 다\n", BULLET, other).steps
    got = [(step.block.text, [v.rule.id for v in step.verdicts], step.outcome) for step in steps]
    assert got == [
        ("물음 가", ["own0"], "card"),
        ("나", ["own0", "own1"], "not a question"),
        ("또 물음 라", ["own0", "own1"], "card"),
        ("다", ["own0", "own1"], "not a question"),
    ]


def test_blocks_that_no_rule_looks_at_leave_no_step(tmp_path: Path) -> None:
    assert found(tmp_path, "# 물음\n\n물음 가\n\n> 물음\n").steps == ()


@pytest.mark.parametrize(
    ("head", "note", "reason"),
    [
        pytest.param(BULLET, "- 물음 가\n- 나\n", "nothing is nested under it", id="children"),
        pytest.param(BULLET, "- 물음 가\n  - 왜 그런가요?\n", "it is only asked on", id="asked on"),
        pytest.param(BULLET.replace("children", "following"), "- 물음 가\n", "nothing follows it", id="following"),
        pytest.param(BULLET.replace("children", "following"), "- 물음 가\n\n---\n", "a divider follows at once (line 3)", id="a stop"),
        pytest.param(BULLET.replace("children", "following"), "- 물음 가\n\n<br>\n", "no words follow it", id="no words"),
        pytest.param(LABELLED, "- Q: 가\n\n나\n", "no answer with a label follows it", id="labelled"),
    ],
)  # fmt: skip
def test_a_question_without_a_card_says_why(tmp_path: Path, head: str, note: str, reason: str) -> None:
    got = [(step.outcome, step.reason) for step in found(tmp_path, note, head).steps if step.verdicts[-1].passed]
    assert got == [("no answer", reason)]


def test_a_topic_above_questions_is_no_question_that_nobody_answered() -> None:
    steps = extraction_of("# FAQ\n\n## General\n\n### Is it free?\n\nYes.\n\n### Where?\n\nHere.\n").steps
    assert {step.block.text: step.outcome for step in steps if step.block.kind == "heading"} == {
        "FAQ": "not a question", "General": "not a question", "Is it free?": "card", "Where?": "card",
    }  # fmt: skip


def test_a_quoted_question_is_asked_once(tmp_path: Path) -> None:
    quote = 'question = { block = ["quote", "paragraph"], text = \'물음\' }\nanswer.take = "following"'
    assert [told(card)[:2] for card in found(tmp_path, "> 물음\n>\n> 물음\n\n가\n", quote).cards] == [
        ("물음\n\n물음", "가")
    ]


def test_a_block_may_hold_its_answer(tmp_path: Path) -> None:
    head = 'question = { block = "row", text = \'^(?P<question>.+) \\| (?P<answer>.*)\' }\nanswer.take = "text"'
    cards = found(tmp_path, "| ㄱ | ㄴ |\n|--|--|\n| 가 | 나 |\n| 다 | |\n", head).cards
    assert [(told(card)[:2], card.question_lines, card.answer_lines) for card in cards] == [
        (("가", "나"), (3, 3), ((3, 3),))
    ]


def test_closing_words_are_a_card_of_their_own_kind(tmp_path: Path) -> None:
    head = 'kind = "closing"\nquestion = { block = "heading", text = \'끝\' }\nanswer.take = "children"'
    assert [told(card) for card in found(tmp_path, "# 끝\n\n가\n", head).cards] == [("끝", "가", "", "closing")]


def test_lines_do_not_begin_or_end_on_blank_ones(tmp_path: Path) -> None:
    (card,) = found(
        tmp_path, "\n\n- 물음\n\n\n  가\n\n\n  나\n\n\n- 다\n", BULLET.replace("(?P<question>.*)", "")
    ).cards
    assert (card.question_lines, card.answer_lines, card.answer) == ((3, 3), ((6, 9),), "가\n\n\n나")


def test_lines_of_the_block_that_asks_may_answer_it(tmp_path: Path) -> None:
    heads = [
        f'question = {{ block = "{kind}" }}\nanswer.take = "{take}"'
        for kind, take in (("details", "children"), ("paragraph", "following"))
    ]
    note = "<details>\n<summary>하나</summary>\n\n- 가\n\n둘인가요?\n그렇다\n\n</details>\n"
    assert [(told(card)[:2], card.answer_lines) for card in found(tmp_path, note, *heads).cards] == [
        (("하나", "- 가"), ((4, 4),)),
        (("둘인가요?", "그렇다"), ((7, 7),)),
    ]


@pytest.mark.parametrize(
    ("note", "cards"),
    [
        pytest.param(
            "### 왜 쓰나요?\n\n쉽다\n\n---\n\n그리고 많다\n", ["왜 쓰나요?: 쉽다\n\n그리고 많다"], id="a divider parts an answer"
        ),
        pytest.param(
            "### 왜 쓰나요?\n\n쉽다\n\n---\n\n들어 주셔서 고맙습니다. 또 만나요!\n", ["왜 쓰나요?: 쉽다"], id="thanks below one are no answer"
        ),
        pytest.param(
            "Is it fast? Yes, very.\n\n```\nx\n```\n\nIn 2 ms.\n\nIs it free? Sure it is.\n\nIs it small? No, not at all.\n",
            ["Is it fast?: Yes, very.\n\n```\nx\n```\n\nIn 2 ms.", "Is it free?: Sure it is.", "Is it small?: No, not at all."],
            id="what follows an answer on the line of its question belongs to it",
        ),
        pytest.param(
            "### 시간이 없어 못 다룬 질문\n\nQ: 왜요?\nA: 그냥\n\nQ: 언제요?\nA: 내일\n",
            ["왜요?: A: 그냥", "언제요?: A: 내일"],
            id="questions that were left over and answered later",
        ),
        pytest.param("### 시간이 없어 못 다룬 질문\n\nQ: 왜요?\n\nQ: 언제요?\n\n적어 두었다\n", [], id="those that were not"),
        pytest.param("Q:\n왜 이렇게 하나요?\n그냥 한다.\n", ["왜 이렇게 하나요?: 그냥 한다."], id="a label on a line of its own"),
        pytest.param(
            "- 왜요?\n\t- (질문) 정말\n정말? 정말\n", ["정말: 정말? 정말"], id="lines that end as the question does"
        ),
        pytest.param(">\n> 무엇을 다루나요?\n책을 다룬다.\n", ["무엇을 다루나요?: 책을 다룬다."], id="a quote that begins with an empty line"),
        pytest.param(
            "Q. 취업은요?\n운이 큼\n\n감사합니다!\n", ["취업은요?: 운이 큼"], id="thanks after an answer that touches its question"
        ),
        pytest.param(
            "Q. 팁은요?\n없음\n설문조사 : https://a.example\n오늘 감사했습니다!\n", ["팁은요?: 없음"], id="thanks and links on the lines below"
        ),
    ],
)  # fmt: skip
def test_an_answer_ends_where_its_writer_means_it_to(note: str, cards: list[str]) -> None:
    assert [f"{card.question}: {card.answer}" for card in extraction_of(f"## Q&A\n\n{note}").cards] == cards


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(f"## Q&A\n\n<div>\n<b>{'a' * 200_000}\n</div>\n", id="HTML that is never closed"),
        pytest.param(f"## Q&A\n\n<h1>{'<' * 100_000}\n", id="a heading that is never closed"),
        pytest.param("?" * 200_000 + "a", id="marks without end"),
        pytest.param(f"## Q&A\n\n**가** 나{' ' * 100_000}다\n", id="blanks behind a word in bold"),
        pytest.param(f"> **Q. {'? ' * 50_000}a**\n>\n> 글\n", id="a bold title in a quote with marks without end"),
        pytest.param(
            f"## Q&A\n\n### 어떻게 하나요?\n\n#### 1. {'? ' * 50_000}가\n", id="a step with marks without end"
        ),
    ],
)
def test_one_long_line_is_read_in_a_moment(note: str) -> None:
    assert (overlooked(extraction_of(note)), done_within(5, lambda: overlooked(extraction_of(note)))) == ((), True)


def test_an_answers_label_any_number_of_times_is_read() -> None:
    labels = "**답변** :\n\n" * 4_000
    (card,) = extraction_of(f"## Q&A\n\nQ. 언제 하나요?\n\n{labels}내일\n").cards
    assert card.question == "언제 하나요?"


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param("- [언제 하나요?](#when)\n- [어디서 하나요?](#where)\n", id="a list"),
        pytest.param("- Q. [언제 하나요?](#when)\n- Q. [어디서 하나요?](#where)\n", id="behind labels"),
        pytest.param("1. [언제 하나요?](#when)\n2. [어디서 하나요?](#where)\n", id="numbered"),
        pytest.param("[언제 하나요?](#when)  \n[어디서 하나요?](#where)\n", id="lines"),
    ],
)
def test_an_entry_of_a_table_of_contents_is_no_question_without_an_answer(entries: str) -> None:
    found = extraction_of(f"# 자주 묻는 질문\n\n{entries}\n## 언제 하나요?\n\n내일\n\n## 어디서 하나요?\n\n여기\n")
    assert [card.answer for card in found.cards] == ["내일", "여기"]
    assert not [step for step in found.steps if step.outcome == "no answer"]


def test_a_link_that_leads_elsewhere_is_a_question() -> None:
    found = extraction_of("# 자주 묻는 질문\n\n- [언제 하나요?](https://pond.example/#when)\n  - 내일\n")
    assert [card.answer for card in found.cards] == ["- 내일"]

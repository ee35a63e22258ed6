"""Every block is found once, in document order, with its list depth and the titles that it stands under."""

from __future__ import annotations

from pathlib import Path

import pytest

from flashcards.block import walk
from flashcards.spot import Key, Mark, spots, survey
from tests.note import cards_by, rule_of, shipped, tree_of

WORDS = shipped().words


def marks(note: str) -> dict[str, list[str]]:
    """For the first line of every block the titles above it, from the outermost."""
    return {
        spot.block.text.split("\n")[0]: [mark.text.split("\n")[0] for mark in spot.marks]
        for spot in spots(tree_of(note), WORDS)
    }


@pytest.mark.parametrize(
    ("note", "wanted"),
    [
        pytest.param("# 하나\n\n가\n\n## 둘\n\n나\n", {"하나": [], "가": ["하나"], "둘": ["하나"], "나": ["하나", "둘"]}, id="headings"),
        pytest.param("**Q&A**\n\n가\n\n나\n", {"**Q&A**": ["**Q&A**"], "가": ["**Q&A**"], "나": ["**Q&A**"]}, id="a lone bold line"),
        pytest.param("질의응답\n\n가\n", {"질의응답": ["질의응답"], "가": ["질의응답"]}, id="the plain name of a Q&A section"),
        pytest.param("**하나**\n\n가\n\n**둘**\n\n나\n", {"**하나**": ["**하나**"], "가": ["**하나**"], "**둘**": ["**둘**"], "나": ["**둘**"]}, id="the next bold line ends the first"),
        pytest.param("**하나**\n\n# 둘\n\n가\n", {"**하나**": ["**하나**"], "둘": [], "가": ["둘"]}, id="a heading ends a bold line"),
        pytest.param("<질문 시간>\n\n가\n\n<끝>\n\n나\n", {"<질문 시간>": ["<질문 시간>"], "가": ["<질문 시간>"], "<끝>": ["<끝>"], "나": ["<끝>"]}, id="in the same brackets as the name"),
        pytest.param("■ 질문\n\n가\n\n■ 후기\n\n나\n", {"■ 질문": ["■ 질문"], "가": ["■ 질문"], "■ 후기": ["■ 후기"], "나": ["■ 후기"]}, id="behind the same sign as the name"),
        pytest.param("■ 질문\n\n■ 먼저 켠다\n\n가\n", {"■ 질문": ["■ 질문"], "■ 먼저 켠다": ["■ 질문"], "가": ["■ 질문"]}, id="a step behind the sign"),
        pytest.param("<질문>\n\n<그림 1>\n\n가\n", {"<질문>": ["<질문>"], "<그림 1>": ["<질문>"], "가": ["<질문>"]}, id="a caption in the same brackets"),
        pytest.param("■ 질문\n\n가\n", {"■ 질문": ["■ 질문"], "가": ["■ 질문"]}, id="the name behind a sign"),
        pytest.param("- 질의응답\n  - 가\n", {"질의응답": [], "가": ["질의응답"]}, id="an item with the name"),
        pytest.param("- 2031-02-03\n  - 가\n", {"2031-02-03": [], "가": ["2031-02-03"]}, id="an item with a date"),
        pytest.param("| 질문 | 답변 |\n|--|--|\n| 가 | 나 |\n", {"| 질문 | 답변 |": [], "가 | 나": ["| 질문 | 답변 |"]}, id="the header of a table"),
    ],
)  # fmt: skip
def test_a_block_stands_under_titles(note: str, wanted: dict[str, list[str]]) -> None:
    assert marks(note) == wanted


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("나누어 적은 글\n\n가\n", id="a plain line"),
        pytest.param("**왜 그런가요?**\n\n가\n", id="a bold line that asks"),
        pytest.param("**Q1. 무엇인가**\n\n가\n", id="a bold line with a label"),
        pytest.param("**" + "길" * 80 + "**\n\n가\n", id="a long bold line"),
        pytest.param("**두 줄\n이다**\n\n가\n", id="two bold lines"),
        pytest.param("- 적은 것\n  - 가\n", id="an item"),
        pytest.param("> 질의응답\n\n가\n", id="a quote"),
        pytest.param("<하나>\n\n가\n", id="brackets where none name a Q&A section"),
        pytest.param("■ 서버를 켠다\n\n가\n", id="a sign before a step"),
    ],
)
def test_other_lines_are_no_titles(note: str) -> None:
    assert marks(note)["가"] == []


TOPIC = "- 하나\n  - 어디서 하나요?\n    - 여기\n  - 언제 하나요?\n    - 지금\n"


@pytest.mark.parametrize(
    ("note", "opening"),
    [
        pytest.param(TOPIC, ["하나"], id="two answered questions below it"),
        pytest.param(
            "- 하나\n  - 어디서 하나요?\n  - A: 여기\n  - 언제 하나요?\n  - A: 지금\n", ["하나"], id="answers by label"
        ),
        pytest.param(
            TOPIC + "- 둘\n  - 나\n- 셋인가요?\n  - 다\n- 넷\n",
            ["하나", "둘"],
            id="beside a topic what does not ask is one",
        ),
        pytest.param("- 하나\n  - 어디서 하나요?\n    - 여기\n  - 나\n  - 다\n", [], id="one of three asks"),
        pytest.param("- 하나\n  - 어디서 하나요?\n  - 언제 하나요?\n", [], id="nobody answers"),
        pytest.param(
            "- 하나인가요?\n  - 어디서 하나요?\n    - 여기\n  - 언제 하나요?\n    - 지금\n",
            [],
            id="an item that asks itself",
        ),
        pytest.param("- 하나\n  - 왜 그럴까?\n    - 여기\n  - 뭘까?\n    - 지금\n", [], id="figures of speech"),
    ],
)
def test_an_item_is_the_topic_of_answered_questions(note: str, opening: list[str]) -> None:
    assert [spot.block.text for spot in spots(tree_of(note), WORDS) if spot.opens] == opening


def test_what_a_note_is_called_stands_above_all_of_it() -> None:
    found = [
        (spot.block.text, [mark.text for mark in spot.marks])
        for spot in spots(tree_of("가\n\n## 둘\n\n나\n"), WORDS, "FAQ")
    ]
    assert found == [("가", ["FAQ"]), ("둘", ["FAQ"]), ("나", ["FAQ", "둘"])]


def test_every_block_is_found_once_in_document_order() -> None:
    root = tree_of("# 가\n\n- 나\n  1. 다\n     > 라\n- 마\n\n| a | b |\n|--|--|\n| c | d |\n\n## 바\n")
    assert [id(spot.block) for spot in spots(root, WORDS)] == [id(block) for block in walk(root)]


def test_depth_is_that_of_the_lists_around_a_block() -> None:
    note = "가\n\n- 나\n  - 다\n\n    > 라\n"
    assert [(spot.block.text, spot.depth) for spot in spots(tree_of(note), WORDS)] == [
        ("가", 0), ("나", 1), ("다", 2), ("라", 2), ("라", 2),
    ]  # fmt: skip


def test_a_block_knows_what_is_around_it() -> None:
    spot = next(spot for spot in spots(tree_of("# 가\n\n- 나\n- 다\n"), WORDS) if spot.block.text == "다")
    assert ([block.kind for block in spot.above], spot.index, len(spot.siblings)) == (["root", "heading"], 1, 2)


@pytest.mark.parametrize(
    ("note", "stated", "headings"),
    [
        pytest.param("# 가\n\n## 나\n\n## 다\n", ("태그", "가"), ("나", "다"), id="the title is none of the headings"),
        pytest.param("## 가\n\n## 나\n", ("태그", "가"), ("가", "나"), id="a note without a title"),
        pytest.param("글\n\n# 가\n", ("태그", "가"), ("가",), id="a title is what comes first"),
        pytest.param("글\n", ("태그",), (), id="no heading"),
    ],
)
def test_a_note_states_what_it_is(note: str, stated: tuple[str, ...], headings: tuple[str, ...]) -> None:
    found = survey(tree_of(note), WORDS, ["태그"])
    assert (found.stated, found.headings) == (stated, headings)


def test_what_is_found_out_about_a_section_is_found_out_once() -> None:
    note = survey(tree_of("글\n"), WORDS, [])
    one, other = (Mark(text="가", line=1, depth=0, blocks=()) for _ in range(2))
    asked: list[str] = []

    def find() -> int:
        asked.append("once")
        return len(asked)

    def other_find() -> int:
        return find()

    keys: list[Key] = [(find, one), (find, one), (find, other), (other_find, one), (find, one, "a"), (find,)]
    assert [note.once(key, find) for key in keys] == [1, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("section", "kind", "note"),
    [
        pytest.param("code", "paragraph", "## 부스 3\n\n투자는 어디까지 받았나요?\n\n- 두 번\n\n작은 회사인데 어떤가요?\n\n- 다섯\n\n```\nx\n```\n", id="a kind that its section must lack"),
        pytest.param("quote", "numbered", "## Q&A\n\n> 순서가 궁금합니다\n\n1. 읽기\n   - 천천히\n2. 쓰기\n   - 빠르게\n", id="another kind"),
        pytest.param("items", "bullet", "## Q&A\n\n- 지도는 어디에서 받나요?\n- 안내소\n- 표는 어디에서 받나요?\n- 창구\n", id="how its items stand"),
        pytest.param("asks", "paragraph", "## Q&A\n\n지도는 어디에서 받나요?\n\n표는 어디에서 받나요?\n\n책은 어디에서 받나요?\n\n안내소\n", id="how much of it asks"),
    ],
)  # fmt: skip
def test_a_rule_for_a_section_of_such_a_name_changes_no_other_rule(
    section: str, kind: str, note: str, tmp_path: Path
) -> None:
    head = f"where.section = '{section}'\nquestion = {{ block = \"{kind}\", text = '^물음$' }}\nanswer.take = \"below\""
    own, others = rule_of(tmp_path, head), shipped().questions
    assert cards_by(note, own, *others) == cards_by(note, *others)

"""An outline that Markdown calls code, for its four blanks or a tab, is read as the list it is; code stays code."""

from __future__ import annotations

import pytest

from flashcards.block import walk
from tests.note import outline, tree_of


@pytest.mark.parametrize(
    ("note", "blocks"),
    [
        pytest.param(
            "    3.1 가\n        - 나\n        - 다\n    3.2 라\n",
            ["numbered 1-1..3 가", "  bullet 2 나", "  bullet 3 다", "numbered 4 라"],
            id="numbers of several parts",
        ),
        pytest.param("글\n\n\t- 가\n\t\t- 나\n", ["paragraph 1 글", "bullet 3-3..4 가", "  bullet 4 나"], id="tabs"),
        pytest.param("    1. 가\n       이어서\n    2. 나\n", ["numbered 1-2 가", "numbered 3 나"], id="a line that goes on"),
        pytest.param(
            "    1. 가\n        - 나\n\n        다\n    2. 라\n",
            ["numbered 1-1..4 가", "  bullet 2 나", "  paragraph 4 다", "numbered 5 라"],
            id="a paragraph of an item",
        ),
        pytest.param("    • 가\n        * 나\n", ["bullet 1-1..2 가", "  bullet 2 나"], id="a bullet that Markdown does not know"),
        pytest.param("- 밖\n\n        1. 가\n            - 나\n", ["bullet 1-1..4 밖", "  numbered 3-3..4 가", "    bullet 4 나"], id="inside an item"),
    ],
)  # fmt: skip
def test_an_indented_outline_is_a_list(note: str, blocks: list[str]) -> None:
    assert outline(tree_of(note)) == blocks


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("    for x in y:\n        - a\n", id="does not begin with an item"),
        pytest.param("    - a;\n    - b;\n", id="ends like code"),
        pytest.param("    1. 가\n    나\n    다\n    라\n", id="mostly no items"),
        pytest.param("    1 run(a)\n    2 run(b)\n", id="calls with line numbers"),
        pytest.param("    - import os\n    - return\n    x\n    return 1\n    def f\n", id="words of a language"),
        pytest.param("```\n1. 가\n    - 나\n```\n", id="fenced"),
        pytest.param("    가나\n    다라\n", id="plain lines"),
        pytest.param("    -가\n    -나\n", id="no blank after the mark"),
    ],
)
def test_code_stays_code(note: str) -> None:
    assert [block.kind for block in tree_of(note).children] == ["code"]


def test_depth_counts_from_the_lists_around_it() -> None:
    note = "- 밖\n\n        1. 가\n            - 나\n"
    assert [block.level for block in walk(tree_of(note))] == [1, 2, 3]


def test_an_outline_of_any_depth_is_read() -> None:
    note = "".join(" " * (4 + n) + f"- {n}번\n" for n in range(1500))
    assert sum(block.kind == "bullet" for block in walk(tree_of(note))) == 1500


def test_a_line_without_end_is_no_code() -> None:
    assert outline(tree_of("    - 가\n    - " + "나(" * 200_000))[0] == "bullet 1 가"

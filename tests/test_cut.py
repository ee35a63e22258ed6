"""Blocks of a note are cut out as Markdown of their own, freed from the lists and quotes around them."""

from __future__ import annotations

import pytest

from flashcards.block import Block, cut
from tests.note import tree_of


def at(root: Block, *path: int) -> tuple[Block, ...]:
    for index in path:
        root = root.children[index]
    return root.children


@pytest.mark.parametrize(
    ("note", "path", "quotes", "wanted"),
    [
        pytest.param("# 가\n\n나\n\n- 다\n  - 라\n", (0,), 0, "나\n\n- 다\n  - 라", id="a section as it stands"),
        pytest.param("- 가\n  - 나\n    - 다\n  - 라\n", (0,), 0, "- 나\n  - 다\n- 라", id="out of an item"),
        pytest.param("- 가\n\t- 나\n\t\t- 다\n", (0,), 0, "- 나\n    - 다", id="out of an item with tabs"),
        pytest.param("1. 가\n\n   나\n\n   ```\n   x\n     y\n   ```\n", (0,), 0, "나\n\n```\nx\n  y\n```", id="code keeps its own blanks"),
        pytest.param("> - 가\n>   - 나\n>\n>     다\n", (0, 0), 1, "- 나\n\n  다", id="out of a quote"),
        pytest.param("> > 가\n> >\n> > 나\n", (0, 0), 2, "가\n\n나", id="out of two quotes"),
        pytest.param("- 가\n\n  - 나\n 다\n", (0,), 0, "- 나\n다", id="a line that hangs too far left"),
        pytest.param("- 가\n\n      x = 1\n", (0,), 0, "    x = 1", id="indented code stays code"),
    ],
)  # fmt: skip
def test_blocks_are_cut_out(note: str, path: tuple[int, ...], quotes: int, wanted: str) -> None:
    root = tree_of(note)
    blocks = at(root, *path)
    ranges = [(blocks[0].lines[0], blocks[-1].last)]
    assert cut(root.text.split("\n"), blocks, ranges, quotes) == wanted


@pytest.mark.parametrize(
    ("ranges", "wanted"),
    [
        pytest.param([(2, 2), (4, 4)], "- 나\n- 라", id="items stay one list"),
        pytest.param([(2, 2), (6, 6)], "- 나\n\n마", id="paragraphs stay apart"),
        pytest.param([(4, 4)], "- 라", id="one of them"),
        pytest.param([], "", id="none"),
    ],
)
def test_only_the_ranges_are_taken(ranges: list[tuple[int, int]], wanted: str) -> None:
    root = tree_of("- 가\n  - 나\n    - 다\n  - 라\n\n  마\n")
    assert cut(root.text.split("\n"), at(root, 0), ranges, 0) == wanted


@pytest.mark.parametrize(
    ("note", "wanted"),
    [
        pytest.param(
            "- 가\n  <aside>\n  나\n  </aside>\n  - 라\n", "<aside>\n나\n\n- 라", id="raw HTML would take it in"
        ),
        pytest.param(
            "- 가\n  - 1 < 2\n    나\n  - 다\n  - 라\n", "- 1 < 2\n  나\n- 라", id="words with such a sign do not"
        ),
    ],
)
def test_a_list_after_what_was_left_out_stays_a_list(note: str, wanted: str) -> None:
    root = tree_of(note)
    assert cut(root.text.split("\n"), at(root, 0), [(2, 3), (5, 5)], 0) == wanted


def test_marks_beyond_the_quotes_around_stay() -> None:
    root = tree_of("> 가\n>\n> > 나\n")
    assert cut(root.text.split("\n"), at(root, 0), [(3, 3)], 1) == "> 나"

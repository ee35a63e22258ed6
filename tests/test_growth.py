"""A note of twice the size takes about twice the time, whatever its shape; see bench/bench_growth.py for large ones."""

from __future__ import annotations

from functools import partial

import pytest

from tests.bench.bench_growth import SHAPES
from tests.note import extraction_of
from tests.pace import LEAST, cpu_seconds, growth

MOST = 9.0  # for four times the size; 16 is what looking at every pair of blocks takes


@pytest.mark.parametrize("name", SHAPES)
def test_time_grows_with_the_size(name: str) -> None:
    size = 125
    extraction_of(SHAPES[name](1))  # compiles the patterns
    while cpu_seconds(partial(extraction_of, SHAPES[name](size))) < LEAST and size < 64_000:
        size *= 2
    few, many = SHAPES[name](size), SHAPES[name](4 * size)
    grew = growth(partial(extraction_of, few), partial(extraction_of, many), limit=MOST)
    assert grew < MOST, f"{size} to {4 * size}: {grew:.1f} times the time"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("가나다라마바사. ", id="words"),
        pytest.param(".", id="dots"),
        pytest.param("-=", id="rules"),
        pytest.param("a.b-c@", id="addresses"),
        pytest.param("12:", id="numbers"),
        pytest.param("질문 ", id="the word question"),
        pytest.param("[", id="brackets"),
        pytest.param("<a ", id="tags"),
    ],
)
def test_a_line_of_a_million_characters_does_no_harm(line: str) -> None:
    note = "## Q&A\n\nQ: 왜?\nA: 그냥\n\nQ: 언제?\n\nA: 끝 " + line * (1_000_000 // len(line)) + "\n"
    assert [card.question for card in extraction_of(note).cards] == ["왜?", "언제?"]


def test_a_question_of_a_million_characters_is_none() -> None:
    note = "## Q&A\n\nQ: " + "왜? " * 333_333 + "\nA: 그냥\n\nQ: 언제?\nA: 지금\n"
    assert [card.question for card in extraction_of(note).cards] == ["언제?"]

"""Links that tell their address elsewhere in the note lead there from the card; what is none is shown as it was written."""

from __future__ import annotations

import pytest

from flashcards.block import find_definitions, with_definitions
from flashcards.html import render
from tests.pace import done_within

LIMIT = 1  # second

BELOW = '\n\n[a]: https://a.example\n[그림 1]: <img/내 그림.png> "제목"\n[x]: b/c?d=e|f\n[1]: https://one.example\n'


def shown(text: str, below: str = BELOW) -> str:
    """A text of a card, out of a note that tells the addresses at its end."""
    return render(with_definitions(text, find_definitions(f"# 노트\n\n{text}{below}")))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("[글][a] 과", '<p><a href="https://a.example">글</a> 과</p>', id="a label"),
        pytest.param("[A][] 와 [a]", '<p><a href="https://a.example">A</a> 와 <a href="https://a.example">a</a></p>', id="the words are the label"),
        pytest.param("![질문][그림  1]", '<p><img src="img/%EB%82%B4%20%EA%B7%B8%EB%A6%BC.png" alt="질문"></p>', id="a picture"),
        pytest.param("[두\n줄][a]", '<p><a href="https://a.example">두<br>\n줄</a></p>', id="over two lines"),
        pytest.param("- > [글][a]", '<ul>\n<li>\n<blockquote>\n<p><a href="https://a.example">글</a></p>\n</blockquote>\n</li>\n</ul>', id="in a list and a quote"),
        pytest.param("글 [1]", '<p>글 <a href="https://one.example">1</a></p>', id="a citation"),
        pytest.param("[곳][x]", "<p><a>곳</a></p>", id="an address that leads nowhere from a card"),
    ],
)  # fmt: skip
def test_what_names_an_address_leads_there(text: str, wanted: str) -> None:
    assert shown(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("`[글][a]` ``[1]``", id="code"),
        pytest.param("    print(xs + [1])", id="indented code"),
        pytest.param("```\n[글][a]\n```", id="a fence"),
        pytest.param("`두\n[1]`", id="code over two lines"),
        pytest.param("$E [1] = 1$", id="a formula"),
        pytest.param("[t](https://a.example/[1])", id="an address of another link"),
        pytest.param("- [x] 다 함", id="a task"),
        pytest.param("[글][b] \\[a\\] [b]", id="a label that nobody defines"),
    ],
)
def test_what_names_none_is_shown_as_without(text: str) -> None:
    assert shown(text) == render(text)


@pytest.mark.parametrize(
    "below",
    [
        pytest.param("\n\n```\n[a]: https://a.example\n```\n", id="in code"),
        pytest.param("\n\n[^a]: https://a.example\n", id="a footnote"),
        pytest.param("\n\n[a]: https://a.example 를 보라\n", id="in a sentence"),
        pytest.param("\n\n글 [a]: https://a.example\n", id="inside a line"),
    ],
)
def test_what_defines_nothing_is_none(below: str) -> None:
    assert find_definitions(f"[a]{below}").addresses == {}


def test_of_two_with_one_label_the_first_counts() -> None:
    found = find_definitions("[a]: https://one.example\n[A]: https://two.example\n").addresses
    assert found == {"A": "https://one.example"}


@pytest.mark.parametrize("piece", ["[", "![", "[a][", "[a", "`[", "[[a]", "[a]: "])
def test_a_line_without_end_takes_no_time_to_speak_of(piece: str) -> None:
    text = piece * 20_000
    assert done_within(LIMIT, lambda: with_definitions(text, find_definitions(text + BELOW)))

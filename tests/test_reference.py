"""Links and pictures that tell their address elsewhere get it, on their own line; all else stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.reference import with_addresses
from tests.note import extraction_of

BELOW = '\n\n[a]: https://a.example\n[그림 1]: <img/내 그림.png> "제목"\n'


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        pytest.param("[글][a] 과", "[글](<https://a.example>) 과", id="a label"),
        pytest.param("[A][] 와 [a]", "[A](<https://a.example>) 와 [a](<https://a.example>)", id="the words are the label"),
        pytest.param("![질문][그림  1]", "![질문](<img/내 그림.png>)", id="a picture"),
        pytest.param("![][그림 1]", "![](<img/내 그림.png>)", id="a picture without words"),
        pytest.param("[![작게][그림 1]][a]", "[![작게](<img/내 그림.png>)](<https://a.example>)", id="a picture that is a link"),
        pytest.param("[`x`][a] `[y][a]` [z][a]", "[`x`](<https://a.example>) `[y][a]` [z](<https://a.example>)", id="between code"),
        pytest.param("- > [글][a]", "- > [글](<https://a.example>)", id="in a list and a quote"),
        pytest.param("```\n[글][a]\n```\n[글][a]", "```\n[글][a]\n```\n[글](<https://a.example>)", id="after code"),
    ],
)  # fmt: skip
def test_what_names_an_address_gets_it(written: str, wanted: str) -> None:
    assert with_addresses(written + BELOW) == wanted + BELOW


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[글][b]" + BELOW, id="an address that nobody tells"),
        pytest.param("[글](c) \\[a] x[a] [x][y][a]" + BELOW, id="links, brackets and an index"),
        pytest.param("[질문]: 왜?\n\n[질문] 언제?", id="a word in brackets before a colon"),
        pytest.param("[^1]: https://a.example\n\n글[^1]", id="a footnote"),
        pytest.param("[1]: https://a.example 를 보라\n\n[1]", id="an address in a sentence"),
        pytest.param("```\n[a]: https://a.example\n```\n[a]", id="an address in code"),
        pytest.param("[a]: data:image/png;base64,AAAA\n\n![][a]", id="a picture in the text itself"),
    ],
)
def test_what_names_none_is_left_alone(text: str) -> None:
    assert with_addresses(text) == text


@given(
    st.lists(st.sampled_from(["[", "]", "(", ")", "a", "!", "`", ": ", "\\", "\n", "[a]", "[a]: x/y\n"]), max_size=40)
)
def test_lines_keep_their_numbers_and_nothing_goes(pieces: list[str]) -> None:
    body = "".join(pieces) + "\n\n[a]: x/y"
    linked = with_addresses(body).split("\n")
    assert [len(line) >= len(was) for line, was in zip(linked, body.split("\n"), strict=True)] == [True] * len(linked)


@pytest.mark.parametrize("piece", ["[", "![", "[a][", "[a", "`[", "[[a]"])
def test_a_line_without_end_takes_no_time_to_speak_of(piece: str) -> None:
    with_addresses(piece * 20_000 + BELOW)


def test_a_card_keeps_the_links_that_stand_at_the_notes_end() -> None:
    note = "## Q&A\n\n### 어떻게 [여기][a]에 오셨나요?\n\n[글][a]을 보고.\n\n### 언제요?\n\n어제." + BELOW
    first, _ = extraction_of(note).cards
    assert first.question == "어떻게 [여기](<https://a.example>)에 오셨나요?"
    assert first.answer == "[글](<https://a.example>)을 보고."

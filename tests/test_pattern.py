"""A pattern that is a choice between shared words asks word by word, and finds what it would find as one pattern."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import regex

from flashcards.pattern import pattern_of
from flashcards.rule import load_words
from flashcards.shipped import shipped_folder
from flashcards.vocabulary import Vocabulary, load_vocabulary

Write = Callable[..., Path]

WORDS = """[ship]
summary = "A ship."
pattern = '배|돛'
finds = ["배"]
leaves = ["물"]

[ship_of_war]
summary = "A longer word that begins with the same."
pattern = '배싸움|노'
finds = ["배싸움"]
leaves = ["싸움"]

[loud]
summary = "A word with a flag of its own."
pattern = '(?i)ahoy'
finds = ["AHOY"]
leaves = ["물"]
"""
TEXTS = tuple(text for word in load_words().words.values() for text in (*word.finds, *word.leaves))


@pytest.fixture
def words(write: Write) -> Vocabulary:
    return load_vocabulary(shipped_folder(), write("own/vocabulary.toml", WORDS).parent)


@pytest.mark.parametrize(
    ("source", "text", "want"),
    [
        pytest.param("(?&ship_of_war)|(?&ship)", "돛, 배싸움", "돛", id="what stands first in the text"),
        pytest.param("(?&ship)|(?&ship_of_war)", "배싸움", "배", id="of two in one place the first in the pattern"),
        pytest.param("(?&ship_of_war)|(?&ship)", "배싸움", "배싸움", id="the same the other way round"),
        pytest.param("(?&ship)|물+|불", "물물", "물물", id="what follows the words may be anything"),
        pytest.param("(?&loud)|(?&ship)", "AHOY", "AHOY", id="a flag counts for its own word"),
        pytest.param("(?&loud)|x", "X", None, id="a flag counts for no other choice"),
        pytest.param("(?&ship)|(?&loud)", "물", None, id="none of them"),
        pytest.param("(?:(?&ship)|(?&loud))!", "배 ahoy!", "ahoy!", id="a choice that is part of a pattern is no choice of patterns"),
        pytest.param("(?&ship)물|(?&loud)", "배", None, id="a word with more behind it is no choice of its own"),
        pytest.param("(?&ship)", "돛", "돛", id="a lone word"),
    ],
)  # fmt: skip
def test_a_choice_finds_what_the_whole_pattern_would(
    words: Vocabulary, source: str, text: str, want: str | None
) -> None:
    pattern = words.pattern(source)
    got, whole = pattern.search(text), regex.search(pattern.pattern, text)
    assert (got and got[0], whole and whole[0]) == (want, want)


@pytest.mark.parametrize("name", load_words().words)
def test_every_shipped_word_finds_what_it_would_as_one_pattern(name: str) -> None:
    word = load_words()[name]
    whole = regex.compile(word.pattern)
    for text in (*TEXTS, *(f"{one}\n{two}" for one, two in pairwise(TEXTS))):
        for got, want in ((word.search(text), whole.search(text)), (word.match(text), whole.match(text))):
            assert (got and (got.span(), got[0])) == (want and (want.span(), want[0])), text


def test_patterns_that_say_the_same_are_one(words: Vocabulary) -> None:
    assert words.pattern("(?&ship)") is words["ship"]
    assert words.pattern("(?&ship)|(?&loud)") is words.pattern("(?&ship)|(?&loud)")
    assert words.pattern("물+") is pattern_of("물+")


@pytest.mark.parametrize("source", ["(?&nowhere)", "(?&ship)|(?&nowhere)", "(?&nowhere)|물"])
def test_a_choice_of_a_word_that_there_is_not_names_it(words: Vocabulary, source: str) -> None:
    with pytest.raises(KeyError, match="nowhere"):
        words.pattern(source)

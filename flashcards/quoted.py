"""Quotes that hold a question and the answer to it, each with its label: people note so what was asked while a talk went on."""

from __future__ import annotations

from collections.abc import Iterator

from flashcards.search import LONGEST
from flashcards.spot import Spot
from flashcards.vocabulary import Vocabulary


def holds_both(spot: Spot, words: Vocabulary) -> bool:
    """Whether a quote holds a question with its label and the answer to it: then what stands in it asks, not the quote."""
    if spot.block.kind != "quote" or len(spot.block.children) < 2:
        return False
    first, *more = spot.block.children
    if not words["question_label"].search(first.text):
        return False
    named = any(words["answerer"].match(block.text.lstrip(" *_")) for block in more)
    words_that_ask = ("asks_someone", "asks_wh", "asks_end")[: 2 + named]
    asked = words["question_label"].sub("", first.text[:LONGEST], count=1).strip(" *_")
    if not any(words[word].search(said) for word in words_that_ask for said in _sentences(asked)):
        return False  # 수도는? is a sample of a data set
    if named or any(words["answer_label"].search(block.text) for block in more):
        return True
    after = spot.siblings[spot.index + 1 : spot.index + 2]
    ends = not after or after[0].kind in {"heading", "divider", "quote"}
    return ends and not any(words["asks_end"].search(block.text) for block in more)


def _sentences(asked: str) -> Iterator[str]:
    """A question, and what of it ends in a question mark: why somebody asks may stand behind that."""
    yield asked
    begin = 0
    for n, sign in enumerate(asked):
        if sign in "?？" and asked[n + 1 : n + 2].isspace():
            yield asked[begin : n + 1].lstrip()
            begin = n + 1

"""Pictures that show something for a question or an answer, where others like them ask.

A screenshot may be a question or belong to one. Which it is, what stands beside it tells, or the names of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flashcards.block import SAID, Block
from flashcards.judge import Judged
from flashcards.spot import Spot

_NAMED = 2  # pictures called a question, with their numbers; then others are none
_TYPED = 3  # questions in words; beside fewer a picture may be the other way to ask


def shows_question(spot: Spot, questions: set[int]) -> bool:
    """Whether a picture is shown for a question in words: right below it, or at the end of a section of such questions."""
    if spot.block.kind != "image" or not spot.index:
        return False
    above = spot.siblings[spot.index - 1]
    if id(above) in questions:
        return above.kind in SAID
    if spot.index < len(spot.siblings) - 1:
        return False
    asked = [block.kind for block in spot.siblings if id(block) in questions]
    return bool(asked) and not {"image", "quote"} & set(asked)  # else it may ask as those do


def shown_pictures(judged: Sequence[Judged], questions: set[int]) -> Iterator[int]:
    """Pictures that seem to ask and show something for an answer: one alone behind typed questions, or by their names."""
    beside: dict[int, list[Block]] = {}
    for one in judged:
        if id(one.spot.block) in questions:
            beside.setdefault(id(one.spot.above[-1]), []).append(one.spot.block)
    for asked in beside.values():
        pictures = [block for block in asked if block.kind == "image"]
        named = [block for block in pictures if judged[0].note.fits("question_picture", block)]
        typed = asked[0].kind in SAID and sum(block.kind in SAID for block in asked) >= _TYPED
        if typed and len(pictures) == 1 and not named:
            yield id(pictures[0])
        if len(named) >= max(_NAMED, len(pictures) // 2 + 1):
            yield from (id(block) for block in pictures if block not in named)

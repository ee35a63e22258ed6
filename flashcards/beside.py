"""Questions that are listed first and answered in turn, below a title of their own.

What answers a question stands where nothing but its number says so. So the numbers must be printed and in order, there must be as
many answers as questions, and most of the list must ask; what owns an answer where it stands is left to other rules.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from flashcards.block import ITEMS, Block
from flashcards.pattern import Pattern
from flashcards.search import unbold
from flashcards.spot import Note, Spot

_NUMBER = Pattern(
    r"(?i)\A\W*(?:(?:질문|답변?|q(?:uestion)?|a(?:nswer)?|no)[ .#]{0,2})?(?P<number>\d{1,4})(?!\d) ?번?(?: ?질문)?(?: ?(?:에 대한 )?답변?)?\W*\Z"
)
_PRINTED = Pattern(r"\A[\s>]*(?P<number>\d{1,4})[.)]\s")
_CHOICE = 2  # letters of an answer that only names a choice
_ASKS = ("asks_on", "asks_line", "asks_noun")


def are_paired(spot: Spot, title: Block, note: Note) -> bool:
    """Whether the items beside a block are questions, and each has an answer below a title by its number."""
    key = are_paired, id(spot.above[-1]), spot.block.kind, id(title)
    return note.once(key, lambda: _are_paired(spot, title, note))


def in_turn(spot: Spot, title: Block, note: Note, questions: set[int]) -> tuple[Block, ...]:
    """What answers an item below a title that is paired with it: the item at its place, or what a heading with its number owns."""
    below = title.children
    place = spot.index - _first(spot.above[-1], ITEMS, note)
    led_in = _first(title, ITEMS, note)
    if led_in < len(below):
        answer = below[led_in + place] if led_in + place < len(below) else None
        return (answer,) if answer and answer.kind in ITEMS and id(answer) not in questions else ()
    led_in = _first(title, ("heading",), note)
    found = bisect_left(below, place + 1, lo=led_in, key=_number)
    heading = below[found] if found < len(below) and _number(below[found]) == place + 1 else None
    return heading.children if heading and id(heading) not in questions else ()


def _are_paired(spot: Spot, title: Block, note: Note) -> bool:
    asked = [block for block in spot.siblings if block.kind in ITEMS]
    if any(item.children for item in asked) or 2 * sum(_asks(item, note) for item in asked) < len(asked):
        return False
    lines = note.root.text.split("\n")
    if spot.block.kind == "numbered" and not _count_up([_printed(item, lines) for item in asked]):
        return False
    answers = [block for block in title.children if block.kind in ITEMS]
    if answers:
        listed = spot.block.kind == "numbered" and len(answers) == len(asked)
        told = any(len(item.text) > _CHOICE for item in answers)
        return listed and told and _count_up([_printed(item, lines) for item in answers])
    numbers = [_number(block) for block in title.children if block.kind == "heading"]
    return bool(numbers) and numbers[0] > 0 and all(one < other for one, other in pairwise(numbers))


def _asks(item: Block, note: Note) -> bool:
    return any(note.fits(word, item) for word in _ASKS)


def _count_up(numbers: Sequence[int]) -> bool:
    return list(numbers) == list(range(1, len(numbers) + 1))


def _printed(item: Block, lines: Sequence[str]) -> int:
    found = _PRINTED.search(lines[item.lines[0] - 1])
    return int(found["number"]) if found else 0


def _first(owner: Block, kinds: tuple[str, ...], note: Note) -> int:
    """Where the first block of such a kind stands in what another owns; behind the last where there is none."""
    below = owner.children
    return note.once(
        (_first, id(owner), kinds),
        lambda: next((n for n, block in enumerate(below) if block.kind in kinds), len(below)),
    )


def _number(heading: Block) -> int:
    """The number that is all a heading says, or its label; 0 for others."""
    found = _NUMBER.search(unbold(heading.text))
    return int(found["number"]) if found else 0

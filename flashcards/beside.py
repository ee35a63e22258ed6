"""Questions that are listed first and answered in turn, below a title of their own.

What answers a question stands where nothing but its number says so. So a number is trusted only if there are as many answers as
questions, or if it is printed; a title that asks the question once more has its answer by other rules.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

from flashcards.block import ITEMS, Block
from flashcards.pattern import Pattern
from flashcards.search import unbold
from flashcards.spot import Note, Spot

_NUMBER = Pattern(
    r"\A\W*(?:[^\W\d]{1,8}[ .#]{0,2})?(?P<number>\d{1,4})(?!\d) ?번?(?: ?질문)?(?: ?(?:에 대한 )?답변?)?\W*\Z"
)


def in_turn(spot: Spot, title: Block, note: Note, questions: set[int]) -> tuple[Block, ...]:
    """What answers an item below a title: the item at its place in a list as long, or what a heading with its number owns."""
    mark, below = spot.marks[-1], title.children
    place = spot.index - note.once(mark, "first item", lambda: _first(spot.siblings, ITEMS))
    led_in = note.once(mark, "first item beside", lambda: _first(below, ITEMS))
    if led_in < len(below):
        asked = note.once(mark, "items asked", lambda: _count(spot.siblings))
        paired = asked == note.once(mark, "items beside", lambda: _count(below))
        answer = below[led_in + place] if paired and led_in + place < len(below) else None
        return (answer,) if answer and answer.kind in ITEMS and id(answer) not in questions else ()
    led_in = note.once(mark, "first heading beside", lambda: _first(below, ("heading",)))
    found = bisect_left(below, place + 1, lo=led_in, key=_number)
    heading = below[found] if found < len(below) and _number(below[found]) == place + 1 else None
    return heading.children if heading and id(heading) not in questions else ()


def _first(blocks: Sequence[Block], kinds: Collection[str]) -> int:
    """Where the first block of such a kind stands; behind the last where there is none."""
    return next((n for n, block in enumerate(blocks) if block.kind in kinds), len(blocks))


def _count(blocks: Sequence[Block]) -> int:
    return sum(block.kind in ITEMS for block in blocks)


def _number(heading: Block) -> int:
    """The number that is all a heading says, or its label; 0 for others."""
    found = _NUMBER.search(unbold(heading.text))
    return int(found["number"]) if found else 0

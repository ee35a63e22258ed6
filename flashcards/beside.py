"""Questions that are listed first and answered in turn, below a title of their own.

What answers a question stands where nothing but its number says so. So the numbers must be printed and in order, there must be as
many answers as questions or a title by number above each, and most of the list must ask; what owns an answer where it stands
is left to other rules. Several may be answered at once: "3, 4번".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from flashcards.block import ITEMS, Block, rest
from flashcards.pattern import Pattern
from flashcards.search import unbold
from flashcards.spot import Note, Spot

_NUMBER = Pattern(
    r"(?i)\A\W*(?:(?:질문|답변?|q(?:uestion)?|a(?:nswer)?|no)[ .#]{0,2})?(?P<number>\d{1,4})(?P<more>(?: ?[,·&+] ?\d{1,4})*)(?!\d) ?번?(?: ?질문)?(?: ?(?:에 대한 )?답변?)?\W*(?:[(（][^()（）]{1,30}[)）]|[은는] [^\n]{1,20})?\W*\Z"
)
_DIGITS = Pattern(r"\d+")
_PRINTED = Pattern(r"\A[\s>]*(?P<number>\d{1,4})[.)]\s")
_CHOICE = 2  # letters of an answer that only names a choice
_ASKS = ("asks_on", "asks_line", "asks_noun")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numbered:
    """What is told below a title of some numbers, in order of the first."""

    numbers: tuple[int, ...]
    told: tuple[Block, ...]


def are_paired(spot: Spot, title: Block, note: Note) -> bool:
    """Whether the items beside a block are questions, and each has an answer below a title by its number."""
    key = are_paired, id(spot.above[-1]), spot.block.kind, id(title)
    return note.once(key, lambda: _are_paired(spot, title, note))


def in_turn(spot: Spot, title: Block, note: Note, questions: set[int]) -> tuple[Block, ...]:
    """What answers an item below a title that is paired with it: the item at its place, or what a title with its number owns."""
    place = spot.index - _first(spot.above[-1], note)
    by_number = note.once((in_turn, id(title)), lambda: _by_number(title))
    if by_number:
        return by_number.get(place + 1, ())
    found = _first(title, note) + place
    answer = title.children[found] if found < len(title.children) else None
    return (answer,) if answer and answer.kind in ITEMS and id(answer) not in questions else ()


def _are_paired(spot: Spot, title: Block, note: Note) -> bool:
    asked = [block for block in spot.siblings if block.kind in ITEMS]
    if any(item.children for item in asked) or 2 * sum(_asks(item, note) for item in asked) < len(asked):
        return False
    lines = note.root.text.split("\n")
    if spot.block.kind == "numbered" and not _count_up([_printed(item, lines) for item in asked]):
        return False
    if not all(_numbers(block) for block in title.children if block.kind == "heading"):
        return False
    if numbered := _numbered(title):
        numbers = [n for one in numbered for n in one.numbers]
        in_order = all(one.numbers[0] < other.numbers[0] for one, other in pairwise(numbered))
        return in_order and len(set(numbers)) == len(numbers)
    answers = [block for block in title.children if block.kind in ITEMS]
    listed = spot.block.kind == "numbered" and len(answers) == len(asked)
    told = any(len(item.text) > _CHOICE for item in answers)
    return listed and told and _count_up([_printed(item, lines) for item in answers])


def _asks(item: Block, note: Note) -> bool:
    return any(note.fits(word, item) for word in _ASKS)


def _count_up(numbers: Sequence[int]) -> bool:
    return list(numbers) == list(range(1, len(numbers) + 1))


def _printed(item: Block, lines: Sequence[str]) -> int:
    found = _PRINTED.search(lines[item.lines[0] - 1])
    return int(found["number"]) if found else 0


def _first(owner: Block, note: Note) -> int:
    """Where the first item stands in what a block owns; behind the last where there is none."""
    below = owner.children
    return note.once(
        (_first, id(owner)), lambda: next((n for n, block in enumerate(below) if block.kind in ITEMS), len(below))
    )


def _numbered(title: Block) -> tuple[_Numbered, ...]:
    """What is told below each heading or stressed line that is no more than a number or several."""
    below = title.children
    marks = [(n, numbers) for n, block in enumerate(below) if (numbers := _numbers(block))]
    ends = [n for n, _ in marks[1:]] + [len(below)]
    return tuple(
        _Numbered(numbers=numbers, told=_told(below[n:end])) for (n, numbers), end in zip(marks, ends, strict=False)
    )


def _by_number(title: Block) -> dict[int, tuple[Block, ...]]:
    return {number: one.told for one in _numbered(title) for number in one.numbers}


def _told(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """What stands below the first line of blocks, which is a title."""
    mark, *after = blocks
    if mark.kind == "heading":
        return mark.children
    return (*([rest(mark, 1)] if "\n" in mark.text else []), *after)


def _numbers(block: Block) -> tuple[int, ...]:
    """The numbers that are all a heading or a stressed first line says, with a label; none for others."""
    line = block.text.partition("\n")[0]
    if block.kind != "heading" and not (block.kind in {"bold", "paragraph"} and line.startswith("**")):
        return ()
    found = _NUMBER.search(unbold(line))
    if not found:
        return ()
    return (int(found["number"]), *map(int, _DIGITS.findall(found["more"])))

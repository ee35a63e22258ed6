"""Notes as blocks: Markdown -> a tree of `Block`, and blocks -> Markdown again.

tree.py      what a block is
parse.py     Markdown -> tree
definitions.py  footnotes and addresses, which belong to the texts that refer to them
outline.py   outlines that Markdown calls code
rawhtml.py   raw HTML: labelled lines, folds
cut.py       lines -> Markdown of their own
"""

from flashcards.block.cut import BREAK, cut, uncelled, undefined, unlisted
from flashcards.block.definitions import Definitions, find_definitions, with_definitions
from flashcards.block.parse import parse_blocks
from flashcards.block.tree import ITEMS, KINDS, SAID, Block, Kind, Lines, is_blank, is_shown, rest, walk

__all__ = [
    "BREAK", "ITEMS", "KINDS", "SAID", "Block", "Definitions", "Kind", "Lines", "cut", "find_definitions", "is_blank", "is_shown",
    "parse_blocks", "rest", "uncelled", "undefined", "unlisted", "walk", "with_definitions",
]  # fmt: skip

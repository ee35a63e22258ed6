"""Notes as blocks: Markdown -> a tree of `Block`, and blocks -> Markdown again.

tree.py      what a block is
parse.py     Markdown -> tree
footnote.py  footnotes, which belong to the texts that refer to them
reference.py links that tell their address elsewhere, likewise
outline.py   outlines that Markdown calls code
rawhtml.py   raw HTML: labelled lines, folds
cut.py       lines -> Markdown of their own
"""

from flashcards.block.cut import BREAK, cut
from flashcards.block.footnote import Footnote, find_footnotes, with_footnotes
from flashcards.block.parse import parse_blocks
from flashcards.block.reference import find_references, with_references
from flashcards.block.tree import ITEMS, KINDS, SAID, Block, Kind, Lines, is_blank, is_shown, walk

__all__ = [
    "BREAK", "ITEMS", "KINDS", "SAID", "Block", "Footnote", "Kind", "Lines", "cut", "find_footnotes", "find_references", "is_blank",
    "is_shown", "parse_blocks", "walk", "with_footnotes", "with_references",
]  # fmt: skip

"""Notes as blocks: Markdown -> a tree of `Block`, and blocks -> Markdown again.

tree.py      what a block is
parse.py     the one configured parser: Markdown -> tree
outline.py   outlines that Markdown calls code
rawhtml.py   raw HTML: labelled lines, folds
cut.py       lines -> Markdown of their own
"""

from flashcards.block.cut import cut
from flashcards.block.parse import parse_blocks, parser
from flashcards.block.tree import ITEMS, KINDS, Block, Kind, Lines, is_blank, walk

__all__ = ["ITEMS", "KINDS", "Block", "Kind", "Lines", "cut", "is_blank", "parse_blocks", "parser", "walk"]

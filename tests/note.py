"""A note written in a test, read as the program reads it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flashcards.block import Block, parse_blocks
from flashcards.document import Document, Place, parse_document, read_bytes
from flashcards.document import document_of as of_bytes
from flashcards.extraction import extract
from flashcards.reading import Rules, extract_document, read_rules
from flashcards.rule import Rule, parse_rule
from flashcards.step import Extraction
from flashcards.tomlfile import read_file

PLACE = Place(path="notes/a.md", below="a.md", file=Path("notes/a.md"), given=Path("notes"))


@cache
def shipped() -> Rules:
    return read_rules(None)


def document_of(text: str) -> Document:
    return parse_document(text, PLACE)


def read_document(place: Place) -> Document:
    """A file as the program reads it. Raises FlashcardsError when it cannot be opened or is no text."""
    return of_bytes(read_bytes(place), place)


def extraction_of(text: str) -> Extraction:
    return extract_document(document_of(text), shipped())


def tree_of(text: str) -> Block:
    return parse_blocks(document_of(text).body, shipped().words["own_line"])


def outline(block: Block, depth: int = 0) -> list[str]:
    """The blocks below one, a line each: kind, lines, text."""
    found: list[str] = []
    for child in block.children:
        a, b = child.lines
        lines = f"{a}" if a == b == child.last else f"{a}-{b}..{child.last}" if child.last > b else f"{a}-{b}"
        found.append("  " * depth + f"{child.kind} {lines} {child.text.split(chr(10))[0]}".rstrip())
        found += outline(child, depth + 1)
    return found


_EXAMPLES = """
[[examples]]
name = "takes"
note = "가"
[[examples.cards]]
question = "가"
answer = "나"

[[examples]]
name = "leaves"
note = "가"
cards = []
"""


def rule_of(folder: Path, head: str, name: str = "own") -> Rule:
    """A rule of the test's own: all of its file but the id, the order, the summary and the examples."""
    path = folder / f"{name}.toml"
    path.write_text(f'id = "{name}"\norder = 1\nsummary = "가"\n{head}\n{_EXAMPLES}', "utf-8")
    return parse_rule(read_file(path))


def cards_by(text: str, *rules: Rule) -> list[tuple[str, str]]:
    """Question and answer of each card that these rules make of a note."""
    document = document_of(text)
    found = extract(tree_of(text), rules, shipped().words, document.stated)
    return [(card.question, card.answer) for card in found.cards]

"""Any bytes as a note, all the way to field HTML: nothing but a FlashcardsError may come out of it.

    python -m pip install atheris
    python tests/fuzz/fuzz_note.py -max_total_time=60

New inputs are kept in a folder of the system's, never here; what fails is written where `-artifact_prefix` says.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path

from flashcards.card import Card
from flashcards.document import Place, parse_document
from flashcards.encoding import decode
from flashcards.errors import FlashcardsError
from flashcards.html import plain_text, render
from flashcards.reading import extract_document, read_rules

SEEDS = Path(__file__).parent / "seeds"
PLACE = Place(path="a.md", below="a.md", file=Path("a.md"), given=Path())
RULES = read_rules(None)


def one(data: bytes) -> None:
    """One input: bytes -> Document -> blocks -> cards -> HTML."""
    try:
        text, _ = decode(data, PLACE.path)
    except FlashcardsError:
        text = data.decode("utf-8", "replace")  # or most inputs would end here
    try:
        document = parse_document(text, PLACE)
        cards = extract_document(document, RULES).cards
    except FlashcardsError:
        return
    count = document.body.count("\n") + 1
    for card in cards:
        _check(card, count)
        for text in (card.question, card.answer, card.context):
            plain_text(render(text))


def _check(card: Card, count: int) -> None:
    spans = (card.question_lines, *card.answer_lines)
    assert all(1 <= a <= b <= count for a, b in spans), spans
    assert card.answer.strip(), spans
    assert card.question.strip(), spans


def main() -> None:
    fuzz = import_module("atheris")  # no test needs it, so nothing installs it
    fuzz.instrument_all()
    new = tempfile.mkdtemp(prefix="fuzz-note-")
    fuzz.Setup([sys.argv[0], new, str(SEEDS), "-max_len=4096", f"-artifact_prefix={new}/", *sys.argv[1:]], one)
    fuzz.Fuzz()


if __name__ == "__main__":
    main()

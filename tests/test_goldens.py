"""Whole notes of our own, each beside the cards that it must give, readable by anyone.

FLASHCARDS_GOLDENS=write pytest tests/test_goldens.py      writes the cards anew; read the difference before you keep it
"""

from __future__ import annotations

import os
from difflib import unified_diff
from pathlib import Path

import pytest

from flashcards.card import Card, Labels
from flashcards.labels import read_labels
from flashcards.step import Extraction
from tests.note import document_of, extraction_of, shipped

FOLDER = Path(__file__).parent / "goldens"
NOTES = sorted(path.name for path in FOLDER.glob("*.md") if not path.name.endswith(".cards.md"))
WRITE = "FLASHCARDS_GOLDENS"


def expected(note: str) -> Path:
    return FOLDER / note.replace(".md", ".cards.md")


def page(labels: Labels, extraction: Extraction) -> str:
    """The cards of a note as a page to read."""
    stated = {"master": ", ".join(labels.masters), "week": labels.week, "day": labels.day, "date": labels.date}
    head = ", ".join(f"{name} {value}" for name, value in stated.items() if value not in {"", None})
    return "\n".join([f"# {len(extraction.cards)} cards; {head or 'no label'}", "", *map(_card, extraction.cards)])


def _card(card: Card) -> str:
    spans = ", ".join(f"{a}-{b}" for a, b in (card.question_lines, *card.answer_lines))
    context = f"after: {card.context}\n\n" if card.context else ""
    return f"## {card.kind} by {card.rule}, lines {spans}\n\n{context}{card.question}\n\n---\n\n{card.answer}\n"


def compare(path: Path, got: str) -> list[str]:
    """The difference to the file, or, where that is asked for, the file written anew."""
    if os.environ.get(WRITE) == "write":
        path.write_text(got, "utf-8")
    want = path.read_text("utf-8") if path.is_file() else ""
    return list(unified_diff(want.split("\n"), got.split("\n"), path.name, "got", lineterm=""))


@pytest.mark.parametrize("note", NOTES)
def test_a_note_gives_the_cards_beside_it(note: str) -> None:
    text = (FOLDER / note).read_text("utf-8")
    got = page(read_labels(document_of(text), shipped().labels), extraction_of(text))
    difference = compare(expected(note), got)
    assert not difference, "\n" + "\n".join(difference)


def test_no_cards_are_left_without_their_note() -> None:
    left = {path.name for path in FOLDER.glob("*.cards.md")} - {expected(note).name for note in NOTES}
    assert left == set()


@pytest.mark.parametrize("value", ["", "1", "yes", "WRITE"])
def test_no_other_value_writes_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    path = tmp_path / "a.cards.md"
    path.write_text("가\n", "utf-8")
    monkeypatch.setenv(WRITE, value)
    assert (compare(path, "나\n")[2:], path.read_text("utf-8")) == (["@@ -1,2 +1,2 @@", "-가", "+나", " "], "가\n")

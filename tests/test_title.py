"""What a note is called outside its body, by its front matter or its file, opens a Q&A section that is all of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flashcards.document import parse_document
from flashcards.reading import extract_document
from tests.note import PLACE, shipped

NOTE = "## Which pump do I need?\n\nA small one.\n\n## Is it loud\n\nNo.\n"
ASKED = ["Which pump do I need?", "Is it loud"]
STATED = "---\ntitle: {}\n---\n"


def questions(name: str, text: str) -> list[str]:
    document = parse_document(text, replace(PLACE, file=Path("notes") / name))
    return [card.question for card in extract_document(document, shipped()).cards]


@pytest.mark.parametrize(
    ("name", "text", "asked"),
    [
        pytest.param("FAQ.md", NOTE, ASKED, id="the file"),
        pytest.param("pond-faq.md", NOTE, ASKED, id="the file, with what it is about"),
        pytest.param("a.md", STATED.format("Frequently Asked Questions (FAQ)") + NOTE, ASKED, id="the front matter"),
        pytest.param("pond.md", NOTE, [], id="a file that is called otherwise"),
        pytest.param("faq-bot.md", NOTE, [], id="a file on a thing called so"),
        pytest.param("FAQ.md", STATED.format("Ponds") + NOTE, [], id="the front matter goes before the file"),
        pytest.param("FAQ.md", "# Ponds\n\n" + NOTE, [], id="and so does a title in the note"),
        pytest.param("a.md", STATED.format("Visual Q&A") + NOTE, [], id="the name of a task"),
    ],
)
def test_what_a_note_is_called_opens_its_section(name: str, text: str, asked: list[str]) -> None:
    assert questions(name, text) == asked


def test_why_a_block_asks_names_the_notes_title() -> None:
    document = parse_document(STATED.format("Pond FAQ") + NOTE, PLACE)
    step = extract_document(document, shipped()).steps[0]
    assert step.judged.taking.checks[0].detail == "under 'Pond FAQ' (what the note is called)"

"""The note type is frozen where Anki punishes a change, and its templates and CSS stand on their own."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex

from flashcards import notetype
from flashcards.package import Note, pack
from tests.anki_import import Anki

TEXTS = {"front": notetype.FRONT, "back": notetype.BACK, "css": notetype.CSS}
REFERENCE = regex.compile(r"\{\{([#^/]?)([^{}]+)\}\}")

# Once a deck is out, these can never change. Anki matches a note type by its id and its fields by theirs. One field
# more, less, renamed without its id or moved, and an import makes a second note type and never updates an old note
# again; another sort field gives every note a new time, so that the import which brings it updates no text.
FIELDS_FOR_EVER = [
    ("Question", 4815162342000),
    ("Answer", 4815162342001),
    ("Context", 4815162342002),
    ("Transcript", 4815162342003),
    ("Master", 4815162342004),
    ("Week", 4815162342005),
    ("Day", 4815162342006),
    ("Date", 4815162342007),
    ("Title", 4815162342008),
    ("Source", 4815162342009),
    ("Key", 4815162342010),
    ("Extra1", 4815162342011),
    ("Extra2", 4815162342012),
]
IDENTITY_FOR_EVER = (1753948801001, "flashcards Q&A", "Card", 4815162342900, 0)


def test_the_fields_and_their_ids_are_those_of_version_1() -> None:
    assert list(zip(notetype.FIELDS, notetype.FIELD_IDS, strict=True)) == FIELDS_FOR_EVER


def test_the_note_type_its_template_and_its_sort_field_are_those_of_version_1() -> None:
    identity = (notetype.ID, notetype.NAME, notetype.TEMPLATE_NAME, notetype.TEMPLATE_ID, notetype.SORT_FIELD)

    assert identity == IDENTITY_FOR_EVER


def test_anki_takes_the_note_type_as_it_is(anki: Anki, tmp_path: Path) -> None:
    note = Note(
        guid="00000000000000aa", mod=1_750_000_000, fields=("씨앗은?", *[""] * 12), tags=(), deck="D", where="a.md:1"
    )
    deck = tmp_path / "deck.apkg"
    deck.write_bytes(pack([note], notetype_mod=note.mod, latest=note.mod, pictures=()))
    anki.import_deck(deck)

    model = anki.col.models.get(notetype.ID)

    assert model is not None
    fields = [(field["name"], field["id"]) for field in model["flds"]]
    identity = (model["id"], model["name"], model["tmpls"][0]["name"], model["tmpls"][0]["id"], model["sortf"])
    sides = (model["tmpls"][0]["qfmt"], model["tmpls"][0]["afmt"], model["css"])
    assert (fields, identity) == (FIELDS_FOR_EVER, IDENTITY_FOR_EVER)
    assert sides == (notetype.FRONT, notetype.BACK, notetype.CSS)


@pytest.mark.parametrize("side", ["front", "back"])
def test_a_template_refers_to_fields_of_the_note_type_alone(side: str) -> None:
    named = {name for _mark, name in REFERENCE.findall(TEXTS[side])}

    assert named - set(notetype.FIELDS) == set()


@pytest.mark.parametrize("side", ["front", "back"])
def test_every_condition_of_a_template_is_closed_before_the_next_opens(side: str) -> None:
    marks = [(mark, name) for mark, name in REFERENCE.findall(TEXTS[side]) if mark]

    opened, closed = marks[::2], marks[1::2]

    assert closed == [("/", name) for _mark, name in opened]


def test_the_front_gives_nothing_of_the_answer_away() -> None:
    named = {name for _mark, name in REFERENCE.findall(notetype.FRONT)}

    assert named & {"Answer", "Title", "Source", "Date", "Transcript"} == set()


def test_the_css_has_no_field_reference() -> None:
    assert REFERENCE.findall(notetype.CSS) == []


@pytest.mark.parametrize("part", TEXTS)
@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"<\s*(?:script|link|iframe|object|embed|base|meta)\b", id="element that loads or runs"),
        pytest.param(r"\son\w+\s*=", id="event handler"),
        pytest.param(r"javascript:|expression\s*\(", id="script in a value"),
        pytest.param(r"//\w|\burl\s*\(|\bsrc\s*=|\bhref\s*=", id="address"),
        pytest.param(r"@import|@font-face|image-set", id="file loaded by CSS"),
    ],
)
def test_nothing_in_the_note_type_runs_or_loads(part: str, pattern: str) -> None:
    assert regex.findall(pattern, TEXTS[part], regex.IGNORECASE) == []

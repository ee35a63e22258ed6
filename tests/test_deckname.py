"""The deck in Anki that a card goes to, and what is said when that changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from flashcards.building import build
from flashcards.card import Labels
from flashcards.cli import cli
from flashcards.deckname import deck_name
from flashcards.report import report
from tests.anki_import import Anki, outline

ONE, TWO = outline(("왜?", "답")), outline(("언제?", "지금"), title="Week 12 마스터클래스 - 한결음 대표님")
Write = Callable[..., Path]
ANOTHER_DECK = (
    "2 cards would lie in another deck than before, such as Camp::03주차 for Masterclass; Anki leaves cards that it has where "
    "they are; after the import, move them by hand where you want that: in Browse, search deck:Masterclass, then Change Deck"
)


@pytest.mark.parametrize(
    ("template", "labels", "expected"),
    [
        pytest.param("Camp::{week}주차::{master}", Labels(masters=("오름달",), week=3), "Camp::03주차::오름달", id="both"),
        pytest.param("Camp::{week}주차", Labels(week=12), "Camp::12주차", id="a week"),
        pytest.param("{master}", Labels(masters=("오름달", "한결음")), "오름달, 한결음", id="two masters"),
        pytest.param("Camp::{week}주차::{master}", Labels(masters=("오름달",)), "Camp::오름달", id="a part without its label is left out"),
        pytest.param("{week}", Labels(), "Masterclass", id="nothing is left"),
        pytest.param("Camp :: Q&A", Labels(week=3), "Camp::Q&A", id="not: no word in braces"),
        pytest.param("{master}", Labels(masters=("a::b",)), "a b", id="not: a name makes no subdeck"),
        pytest.param("::A::", Labels(), "A", id="not: no empty part"),
    ],
)  # fmt: skip
def test_the_deck_of_a_card(template: str, labels: Labels, expected: str) -> None:
    assert deck_name(template, labels) == expected


def test_cards_arrive_in_the_decks_of_their_weeks(write: Write, tmp_path: Path, anki: Anki) -> None:
    notes = [str(write("a.md", ONE)), str(write("b.md", TWO))]
    build(notes, tmp_path / "x.apkg", deck="Camp::{week}주차")
    anki.import_deck(tmp_path / "x.apkg")
    cards = [anki.col.get_card(card) for card in anki.col.find_cards("")]
    assert {card.note()["Question"]: anki.col.decks.name(card.did) for card in cards} == {
        "왜?": "Camp::03주차", "언제?": "Camp::12주차",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("Camp::{week}주차", ["2 decks", "by deck     1  Camp::03주차", "1  Camp::12주차"], id="several"),
        pytest.param("Camp::{master}", ["2 decks", "by deck     1  Camp::오름달", "1  Camp::한결음"], id="two masters"),
        pytest.param("Camp", ["deck Camp"], id="one"),
    ],
)
def test_the_summary_names_the_decks_that_were_written(
    name: str, said: list[str], write: Write, tmp_path: Path
) -> None:
    built = build([str(write("a.md", ONE)), str(write("b.md", TWO))], tmp_path / "x.apkg", deck=name)
    first, *lines = [line.strip() for line in report(built)]
    assert [first.rpartition(", ")[2], *(line for line in lines if "Camp" in line)] == said


def test_what_anki_does_with_another_deck_is_said_once(write: Write, tmp_path: Path) -> None:
    notes, deck = [str(write("a.md", ONE)), str(write("b.md", TWO))], tmp_path / "x.apkg"
    said = [
        [str(problem) for problem in build(notes, deck, deck=name).problems]
        for name in ("Masterclass", "Masterclass", "Camp::{week}주차", "Camp::{week}주차")
    ]
    assert said == [[], [], [ANOTHER_DECK], []]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("{day}", "--deck holds {day}; expected one of {master}, {week}", id="an unknown word"),
        pytest.param(" :: ", "--deck holds no name", id="nothing"),
    ],
)
def test_a_name_that_cannot_be_used_is_a_wrong_call(name: str, message: str, write: Write, tmp_path: Path) -> None:
    command = ["build", str(write("a.md", ONE)), "-o", str(tmp_path / "x.apkg"), "--deck", name]
    result = CliRunner().invoke(cli, command)
    assert (result.exit_code, message in result.stderr, (tmp_path / "x.apkg").exists()) == (2, True, False)

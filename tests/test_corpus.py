"""Real notes give the cards that a reader found in them by hand, and no others. They are not ours to ship: see conftest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import regex

from flashcards.card import Card
from flashcards.document import find_documents
from flashcards.labels import read_labels
from flashcards.reading import extract_document
from tests.note import read_document, shipped

LEAST = {"masterclass": 0.999, "blog": 0.97, "wild": 0.90}
FOLDERS = {"masterclass": "notes", "blog": "_posts", "wild": "notes"}
QUESTION, ANSWER = 0.5, 0.9  # least share of lines that a card has in common with the one found by hand

_FENCE = regex.compile(r"^[\s>]*(?:```|~~~)")
_WORD = regex.compile(r"[0-9A-Za-z가-힣ぁ-ヿ一-鿿]")
_TAG = regex.compile(r"<[^>\n]*>")

Gold = dict[str, Any]


def counts(line: str) -> bool:
    """Whether a line has words or a picture: blank lines, fences, rules and bare tags count nowhere."""
    return "](" in line or (not _FENCE.match(line) and bool(_WORD.search(_TAG.sub(" ", line))))


def lines_of(spans: list[list[int]], lines: list[str]) -> set[int]:
    return {n for a, b in spans for n in range(a, b + 1) if 1 <= n <= len(lines) and counts(lines[n - 1])}


def share(one: set[int], other: set[int]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0


def golds(corpus: Path, name: str) -> Iterator[tuple[Path, Gold]]:
    for path in sorted((corpus / name / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        yield corpus / name / gold["doc"], gold


def read(note: Path) -> tuple[tuple[Card, ...], list[str], dict[str, Any]]:
    """Cards, lines and labels of a note."""
    [place] = find_documents([str(note)]).places
    document = read_document(place)
    labels = read_labels(document, shipped().labels)
    stated = {"master": set(labels.masters), "week": labels.week, "day": labels.day}
    cards = tuple(card for card in extract_document(document, shipped()).cards if card.kind != "closing")
    return cards, document.body.split("\n"), stated


def compare(note: Path, gold: Gold) -> tuple[list[int], list[int], list[int]]:
    """First lines of the questions that are right, missed and false."""
    cards, lines, _ = read(note)
    pool = list(cards)
    right: list[int] = []
    missed: list[int] = []
    for want in gold["cards"]:
        asked, answered = lines_of([want["q_lines"]], lines), lines_of(want["a_lines"], lines)
        match = next(
            (
                card
                for card in pool
                if share(asked, lines_of([[*card.question_lines]], lines)) >= QUESTION
                and share(answered, lines_of([[*span] for span in card.answer_lines], lines)) >= ANSWER
            ),
            None,
        )
        if match:
            pool.remove(match)
        if not want.get("optional"):
            (right if match else missed).append(want["q_lines"][0])
    optional = [lines_of([want["q_lines"]], lines) for want in gold["cards"] if want.get("optional")]
    false = [
        card.question_lines[0]
        for card in pool
        if not any(share(o, lines_of([[*card.question_lines]], lines)) >= QUESTION for o in optional)
    ]
    return right, missed, false


@pytest.mark.parametrize("name", LEAST)
def test_the_cards_of_real_notes_are_found(corpus: Path, name: str) -> None:
    found = {note.name: compare(note, gold) for note, gold in golds(corpus, name)}
    right, missed, false = (sum(len(counted[n]) for counted in found.values()) for n in range(3))
    f1 = 2 * right / (2 * right + missed + false)
    assert f1 >= LEAST[name], {name: counted[1:] for name, counted in found.items() if counted[1] or counted[2]}


@pytest.mark.parametrize("name", LEAST)
def test_notes_without_questions_give_no_card(corpus: Path, name: str) -> None:
    empty = [(note, gold) for note, gold in golds(corpus, name) if all(card.get("optional") for card in gold["cards"])]
    assert {note.name: compare(note, gold)[2] for note, gold in empty if compare(note, gold)[2]} == {}


@pytest.mark.parametrize("name", LEAST)
def test_real_notes_state_their_labels(corpus: Path, name: str) -> None:
    wrong: list[tuple[str, str, Any]] = []
    for note, gold in golds(corpus, name):
        cards, _, stated = read(note)
        for key, value in gold["meta"].items():
            if key in stated and value is not None and key not in gold.get("meta_optional", []) and cards:
                want = {part.strip() for part in str(value).split(",")} if key == "master" else value
                if stated[key] != want:
                    wrong.append((note.name, key, stated[key]))
    assert wrong == []


@pytest.mark.parametrize("name", LEAST)
def test_every_real_note_was_read_by_hand(corpus: Path, name: str) -> None:
    places = find_documents([str(corpus / name / FOLDERS[name])]).places
    assert {place.file.name for place in places} == {note.name for note, _ in golds(corpus, name)}

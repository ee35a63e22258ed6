"""`extract --format anki`, read by the real Anki: the notes that the deck brought are found again by their guids."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from anki.import_export_pb2 import ImportCsvRequest

from flashcards.building import build, guids_for
from flashcards.collect import collect
from flashcards.deckname import DECK
from flashcards.export import export
from tests.anki_import import Anki, AnkiNote

Write = Callable[..., Path]

NOTE = """---
title: "Week 3 \\"지도\\" 모임 - 한결음 대표님(03.02)"
tags: ["#지도", AI, 길::찾기]
---

## Q&A

- # 로그는 "언제" 남기나요?
\t- 되돌릴 때 `a\tb`

\t\t```python
\t\t# 첫 줄

\t\tif a:
\t\t\tprint("q", 'r')
\t\t```
- 둘째는?
\t- "하나" ![](p.png)
\t- (질문) 왜요?
\t\t- #셋; 넷, 다섯 | 여섯
- #셋째는?
\t- \\t 그리고 \\n
"""


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")


def text_of(note: Path, ledger: Path | None = None, deck: str = DECK) -> str:
    found = collect([str(note)])
    return "".join(export("anki", found.drafts, guids_for(found, ledger), deck=deck, folder="/"))


def import_text(anki: Anki, folder: Path, text: str) -> dict[str, int]:
    """Import as the dialog opens: how many notes were new, updated or the same."""
    path = folder / "cards.txt"
    path.write_bytes(text.encode())
    metadata = anki.col.get_csv_metadata(str(path), None)
    log = anki.col.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log
    logged = {"new": log.new, "updated": log.updated, "same": log.duplicate}
    assert log.found_notes == sum(map(len, logged.values()))
    return {name: len(notes) for name, notes in logged.items() if notes}


@pytest.fixture
def known(anki: Anki, write: Write, tmp_path: Path) -> dict[str, AnkiNote]:
    """A collection that holds the deck of the note."""
    build([str(write("a.md", NOTE))], tmp_path / "x.apkg")
    anki.import_deck(tmp_path / "x.apkg")
    return anki.notes()


def test_importing_what_the_deck_brought_changes_no_byte_and_no_tag(
    anki: Anki, known: dict[str, AnkiNote], tmp_path: Path
) -> None:
    text = text_of(tmp_path / "a.md", tmp_path / "x.ledger.json")
    assert (import_text(anki, tmp_path, text), len(known), anki.notes()) == ({"same": 4}, 4, known)


def test_every_field_and_tag_is_put_back_byte_for_byte(anki: Anki, known: dict[str, AnkiNote], tmp_path: Path) -> None:
    for guid in known:
        [note_id] = anki.col.find_notes(f"Key:{guid}")
        note = anki.col.get_note(note_id)
        note.fields = [*("지움" for _ in note.fields[:10]), guid, "", ""]
        note.tags = ["내것"]
        anki.col.update_note(note)
    done = import_text(anki, tmp_path, text_of(tmp_path / "a.md", tmp_path / "x.ledger.json"))
    got = {guid: (note.fields, note.tags, note.due) for guid, note in anki.notes().items()}
    want = {guid: (note.fields, note.tags, note.due) for guid, note in known.items()}
    assert (done, got) == ({"updated": 4}, want)


def test_a_changed_answer_updates_its_note_and_a_new_card_comes_into_the_deck(
    anki: Anki, known: dict[str, AnkiNote], write: Write, tmp_path: Path
) -> None:
    note = write("a.md", NOTE.replace('"하나"', '"둘"\t셋') + "- 넷째는?\n\t- 새 답\n")
    done = import_text(anki, tmp_path, text_of(note, tmp_path / "x.ledger.json"))
    changed = {guid for guid, now in anki.notes().items() if known.get(guid) != now}
    decks = {anki.col.decks.name(card.did) for card in map(anki.col.get_card, anki.col.find_cards(""))}
    assert (done, len(changed), len(anki.notes()), decks) == ({"new": 1, "updated": 1, "same": 3}, 2, 5, {DECK})


def test_a_new_card_comes_into_the_deck_of_its_week_and_no_card_that_is_there_moves(
    anki: Anki, known: dict[str, AnkiNote], write: Write, tmp_path: Path
) -> None:
    note = write("a.md", NOTE + "- 넷째는?\n\t- 새 답\n")
    import_text(anki, tmp_path, text_of(note, tmp_path / "x.ledger.json", "Camp::{week}"))
    cards = [anki.col.get_card(card) for card in anki.col.find_cards("")]
    decks = {anki.col.decks.name(card.did) for card in cards if card.note().guid in known}
    new = {anki.col.decks.name(card.did) for card in cards if card.note().guid not in known}
    assert (decks, new) == ({DECK}, {"Camp::03"})


def test_the_deck_and_the_text_can_be_imported_in_turns(anki: Anki, known: dict[str, AnkiNote], tmp_path: Path) -> None:
    import_text(anki, tmp_path, text_of(tmp_path / "a.md", tmp_path / "x.ledger.json"))
    log = anki.import_deck(tmp_path / "x.apkg")
    assert (log.new, log.updated, log.conflicting, anki.notes()) == (0, 0, 0, known)


def test_the_header_says_what_each_column_is_and_a_row_is_a_card(write: Write) -> None:
    text = text_of(write("a.md", "## Q&A\n- 왜요?\n\t- 그래서요.\n"))
    *header, row = text.split("\n", 6)
    assert header == [
        "#separator:tab", "#html:true", "#notetype:flashcards Q&A", "#guid column:1", "#tags column:15", "#deck column:16",
    ]  # fmt: skip
    assert row.count("\t") == 15

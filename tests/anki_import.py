"""Import a deck into the real Anki backend and read back what is in the collection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from anki.collection import Collection, ImportAnkiPackageRequest

from flashcards.building import build

if TYPE_CHECKING:
    from anki.cards import Card  # imported first, it would meet itself half made


@dataclass(frozen=True, kw_only=True)
class AnkiNote:
    """A note as Anki has it. due: of its first card.  cards: how many it has."""

    guid: str
    fields: dict[str, str]
    tags: frozenset[str]
    mod: int
    due: int
    cards: int


@dataclass(frozen=True, kw_only=True)
class ImportLog:
    new: int
    updated: int
    duplicate: int
    conflicting: int


class Anki:
    """One throw-away collection. The import uses the options that the desktop's dialog opens with."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.col = Collection(str(folder / "collection.anki2"))

    def close(self) -> None:
        self.col.close()

    def import_deck(self, path: Path) -> ImportLog:
        options = self.col._backend.get_import_anki_package_presets()
        log = self.col.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options)).log
        self.col.models._clear_cache()
        return ImportLog(
            new=len(log.new), updated=len(log.updated), duplicate=len(log.duplicate), conflicting=len(log.conflicting)
        )

    def notes(self) -> dict[str, AnkiNote]:
        """All notes by guid."""
        found = {}
        for note_id in self.col.find_notes(""):
            note = self.col.get_note(note_id)
            cards = note.cards()
            found[note.guid] = AnkiNote(
                guid=note.guid,
                fields=dict(note.items()),
                tags=frozenset(note.tags),
                mod=note.mod,
                due=cards[0].due,
                cards=len(cards),
            )
        return found

    def media(self) -> frozenset[str]:
        return frozenset(p.name for p in Path(self.col.media.dir()).iterdir())

    def missing_media(self) -> tuple[str, ...]:
        return tuple(self.col.media.check().missing)

    def rendered(self, guid: str) -> tuple[str, str]:
        """Question and answer side of the note's first card, as Anki renders them."""
        [note_id] = self.col.find_notes(f"Key:{guid}")
        output = self.col.get_note(note_id).cards()[0].render_output(browser=False)
        return output.question_and_style(), output.answer_and_style()


def outline(*cards: tuple[str, str], title: str = "Week 3 마스터클래스 - 오름달 교수님") -> str:
    """A note whose bullets ask and whose nested bullets answer."""
    return f"# {title}\n\n## Q&A\n\n" + "".join(f"- {question}\n\t- {answer}\n" for question, answer in cards)


def import_note(write: Callable[..., Path], anki: Anki, note: str, name: str = "a.md") -> str:
    """Build and import the deck of one note with one card; the card's guid."""
    deck = write("notes/" + name, note).parents[1] / "out.apkg"
    build([str(deck.parent / "notes")], deck)
    anki.import_deck(deck)
    (guid,) = anki.notes()
    return guid


def log(*, new: int = 0, updated: int = 0, duplicate: int = 0) -> ImportLog:
    return ImportLog(new=new, updated=updated, duplicate=duplicate, conflicting=0)


def card(anki: Anki, search: str) -> Card:
    [card_id] = anki.col.find_cards(search)
    return anki.col.get_card(card_id)


def study(anki: Anki, search: str, days: int) -> None:
    """Answer a card so that it is due again in some days; leaves an interval and a review in the log."""
    anki.col.sched.set_due_date([card(anki, search).id], f"{days}!")

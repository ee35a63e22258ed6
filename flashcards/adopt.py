"""The notes of a deck -> a ledger, for those who lost theirs or have the deck alone.

A deck holds all that a card is recognised by, but for the links of its pictures: it knows a picture by its name there. A card keeps its guid and, where nothing changed since, its time.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict

from flashcards import notetype
from flashcards.deckfile import DeckNote, DeckNotes
from flashcards.draft import pictures_in
from flashcards.html import plain_text
from flashcards.identify import TAGS_UNKNOWN
from flashcards.ledger import Entry, Ledger, is_guid
from flashcards.likeness import even, marks
from flashcards.marks import fields_hash
from flashcards.picturename import PREFIX


def ledger_of(deck: DeckNotes, *, exported: bool = False) -> tuple[Ledger, tuple[str, ...]]:
    """The ledger of a deck's notes, and the guids in it that this program never gave.

    exported: by Anki, where notes have the user's own tags too, which are no reason to rewrite a note and would be lost.
    """
    places: dict[str, int] = defaultdict(int)
    entries: dict[str, Entry] = {}
    strange = []
    for note in deck.notes:
        if not is_guid(note.guid) or note.guid in entries:
            strange.append(note.guid)
            continue
        entry = _entry(note, TAGS_UNKNOWN if exported else note.tags)
        places[entry.path] += 1
        entries[note.guid] = entry._replace(place=places[entry.path])
    ledger = Ledger(
        notetype_hash=deck.notetype_hash,
        notetype_mod=deck.notetype_mod,
        entries=tuple(sorted(entries.values(), key=lambda entry: entry.guid)),
    )
    return ledger, tuple(strange)


def _entry(note: DeckNote, tags: tuple[str, ...]) -> Entry:
    field = dict(zip(notetype.FIELDS, note.fields, strict=True))
    question, asking = pictures_in(field["Question"])
    words = even(plain_text(question, footnotes=False))
    asks = asking[0] if asking and not words else ""
    in_deck = asks.startswith(PREFIX)
    answer, shown = pictures_in(field["Answer"])
    fingerprint, sketch = marks(plain_text(answer), shown)
    return Entry(
        guid=note.guid, master=even(plain_text(field["Master"])), week=plain_text(field["Week"]),
        question=words, picture="" if in_deck else asks, image=asks if in_deck else "", answer=fingerprint, sketch=sketch,
        path=unicodedata.normalize("NFC", plain_text(field["Source"])), place=0,
        hash=fields_hash(note.fields, tags), mod=note.mod,
    )  # fmt: skip

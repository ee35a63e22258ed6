"""What a card is known by, made of the card alone: its guid where no ledger tells another, and fingerprints of its parts.

It is kept with the card (entry.py), so that a card of a note that did not change is not worked through again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from json.encoder import encode_basestring

from flashcards import notetype
from flashcards.card import Draft, Marks
from flashcards.hygiene import checks
from flashcards.likeness import even, fingerprint, marks
from flashcards.media import Picture, link_name

NAMESPACE = "flashcards/1"
_SOURCE = notetype.FIELDS.index("Source")

Key = tuple[str, str, str]


def marks_of(draft: Draft) -> Marks:
    """The marks of a draft, which may have none yet."""
    answer, sketch = marks(draft.answer_text, _shown(draft))
    asking = asking_picture(draft)
    key = even(draft.master), draft.week, even(draft.question_text) or (link_name(asking.link) if asking else "")
    guid = guid_for(key, 0)
    return Marks(answer=answer, sketch=sketch, guid=guid, content=content_hash(draft, guid), asks=checks(draft))


def guid_for(key: Key, rank: int) -> str:
    """The guid of a card that no ledger knows: 16 lower-case hex digits from what is asked, never from the answer or path.

    key: master, week, question; NFC.  rank: among cards with one key, from 0.
    """
    return sha256(json.dumps([NAMESPACE, *key, rank], ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:16]


def content_hash(draft: Draft, guid: str) -> str:
    """A fingerprint of what Anki shows and files the card under. `Source` is left out: a moved file changes no card."""
    return fields_hash(draft.fields(guid), draft.tags)


def fields_hash(fields: Sequence[str], tags: Iterable[str]) -> str:
    """The fingerprint of a note's fields, `Source` emptied, and tags."""
    rest = (*fields[:_SOURCE], "", *fields[_SOURCE + 1 :])
    shown, filed = (", ".join(map(encode_basestring, texts)) for texts in (rest, sorted(tags)))
    return fingerprint(f"[[{shown}], [{filed}]]")  # as JSON; an encoder made for each card would take twice the time


def asking_picture(draft: Draft) -> Picture | None:
    """The first picture that asks."""
    return next((picture for picture in draft.pictures if picture.role == "question"), None)


def _shown(draft: Draft) -> tuple[str, ...]:
    return tuple(dict.fromkeys(picture.name for picture in draft.pictures if picture.role == "answer"))

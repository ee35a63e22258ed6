"""The name of the deck in Anki that a card goes to, from what the user wrote after --deck.

One deck for all is the default: Anki knows decks by their names and never moves a card that it has, so a deck that is named
after a week keeps a card whose week was corrected. Tags follow a correction.
"""

from __future__ import annotations

from functools import lru_cache

import regex

from flashcards.card import Labels
from flashcards.errors import FlashcardsError

DECK = "Masterclass"
_WORD = regex.compile(r"\{(.*?)\}")
_WORDS = ("master", "week")


def refuse_deck_name(name: str) -> None:
    """Refuse a name that holds nothing, or a word in braces that is not known."""
    for word in _WORD.findall(name):
        if word not in _WORDS:
            legal = ", ".join(f"{{{known}}}" for known in _WORDS)
            raise FlashcardsError(f"--deck holds {{{word}}}; expected one of {legal}", hint="or leave the braces out")
    if not _parts(name):
        raise FlashcardsError("--deck holds no name", hint=f"try --deck {DECK}")


@lru_cache(maxsize=1024)  # of a note all cards lie in one deck
def deck_name(template: str, labels: Labels) -> str:
    """The deck of a card: `Camp::{week}주차` is `Camp::03주차`. A part whose label the note does not state is left out."""
    week = "" if labels.week is None else f"{labels.week:02}"
    values = {"master": ", ".join(labels.masters).replace("::", " "), "week": week}
    stated = [part for part in _parts(template) if all(values[word] for word in _WORD.findall(part))]
    return "::".join(_WORD.sub(lambda found: values[found[1]], part) for part in stated) or DECK


def _parts(name: str) -> list[str]:
    return [part for part in (" ".join(part.split()) for part in name.split("::")) if part]

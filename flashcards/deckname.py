"""What a deck may be called: its file, and the deck in Anki that a card goes to, from what the user wrote after --deck.

One deck for all is the default: Anki knows decks by their names and never moves a card that it has, so a deck that is named
after a week keeps a card whose week was corrected. Tags follow a correction.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import regex

from flashcards.card import Labels
from flashcards.errors import FlashcardsError, shown

DECK = "Masterclass"
_WORD = regex.compile(r"\{(.*?)\}")
_WORDS = ("master", "week")
_LONGEST = 200  # bytes of a name: systems take 255, and the files that are put in place have longer ones for a moment


def refuse_name(output: Path) -> None:
    """Refuse a name that a deck's file must not have."""
    message, better = fault_of_file(output)
    if message:
        raise FlashcardsError(message, path=output, hint=f"try -o {better}")


def refuse_deck_name(name: str) -> None:
    """Refuse a name that holds nothing, or a word in braces that is not known."""
    message, hint = fault_of_deck(name)
    if message:
        raise FlashcardsError(f"--deck {message}", hint=hint)


def fault_of_file(output: Path) -> tuple[str, str]:
    """What is wrong with the name of a deck's file, and one that would do; both empty for a good one.

    Two names would do harm: Anki takes them as a restore of the whole collection.
    """
    name = output.name.lower()
    if not name.endswith(".apkg") or name.strip(".") == "apkg":  # not by the suffix: Python 3.14 sees none in ..apkg
        stem = Path(output.name.strip(".")).stem
        better = output.with_name(f"{stem}.apkg") if stem else output / "masterclass.apkg"
        return "the deck's file must end in .apkg", shown(better)
    if name == "collection.apkg" or name.startswith("backup-"):
        message = "Anki takes a file of this name as a backup and would replace the user's whole collection"
        return message, "output/masterclass.apkg"
    if any("\0" in part or len(os.fsencode(part)) > _LONGEST for part in output.parts):
        return "no file can have this name", "output/masterclass.apkg"
    return "", ""


def fault_of_deck(name: str) -> tuple[str, str]:
    """What is wrong with a deck's name in Anki, and what to do; both empty for a good one."""
    for word in _WORD.findall(name):
        if word not in _WORDS:
            legal = ", ".join(f"{{{known}}}" for known in _WORDS)
            return f"holds {{{word}}}; expected one of {legal}", "or leave the braces out"
    return ("", "") if _parts(name) else ("holds no name", f"try {DECK}")


@lru_cache(maxsize=1024)  # of a note all cards lie in one deck
def deck_name(template: str, labels: Labels) -> str:
    """The deck of a card: `Camp::{week}주차` is `Camp::03주차`. A part whose label the note does not state is left out."""
    week = "" if labels.week is None else f"{labels.week:02}"
    values = {"master": ", ".join(labels.masters).replace("::", " "), "week": week}
    stated = [part for part in _parts(template) if all(values[word] for word in _WORD.findall(part))]
    return "::".join(_WORD.sub(lambda found: values[found[1]], part) for part in stated) or DECK


def _parts(name: str) -> list[str]:
    return [part for part in (" ".join(part.split()) for part in name.split("::")) if part]

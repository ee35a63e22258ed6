"""A pattern in a text, as rules ask for it: its beginning only, in bold or not, with a limit of time."""

from __future__ import annotations

import regex

from flashcards.errors import FlashcardsError
from flashcards.pattern import TIMEOUT, Pattern

LONGEST = 3_000  # characters of a question, and as far into a block as a pattern looks

_BOLD = regex.compile(r"\*{2,3}(?P<text>(?:(?!\*\*).)+?)\*{2,3}[ \t]*[:：]?", regex.DOTALL)


def unbold(text: str) -> str:
    """A text that is bold as a whole, without the stars."""
    bare = text.strip()
    found = _BOLD.fullmatch(bare) if bare.startswith("**") else None
    return str(found["text"]) if found else text


def search(pattern: Pattern, text: str, path: str) -> regex.Match[str] | None:
    """Search the beginning of a text, with a limit of time. Raises FlashcardsError naming the file of the pattern.

    Honest patterns too take time that grows faster than the text, and one line of a note may be a whole log file.
    """
    try:
        return pattern.search(text[:LONGEST])
    except TimeoutError as error:
        hint = "rewrite the pattern so that no part of it can match the same text in many ways"
        message = f"pattern {short(pattern.pattern)!r} gave up after {TIMEOUT:g} s on {short(text)!r}"
        raise FlashcardsError(message, path=path, hint=hint) from error


def is_in(pattern: Pattern | None, text: str, path: str) -> bool:
    """Whether a pattern is in a text; one that is not there is in none."""
    return bool(pattern and search(pattern, unbold(text), path))


def short(text: str, width: int = 40) -> str:
    """A text on one line, cut to a width in characters."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"

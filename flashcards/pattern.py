"""A pattern that is compiled when it is first used.

There are some hundred in the rules, compiling one takes up to three milliseconds, and most notes need few of them; the
same goes for what our own code looks for in the rarer kinds of notes. Many rules look for a choice between words that
other rules look for too: those ask word by word, so that each word is compiled once for all of them.

A search has a limit of time: a rule may be anybody's, and so may the note. The clock costs as much as most searches, so
a pattern that the program itself brings goes without on a text too short to do harm.
"""

from __future__ import annotations

from functools import cache

import regex

from flashcards.compiled import compiled

TIMEOUT = 1.0  # seconds for one pattern on one block; a sound pattern takes microseconds
SHORT = 200  # characters


@cache
def pattern_of(source: str, choices: tuple[Pattern, ...] = (), hint: Pattern | None = None) -> Pattern:
    """The one pattern of a source: rules that say the same share it.

    choices: patterns that `source` is a choice of.  hint: one without which `source` is in no text.
    """
    return Pattern(source, choices, hint)


class Pattern:
    """Stands for `regex.compile(source)`. `search` and `match` raise TimeoutError when they come to no end."""

    __slots__ = ("_choices", "_compiled", "_hint", "_trusted", "pattern")

    def __init__(self, source: str, choices: tuple[Pattern, ...] = (), hint: Pattern | None = None) -> None:
        self.pattern = source
        self._choices = choices
        self._hint = hint
        self._compiled: regex.Pattern[str] | None = None
        self._trusted = False

    def trust(self) -> None:
        """Say that the program brings this very source."""
        self._trusted = True
        for choice in self._choices:
            choice.trust()

    def compile(self) -> regex.Pattern[str]:
        """Raises regex.error for a source that is no pattern."""
        if self._compiled is None:
            self._compiled = compiled(self.pattern)
        return self._compiled

    def search(self, text: str) -> regex.Match[str] | None:
        if self._hint and not self._hint.search(text):
            return None
        if not self._choices:
            compiled = self._compiled or self.compile()
            if self._trusted and len(text) <= SHORT:
                return compiled.search(text)
            return compiled.search(text, timeout=TIMEOUT)
        first: regex.Match[str] | None = None
        for choice in self._choices:
            found = choice.search(text)
            if found and (first is None or found.start() < first.start()):  # the first of equals, as `|` itself does
                first = found
        return first

    def match(self, text: str) -> regex.Match[str] | None:
        if not self._choices:
            compiled = self._compiled or self.compile()
            if self._trusted and len(text) <= SHORT:
                return compiled.match(text)
            return compiled.match(text, timeout=TIMEOUT)
        return next(filter(None, (choice.match(text) for choice in self._choices)), None)

    def fullmatch(self, text: str) -> regex.Match[str] | None:
        return self.compile().fullmatch(text)

    def findall(self, text: str) -> list[str]:
        return self.compile().findall(text)

    def sub(self, new: str, text: str, count: int = 0) -> str:
        """Without a limit: only shipped words are taken out, and an honest answer may be a whole log file."""
        return str(self.compile().sub(new, text, count=count))

"""A pattern that is compiled when it is first used.

There are some hundred in the rules, compiling one takes a millisecond, and most notes need few of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import regex


@cache
def pattern_of(source: str) -> Pattern:
    """The one pattern of a source: rules that say the same share it."""
    return Pattern(source)


class Pattern:
    """Stands for `regex.compile(source)`."""

    __slots__ = ("_compiled", "pattern")

    def __init__(self, source: str) -> None:
        self.pattern = source
        self._compiled: regex.Pattern[str] | None = None

    def compile(self) -> regex.Pattern[str]:
        """Raises regex.error for a source that is no pattern."""
        if self._compiled is None:
            self._compiled = regex.compile(self.pattern)
        return self._compiled

    @property
    def groupindex(self) -> Mapping[str, int]:
        return self.compile().groupindex

    def search(self, text: str, timeout: float | None = None) -> regex.Match[str] | None:
        """Raises TimeoutError after so many seconds."""
        return self.compile().search(text, timeout=timeout)

    def match(self, text: str) -> regex.Match[str] | None:
        return self.compile().match(text)

    def sub(self, new: str, text: str, count: int = 0) -> str:
        return str(self.compile().sub(new, text, count=count))

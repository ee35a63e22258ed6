"""What goes wrong for a user, said in one shape: `path:line: what is wrong; what to do`.

A `Problem` is the message, a `FlashcardsError` raises one. It is the only exception that the command shows without a
traceback; every other exception is our own fault and keeps its traceback.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

# What a terminal acts on, and what turns the writing around: a name may come from anybody.
_ACTING = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069"
_IN_TEXT = re.compile(f"[{_ACTING}]")
_IN_NAME = re.compile(f"[\t\n{_ACTING}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One message for the user.

    path: the file or folder as the user named it, or "" where there is none.
    line: 1-based line of that file, or None.
    message: what is wrong.  hint: what to do next, or "".
    """

    message: str
    path: str = ""
    line: int | None = None
    hint: str = ""

    def __str__(self) -> str:
        place = self.path + (f":{self.line}" if self.line is not None else "")
        text = f"{place}: {self.message}" if place else self.message
        return f"{text}; {self.hint}" if self.hint else text


class FlashcardsError(Exception):
    """A mistake of the user or of the world around the program.

    also: what went wrong before it and may be its cause, shown above it, a line each.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str | os.PathLike[str] = "",
        line: int | None = None,
        hint: str = "",
        also: Sequence[Problem] = (),
    ) -> None:
        self.also = tuple(also)
        self.problem = Problem(message=message, path=shown(path), line=line, hint=hint)
        super().__init__(str(self.problem))


def shown(path: str | os.PathLike[str]) -> str:
    """A path that can be printed anywhere: `/` between its parts, bytes that are no UTF-8 and what acts replaced."""
    text = os.fspath(path).replace(os.sep, "/")
    return _IN_NAME.sub("\ufffd", text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def printable(text: str) -> str:
    """A text for a terminal, which must show it and not act on it."""
    return _IN_TEXT.sub("\ufffd", text)


def reason(error: OSError) -> str:
    """The system's own words for what failed, without the path (the message names it)."""
    return (error.strerror or str(error) or type(error).__name__).lower()


def count(n: int, noun: str) -> str:
    """How many of something, for a message: `1 card`, `2 cards`."""
    return f"{n} {noun}" + ("" if n == 1 else "s")

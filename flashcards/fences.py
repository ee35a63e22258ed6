"""Which lines of a note are its text: all but those in fenced code, and the fences themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

_FENCE = regex.compile(r"[ \t>]*(?P<mark>`{3,}(?!.*`)|~{3,})")


def outside_code(lines: Sequence[str]) -> Iterator[int]:
    """The indexes of the lines that stand in no fence; a fence in a quote or a list is one too."""
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark["mark"].startswith(fence) else fence
        elif mark:
            fence = str(mark["mark"])
        else:
            yield number

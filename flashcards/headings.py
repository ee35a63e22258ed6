"""The headings that may name a note, found line by line: labels and most files need no more of a parser."""

from __future__ import annotations

import regex

from flashcards.search import unbold

_HEADING = regex.compile(r"^ {0,3}(?P<marks>#{1,6})[ \t]+(?P<text>.*)$")
_UNDERLINE = regex.compile(r"^ {0,3}=+[ \t]*$")
_ESCAPE = regex.compile(r"\\(?=[!-/:-@\[-`{-~])")
_FENCE = regex.compile(r"^ {0,3}(`{3,}(?!.*`)|~{3,})")


def headings_of(body: str) -> tuple[str, ...]:
    """The text of the first heading of a body, and those of its level; headings in fenced code are none."""
    fence = previous = ""
    found: list[tuple[int, str]] = []
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        elif mark:
            fence = mark[1]
        elif (heading := _HEADING.match(line)) and (text := _without_closing(heading["text"])):
            found.append((len(heading["marks"]), _plain(text)))
        elif _UNDERLINE.match(line) and previous.strip():
            found.append((1, _plain(previous.strip())))
        previous = line
    return tuple(text for level, text in found if level == found[0][0])


def _plain(heading: str) -> str:
    """A heading's text without the stars around it and without escapes; what it is called is read in many places."""
    return str(_ESCAPE.sub("", unbold(heading)))


def _without_closing(heading: str) -> str:
    """A heading's text without the `##` that may close it; the `#` of `C#` stays."""
    text = heading.strip()
    bare = text.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else text

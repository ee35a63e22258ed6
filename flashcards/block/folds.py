"""Folds of other programs: `??? question "title"` of MkDocs, `:::spoiler title` of HackMD, `:::details title` of Zenn.

Markdown knows neither. What stands below a title of MkDocs is indented, which Markdown calls code; what stands between two
lines of colons runs on in whatever is open above. So both are read apart from what stands around them. Lines of colons
count at the left edge alone: inside a list, a quote or code they are left to Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flashcards.block.source import Source
from flashcards.pattern import Pattern

# Other kinds of MkDocs ask nobody, and `!!!` folds nothing away: both are left to Markdown.
_ASKS = Pattern(r"\?{3}\+?[ \t]+(?i:question|help|faq)\b[^\"\n]*\"(?P<title>[^\"\n]*\S[^\"\n]*)\"[ \t]*")
_OPENS = Pattern(r":{3,}[ \t]*(?P<kind>\w+)[ \t]*(?:\{[^{}]*\}[ \t]*)?(?P<title>\S.*)?")
_CLOSES = Pattern(r":{3,}[ \t]*")
_FENCE = Pattern(r"[ \t]{0,3}(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)")
_FOLDS = ("spoiler", "details", "collapse", "question", "faq")
_WIDTH = 4  # columns by which MkDocs has an answer indented
_DEEPEST = 20  # folds in each other; nobody opens more


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """What stands between two lines of colons, by its first and its last line, 1-based.

    title: of a fold; empty for a remark or the like, of which only the two lines go.
    """

    first: int
    last: int
    title: str


def asked_in(text: str, source: Source) -> str:
    """The title of a fold of MkDocs, by the first line of a paragraph; empty where that opens none."""
    if not text.startswith("???") or source.inside >= _DEEPEST:
        return ""
    found = _ASKS.fullmatch(text.partition("\n")[0])
    return str(found["title"]).strip() if found else ""


def indented(source: Source, first: int, last: int) -> Source:
    """The note as what stands in a fold of MkDocs is read: some lines, 1-based and inclusive, less indented."""
    inner = tuple(_outdented(line) for line in source.lines[first - 1 : last])
    return replace(source, lines=(*source.lines[: first - 1], *inner), inside=source.inside + 1)


def boxes(source: Source, first: int, last: int) -> list[Box]:
    """The boxes between colons of some lines, those in a fold left out: they are found once it is read."""
    lines = source.lines[first - 1 : last]
    if source.inside >= _DEEPEST or not any(line.startswith(":::") for line in lines):
        return []
    return list(_boxes(lines, first))


def _boxes(lines: Sequence[str], first: int) -> Iterator[Box]:
    open_: list[tuple[int, str, bool]] = []  # the line of each opening, its title, whether it is a fold
    folds, fence = 0, ""
    for number, line in enumerate(lines, first):
        mark = _FENCE.fullmatch(line)
        if fence:
            closes = mark and mark["mark"].startswith(fence) and not mark["info"].strip()
            fence = "" if closes else fence
        elif mark:
            fence = str(mark["mark"])
        elif opens := _OPENS.fullmatch(line):
            title = (opens["title"] or "").strip()
            folded = bool(title) and opens["kind"].lower() in _FOLDS
            folds += folded
            open_.append((number, title, folded))
        elif open_ and _CLOSES.fullmatch(line):
            start, title, folded = open_.pop()
            folds -= folded
            if not folds and (folded or not title):
                yield Box(first=start, last=number, title=title)


def _outdented(line: str) -> str:
    blank = len(line) - len(line.lstrip(" "))
    return line[1:] if line.startswith("\t") else line[min(_WIDTH, blank) :]

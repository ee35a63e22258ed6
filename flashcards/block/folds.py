"""Folds of other programs: `??? question "title"` of MkDocs, `:::spoiler title` of HackMD, `:::details title` of Zenn.

Markdown knows neither. What stands below a title of MkDocs is indented, which Markdown calls code; what stands between two
lines of colons runs on in whatever was open there. So both are read apart from what stands around them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flashcards.block.source import Source
from flashcards.pattern import Pattern

# Other kinds of MkDocs (`!!! note`) ask nobody and are left to Markdown.
_ASKS = Pattern(r"(?:\?{3}\+?|!{3})[ \t]+(?i:question|help|faq)\b[^\"\n]*\"(?P<title>[^\"\n]*\S[^\"\n]*)\"[ \t]*")
_OPENS = Pattern(r"[ \t]*:{3,}[ \t]*(?P<kind>\w+)[ \t]*(?P<title>\S.*)?")
_CLOSES = Pattern(r"[ \t]*:{3,}[ \t]*")
_FENCE = Pattern(r"[ \t>]*(?:```|~~~)")
_FOLDS = ("spoiler", "details", "collapse", "question", "faq")
_WIDTH = 4  # columns by which MkDocs has an answer indented
_DEEPEST = 20  # folds in each other; nobody opens more


def asked_in(text: str, source: Source) -> str:
    """The title of a fold, by the first line of a paragraph; empty where that opens none."""
    if not text.startswith(("???", "!!!", ":::")) or source.inside >= _DEEPEST:
        return ""
    first = text.partition("\n")[0]
    if found := _ASKS.fullmatch(first):
        return str(found["title"]).strip()
    opens = _OPENS.fullmatch(first)
    return str(opens["title"]).strip() if opens and opens["kind"].lower() in _FOLDS and opens["title"] else ""


def indented(source: Source, first: int, last: int) -> Source:
    """The note as what stands in a fold of MkDocs is read: some lines, 1-based and inclusive, less indented."""
    inner = tuple(_outdented(line) for line in source.lines[first - 1 : last])
    return replace(source, lines=(*source.lines[: first - 1], *inner), inside=source.inside + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Colons:
    """What stands between lines of colons. Lines are 1-based; what stands in a fold is left out.

    folds: the line of each title, and that of its end.  marks: lines that frame a remark or the like, without a word.
    """

    folds: Mapping[int, int]
    marks: Sequence[int]


def between_colons(lines: Sequence[str]) -> Colons:
    """The folds and other boxes of some lines."""
    folds: dict[int, int] = {}
    marks: list[int] = []
    if any(line.lstrip().startswith(":::") for line in lines):
        for first, last, folded, titled in _pairs(lines):
            if folded:
                folds[first] = last
            else:
                marks.extend([last] if titled else [first, last])
    return Colons(folds=folds, marks=marks)


def _pairs(lines: Sequence[str]) -> Iterator[tuple[int, int, bool, bool]]:
    """The first and last line of each box, whether it is a fold, and whether it has a title."""
    open_: list[tuple[int, bool, bool]] = []
    fenced = False
    for number, line in enumerate(lines, 1):
        fenced ^= bool(_FENCE.match(line))
        if fenced:
            continue
        opens = _OPENS.fullmatch(line)
        if opens:
            titled = bool(opens["title"])
            open_.append((number, titled and opens["kind"].lower() in _FOLDS, titled))
        elif open_ and _CLOSES.fullmatch(line):
            first, folded, titled = open_.pop()
            if not any(outer for _, outer, _ in open_):
                yield first, number, folded, titled


def _outdented(line: str) -> str:
    blank = len(line) - len(line.lstrip(" "))
    return line[1:] if line.startswith("\t") else line[min(_WIDTH, blank) :]

"""The text of a paragraph -> blocks: what people mean by it is a picture, a line in bold, a term, or several paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from flashcards.block.cut import BREAK, width
from flashcards.block.rawhtml import stressed_in
from flashcards.block.source import Source
from flashcards.block.tree import Block, Kind, Lines, make_block
from flashcards.markdown import parser

_BOLD = regex.compile(r"\*{2,3}(?:(?!\*\*).)+\*{2,3}[ \t]*[:：]?", regex.DOTALL)
_ITALIC = regex.compile(r"([*_])(?![*_\s])[^*_\n]{12,}(?<!\s)\1\s*")
_UNDERLINED = regex.compile(r"\s*__(?P<text>[^_\n]*[^\s_][^_\n]*)__\s*")
_REPLY = regex.compile(r"\s*[ㄴ└↳]\s?\S")
_ASKING = regex.compile(r"(?:[?？]|[나까가]요|[은는인]지)[^\p{L}]*$")
_Q, _A = regex.compile(r"Q\d{0,2} \S"), regex.compile(r"A\d{0,2} \S")  # as people type them in a hurry


def paragraphs(text: str, span: Lines, source: Source, depth: int) -> list[Block]:
    """The blocks of one paragraph: a label begins one, and so does a line indented on purpose under an item's first."""
    texts = [_starred(line) for line in text.split("\n")]
    first, last = span
    if len(texts) == 1:
        return [make_block(_kind_of(texts[0], source), texts[0], (first, first))]
    last = min(last, first + len(texts) - 1)
    starts, italic = [first], _italic(texts)
    for number in range(first + 1, last + 1):
        if number == first + 1 and (_is_pictures(texts[0], source) or _BOLD.fullmatch(texts[0].rstrip())):
            starts.append(number)  # a line that is a picture or bold as a whole stands for itself
            continue
        if italic and number == first + italic:
            starts.append(number)
            continue
        before, text = texts[number - first - 1 : number - first + 1]
        replied = _REPLY.match(text) and _REPLY.match(texts[starts[-1] - first])
        if replied and number - 1 > starts[-1] and _ASKING.search(before):
            starts.append(number - 1)  # below a reply, a line that asks is what the next one replies to
        indented = depth and len(starts) == 1 and "\t" in source.lines[number - 1][: width(source.lines[number - 1])]
        bare = (_Q.match(before) and _A.match(text)) or (_A.match(texts[starts[-1] - first]) and _Q.match(text))
        if indented or bare or source.starts(text):
            starts.append(number)
    ends = [*(start - 1 for start in starts[1:]), last]
    pieces = [("\n".join(texts[a - first : b - first + 1]), (a, b)) for a, b in zip(starts, ends, strict=True)]
    return [_defined(text, lines) or make_block(_kind_of(text, source), text, lines) for text, lines in pieces]


def _italic(texts: Sequence[str]) -> int:
    """How many lines in italics a paragraph begins with: so people write what was asked, above the answer."""
    return next((n for n, line in enumerate(texts) if not _ITALIC.fullmatch(line)), 0)


def _starred(line: str) -> str:
    """A line that is bold as a whole, by whatever means, with stars, and without the break that ends it."""
    if not line.lstrip().startswith(("<", "__", "**")):
        return line
    if (bare := BREAK.sub("", line)) != line and _BOLD.fullmatch(bare):
        return bare
    underlined = _UNDERLINED.fullmatch(line)
    text = underlined["text"] if underlined else stressed_in(line)
    return f"**{text.strip()}**" if text else line


def _defined(text: str, lines: Lines) -> Block | None:
    """A term and what follows it after a colon, as definition lists are written."""
    term, mark, definition = text.partition("\n:")
    if not mark or "\n" in term or definition[:1] not in {"", " ", "\t"}:
        return None
    said = [make_block("paragraph", definition[1:], (lines[0] + 1, lines[1]))] if definition.strip() else []
    return make_block("term", term.strip(), (lines[0], lines[0]), 0, said)


def own_definitions(blocks: Sequence[Block], source: Source) -> list[Block]:
    """Blocks of which a term owns what goes on with its definition: what is further in than it or stands behind a colon."""
    owned: list[list[Block]] = []
    for block in blocks:
        term = owned[-1][0] if owned and owned[-1][0].kind == "term" else None
        line = source.lines[block.lines[0] - 1]
        if term and (line.lstrip()[:1] == ":" or width(line) > width(source.lines[term.lines[0] - 1])):
            owned[-1].append(block)
        else:
            owned.append([block])
    return [replace(one, last=more[-1].last, children=(*one.children, *more)) if more else one for one, *more in owned]


def _kind_of(text: str, source: Source) -> Kind:
    """What a paragraph is, by its text."""
    if _is_pictures(text.lstrip(), source):
        return "image"
    return "bold" if _BOLD.fullmatch(text) else "paragraph"


def _is_pictures(text: str, source: Source) -> bool:
    if not text.startswith(("![", "<img", "<IMG")):
        return False
    inline = parser().parseInline(text, {"references": source.references})[0].children or []
    return all(
        token.type in {"image", "softbreak", "hardbreak"}
        or (token.type == "text" and not token.content.strip())
        or (token.type == "html_inline" and token.content[:4].lower() == "<img")
        for token in inline
    )

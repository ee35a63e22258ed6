"""Raw HTML in a note: headings, bold lines, terms and labelled lines as blocks, and folds (<details>) as one block with what they fold away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import unescape

from flashcards.block.source import Source
from flashcards.block.tree import Block, Lines, is_blank, make_block
from flashcards.pattern import Pattern

_COMMENT = Pattern(r"(?s)<!--.*?(?:-->|\Z)")
_TAG = Pattern(r"<[^<>]*>")
_RULE = Pattern(r"(?i)\s*<hr\b[^>]*>\s*")
_SUMMARY = Pattern(r"(?is)<summary\b[^<>]*>(?P<text>(?:(?!<summary\b).)*?)</summary\s*>")
_TITLE = Pattern(r"(?i)[ \t>]*<summary\b")
_TITLED = Pattern(r"(?i)</summary\s*>")
_HEADING = Pattern(r"(?i)\s*<h(?P<level>[1-6])\b[^>]*>(?P<text>.*[^\s>].*)</h(?P=level)\s*>\s*")
_WHOLE_HEADING = Pattern(
    r"(?is)\s*<h(?P<level>[1-6])\b[^>]*>(?P<text>(?:(?!</?h\d).)*[^\s>](?:(?!</?h\d).)*)</h(?P=level)\s*>\s*"
)
_STRESSED = Pattern(
    r"(?i)\s*(?:<(?:p|div|span|font|u)\b[^<>]*>\s*)*<(?P<b>b|strong|mark)>(?=(?:<[^<>]*>|[^<>\w])*\w)"
    r"(?P<text>(?:[^<>]|</?(?:span|font|em|i|u|code)\b[^<>]*>)+)</(?P=b)>(?:\s*(?:</(?:p|div|span|font|u)\s*>|<br\s*/?>))*\s*"
)
_QUOTED = Pattern(r"(?i)\s*<blockquote\b[^<>]*>(?P<text>.*[^\s>].*)</blockquote\s*>\s*")
_TERM = Pattern(r"(?i)\s*(?:<dl\b[^<>]*>\s*)?<dt\b[^<>]*>(?P<text>.*[^\s>?？]\s*[?？]+\s*)</dt\s*>\s*")
_WRAPS = Pattern(
    r"(?i)[ \t>]*<(?:!--|(?:pre|script|style|textarea|div\b(?![^<>]*\sdir=)|table|center|section|article|blockquote|aside|ul|ol)\b(?!.*</(?:div|center|blockquote)>))"
)
_KEEPS = Pattern(r"(?i)<(?:pre|script|style|textarea|table)\b")  # what stands in those is shown as it is
_KEPT = Pattern(r"(?i)</(?:pre|script|style|textarea|table)\s*>")
_LONG = 2_000  # characters; a heading is shorter
_OPENS = Pattern(r"(?i)<details\b")
_FOLD = Pattern(r"(?i)[ \t>]*<details\b")
_CLOSES = Pattern(r"(?i)</details\s*>")
_ENDS = Pattern(r"(?i)</(?:details|summary)\s*>")
_WHOLE = Pattern(
    r"(?is)<(?P<tag>b|strong|i|em|u|h[1-6]|span|p|font)\b[^<>]*>(?P<text>(?:(?!</?(?P=tag)\b).)*)</(?P=tag)\s*>"
)
_DEEPEST = 50  # folds in each other; nobody opens more


def split_html(source: Source, span: Lines) -> list[Block]:
    """A block of raw HTML, or several: a line whose text begins with a label begins one, a rule or a fold stands alone."""
    if found := _WHOLE_HEADING.fullmatch(source.raw(span)[:_LONG]):
        return [make_block("heading", _words(found["text"]), span, int(found["level"]))]
    starts = [span[0]]
    wrapped, titled, kept = bool(_WRAPS.match(source.lines[span[0] - 1])), False, False
    for number in range(span[0] + 1, span[1] + 1):
        before, line = source.lines[number - 2 : number]
        ended = _stands_alone(before, wrapped=wrapped or kept) or _CLOSES.search(before)
        kept = (kept or bool(_KEEPS.search(before))) and not _KEPT.search(before)
        titled = (titled or bool(_TITLE.match(before))) and not _TITLED.search(before)
        if titled:
            continue  # the title stays with the fold that it names
        labelled = source.starts(_words(line)) and not _TITLE.match(line)
        if ended or _stands_alone(line, wrapped=wrapped or kept) or _FOLD.match(line) or labelled:
            starts.append(number)
    ends = [*(start - 1 for start in starts[1:]), span[1]]
    return [_leaf(source, (a, b), wrapped=wrapped) for a, b in zip(starts, ends, strict=True)]


def fold_details(source: Source, blocks: Sequence[Block], above: int = 0) -> list[Block]:
    """Put what stands between <details> and </details> into one block, the summary as its text.

    above: how many folds stand around the blocks; a fold that does not close ends with the one around it.
    """
    if above > _DEEPEST or not any(_opens(source, block) for block in blocks):
        return list(blocks)
    ends = _ends(source, blocks)
    folded: list[Block] = []
    index = 0
    while index < len(blocks):
        end = len(blocks) - 1 if above and ends[index] is None else ends[index]
        if end is None or not _is_fold(source, blocks[index]):
            folded.append(blocks[index])
            index += 1
        else:
            folded.append(_fold(source, blocks[index : end + 1], above))
            index = end + 1
    return folded


def stressed_in(line: str) -> str:
    """The text of a line that is bold as a whole by its tags; empty where it is not."""
    found = _STRESSED.fullmatch(line)
    return str(found["text"]) if found else ""


def _stands_alone(line: str, *, wrapped: bool) -> bool:
    """Whether a line is a block of its own. wrapped: it stands inside another element, where nobody writes for Markdown."""
    kinds = (_RULE,) if wrapped or len(line) > _LONG else (_RULE, _HEADING, _STRESSED, _TERM, _QUOTED)
    return any(kind.fullmatch(line) for kind in kinds)


def _words(html: str) -> str:
    """The text of a piece of HTML, written so that Markdown shows it as it stands."""
    return unescape(_TAG.sub(" ", _COMMENT.sub("", html))).replace("\xa0", " ").replace("<", "&lt;").strip()


def _leaf(source: Source, span: Lines, *, wrapped: bool = True) -> Block:
    first, last = span
    line = source.lines[first - 1]
    if first == last and _RULE.fullmatch(line):
        return make_block("divider", line, span)
    if first == last and _stands_alone(line, wrapped=wrapped):
        if heading := _HEADING.fullmatch(line):
            return make_block("heading", _words(heading["text"]), span, int(heading["level"]))
        if quoted := _QUOTED.fullmatch(line):
            return make_block("quote", _words(quoted["text"]), span)
        if titled := _STRESSED.fullmatch(line) or _TERM.fullmatch(line):
            return make_block("bold", f"**{_words(titled['text'])}**", span)
    while last > first and is_blank(source.lines[last - 1]) and not _ENDS.search(source.lines[last - 1]):
        last -= 1
    return make_block("html", _words(source.raw((first, last))), (first, last))


def _opens(source: Source, block: Block) -> bool:
    return block.kind == "html" and bool(_OPENS.search(source.raw(block.lines)))


def _is_fold(source: Source, block: Block) -> bool:
    return _opens(source, block) and bool(_SUMMARY.search(source.raw(block.lines)))


def _ends(source: Source, blocks: Sequence[Block]) -> list[int | None]:
    """For each block the one in which what it opens is closed again, or None. In one pass, as most may stay open."""
    ends: list[int | None] = [None] * len(blocks)
    open_: list[tuple[int, int]] = []  # a block, and how many folds were open before it
    level = 0
    for n, block in enumerate(blocks):
        text = source.raw((block.lines[0], block.last))
        open_.append((n, level))
        level += len(_OPENS.findall(text)) - len(_CLOSES.findall(text))
        while open_ and open_[-1][1] >= level:
            ends[open_.pop()[0]] = n
    return ends


def _fold(source: Source, blocks: Sequence[Block], above: int) -> Block:
    first, last = blocks[0].lines[0], blocks[-1].last
    text = source.raw((first, blocks[0].lines[1]))
    summary = _SUMMARY.search(text)
    assert summary
    said = _bare(summary["text"].strip())
    begin = first + text.count("\n", 0, text.index(said, summary.start("text")))
    asked = (begin, begin + said.count("\n"))
    beside = _CLOSES.sub("", text[summary.end() :].partition("\n")[0]).strip()
    shown = said if is_blank(beside) else f"{said}\n{beside}"
    head = (asked[1] + 1, blocks[0].lines[1])
    inside = [_leaf(source, head)] if head[0] <= head[1] else []
    inside += blocks[1:]
    inside = fold_details(source, inside, above + 1)  # before their closing tags go
    kept = [block for block in (_shortened(source, block) for block in inside) if block]
    return replace(make_block("details", shown, asked, 0, kept), last=last)


def _bare(title: str) -> str:
    """The title of a fold without the tags that it stands in as a whole."""
    while found := _WHOLE.fullmatch(title):
        title = found["text"].strip()
    return title


def _shortened(source: Source, block: Block) -> Block | None:
    """A block without last lines that are nothing but closing tags; None where nothing is left of it.

    A fold keeps its own: without it, it would swallow what follows it on the card.
    """
    if block.kind == "details":
        return block
    first, last = block.lines[0], block.last
    while last >= first and is_blank(source.lines[last - 1]):
        last -= 1
    if last < first:
        return None
    return block if last == block.last else replace(block, lines=(first, min(block.lines[1], last)), last=last)

"""Raw HTML in a note: its labelled lines as blocks, and folds (<details>) as one block with what they fold away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import unescape

import regex

from flashcards.block.source import Source
from flashcards.block.tree import Block, Lines, is_blank, make_block

_TAG = regex.compile(r"<[^<>]*>")
_SUMMARY = regex.compile(r"<summary\b[^>]*>(?P<text>.*?)</summary\s*>", regex.DOTALL | regex.IGNORECASE)
_OPENS = regex.compile(r"<details\b", regex.IGNORECASE)
_CLOSES = regex.compile(r"</details\s*>", regex.IGNORECASE)


def split_html(source: Source, span: Lines) -> list[Block]:
    """A block of raw HTML, or several: a line whose text begins with a label begins one."""
    starts = [span[0]]
    starts += [n for n in range(span[0] + 1, span[1] + 1) if source.starts(_words(source.lines[n - 1]))]
    ends = [*(start - 1 for start in starts[1:]), span[1]]
    return [_leaf(source, (a, b)) for a, b in zip(starts, ends, strict=True)]


def fold_details(source: Source, blocks: Sequence[Block]) -> list[Block]:
    """Put what stands between <details> and </details> into one block, the summary as its text."""
    if not any(block.kind == "html" and _OPENS.search(source.raw(block.lines)) for block in blocks):
        return list(blocks)
    folded: list[Block] = []
    index = 0
    while index < len(blocks):
        end = _end(source, blocks, index)
        if end is None:
            folded.append(blocks[index])
            index += 1
        else:
            folded.append(_fold(source, blocks[index : end + 1]))
            index = end + 1
    return folded


def _words(html: str) -> str:
    """The text of a piece of HTML, written so that Markdown shows it as it stands."""
    return unescape(_TAG.sub(" ", html)).replace("\xa0", " ").replace("<", "&lt;").strip()


def _leaf(source: Source, span: Lines) -> Block:
    first, last = span
    while last > first and is_blank(source.lines[last - 1]) and not _CLOSES.search(source.lines[last - 1]):
        last -= 1
    return make_block("html", _words(source.raw((first, last))), (first, last))


def _end(source: Source, blocks: Sequence[Block], index: int) -> int | None:
    """The block in which the fold closes that opens in this one, or None where none opens or it has no summary."""
    opening = source.raw(blocks[index].lines)
    if blocks[index].kind != "html" or not _OPENS.search(opening) or not _SUMMARY.search(opening):
        return None
    level = 0
    for n in range(index, len(blocks)):
        text = source.raw((blocks[n].lines[0], blocks[n].last))
        level += len(_OPENS.findall(text)) - len(_CLOSES.findall(text))
        if level <= 0:
            return n
    return None


def _fold(source: Source, blocks: Sequence[Block]) -> Block:
    first, last = blocks[0].lines[0], blocks[-1].last
    text = source.raw((first, blocks[0].lines[1]))
    summary = _SUMMARY.search(text)
    assert summary
    begin = first + text.count("\n", 0, summary.start("text"))
    asked = (begin, begin + summary["text"].strip("\n").count("\n"))
    head = (asked[1] + 1, blocks[0].lines[1])
    inside = [_leaf(source, head)] if head[0] <= head[1] else []
    inside += blocks[1:]
    kept = [block for block in (_shortened(source, block) for block in inside) if block]
    return replace(make_block("details", summary["text"].strip(), asked, 0, fold_details(source, kept)), last=last)


def _shortened(source: Source, block: Block) -> Block | None:
    """A block without last lines that are nothing but closing tags; None where nothing is left of it."""
    first, last = block.lines[0], block.last
    while last >= first and is_blank(source.lines[last - 1]):
        last -= 1
    if last < first:
        return None
    return block if last == block.last else replace(block, lines=(first, min(block.lines[1], last)), last=last)

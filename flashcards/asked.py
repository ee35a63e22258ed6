"""What goes on asking: the lines and blocks behind the one that asks that belong to the question, not to its answer.

blocks  what is shown with it before a fold that hides the answer, what it points at, a paragraph that asks in full
lines   of its own block: people forget to leave a line blank before the answer
"""

from __future__ import annotations

from collections.abc import Sequence

from flashcards.block import BREAK, ITEMS, Block, is_shown
from flashcards.pattern import Pattern
from flashcards.search import search, unbold
from flashcards.speaker import is_name
from flashcards.spot import Note, Spot
from flashcards.trim import only_hides

_LINES = ("paragraph", "bold")
_NEAR = 6  # blocks that a labelled question may have
_ANSWERS = ("answer_mark", "answer_label")
# The end of a line as one notes what somebody said: who asks is polite.
_NOTED = Pattern(r"[\p{Hangul}\p{Han}](?<!니다|요|죠|까|데|서|만|고|면)[^\p{Hangul}\p{Han}]*\Z")
# Whoever asks speaks of themselves: what they do, and what they do not know.
_ASKER = Pattern(r"\b(?:저|제|저희)[는가도의]? |고민|걱정|궁금|모르겠|\b(?:I|[Mm]y)\b")
_ITEM = Pattern(r"(?: {4,}|\t+)[-*+•] ")  # so far indented that Markdown takes it for words of the line above


def asked_below(spot: Spot, below: tuple[Block, ...], note: Note) -> int:
    """How many blocks below a question belong to it.

    What it shows before a fold that hides the answer, who set it among that, a picture or code that it speaks of, a paragraph below a heading
    that asks on before others answer, or in a callout before what follows it does.
    """
    block = spot.block
    shown = next((n for n, more in enumerate(below) if not is_shown(more)), len(below))
    if 0 < shown < len(below) and only_hides(below[shown], note):
        return shown
    if len(below) < 2:
        return 0
    if below[0].kind in {"image", "code"}:
        return int(note.fits("points_at", block))
    if (block.kind == "heading" and is_reason(below, note)) or (
        goes_on_inside(spot, note) and below[0] in block.children
    ):
        return 1
    first, then = unbold(below[0].text), below[1]
    if block.kind != "heading" or below[0].kind != "paragraph" or not note.says("asks_below", first):
        return 0
    return int(then.kind in {*ITEMS, "quote"} or bool(other_speakers([first, then.text], note)))


def goes_on_inside(spot: Spot, note: Note) -> bool:
    """Whether a callout holds one more line that does not answer: then what follows the callout does.

    That line asks too, is about whoever asks, or others beside it hold a question alone.
    """
    block = spot.block
    if block.kind != "quote" or len(block.children) != 1:
        return False
    line = block.children[0]
    if note.fits("asks_end", line) or _ASKER.match(line.text):
        return True
    alone = note.once((goes_on_inside, id(spot.above[-1])), lambda: any(map(_is_bare_callout, spot.siblings)))
    return line.kind == "paragraph" and _is_callout(block) and alone


def _is_callout(block: Block) -> bool:
    return block.kind == "quote" and block.text.startswith("[!")


def _is_bare_callout(block: Block) -> bool:
    return _is_callout(block) and not block.children


def is_reason(below: Sequence[Block], note: Note) -> bool:
    """Whether a quote right below a heading that asks does so too, or says why: what comes next says that it answers."""
    if len(below) < 2 or below[0].kind != "quote" or not note.fits("asks_line", below[0]):
        return False
    return below[1].kind in (*_LINES, "heading") and any(note.fits(word, below[1]) for word in _ANSWERS)


def belongs_above(spot: Spot, note: Note) -> bool:
    """Whether a line stands between a labelled question and the label of its answer: with it that question goes on."""
    if spot.block.kind not in _LINES or _asks_by_label(spot.block, note):
        return False
    before = spot.siblings[max(0, spot.index - _NEAR) : spot.index]
    opens = max((n for n, block in enumerate(before) if _divides(block, note)), default=None)
    if opens is None or not _asks_by_label(before[opens], note):
        return False
    asked = before[opens:]
    if note.says("question_mark", asked[-1].text) or any(note.fits("asks_end", b) for b in asked if b.kind in _LINES):
        return False  # the question begins with this line, or was at its end before
    behind = spot.siblings[spot.index + 1 : spot.index + 1 + _NEAR]
    return _answers_by_label(next((block for block in behind if _divides(block, note)), None), note)


def answers_below_name(spot: Spot, note: Note) -> bool:
    """Whether a quote right below no more than a name stands behind a labelled question: who is quoted answers that."""
    if spot.block.kind != "quote" or spot.index < 2 or not is_name(spot.siblings[spot.index - 1]):
        return False
    before = spot.siblings[max(0, spot.index - _NEAR) : spot.index - 1]
    opens = next((block for block in reversed(before) if _divides(block, note) or block.kind == "quote"), None)
    return opens is not None and _asks_by_label(opens, note)


def _divides(block: Block, note: Note) -> bool:
    """Whether a block begins something else: a part of the note, a labelled question or a labelled answer."""
    return block.kind in {"heading", "divider"} or _asks_by_label(block, note) or _answers_by_label(block, note)


def _asks_by_label(block: Block, note: Note) -> bool:
    return block.kind in _LINES and (note.fits("question_label", block) or note.says("question_mark", block.text))


def _answers_by_label(block: Block | None, note: Note) -> bool:
    """Whether a line begins an answer with a label; an arrow may draw a conclusion."""
    if block is None or block.kind not in _LINES or note.fits("arrow", block):
        return False
    return any(note.fits(word, block) for word in _ANSWERS)


def own_lines(block: Block, note: Note, *, answered: bool, labelled: bool) -> int:
    """How many of a block's lines ask, where the others answer; 0 where the whole block asks.

    answered: whether an answer follows.  labelled: whether that one has a label.
    """
    lines = block.text.split("\n")
    if block.kind == "quote":
        marked = _marked_lines(block, note)
        return marked if marked and (not answered or note.fits("named", block.children[1])) else 0
    if block.kind not in (*ITEMS, *_LINES) or len(lines) != block.lines[1] - block.lines[0] + 1:
        return 0
    items = [] if answered else [n for n, line in enumerate(lines) if n and _ITEM.match(line)]
    if others := other_speakers(lines, note) or items:
        return others[0]
    owned = [below for below in block.children[:1] if below.kind in ITEMS]
    asks_on = any(note.says("asks_on", unbold(item.text.partition("\n")[0])) for item in owned)
    asking = [n for n, line in enumerate(lines, 1) if note.says("asks_end", line)]
    first = max(asking, default=1) == 1 and note.says("asks_on", unbold(lines[0]))
    if (block.kind in _LINES and answered) or (owned and not asks_on and not (first and _NOTED.search(lines[-1]))):
        # mostly they are more words of the one who asks
        return _before_answer(lines, asking, note) if block.kind == "paragraph" and not labelled else 0
    asking = asking or [1] * first
    if not asking and block.kind in ITEMS and len(lines) > 1 and (asks_on or not block.children):
        return _first_lines(lines, note)
    return asking[-1] if asking and asking[-1] < len(lines) else 0


def _before_answer(lines: Sequence[str], asking: Sequence[int], note: Note) -> int:
    """How many lines of a labelled question ask, where the others begin the answer that goes on below; else 0.

    More words of the one who asks are about themselves.
    """
    said = lines[asking[-1] :] if asking else ()
    labelled = said and note.says("question_label", lines[0])
    return asking[-1] if labelled and not any(_ASKER.search(line) for line in said) else 0


def _first_lines(lines: Sequence[str], note: Note) -> int:
    """How many lines of an item ask by its place alone; 0, as of all, where the first is nothing but a label."""
    broken = (n for n, line in enumerate(lines[:-1], 1) if BREAK.search(line))
    labelled = not note.words["question_label"].sub("", f"{lines[0]}\n", count=1).strip()
    return 0 if labelled else next(broken, 1)


def other_speakers(lines: Sequence[str], note: Note) -> list[int]:
    """Which lines below the first begin with a name, where that one begins with another."""
    names = [search(note.words["named"], line, "") for line in lines]
    first = names[0]["name"] if names and names[0] else ""
    return [n for n, name in enumerate(names) if first and name and name["name"] != first]


def _marked_lines(quote: Block, note: Note) -> int:
    """How many lines of a quote have its mark, where they ask and those without it, which only touch them, do not."""
    if [block.kind for block in quote.children] != ["paragraph", "paragraph"]:
        return 0
    marked, lazy = quote.children
    if lazy.lines[0] > marked.lines[1] + 1 or not note.fits("asks_line", marked) or note.fits("asks_end", lazy):
        return 0
    return marked.lines[1] - marked.lines[0] + 1

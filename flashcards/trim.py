"""What belongs to no answer, of the blocks that a question lays claim to.

narrow      a label inside an answer ("답변") narrows it to what follows the label
unfold      a fold whose title says no more than "answer"
leave out   titles under which all only asks, thanks and mail addresses at the end, what shows nothing
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, takewhile

from flashcards.block import ITEMS, Block, is_blank, walk
from flashcards.pattern import Pattern
from flashcards.search import unbold
from flashcards.speaker import is_name
from flashcards.spot import Note

_LINES = ("paragraph", "bold")
_WORD = Pattern(r"\w")
_COLON = Pattern(r"[:：]")
_SLANTED = Pattern(r"\s*([*_])[^*_\n]+\1\s*")
_CRITERION = Pattern(r"[는은인한]가[^\w?？]*\Z")  # what one looks at, as a list tells it
_MARKS = (*_LINES, "quote", "heading")
_TITLE = 24  # characters; what is longer tells something


def trimmed(blocks: tuple[Block, ...], question: Block, note: Note) -> tuple[Block, ...]:
    """The blocks that may answer a question: none where they begin with word that nobody answered, or end in the label of an answer to be written."""
    parts = _quoted(_narrowed(_unfolded(_without_followups(blocks, note), note), note), question, note)
    if parts and note.says("not_caught", _shown(parts[0])) and note.says("placeholder", _shown(parts[0])):
        return ()  # whatever came after it
    shown = (b for b in parts if b.kind != "divider" and not note.fits("scrap", b) and not _shows_nothing(b))
    kept = tuple(takewhile(lambda block: not note.fits("outcome", block), shown))
    if kept and note.says("question_mark", kept[-1].text):
        kept = kept[:-1]  # the next question follows below it
    if _is_unwritten(kept, note):
        return ()
    if not kept or not note.says("placeholder", _shown(kept[0])):
        return kept
    return kept[1:] if note.says("to_do", _shown(kept[0])) else ()  # what was still to be written may be there already


def _is_unwritten(blocks: Sequence[Block], note: Note) -> bool:
    """Whether an answer ends in its only label, as `답변:`, with nothing behind it; a bare word may answer."""
    last = blocks[-1] if blocks else None
    if last is None or last.children or last.kind not in (*ITEMS, *_LINES) or last.text.rstrip()[-1:].isalnum():
        return False
    return note.fits("answer_mark", last) and not any(note.fits("answer_label", block) for block in blocks[:-1])


def ended(blocks: tuple[Block, ...], note: Note) -> tuple[Block, ...]:
    """An answer without mail addresses, thanks, plans and links to the recording at its end."""
    kept = _without_farewell(_without_plans(_before_farewell(until_contact(blocks, note), note), note), note)
    return (*kept[:-1], _without_scraps(kept[-1], note)) if kept else kept


def _without_scraps(block: Block, note: Note) -> Block:
    """A heading without the scraps that end the last of its sections, such as a link to the top of the page."""
    owned = block.children
    if block.kind != "heading" or not owned:
        return block
    while owned and (owned[-1].kind == "divider" or note.fits("scrap", owned[-1])):
        owned = owned[:-1]
    owned = (*owned[:-1], _without_scraps(owned[-1], note)) if owned else owned
    return replace(block, children=owned, last=owned[-1].last if owned else block.lines[1])


def _shown(block: Block) -> str:
    """What a line, or code without its fences, says."""
    if block.kind == "code":
        return "\n".join(line for line in block.text.split("\n") if not line.lstrip().startswith(("```", "~~~")))
    return unbold(block.text) if block.kind in _LINES else ""


def _without_followups(blocks: tuple[Block, ...], note: Note) -> tuple[Block, ...]:
    """An answer up to a title such as 꼬리질문 above nothing but further questions, or such as 참고 above links."""
    for n, block in enumerate(blocks[1:], 1):
        if block.kind not in (*_LINES, "heading"):
            continue
        below = block.children if block.kind == "heading" else blocks[n + 1 :]
        if block.kind != "heading" and note.fits("followups", block) and _follow_up(below, note):
            return blocks[:n]
        if note.fits("read_more", block) and _lists_links([one for one in below if not note.fits("scrap", one)]):
            return blocks[:n]
    return blocks


def _follow_up(blocks: Sequence[Block], note: Note) -> bool:
    """Whether blocks are further questions, those with an answer of their own too."""
    items = bool(blocks) and all(block.kind in ITEMS for block in blocks)
    return only_asks(blocks, note) or (items and all(block.children or _asks_on(block, note) for block in blocks))


def _lists_links(blocks: Sequence[Block]) -> bool:
    """Whether blocks are a list in which something is linked."""
    links = any("://" in block.text or "](" in block.text for block in blocks)
    return links and all(block.kind in ITEMS for block in blocks)


def only_asks(blocks: Sequence[Block], note: Note) -> bool:
    """Whether blocks are nothing but further questions: a list of questions answers none of them."""
    below = (block for top in blocks for block in (top, *walk(top)) if block.text.strip())
    first = next(below, None)  # mostly it asks nothing, and that is all there is to know
    return first is not None and all(_asks_on(block, note) for block in chain([first], below))


def _unfolded(blocks: tuple[Block, ...], note: Note) -> tuple[Block, ...]:
    """An answer without the folds that only hide it: a card has a back."""
    return tuple(chain.from_iterable(block.children if only_hides(block, note) else (block,) for block in blocks))


def only_hides(block: Block, note: Note) -> bool:
    """Whether a block is a fold with such a title, and nothing beside it on its line."""
    return block.kind == "details" and "\n" not in block.text and note.fits("answer_fold", block)


def _asks_on(block: Block, note: Note) -> bool:
    return (
        block.kind in (*ITEMS, "paragraph", "bold")
        and note.fits("asks_on", block)
        and not (block.kind in ITEMS and _CRITERION.search(block.text))
        and not any(note.fits(name, block) for name in ("answer_label", "tells_first"))
    )


def without_thanks(blocks: tuple[Block, ...], note: Note) -> tuple[Block, ...]:
    """What a heading owns, without what stands below its last divider if people are thanked or books named there."""
    last = next((n for n in range(len(blocks) - 1, 0, -1) if blocks[n].kind == "divider"), None)
    below = blocks[last + 1 :] if last else ()
    thanks = below and all(block.kind in _LINES and note.fits("thanks", block) for block in below)
    other = below and below[0].kind == "heading" and any(note.fits(word, below[0]) for word in ("elsewhere", "closing"))
    return blocks[:last] if thanks or other else blocks


def _narrowed(blocks: tuple[Block, ...], note: Note) -> tuple[Block, ...]:
    """What stands between a line that says no more than "answer" and the next mark; else before one of what is no answer."""
    n = _mark(blocks, note)
    if n is None:
        beside = (n for n, block in enumerate(blocks) if block.kind in _MARKS and note.fits("beside_answer", block))
        return blocks[: next(beside, None)]
    block = blocks[n]
    callout = block.text.startswith("[!")
    after = block.children if block.kind == "heading" or (callout and block.children) else blocks[n + 1 :]
    first = next((m for m, later in enumerate(after) if not _marks_too(later, note)), 0)
    end = next((m for m in range(first, len(after)) if _ends_mark(after[m], block, note)), len(after))
    return tuple(after[first:end]) or (blocks if callout else ())  # it holds the answer


def _mark(blocks: tuple[Block, ...], note: Note) -> int | None:
    """Which block says no more than that the answer follows; none where the answer begins with its label."""
    if _heads(blocks, note):
        return 0
    if blocks and note.says("answer_label", blocks[0].text):
        return None
    return next((n for n, block in enumerate(blocks) if block.kind in _MARKS and note.fits("answer_mark", block)), None)


def _heads(blocks: tuple[Block, ...], note: Note) -> bool:
    """Whether an answer begins with its label as a title: stressed, without a colon or with a blank line behind it.

    On a plain line it belongs to the answer.
    """
    if not blocks[1:]:
        return False
    line, after = blocks[:2]
    stressed = line.kind == "bold" or (line.kind == "paragraph" and _SLANTED.fullmatch(line.text))
    if stressed and after.lines[0] > line.last + 1 and note.fits("answer_mark", line):
        return True
    if line.kind != "bold":
        return False
    more = note.words["answer_label"].sub("", line.text, count=1)
    return more != line.text and not _WORD.search(more) and not _COLON.search(line.text)


def _marks_too(block: Block, note: Note) -> bool:
    """Whether a line says once more that an answer follows."""
    return block.kind in _LINES and len(block.text) > 1 and note.fits("answer_mark", block)  # R is a language too


def _ends_mark(later: Block, mark: Block, note: Note) -> bool:
    """Whether another mark ends what a line that says no more than "answer" began."""
    if later.kind == "divider":
        return True
    others = ("followups", "beside_answer", "read_more")
    return later.kind == mark.kind and (mark.kind == "quote" or any(note.fits(other, later) for other in others))


def _quoted(blocks: tuple[Block, ...], question: Block, note: Note) -> tuple[Block, ...]:
    """Where a quote without a label, or below no more than a name, answers a bold or plain line: the quote alone.

    What is not quoted there is the note-taker's own. Below a line that its stress or a label tells from others that is
    said about the answer, up to what they learnt from all of it.
    """
    if question.kind in _LINES and len(blocks) > 1 and is_name(blocks[0]) and blocks[1].kind == "quote":
        blocks = blocks[1:]  # who is quoted
    if question.kind not in _LINES or not blocks or blocks[0].kind != "quote" or note.fits("answer_label", blocks[0]):
        return blocks
    if question.kind == "bold" or note.fits("question_label", question):
        return tuple(takewhile(lambda block: len(block.text) >= _TITLE or not note.fits("elsewhere", block), blocks))
    return tuple(takewhile(lambda block: block.kind in {"quote", "code"}, blocks))


def until_contact(blocks: tuple[Block, ...], note: Note) -> tuple[Block, ...]:
    """An answer ends before a lone mail address or thanks, unless that is all there is."""
    end = next(
        (n for n, b in enumerate(blocks) if n and b.kind in {*_LINES, *ITEMS, "html"} and note.fits("contact", b)),
        None,
    )
    return blocks[:end]


def _before_farewell(blocks: tuple[Block, ...], note: Note) -> tuple[Block, ...]:
    """An answer before the paragraphs that take leave of the readers at its end."""
    end = len(blocks)
    while end > 1 and blocks[end - 1].kind == "paragraph" and note.fits("farewell", blocks[end - 1]):
        end -= 1
    return blocks[:end]


def _without_plans(blocks: tuple[Block, ...], note: Note) -> tuple[Block, ...]:
    """An answer without the announcement of the next event, or the list of what comes next, that ends it."""
    blocks = tuple(takewhile(lambda b: b is blocks[0] or not _is_plan(b, note), blocks))
    end = len(blocks) - 1
    while end > 0 and blocks[end].kind in ITEMS:
        end -= 1
    if end < 1 or blocks[end].kind not in _LINES:
        return blocks
    plans = "next_event" if end == len(blocks) - 1 else "next_steps"
    return blocks[:end] if note.fits(plans, blocks[end]) else blocks


def _is_plan(block: Block, note: Note) -> bool:
    """Whether a paragraph is a list below the title of what comes next, as people type it without any mark."""
    title, more, _ = block.text.partition("\n")
    return bool(more) and block.kind == "paragraph" and note.says("next_steps", title)


def _without_farewell(blocks: tuple[Block, ...], note: Note) -> tuple[Block, ...]:
    """An answer without thanks and links to the recording at the end of its last paragraph."""
    if not blocks or blocks[-1].kind != "paragraph":
        return blocks
    last, lines = blocks[-1], blocks[-1].text.split("\n")
    if last.children or len(lines) != last.lines[1] - last.lines[0] + 1:
        return blocks
    while len(lines) > 1 and any(note.says(name, lines[-1]) for name in ("contact", "scrap")):
        lines.pop()
    end = last.lines[0] + len(lines) - 1
    return (*blocks[:-1], replace(last, text="\n".join(lines), lines=(last.lines[0], end), last=end))


def _shows_nothing(block: Block) -> bool:
    return block.kind in {"html", *_LINES} and is_blank(block.text)

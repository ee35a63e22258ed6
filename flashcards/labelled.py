"""What answers a question that has a label: people label questions, their answers too, or only some of them.

label       an answer's label begins it, what stands before goes on asking
no label    what hangs on the question answers; what follows it only where somebody is asked, or all of a section is like that
the end     outside a Q&A section the talk goes on after a labelled answer
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from flashcards.block import ITEMS, Block
from flashcards.pattern import Pattern
from flashcards.rule import Rule
from flashcards.search import unbold
from flashcards.spot import Note, Spot

_LINES = ("paragraph", "bold")
_PROSE = ("paragraph", "bold", "heading", "quote", "html")
_MOSTLY = 0.6  # of the lines of a section
_LEAD = 3  # blocks before the first question of a FAQ
_PERSON = Pattern(r"[B-E] ?[:：]\s(?![\s\S]*\n[A-E] ?[:：])")  # one of two who answer; a list of choices begins so too
_NUMBER = Pattern(r"\d{1,3}")


def labelled_answer(
    spot: Spot, rule: Rule, note: Note, taken: tuple[Block, ...]
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """With what a labelled question goes on, up to the label of its answer, and the answer."""
    bare = note.says("question_mark", spot.before)
    label = next((n for n, block in enumerate(taken) if _is_labelled(block, n, note, bare=bare)), None)
    if label and _PERSON.match(unbold(taken[0].text)):
        label = 0  # two who answer are called A and B
    if label and note.fits("answerer", taken[label]) and any(block.kind in ITEMS for block in taken[:label]):
        label = None  # what one who answers said is quoted below a list that answers
    asking, answering = taken[: label or 0], taken[label or 0 :]
    if label is None and answering and _is_surveyed(spot, answering[0], note):
        return asking, ()
    if rule.answer.take != "labelled":
        return asking, answering
    quoted = label is not None and spot.above[-1].kind == "quote"  # so far is told what was asked, and no further
    if not quoted and not (_is_answered(spot, note) if label is None else _among_labelled(spot, taken, note)):
        answering = tuple(_attached(answering, spot.block, note, labelled=label is not None))
    # code that a question points at is shown with it and answers nothing
    shown = all(block.kind == "code" for block in answering) and note.fits("points_at", spot.block)
    if label is None and answering and (shown or note.fits("choices", answering[0])):
        answering = ()
    return asking, answering


def _is_surveyed(spot: Spot, answer: Block, note: Note) -> bool:
    """Whether a title names a survey, the note's or the nearest above what was counted: nobody answers, people choose."""
    if any(note.says("surveyed", title) for title in note.stated):
        return True
    return bool(spot.marks) and note.fits("tallied", answer) and note.says("surveyed", spot.marks[-1].text)


def _counts_on(block: Block, after: Block, note: Note) -> bool:
    """Whether the number in the label of a question is the next after another's."""
    labels = [note.words["question_label"].search(unbold(one.text)) for one in (block, after)]
    first, second = (_NUMBER.search(label[0]) if label else None for label in labels)
    return first is not None and second is not None and int(first[0]) + 1 == int(second[0])


def _among_labelled(spot: Spot, taken: Sequence[Block], note: Note) -> bool:
    """Whether a labelled question is followed by another, in a section of hardly anything but questions and answers."""
    if spot.block.kind not in _LINES:
        return False
    after = spot.index + 1 + len(taken)
    if after >= len(spot.siblings) or not note.fits("question_label", spot.siblings[after]):
        return False

    def begins() -> bool:
        lead = tuple(takewhile(lambda block: not note.fits("question_label", block), spot.siblings))
        led_in = len(lead) == 1 and note.fits("qa_hint", lead[0])
        led_in = led_in or (0 < len(lead) <= _LEAD and note.fits("faq_or_qa", lead[0]))
        return led_in or not lead  # else a talk is noted

    def mostly() -> bool:
        said = [block for block in spot.siblings if block.kind in _LINES]
        labelled = sum(note.fits("question_label", b) or note.fits("answer_label", b) for b in said)
        return labelled >= _MOSTLY * len(said)

    around = id(spot.above[-1])
    listed = _counts_on(spot.block, spot.siblings[after], note) or note.once(
        (_among_labelled, "begins", around), begins
    )
    return listed and note.once((_among_labelled, "mostly", around), mostly)


def _is_answered(spot: Spot, note: Note) -> bool:
    """Whether what follows a labelled question answers without a label: somebody else is asked, or a section is like that."""
    asks_one = note.fits("asks_one", spot.block) and spot.above[-1].kind != "quote"
    return spot.block.kind in _LINES and (asks_one or _in_labels_alone(spot, note))


def _in_labels_alone(spot: Spot, note: Note) -> bool:
    """Whether a section is labelled questions from its first line on, several of them, and no answer has a label."""

    def find() -> bool:
        said = [block for block in spot.siblings if block.kind in (*_LINES, "heading")]
        asked = [block for block in said if note.fits("question_label", block)]
        if len(asked) < 2 or asked[0] is not spot.siblings[0] or any(note.fits("answer_label", b) for b in said):
            return False
        return all(note.fits("asks_line", block) for block in asked)

    return note.once((_in_labels_alone, id(spot.above[-1])), find)


def _is_labelled(block: Block, index: int, note: Note, *, bare: bool) -> bool:
    """Whether a block begins the answer with a label. Of arrows only the first line's: others draw a conclusion.

    bare: the question stands below a label alone; so does its answer, where others give a model answer below their own.
    """
    begins = note.says("answer_label", block.text) or (bare and note.fits("answer_mark", block))
    return begins and not (index and note.fits("arrow", block))


def _attached(blocks: Sequence[Block], question: Block, note: Note, *, labelled: bool) -> Iterator[Block]:
    """What has the answer's label and what hangs on it: outside a Q&A section the talk goes on after it."""
    for n, block in enumerate(blocks):
        answers = labelled and (n == 0 or note.fits("answer_label", block))
        within = labelled and question.kind in ITEMS and block.lines[0] <= question.last
        if block.kind in _PROSE and not answers and not within and (n or block.kind != "quote"):
            return
        if not labelled and question.kind in ITEMS and block.lines[0] > question.last:
            return  # the talk goes on below the list
        yield block

"""Which blocks answer a question: what a rule takes, less what belongs to no answer.

take        children, following, below (children, then following), labelled (from the answer's label on), turn (what the
            next speaker says, up to another one's name), replies (children behind a paragraph that asks on, else nothing),
            beside (what a title beside the section's owns)
asked       what of that goes on asking (asked.py)
trim        what belongs to no answer is left out (trim.py): what shows nothing, thanks at the end
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from flashcards.asked import asked_below, goes_on_inside, own_lines
from flashcards.beside import in_turn
from flashcards.block import ITEMS, Block, rest
from flashcards.labelled import labelled_answer
from flashcards.pattern import Pattern
from flashcards.place import title_beside
from flashcards.rule import Rule
from flashcards.search import search, unbold
from flashcards.speaker import headless, is_name, speaks_again, speaks_on
from flashcards.spot import Note, Spot
from flashcards.trim import ended, only_asks, trimmed, until_contact, without_thanks

_LINES = ("paragraph", "bold")
_TITLE = 60  # characters; what is longer is no title
_IN_MARKS = Pattern(r"\A\s*[\"“「『][^\"”」』]+[\"”」』]\s*\Z")  # of a quote: an example of what one may say
_TELLS = Pattern(r"\[!(?!(?i:todo))\w+\]")  # of a callout
_PROSE = ("paragraph", "bold", "heading", "quote", "html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """taken: the blocks that the question lays claim to, in order.  answering: those of them that answer.

    asking: blocks before the answer's label, with which a labelled question goes on; a picture that a question points at.
    own: how many lines of the question's block ask; 0 for all of them. The others are the first of `answering`.
    """

    taken: tuple[Block, ...]
    asking: tuple[Block, ...]
    answering: tuple[Block, ...]
    own: int = 0


def find_answer(spot: Spot, rule: Rule, note: Note, questions: set[int]) -> Answer:
    """The answer of a question.

    questions: ids of all blocks that ask, and of plain lines that are titles.
    """
    if rule.answer.take == "beside":
        return _beside(spot, rule, note, questions)
    taken = tuple(_take(spot, rule, note, questions))
    taken = tuple(_turn(taken, spot, note)) if rule.answer.take == "turn" else _without_name(taken, spot, note)
    labelled = note.fits("question_label", spot.block) or note.says("question_mark", spot.before)
    asking, answering = labelled_answer(spot, rule, note, taken) if labelled else ((), taken)
    if not asking:
        more = asked_below(spot, answering, note)
        asking, answering = answering[:more], answering[more:]
        if rule.answer.take == "replies" and not asking:
            answering = ()
    if note.says("message_head", spot.block.text):
        answering = tuple(headless(block, note) for block in answering)
    after = spot.index + 1 + len(taken)
    between = after < len(spot.siblings) and id(spot.siblings[after]) in questions
    own, answering = _with_own(spot.block, trimmed(answering, spot.block, note), rule, note, between=between)
    return Answer(taken=taken, asking=asking, answering=ended(answering, note), own=own)


def _beside(spot: Spot, rule: Rule, note: Note, questions: set[int]) -> Answer:
    """What the title beside the question's owns; the first block of the question's section asks with all others there.

    To an item, what has its number below that title: questions are listed first, and answered in turn.
    """
    title = title_beside(spot, rule, note)
    if title is None or (spot.index and spot.block.kind not in ITEMS):
        return Answer(taken=(), asking=(), answering=())
    if spot.block.kind in ITEMS:
        numbered = trimmed(in_turn(spot, title, note, questions), spot.block, note)
        return Answer(taken=(), asking=(), answering=ended(numbered, note))
    return Answer(
        taken=(title,),
        asking=tuple(takewhile(lambda block: block is not title, spot.siblings[1:])),
        answering=ended(trimmed(title.children, spot.block, note), note),
    )


def _without_name(taken: tuple[Block, ...], spot: Spot, note: Note) -> tuple[Block, ...]:
    """An answer without the bold line above the next labelled question, which says who asks, where the first has one too."""
    after = spot.index + 1 + len(taken)
    if len(taken) < 2 or not is_name(taken[-1]) or after >= len(spot.siblings):
        return taken
    if not note.fits("question_label", spot.block) or not note.fits("question_label", spot.siblings[after]):
        return taken

    def find() -> bool:
        before = list(takewhile(lambda block: not note.fits("question_label", block), spot.siblings))
        return bool(before) and is_name(before[-1])

    return taken[:-1] if note.once((_without_name, id(spot.above[-1])), find) else taken


def _with_own(
    block: Block, answering: tuple[Block, ...], rule: Rule, note: Note, *, between: bool
) -> tuple[int, tuple[Block, ...]]:
    """How many lines of a question's block ask, and its answer with those that do not before what follows.

    between: whether what follows stands between two questions.
    """
    if "\n" not in block.text and block.kind != "quote":
        return 0, answering  # as most questions are
    said = tuple(takewhile(lambda after: not note.fits("contact", after), answering))
    answered = bool(said) and not only_asks(said, note)
    labelled = answered and any(note.fits(word, said[0]) for word in ("answer_label", "answer_mark"))
    own = own_lines(block, note, answered=answered, labelled=labelled)
    if not own or (rule.answer.take == "labelled" and note.fits("choices", rest(block, own))):
        return 0, answering
    if not answered:
        return own, (rest(block, own),)
    # an item that answers itself leaves those beside it alone, but a list before another question
    lists = ITEMS if between else ()
    more = (after for after in answering if block.kind not in ITEMS or after.kind in lists or after.last <= block.last)
    return own, (rest(block, own), *more)


def unlabelled(answer: str, note: Note) -> str:
    """An answer without its label and without a note to oneself to write it."""
    return note.words["placeholder"].sub("", note.words["answer_label"].sub("", answer.lstrip(" -*ㄴ└↳→"), count=1))


def goes_on(spot: Spot, rule: Rule, note: Note, questions: set[int]) -> tuple[Block, ...]:
    """What goes on with an answer that begins in the question's own block: what it owns and, in a Q&A section, what follows."""
    after = spot.siblings[spot.index + 1 :] if rule.where.section and spot.block.kind == "paragraph" else ()
    more = takewhile(lambda block: not stops(block, rule, note, questions), after)
    said = tuple(block for block in (*spot.block.children, *more) if not note.fits("scrap", block))
    return until_contact(said, note)


def _take(spot: Spot, rule: Rule, note: Note, questions: set[int]) -> Iterator[Block]:
    whole = spot.block.kind == "quote" and spot.block.last == spot.block.lines[1]
    owned = () if whole else without_thanks(spot.block.children, note)  # a quote is the question, unless it has a title
    take = rule.answer.take
    if take != "following":
        further = _lone_fold(owned, questions)
        yield from takewhile(lambda block: block is further or not _parts(block, note, questions), owned)
    beside = () if owned or take == "following" else _beside_item(spot, rule, note, questions)
    yield from beside
    if beside or take == "children":
        return
    for n in range(spot.index + 1, len(spot.siblings)):
        block = spot.siblings[n]
        if stops(block, rule, note, questions):
            return
        if _belongs_below(spot.siblings[n : n + 2], note, questions):
            return
        led_in = n > spot.index + 1 and note.fits("leads_in", spot.siblings[n - 1])
        after = spot.siblings[n + 1 : n + 2]
        led_in = led_in or any(b.kind in _LINES and note.fits("quoted_back", b) for b in after)
        led_in = led_in or (not owned and _TELLS.match(block.text) is not None and _goes_on(after, questions))
        if spot.block.kind == block.kind == "quote" and not led_in and not _answers(block, note):
            return  # where quotes ask, a quote that does not is a label of something else
        if (
            owned
            and not goes_on_inside(spot, note)
            and spot.block.kind != "term"
            and take != "following"
            and (block.kind not in ITEMS or block.kind == spot.block.kind)
        ):
            return  # beside an item with an answer of its own, only items of the other kind go on with it
        yield block


def _beside_item(spot: Spot, rule: Rule, note: Note, questions: set[int]) -> tuple[Block, ...]:
    """What stands right behind an item that owns nothing, and should have been a level deeper.

    Items like it that begin with an arrow; a line with the label of an answer, and what goes on below it.
    """
    block, next_ = spot.block, spot.siblings[spot.index + 1 : spot.index + 2]
    if block.kind not in ITEMS or not next_ or note.fits("arrow", block):
        return ()
    after = (spot.siblings[n] for n in range(spot.index + 1, len(spot.siblings)))  # no copy: a list may be long
    if next_[0].kind in _LINES and note.fits("answer_label", next_[0]):
        return tuple(takewhile(lambda one: one.kind != block.kind and not stops(one, rule, note, questions), after))
    return tuple(takewhile(lambda one: one.kind == block.kind and note.fits("arrow", one), after))


def _turn(blocks: Sequence[Block], spot: Spot, note: Note) -> Iterator[Block]:
    """What the next speaker says of what follows a question, up to another one's name; in a chat what all reply."""
    for n, block in enumerate(blocks):
        if not speaks_on(block, blocks[0], spot.block, note):
            if not _nods(block, blocks[n + 1 : n + 2], spot, note):
                return
        elif not note.fits("reacts", block):
            yield block


def _nods(block: Block, after: Sequence[Block], spot: Spot, note: Note) -> bool:
    """Whether whoever asked says a few words that ask nothing, and the one who answers goes on after them."""
    if not after or note.fits("chat_head", block) or not note.fits("nods", block):
        return False
    return speaks_again(block, spot.block, note) and speaks_again(after[0], spot.siblings[spot.index + 1], note)


def _answers(quote: Block, note: Note) -> bool:
    """Whether a quote has the label of an answer, is a callout that is called so, or an example of what one may say."""
    said = _IN_MARKS.search(quote.text) is not None
    return said or note.fits("answer_label", quote) or note.says("answer_mark", quote.text.partition("\n")[0])


def _goes_on(after: Sequence[Block], questions: set[int]) -> bool:
    """Whether an answer goes on behind a callout in it."""
    return bool(after) and id(after[0]) not in questions and after[0].kind not in {"heading", "divider", "quote"}


def _belongs_below(blocks: Sequence[Block], note: Note, questions: set[int]) -> bool:
    """Whether a block is a part of the question below it: a picture above its caption, or a line that says who asks."""
    if blocks[0].kind == "image":
        return _is_captioned(blocks, note, questions)
    return blocks[0].kind in _LINES and _says_whose(blocks, note, questions)


def _says_whose(blocks: Sequence[Block], note: Note, questions: set[int]) -> bool:
    """Whether a line before a quote that asks says who does: a plain one in so many words, a bold one if it does not ask."""
    if not blocks[1:] or blocks[1].kind != "quote" or id(blocks[1]) not in questions or len(blocks[0].text) >= _TITLE:
        return False
    return note.fits("announces_asker", blocks[0]) or (
        blocks[0].kind == "bold" and not note.fits("asks_line", blocks[0])
    )


def _is_captioned(blocks: Sequence[Block], note: Note, questions: set[int]) -> bool:
    """Whether a picture belongs to the labelled question that touches it from below."""
    if not blocks[1:] or id(blocks[1]) not in questions or blocks[1].lines[0] > blocks[0].last + 1:
        return False
    return note.fits("question_label", blocks[1])


def _lone_fold(owned: Sequence[Block], questions: set[int]) -> Block | None:
    """The only fold that asks within an answer, which goes on behind it: several, or one at its end, are a list of their own."""
    asking = [n for n, block in enumerate(owned) if block.kind == "details" and id(block) in questions]
    if len(asking) != 1 or not 0 < asking[0] < len(owned) - 1:
        return None
    around = owned[asking[0] - 1], owned[asking[0] + 1]
    return owned[asking[0]] if all(block.kind in (*_PROSE, *ITEMS, "code") for block in around) else None


def _parts(block: Block, note: Note, questions: set[int]) -> bool:
    """Whether a block below a heading that asks ends its answer: a fold that asks too, the title of further questions."""
    if block.kind == "details":
        return id(block) in questions
    ends = any(note.fits(title, block) for title in ("qa_section", "followups"))
    return block.kind == "heading" and id(block) not in questions and ends


def stops(block: Block, rule: Rule, note: Note, questions: set[int]) -> bool:
    """Whether a block ends the answer before it."""
    if block.kind in rule.answer.stop or ("question" in rule.answer.stop and id(block) in questions):
        return True
    says = block.kind not in (*ITEMS, "code")  # which hang on the line before them
    if says and rule.answer.until and search(rule.answer.until, unbold(block.text), rule.path):
        return True
    if block.kind in _LINES and note.fits("closing_line", block):
        return True
    if block.kind != "bold" or len(block.text) >= _TITLE:
        return False
    return any(note.fits(name, block) for name in ("elsewhere", "qa_line"))

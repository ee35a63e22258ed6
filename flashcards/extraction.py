"""A block tree and the rules -> `Extraction`: which blocks ask, and what answers them.

Pure: no file is touched and nothing printed, so it can run anywhere. `build` and `explain` both read the `Step`s made
here; there is no second way to a decision.

First every block is judged. Then answers are settled from the last block to the first, so that a question inside an
answer has taken its own before the answer around it is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flashcards.answer import Answer, find_answer, goes_on, stops, unlabelled
from flashcards.asked import answers_below_name, belongs_above, is_reason
from flashcards.block import BREAK, ITEMS, KINDS, Block, Lines, cut, is_blank, uncelled, undefined, unlisted
from flashcards.card import Card, CardKind
from flashcards.judge import Judged, Places, judge
from flashcards.match import Verdict
from flashcards.pattern import Pattern
from flashcards.pictured import shown_pictures, shows_question
from flashcards.quoted import holds_both
from flashcards.rule import Rule
from flashcards.spot import Note, Spot, spots, survey
from flashcards.step import Extraction, Step
from flashcards.trim import only_asks
from flashcards.unanswered import without_unanswered
from flashcards.vocabulary import Vocabulary

_AROUND = ("heading", "details")  # what other questions may stand in
_OPENS = Pattern(r"(?i)<details|^\s*(?:\?{3}|:{3})")  # a fold, in HTML or as other programs have it
A = {kind: f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}" for kind in KINDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """A question with its answer. region: all lines that the two take, what is nested in them included.

    card: None where a further question or a labelled one has no answer: an answer around it leaves it out all the same.
    """

    card: Card | None
    region: Lines


@dataclass(slots=True, kw_only=True)
class _Work:
    """The state of settling one note.

    questions: ids of the blocks that ask, and of plain lines that are titles: both end an answer.  done: cards that
    nothing can change any more.  waiting: cards that an answer around them may still have to leave out; the last one
    stands first in the note.
    """

    note: Note
    lines: list[str]
    questions: set[int]
    done: list[Card]
    waiting: list[_Settled]


def extract(
    root: Block, rules: Sequence[Rule], words: Vocabulary, stated: Sequence[str] = (), title: str = ""
) -> Extraction:
    """Find the cards of one note.

    root: from parse_blocks.  rules: in the order in which they are asked.  words: those that the rules share.
    stated: what the note states about itself: its title, tags and categories.  title: what it is called outside its
    body, where all of it is a Q&A section.
    Raises FlashcardsError when a pattern does not come to an end.
    """
    note = survey(root, words, stated)
    asking = {kind: [rule for rule in rules if kind in rule.question.block] for kind in KINDS}
    places = Places(note=note, asking=asking)
    judged: list[Judged] = []
    questions: set[int] = set()
    around: set[int] = set()
    titles: set[int] = set()
    for spot in spots(root, words, title):
        quoted = questions and any(block.kind == "quote" and id(block) in questions for block in spot.above)
        if quoted and not spot.block.text.startswith("[!"):
            continue  # what a quoted question holds is that question, unless it is a callout in one
        if not spot.index and id(spot.above[-1]) in around and is_reason(spot.siblings, note):
            continue
        inside = bool(around) and _is_inside(spot, around, words)
        if spot.opens and spot.block.kind == "paragraph":
            titles.add(id(spot.block))
        if asking[spot.block.kind] and not holds_both(spot, words):
            judged.append(judge(spot, places, inside=inside))
            if judged[-1].taken and (belongs_above(spot, note) or answers_below_name(spot, note)):
                judged.pop()
            elif judged[-1].taken and not judged[-1].asks_idly and not shows_question(spot, questions):
                questions.add(id(spot.block))
                if spot.block.kind in _AROUND and judged[-1].taking.rule.answer.take != "replies":
                    around.add(id(spot.block))
    questions -= set(shown_pictures(judged, questions))
    work = _Work(note=note, lines=root.text.split("\n"), questions=questions | titles, done=[], waiting=[])
    return _answered(judged, work, rules)


def _answered(judged: Sequence[Judged], work: _Work, rules: Sequence[Rule]) -> Extraction:
    """What becomes of every block that was judged, and the cards, in document order. Fills `work`."""
    steps = [
        _settle(one, work) if one.taken else Step(block=one.spot.block, judged=one, outcome="not a question")
        for one in reversed(judged)
    ]
    cards = sorted(
        [*work.done, *(settled.card for settled in work.waiting if settled.card)], key=lambda card: card.question_lines
    )
    found = without_unanswered(Extraction(note=work.note, cards=tuple(cards), steps=tuple(reversed(steps))))
    further = frozenset(rule.id for rule in rules if rule.kind == "followup")
    return replace(found, cards=tuple(_asked_on(found.cards, further, work.lines)))


def _asked_on(cards: Iterable[Card], further: frozenset[str], lines: Sequence[str]) -> Iterator[Card]:
    """The cards, in which one of a rule for further questions shows the question whose answer ends right above it."""
    asked, end = "", 0
    for card in cards:
        first = card.question_lines[0]
        on = asked and card.rule in further and card.kind == "question" and first > end
        if on and not any(line.strip(" \t>") for line in lines[end : first - 1]):
            yield _follow(card, asked)
        else:
            asked = asked if card.kind == "followup" else card.question if card.kind == "question" else ""
            yield card
        end = max(end, card.question_lines[1], *(last for _, last in card.answer_lines))


def _is_inside(spot: Spot, around: set[int], words: Vocabulary) -> bool:
    """Whether a block stands below a heading that asks, or in a fold, and no title of a Q&A section in between."""
    above = [block for block in spot.above if block.kind in _AROUND]
    asking = max((n for n, block in enumerate(above) if id(block) in around), default=None)
    return asking is not None and not any(
        block.kind == "heading" and words["qa_section"].search(block.text) for block in above[asking + 1 :]
    )


def _is_only_asked_on(found: Answer, note: Note) -> bool:
    """Whether nothing but further questions answers; what stands below the label of an answer does, whatever it is."""
    return only_asks(found.answering, note) and not any(note.fits("answer_mark", block) for block in found.taken)


def _settle(judged: Judged, work: _Work) -> Step:
    """Give one question its answer. Moves the follow-ups that leave the answer from `waiting` to `done`."""
    spot, verdict = judged.spot, judged.taking
    block = spot.block
    if block.kind == "image" and id(block) not in work.questions:
        return Step(block=block, judged=judged, outcome="an answer", reason="it is shown for the question above it")
    if verdict.rule.answer.take == "text":
        return _settle_within(judged, work)
    found = find_answer(spot, verdict.rule, work.note, work.questions)
    question, asked = _question(spot, verdict, found, work)
    region = _region(block, asked, found.taken, work.lines)
    nested = _nested(region, work)
    gone = [inner.region for inner in nested]
    ranges = _without([_span(b, work.lines) for b in found.answering], gone, work.lines)
    titled = block.kind == "quote" and block.last > block.lines[1]  # its answer stands in it
    answer = cut(work.lines, found.answering, ranges, _quotes(spot) + titled)
    if verdict.rule.answer.take == "beside" and block.kind in ITEMS:
        answer = unlisted(answer)
    if block.kind in {"term", "row"}:
        answer = undefined(answer) if block.kind == "term" else uncelled(answer)
    if (empty := is_blank(unlabelled(answer, work.note))) or _is_only_asked_on(found, work.note):
        work.waiting.extend(reversed(nested))
        if _asks_further(verdict.rule, block) or work.note.words["question_label"].search(block.text):
            work.waiting.append(_Settled(card=None, region=region if block.kind == "heading" or empty else block.lines))
        if not found.taken and _is_answer(spot, work):
            work.questions.discard(id(block))
            return Step(block=block, judged=judged, outcome="an answer", reason="it answers the question above it")
        why = "it is only asked on" if ranges or nested else _why_none(spot, verdict.rule, work)
        return Step(block=block, judged=judged, outcome="no answer", reason=why)
    follows = question if verdict.rule.kind != "closing" else ""
    work.done.extend(_follow(inner.card, follows) for inner in nested if inner.card)
    kind: CardKind = "closing" if verdict.rule.kind == "closing" else "question"
    card = Card(
        question=question, answer=answer, context="", kind=kind, rule=verdict.rule.id, question_lines=asked,
        answer_lines=tuple(ranges),
    )  # fmt: skip
    work.waiting.append(_Settled(card=card, region=region))
    return Step(block=block, judged=judged, outcome="card")


def _asks_further(rule: Rule, block: Block) -> bool:
    """Whether a rule looks for what stands inside an answer: deeper in a list, or an item where headings or bold lines ask."""
    depth = rule.question.depth
    return bool(depth and depth.min > 1) or bool((rule.where.bold or rule.where.headings) and block.kind in ITEMS)


def _is_answer(spot: Spot, work: _Work) -> bool:
    """Whether what seems to ask, and is not answered, follows a question of another kind: then it is the answer to that.

    A picture is shown for the answer before it, unless that one is given to a picture; and one who answers may ask for
    something: "화요일은 피해주세요."
    """
    if spot.block.kind == "image":
        before = (spot.siblings[n] for n in range(spot.index - 1, -1, -1))
        return next((block.kind for block in before if id(block) in work.questions), "image") != "image"
    above = spot.siblings[spot.index - 1] if spot.index else None
    if above is None or spot.block.kind != "paragraph":
        return False
    return id(above) in work.questions and above.kind not in {"paragraph", "image"}


def _settle_within(judged: Judged, work: _Work) -> Step:
    """A question whose answer begins in the same block, as in the row of a table."""
    block, verdict = judged.spot.block, judged.taking
    if is_blank(unlabelled(verdict.answer, work.note)):
        return Step(block=block, judged=judged, outcome="no answer", reason="the answer beside it is empty")
    below = goes_on(judged.spot, verdict.rule, work.note, work.questions)
    region = (block.lines[0], max([block.last, *(more.last for more in below)]))
    nested = _nested(region, work)
    work.done.extend(_follow(inner.card, verdict.question) for inner in nested if inner.card)
    ranges = _without([_span(b, work.lines) for b in below], [inner.region for inner in nested], work.lines)
    more = cut(work.lines, below, ranges, _quotes(judged.spot))
    card = Card(
        question=verdict.question, answer=f"{verdict.answer}\n\n{more}".rstrip("\n"), context="", kind="question",
        rule=verdict.rule.id, question_lines=block.lines, answer_lines=(block.lines, *ranges),
    )  # fmt: skip
    work.waiting.append(_Settled(card=card, region=region))
    return Step(block=block, judged=judged, outcome="card")


def _question(spot: Spot, verdict: Verdict, found: Answer, work: _Work) -> tuple[str, Lines]:
    """The question and its lines; a labelled one goes on up to the label of its answer."""
    if found.own:
        first, asked = spot.block.lines[0], verdict.question.split("\n")
        below = spot.block.text.partition("\n")[2].strip() == verdict.question  # a label stands on a line of its own
        return BREAK.sub("", "\n".join(asked[: max(1, found.own - below)])), (first, first + found.own - 1)
    more = [block for block in found.asking if not is_blank(block.text)]
    if not more:
        return verdict.question, spot.block.lines
    within = spot.block.kind == "quote" and more[0] in spot.block.children
    text = cut(work.lines, more, [(more[0].lines[0], more[-1].last)], _quotes(spot) + within)
    return f"{verdict.question}\n\n{text}", (spot.block.lines[0], more[-1].last)


def _nested(region: Lines, work: _Work) -> list[_Settled]:
    """Take from `waiting` what lies inside a question's region."""
    nested: list[_Settled] = []
    while work.waiting and work.waiting[-1].region[0] <= region[1]:
        nested.append(work.waiting.pop())
    return nested


def _follow(card: Card, question: str) -> Card:
    """A card that leaves the answer to a question, which it follows up."""
    return replace(card, context=question, kind="followup") if question and card.kind == "question" else card


def _region(block: Block, asked: Lines, taken: Iterable[Block], lines: Sequence[str]) -> Lines:
    """All lines that a question and its answer take; of a fold its tags too."""
    first, last = _span(block, lines)
    fold = last if block.kind == "details" else 0
    return first, max([block.lines[1], asked[1], fold, *(b.last for b in taken)])


def _span(block: Block, lines: Sequence[str]) -> Lines:
    """The lines of a block and of all that it owns: of a fold from the tag that opens it, which may stand above its title."""
    first = block.lines[0]
    while block.kind == "details" and first > 1 and not _OPENS.search(lines[first - 1]):
        first -= 1
    return first, block.last


def _quotes(spot: Spot) -> int:
    return sum(block.kind == "quote" for block in spot.above)


def _without(spans: Iterable[Lines], gone: Sequence[Lines], lines: Sequence[str]) -> list[Lines]:
    """The spans less what is gone, neighbours joined, no range beginning or ending on a blank line."""
    out = {n for a, b in gone for n in range(a, b + 1)}
    kept = [n for a, b in spans for n in range(a, b + 1) if n not in out and lines[n - 1].strip(" \t>")]
    ranges: list[Lines] = []
    for n in kept:
        between = range(ranges[-1][1] + 1, n) if ranges else ()
        if ranges and not any(m in out or lines[m - 1].strip(" \t>") for m in between):
            ranges[-1] = (ranges[-1][0], n)
        else:
            ranges.append((n, n))
    return ranges


def _why_none(spot: Spot, rule: Rule, work: _Work) -> str:
    if rule.answer.take == "children":
        return "nothing is nested under it"
    if rule.answer.take == "labelled":
        return "no answer with a label follows it"
    after = spot.siblings[spot.index + 1 : spot.index + 2]
    if not after:
        return "nothing follows it"
    return (
        f"{A[after[0].kind]} follows at once (line {after[0].lines[0]})"
        if stops(after[0], rule, work.note, work.questions)
        else "no words follow it"
    )

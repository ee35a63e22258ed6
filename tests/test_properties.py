"""Whatever a note holds, it is read without a surprise, and the cards found have lines that make sense."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from flashcards.block import ITEMS
from flashcards.card import Card
from flashcards.document import Place, parse_document
from flashcards.draft import draft_cards
from flashcards.errors import FlashcardsError
from flashcards.labels import read_labels
from flashcards.media import Site
from flashcards.step import Extraction
from tests.any_note import BODY, NOTES, TITLES
from tests.note import PLACE, document_of, extraction_of, shipped

SITE = Site(note=Path(), folder=Path("/nowhere"), root=None, assets=(), roots=("/nowhere",))
# Rules that ask what most headings or bold lines of a note are, or what its first lines say: a lecture before has some too.
OF_MOST = {
    rule.id
    for rule in shipped().questions
    if any((rule.where.headings, rule.where.bold, rule.where.opening, rule.where.speaks_of))
}
LECTURE = "# 7강 지도 그리기\n\n축척을 정한다.\n\n- 길\n  - 강\n\n"


def cards_of(text: str) -> tuple[Card, ...]:
    return extraction_of(text).cards


def told(extraction: Extraction) -> list[object]:
    """Every decision with all its checks; making them must not fail either."""
    return [(s.block, s.outcome, s.reason, [(v.rule.id, v.checks) for v in s.verdicts]) for s in extraction.steps]


def spans(card: Card) -> list[tuple[int, int]]:
    return [card.question_lines, *card.answer_lines]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_the_same_way_twice(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    try:
        first = extraction_of(text)
    except FlashcardsError:
        return
    again = extraction_of(text)
    assert first.cards == again.cards
    assert told(first) == told(again)


@given(NOTES)
def test_a_note_gives_the_same_cards_twice(note: str) -> None:
    assert cards_of(note) == cards_of(note)


@given(NOTES)
def test_lines_lie_in_the_file_and_end_on_no_blank_one(note: str) -> None:
    lines = document_of(note).body.split("\n")
    wrong = [
        (a, b)
        for card in cards_of(note)
        for a, b in spans(card)
        if not 1 <= a <= b <= len(lines) or not lines[a - 1].strip() or not lines[b - 1].strip()
    ]
    assert wrong == []


@example("## Q&A\n\n<details>\n<summary>언제 심나요?</summary>\n\n언제 심나요?\n![물음](a.png)\n\n</details>\n")
@given(NOTES)
def test_no_line_answers_two_questions(note: str) -> None:
    taken = Counter(n for card in cards_of(note) for a, b in card.answer_lines for n in range(a, b + 1))
    assert [n for n, times in taken.items() if times > 1] == []


@given(NOTES)
def test_a_question_stands_before_its_answer(note: str) -> None:
    late = [spans(card) for card in cards_of(note) if card.question_lines[0] > card.answer_lines[0][0]]
    assert late == []


@given(NOTES)
def test_ranges_of_an_answer_stand_apart_and_in_order(note: str) -> None:
    wrong = [
        card.answer_lines
        for card in cards_of(note)
        if any(a[1] >= b[0] for a, b in zip(card.answer_lines, card.answer_lines[1:], strict=False))
    ]
    assert wrong == []


@given(NOTES)
def test_cards_stand_in_the_order_of_the_note(note: str) -> None:
    places = [card.question_lines for card in cards_of(note)]
    assert places == sorted(places)


@given(NOTES)
def test_every_card_asks_and_answers(note: str) -> None:
    assert [card for card in cards_of(note) if not card.question.strip() or not card.answer.strip()] == []


@given(NOTES)
def test_every_card_can_be_drafted(note: str) -> None:
    document = document_of(note)
    cards = cards_of(note)
    drafts, problems = draft_cards(document, read_labels(document, shipped().labels), cards, SITE)
    assert len(drafts) + len(problems) == len(cards)


@given(NOTES)
def test_a_step_that_says_card_is_one(note: str) -> None:
    extraction = extraction_of(note)
    told = sorted(step.block.lines[0] for step in extraction.steps if step.outcome == "card")
    assert told == sorted(card.question_lines[0] for card in extraction.cards)


@given(NOTES)
def test_what_a_place_rules_out_for_all_its_blocks_each_rule_refuses_by_itself(note: str) -> None:
    for step in extraction_of(note).steps:
        *others, last = step.verdicts
        idle = step.block.kind in ITEMS and not step.block.children  # a rule for what it holds leaves it to the others
        refused = [verdict for verdict in others if not (idle and verdict.rule.answer.take == "children")]
        passed = any(verdict.passed for verdict in refused)
        assert (passed, last.passed) == (False, step.outcome != "not a question")


@given(NOTES, st.sampled_from(["\r\n", "\r"]))
def test_the_ends_of_lines_change_nothing(note: str, end: str) -> None:
    plain = note.replace("\r", "")
    assert cards_of(plain.replace("\n", end)) == cards_of(plain)


@given(NOTES)
def test_a_mark_of_byte_order_changes_nothing(note: str) -> None:
    assert cards_of("\ufeff" + note) == cards_of(note)


@given(TITLES, BODY)
def test_a_lecture_before_it_moves_every_line_by_as_much(title: str, body: str) -> None:
    note, more = f"# {title}\n\n{body}\n", LECTURE.count("\n")
    place = Place(path=PLACE.path, below=PLACE.below, file=PLACE.file, given=PLACE.given)
    first = "# 봄\n\n"  # so that the note has the same title with and without the lecture
    without, with_ = (parse_document(text, place).body for text in (first + note, first + LECTURE + note))
    alone, after = extraction_of(without), extraction_of(with_)
    assume(not OF_MOST & {step.judged.taking.rule.id for step in (*alone.steps, *after.steps) if step.judged.taken})
    assert [spans(card) for card in after.cards] == [
        [(a + more, b + more) for a, b in spans(card)] for card in alone.cards
    ]


@pytest.mark.parametrize("seed", [NOTES], ids=["notes"])
def test_the_notes_of_these_tests_do_give_cards(seed: st.SearchStrategy[str]) -> None:
    kinds: Counter[str] = Counter()

    @settings(max_examples=100, deadline=None, derandomize=True, database=None)
    @given(seed)
    def count(note: str) -> None:
        kinds.update({card.rule for card in cards_of(note)})

    count()
    assert len(kinds) >= 4, kinds

"""The ledger's text: one line a card, the same bytes for the same ledger, and nothing untrustworthy is ever read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.errors import FlashcardsError
from flashcards.ledger import Entry, Ledger, parse_ledger
from tests.ledger import dump_ledger

HEAD = '{"format": "flashcards ledger", "version": 1, "notetype": {"hash": "00ff", "mod": 1760000000}}\n'
ROW = (
    '{"guid": "0123456789abcdef", "master": "오름달", "week": "3", "question": "캐시는 언제 지우나요?", "picture": "", '
    '"image": "", "answer": "aa", "sketch": "11 22", "path": "notes/a.md", "place": 2, "hash": "bb", "mod": 1760000005}\n'
)
ENTRY = Entry(
    guid="0123456789abcdef",
    master="오름달",
    week="3",
    question="캐시는 언제 지우나요?",
    picture="",
    image="",
    answer="aa",
    sketch="11 22",
    path="notes/a.md",
    place=2,
    hash="bb",
    mod=1760000005,
)
LEDGER = Ledger(notetype_hash="00ff", notetype_mod=1760000000, entries=(ENTRY,))


def row(**changed: object) -> str:
    """The example's line with other values; None takes a key out."""
    merged = {**json.loads(ROW), **changed}
    return json.dumps({key: value for key, value in merged.items() if value is not None}, ensure_ascii=False) + "\n"


def test_the_first_ledgers_had_no_image() -> None:
    assert parse_ledger(HEAD + ROW.replace('"image": "", ', ""), "x") == parse_ledger(HEAD + ROW, "x")


def test_a_ledger_is_a_header_and_one_readable_line_a_card() -> None:
    assert dump_ledger(LEDGER) == HEAD + ROW


@pytest.mark.parametrize(
    ("marks", "end"),
    [
        pytest.param({"removed": True}, ', "removed": true}\n', id="removed"),
        pytest.param({"removed": True, "away": False}, ', "removed": true}\n', id="removed, and told"),
        pytest.param({"removed": True, "away": True}, ', "removed": true, "away": true}\n', id="not given"),
    ],
)
def test_a_removed_card_is_marked_at_the_end_of_its_line(marks: dict[str, bool], end: str) -> None:
    removed = parse_ledger(HEAD + row(**marks), "x")
    assert dump_ledger(removed) == HEAD + ROW.replace("}\n", end)


def test_a_card_that_is_not_removed_carries_no_mark() -> None:
    assert dump_ledger(parse_ledger(HEAD + row(removed=False), "x")) == HEAD + ROW


def test_cards_are_sorted_by_guid_whatever_their_order_was() -> None:
    lines = [row(guid=f"{n:016x}") for n in range(5)]
    assert dump_ledger(parse_ledger(HEAD + "".join(reversed(lines)), "x")) == HEAD + "".join(lines)


@pytest.mark.parametrize(
    ("ledger", "latest"),
    [
        pytest.param(Ledger(), 0, id="new"),
        pytest.param(LEDGER, 1760000005, id="a card is the latest"),
        pytest.param(Ledger(notetype_mod=7), 7, id="the note type is the latest"),
        pytest.param(parse_ledger(HEAD + row(mod=1770000000, removed=True), "x"), 1770000000, id="a removed card"),
    ],
)
def test_the_latest_time_is_that_of_any_line(ledger: Ledger, latest: int) -> None:
    assert ledger.latest == latest


@pytest.mark.parametrize(
    "text",
    [
        pytest.param((HEAD + ROW).replace("\n", "\r\n"), id="checked out with CRLF"),
        pytest.param((HEAD + ROW).removesuffix("\n"), id="no newline at the end"),
        pytest.param(HEAD + "\n" + ROW + "\n\n", id="blank lines"),
        pytest.param(HEAD.replace(", ", ",").replace(": ", ":") + ROW, id="other blanks in the JSON"),
    ],
)
def test_what_git_or_an_editor_does_to_blanks_changes_nothing(text: str) -> None:
    assert parse_ledger(text, "x") == LEDGER


@pytest.mark.parametrize("question", ["<<<<<<< HEAD 는 무엇인가요?", "=======", "a\nb", "줄\u2028바꿈\x85", '"\\{}'])
def test_marks_and_line_ends_inside_a_question_are_text(question: str) -> None:
    ledger = parse_ledger(HEAD + row(question=question), "x")
    assert (ledger.entries[0].question, parse_ledger(dump_ledger(ledger), "x")) == (question, ledger)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param("", 1, "no JSON", id="empty file"),
        pytest.param("\0\0\0\0", 1, "no JSON", id="zeros after a crash"),
        pytest.param("[1]\n", 1, "no JSON object", id="another JSON"),
        pytest.param('{"cards": []}\n', 1, "no ledger of this program", id="another program's file"),
        pytest.param(HEAD.replace('"version": 1', '"version": 2') + ROW, 1, "version 2", id="newer version"),
        pytest.param(HEAD.replace('"mod": 1760000000', '"mod": "then"'), 1, "note type", id="note type without a time"),
        pytest.param(HEAD.replace('"hash": "00ff", ', ""), 1, "note type", id="note type without a hash"),
        pytest.param(HEAD + ROW + "<<<<<<< HEAD\n", 3, "merge marks", id="merge: ours"),
        pytest.param("<<<<<<< HEAD\n" + HEAD + ROW, 1, "merge marks", id="merge: above the header"),
        pytest.param(HEAD + "=======\n" + ROW, 2, "merge marks", id="merge: between"),
        pytest.param(HEAD + "||||||| 1234567\n" + ROW, 2, "merge marks", id="merge: base"),
        pytest.param(HEAD + ROW + ">>>>>>> theirs\n", 3, "merge marks", id="merge: theirs"),
        pytest.param(HEAD + ROW[:80], 2, "no JSON", id="cut short"),
        pytest.param(HEAD + "[" * 100_000, 2, "no JSON", id="nested without end"),
        pytest.param(HEAD + HEAD + ROW, 2, "first line once more", id="two headers, as git's union merge leaves them"),
        pytest.param(HEAD + ROW + row(mod=1), 3, "0123456789abcdef twice, first in line 2", id="a guid twice"),
        pytest.param(HEAD + row(guid=None), 2, "'guid'", id="no guid"),
        pytest.param(HEAD + row(guid=""), 2, "'guid'", id="empty guid"),
        pytest.param(HEAD + row(guid="0123456789ABCDEF"), 2, "'guid'", id="guid in capitals"),
        pytest.param(HEAD + row(question=None), 2, "'question'", id="no question"),
        pytest.param(HEAD + row(week=3), 2, "'week'", id="week as a number"),
        pytest.param(HEAD + row(place="2"), 2, "'place'", id="place as text"),
        pytest.param(HEAD + row(mod="now"), 2, "'mod'", id="mod as text"),
        pytest.param(HEAD + row(mod=-1), 2, "'mod'", id="mod before 1970"),
        pytest.param(HEAD + row(mod=True), 2, "'mod'", id="mod as a truth"),
        pytest.param(HEAD + row(mod=1760000000000), 2, "'mod'", id="mod in milliseconds"),
        pytest.param(HEAD + row(removed="yes"), 2, "'removed'", id="removed as text"),
        pytest.param(HEAD + row(away=1), 2, "'away'", id="away as a number"),
        pytest.param(HEAD + row(rank=1), 2, "'rank'", id="unknown key"),
    ],
)
def test_a_ledger_that_cannot_be_trusted_is_refused_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(FlashcardsError) as caught:
        parse_ledger(text, "deck.ledger.json")
    problem = caught.value.problem
    assert (problem.path, problem.line, message in problem.message, bool(problem.hint)) == (
        "deck.ledger.json", line, True, True,
    )  # fmt: skip


words = st.text(st.characters(codec="utf-8"), max_size=30)
hexes = st.text("0123456789abcdef", min_size=16, max_size=16)
times = st.integers(0, 2**40 - 1)
entries = st.builds(
    Entry,
    guid=hexes, master=words, week=words, question=words, picture=words, answer=hexes, path=words, place=times,
    sketch=st.lists(hexes, max_size=3).map(" ".join), hash=hexes, mod=times, removed=st.booleans(),
    away=st.booleans(),
)  # fmt: skip
ledgers = st.builds(
    Ledger,
    notetype_hash=words,
    notetype_mod=times,
    entries=st.lists(entries, max_size=6, unique_by=lambda e: e.guid).map(
        lambda es: tuple(sorted(es, key=lambda e: e.guid))
    ),
)


@given(ledgers)
def test_any_ledger_comes_back_as_it_was_written(ledger: Ledger) -> None:
    text = dump_ledger(ledger)
    assert (parse_ledger(text, "x"), text.count("\n")) == (ledger, 1 + len(ledger.entries))


@given(ledgers)
def test_a_line_is_the_json_of_its_entry(ledger: Ledger) -> None:
    rows = [entry._asdict() for entry in sorted(ledger.entries, key=lambda entry: entry.guid)]
    marks = {"removed", "away"}
    lines = [json.dumps({k: v for k, v in row.items() if k not in marks or v}, ensure_ascii=False) for row in rows]

    assert dump_ledger(ledger).split("\n")[1:-1] == lines


@given(st.one_of(words, words.map(lambda w: HEAD + w), words.map(lambda w: HEAD + ROW[:40] + w + ROW[40:])))
def test_any_text_is_either_read_or_refused_with_a_line(text: str) -> None:
    try:
        line = len(parse_ledger(text, "x").entries)
    except FlashcardsError as error:
        line = error.problem.line or -1
    assert line >= 0

"""Edit anything, import again, lose nothing: every card is answered, the notes are edited, and each review is where it was.

Each row is one edit: built, imported into the real Anki with the options that its dialog opens with, every card answered
for another number of days, edited, built and imported again. Then each card's interval, fields and tags are looked at.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from flashcards.building import build
from tests.anki_import import Anki, ImportLog, log, outline
from tests.conftest import Edit

PNG = (Path(__file__).parents[1] / "flashcards/sample/assets/images/7c15ea92.png").read_bytes()

WHEN = ("배포는 보통 언제 하시는지 궁금합니다", "사람이 다 있는 화요일 오전에 한다")
LOGS = ("로그에는 무엇을 꼭 남겨야 하나요?", "되돌릴 때 필요한 것을 먼저 남긴다")
TEAM = ("팀이 커지면 코드 리뷰는 어떻게 바뀌나요?", "규칙을 글로 적고 기계에 맡긴다")
LAST = ("처음 시작하는 사람에게 한마디 부탁드립니다", "작게 만들고 자주 보여 주세요")
NEW = ("새로 생긴 질문은 어디에 들어가나요?", "어디든 들어간다")
ALL = outline(WHEN, LOGS, TEAM, LAST)
OTHER = "Week 5 마스터클래스 - 한결음 대표님"
HALF = ("배포는 주로 무슨 요일에 하시는지 알려 주세요", WHEN[1])
LIGHT = ("배포는 보통 언제쯤 하시는지 궁금합니다", "사람이 다 있는 수요일 오전에 한다")
FOLLOWED = "# Week 3 마스터클래스 - 오름달 교수님\n\n## Q&A\n\n- {0}\n\t- {1}\n\t- (질문) 금요일에는요?\n\t\t- 금요일에는 쉰다\n"


def asked(picture: str, answer: str = "그림 속의 질문에는 이렇게 답했다") -> str:
    return f"# 모임\n\n## Q&A\n\n![]({picture})\n\n{answer}\n"


@dataclass(frozen=True, kw_only=True)
class Edited:
    """One edit. now: question after it -> question before it, for those that were reworded.  gone: questions removed."""

    before: Mapping[str, str | bytes]
    after: Mapping[str, str | bytes]
    log: ImportLog
    now: Mapping[str, str] = field(default_factory=dict)
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def edited(  # one row of the table
    before: str | Mapping[str, str | bytes], after: str | Mapping[str, str | bytes], *, updated: int = 0, duplicate: int = 0,
    now: Mapping[str, str] | None = None, new: tuple[str, ...] = (), gone: tuple[str, ...] = (), name: str = "",
) -> object:  # fmt: skip
    files = {"a.md": before} if isinstance(before, str) else before
    later = {"a.md": after} if isinstance(after, str) else after
    imported = log(new=len(new), updated=updated, duplicate=duplicate)
    return pytest.param(Edited(before=files, after=later, log=imported, now=now or {}, new=new, gone=gone), id=name)


def questions(anki: Anki) -> dict[str, int]:
    """The interval of each card by its question, or by its answer where a picture asks."""
    found = {}
    for card_id in anki.col.find_cards(""):
        card = anki.col.get_card(card_id)
        note = card.note()
        name = note["Answer"] if "<img" in note["Question"] else note["Question"]
        assert name not in found
        found[name] = card.ivl
    return found


ROWS = [
    edited(ALL, ALL, duplicate=4, name="nothing"),
    edited(ALL, ALL.replace("오전", "오후"), updated=1, duplicate=3, name="an answer edited"),
    edited(ALL, ALL.replace(WHEN[0], LIGHT[0]), updated=1, duplicate=3, now={LIGHT[0]: WHEN[0]}, name="a question's wording fixed"),
    edited(ALL, ALL.replace(WHEN[0], HALF[0]), updated=1, duplicate=3, now={HALF[0]: WHEN[0]}, name="half of its words changed"),
    edited(ALL, outline(LIGHT, LOGS, TEAM, LAST), updated=1, duplicate=3, now={LIGHT[0]: WHEN[0]}, name="question and answer both edited lightly"),
    edited(FOLLOWED.format(*WHEN), FOLLOWED.format(*LIGHT), updated=2, now={LIGHT[0]: WHEN[0]}, name="a question's wording, and with it the context of its follow-up"),
    edited(ALL, outline(LAST, TEAM, LOGS, WHEN), duplicate=4, name="reordered"),
    edited(ALL, outline(NEW, WHEN, LOGS, TEAM, LAST), duplicate=4, new=(NEW[0],), name="one inserted at the top"),
    edited(ALL, outline(WHEN, LOGS, NEW, TEAM, LAST), duplicate=4, new=(NEW[0],), name="one inserted in the middle"),
    edited(ALL, outline(NEW, LIGHT, LOGS, TEAM, LAST), updated=1, duplicate=3, new=(NEW[0],), now={LIGHT[0]: WHEN[0]}, name="one inserted above one reworded"),
    edited(ALL, {"b.md": ALL}, duplicate=4, name="the file renamed"),
    edited(ALL, {"deep/er/a.md": ALL}, duplicate=4, name="the file moved to another folder"),
    edited(ALL, {"a.md": outline(WHEN, LOGS), "b.md": outline(TEAM, LAST)}, duplicate=4, name="the file split in two"),
    edited({"a.md": outline(WHEN, LOGS), "b.md": outline(TEAM, LAST)}, ALL, duplicate=4, name="two files merged"),
    edited({"a.md": outline(WHEN, LOGS), "b.md": outline(TEAM, LAST, title=OTHER)}, ALL, updated=2, duplicate=2, name="merged under one title: those of the other are rewritten"),
    edited(ALL, {"b.md": outline(LIGHT, LOGS, TEAM, LAST)}, updated=1, duplicate=3, now={LIGHT[0]: WHEN[0]}, name="renamed and reworded"),
    edited({"a.md": asked("q.png"), "q.png": PNG}, {"a.md": asked("q.png"), "q.png": PNG + b"better"}, updated=1, name="a better screenshot of the same name"),
    edited({"a.md": asked("q.png"), "q.png": PNG}, {"a.md": asked("new.png"), "new.png": PNG + b"better"}, updated=1, name="a better screenshot of another name"),
    edited({"a.md": asked("q.png"), "q.png": PNG}, {"a.md": asked("sub/moved.png"), "sub/moved.png": PNG}, duplicate=1, name="the same screenshot by another name"),
    edited(ALL, ALL.replace("오름달", "한결음"), updated=4, name="the master corrected"),
    edited(ALL, ALL.replace("Week 3", "Week 4"), updated=4, name="the week corrected"),
    edited({"a.md": ALL, "b.md": outline(NEW, title="모임")}, {"a.md": ALL.replace("Week 3", "Week 4"), "b.md": outline(NEW, title="모임")}, updated=4, duplicate=1, name="the week of one file corrected"),
    edited(ALL, ALL.replace("Week 3", "Week 4").replace("오전", "오후"), updated=4, name="the week corrected and an answer edited"),
    edited(ALL, outline(WHEN, LOGS, LAST), duplicate=3, gone=(TEAM[0],), name="a card removed"),
    edited(ALL, outline(WHEN, NEW, TEAM, LAST), duplicate=3, new=(NEW[0],), gone=(LOGS[0],), name="a card replaced by another"),
    edited(ALL, unicodedata.normalize("NFD", ALL), duplicate=4, name="kept on a Mac"),
    edited({"가.md": ALL}, {unicodedata.normalize("NFD", "가.md"): unicodedata.normalize("NFD", ALL)}, duplicate=4, name="kept on a Mac, name and all"),
    edited(ALL, "\ufeff" + ALL.replace("\n", "\r\n"), duplicate=4, name="kept on Windows"),
]  # fmt: skip


def study_all(anki: Anki) -> dict[str, int]:
    """Answer every card, each for another number of days."""
    for days, card_id in enumerate(anki.col.find_cards(""), 11):
        anki.col.sched.set_due_date([card_id], f"{days}!")
    return questions(anki)


@pytest.mark.parametrize("edit_of", ROWS)
def test_an_edit_makes_no_card_new_and_moves_no_review(edit_of: Edited, anki: Anki, edit: Edit) -> None:
    anki.import_deck(edit(edit_of.before))
    before = study_all(anki)
    imported = anki.import_deck(edit(edit_of.after))
    kept = {edit_of.now.get(question, question): days for question, days in questions(anki).items()}
    assert (imported, kept) == (edit_of.log, {**before, **dict.fromkeys(edit_of.new, 0)})
    assert set(edit_of.gone) <= set(kept)


def test_a_fresh_import_of_the_last_deck_shows_what_the_updated_collection_shows(
    anki: Anki, edit: Edit, tmp_path: Path
) -> None:
    """Fields and tags arrive whole by an update, as they do the first time."""
    for row in ROWS[1:6]:
        made = row.values[0]  # type: ignore[attr-defined]
        anki.import_deck(edit(made.before))
        deck = edit(made.after)
        anki.import_deck(deck)
    fresh = Anki(tmp_path / "fresh")
    fresh.import_deck(deck)
    shown = {guid: (note.fields, note.tags) for guid, note in fresh.notes().items()}
    fresh.close()
    assert {guid: (n.fields, n.tags) for guid, n in anki.notes().items() if guid in shown} == shown


def test_corrected_labels_replace_the_tags(anki: Anki, edit: Edit) -> None:
    anki.import_deck(edit({"a.md": ALL}))
    anki.import_deck(edit({"a.md": ALL.replace("오름달", "한결음").replace("Week 3", "Week 4")}))
    assert {note.tags for note in anki.notes().values()} == {frozenset({"master::한결음", "week::04"})}


def test_another_name_of_the_deck_rewrites_nothing_and_moves_nothing(anki: Anki, edit: Edit) -> None:
    deck = edit({"a.md": ALL})
    anki.import_deck(deck)
    before = study_all(anki)
    build([str(deck.parents[1] / "notes")], deck, deck="다른 이름")
    assert (anki.import_deck(deck), questions(anki)) == (log(duplicate=4), before)


def test_a_removed_card_that_comes_back_reworded_is_new_and_the_old_one_keeps_its_reviews(
    anki: Anki, edit: Edit
) -> None:
    anki.import_deck(edit({"a.md": ALL}))
    before = study_all(anki)
    anki.import_deck(edit({"a.md": outline(LOGS, TEAM, LAST)}))
    imported = anki.import_deck(edit({"a.md": outline(LIGHT, LOGS, TEAM, LAST)}))
    assert (imported, questions(anki)) == (log(new=1, duplicate=3), {**before, LIGHT[0]: 0})


def test_the_same_note_twice_under_two_names_is_never_swapped(anki: Anki, edit: Edit) -> None:
    one = outline(WHEN)
    deck = edit({"a.md": one, "b.md": one})
    anki.import_deck(deck)
    cards = {note.fields["Source"]: guid for guid, note in anki.notes().items()}
    anki.import_deck(edit({"a.md": one, "b.md": one.replace("오전", "오후")}))
    after = {guid: "오후" in note.fields["Answer"] for guid, note in anki.notes().items()}
    assert after == {cards["a.md"]: False, cards["b.md"]: True}


@pytest.mark.parametrize("reworded", [True, False], ids=["a question reworded meanwhile", "nothing reworded"])
def test_with_ledger_and_deck_lost_only_reworded_questions_become_new(
    anki: Anki, edit: Edit, *, reworded: bool
) -> None:
    deck = edit({"a.md": ALL})
    anki.import_deck(deck)
    before = study_all(anki)
    deck.unlink()
    deck.with_name("x.ledger.json").unlink()
    imported = anki.import_deck(edit({"a.md": ALL.replace(WHEN[0], LIGHT[0]) if reworded else ALL}))
    new = {LIGHT[0]: 0} if reworded else {}
    assert (imported, questions(anki)) == (log(new=len(new), updated=4 - len(new)), {**before, **new})


def test_with_the_ledger_alone_lost_even_a_reworded_question_is_known(anki: Anki, edit: Edit) -> None:
    deck = edit({"a.md": ALL})
    anki.import_deck(deck)
    before = study_all(anki)
    deck.with_name("x.ledger.json").unlink()
    imported = anki.import_deck(edit({"a.md": ALL.replace(WHEN[0], LIGHT[0])}))
    kept = {(WHEN[0] if question == LIGHT[0] else question): days for question, days in questions(anki).items()}
    assert (imported, kept) == (log(updated=1, duplicate=3), before)


def test_what_the_user_did_in_anki_stays_on_notes_that_an_edit_did_not_touch(anki: Anki, edit: Edit) -> None:
    anki.import_deck(edit({"a.md": ALL}))
    study_all(anki)
    mine = anki.col.get_card(anki.col.find_cards("Answer:*기계*")[0])
    note = mine.note()
    note["Answer"] = "내가 고친 답"
    note.tags += ["내것", "leech"]
    anki.col.update_note(note)
    anki.col.set_user_flag_for_cards(4, [mine.id])
    anki.col.sched.suspend_cards([mine.id])
    anki.import_deck(edit({"a.md": outline(NEW, LIGHT, LOGS, TEAM)}))
    kept = anki.col.get_card(mine.id)
    found = (kept.note()["Answer"], {"내것", "leech"} <= set(kept.note().tags), kept.user_flag(), kept.queue, kept.ivl)
    assert found == ("내가 고친 답", True, 4, -1, mine.ivl)


def test_a_card_edited_in_anki_is_overwritten_when_its_note_changes(anki: Anki, edit: Edit) -> None:
    anki.import_deck(edit({"a.md": outline(WHEN)}))
    [note_id] = anki.col.find_notes("")
    note = anki.col.get_note(note_id)
    note["Answer"] = "내가 고친 답"
    anki.col.update_note(note)
    # The build's day is long past for the edit above, so its time is set to what it was: Anki takes the later of the two.
    anki.col.db.execute("update notes set mod = 1760000001")
    anki.import_deck(edit({"a.md": outline((WHEN[0], "새 답"))}))
    assert "새 답" in anki.col.get_note(note_id)["Answer"]

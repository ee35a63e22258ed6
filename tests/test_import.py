"""What the real Anki makes of a deck and of its next ones, under the options that its import dialog opens with."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from flashcards import notetype
from flashcards.building import build
from tests.anki_import import Anki, ImportLog, card, log, outline, study
from tests.conftest import T0, Edit

SAMPLE = Path(__file__).parents[1] / "flashcards" / "sample"
PNG = (SAMPLE / "assets/images/7c15ea92.png").read_bytes()
Write = Callable[..., Path]


def intervals(anki: Anki) -> dict[str, int]:
    """The interval of each card by its answer: 0 for a new one."""
    ids = anki.col.find_cards("")
    return {c.note()["Answer"].split("<li>")[1].split("</li>")[0]: c.ivl for c in map(anki.col.get_card, ids)}


def test_fields_tags_and_order_arrive_as_they_are_in_the_notes(anki: Anki, edit: Edit) -> None:
    front = '---\ntitle: "Camp/Week 11/Day 49 마스터클래스 - 한결음 대표님(03.02)"\ntags: [데이터 분석, AI]\n---\n'
    body = (
        "## Q&A\n\n- 로그는 언제 남기나요?\n\t- 되돌릴 수 없을 때 `a<b`\n\t- (질문) 얼마나 자주요?\n\t\t- 하루 한 번\n"
    )
    anki.import_deck(edit({"sub/b.md": front + body, "a.md": outline(("첫째는?", "하나"), title="모임")}))
    notes = sorted(anki.notes().values(), key=lambda note: note.due)
    fields = [note.fields for note in notes]
    assert [(n.due, n.cards, n.fields["Question"], n.fields["Context"], n.fields["Source"], n.mod) for n in notes] == [
        (1, 1, "첫째는?", "", "a.md", T0),
        (2, 1, "로그는 언제 남기나요?", "", "sub/b.md", T0),
        (3, 1, "얼마나 자주요?", "로그는 언제 남기나요?", "sub/b.md", T0),
    ]
    assert [tuple(f[k] for k in ("Master", "Week", "Day", "Date", "Title")) for f in fields[:2]] == [
        ("", "", "", "", "모임"), ("한결음", "11", "49", "03.02", "Camp/Week 11/Day 49 마스터클래스 - 한결음 대표님(03.02)"),
    ]  # fmt: skip
    assert [n.fields["Key"] for n in notes] == [n.guid for n in notes]
    common = {"master::한결음", "week::11", "day::49", "데이터-분석", "AI"}
    assert [n.tags for n in notes] == [frozenset(), common, common | {"type::followup"}]
    assert fields[1]["Answer"] == "<ul>\n<li>되돌릴 수 없을 때 <code>a&lt;b</code></li>\n</ul>"


def test_the_note_type_is_the_frozen_one(anki: Anki, edit: Edit) -> None:
    anki.import_deck(edit({"a.md": outline(("왜?", "답"))}))
    kind = anki.col.models.by_name("flashcards Q&A")
    assert kind
    assert (kind["id"], kind["sortf"], [(t["name"], t["id"]) for t in kind["tmpls"]]) == (
        1753948801001, 0, [("Card", 4815162342900)],
    )  # fmt: skip
    names = "Question Answer Context Transcript Master Week Day Date Title Source Key Extra1 Extra2".split()  # noqa: SIM905
    assert [(f["name"], f["id"]) for f in kind["flds"]] == [(name, 4815162342000 + n) for n, name in enumerate(names)]


def test_new_cards_lie_in_the_one_deck_of_that_name(anki: Anki, edit: Edit) -> None:
    anki.import_deck(edit({"a.md": outline(("왜?", "답"))}))
    assert anki.col.decks.name(card(anki, "").did) == "Masterclass"


def test_pictures_arrive_and_none_is_missing(anki: Anki, edit: Edit, write: Write) -> None:
    write("notes/assets/그림 하나.png", PNG)
    picture = "\n\n![](</assets/그림 하나.png>)\n\n그림을 보세요 ![](assets/gone.png)\n"
    anki.import_deck(edit({"a.md": f"## Q&A{picture}"}))
    [note] = anki.notes().values()
    name = f"fc-{sha256(PNG).hexdigest()[:16]}.png"
    assert (anki.media(), anki.missing_media(), note.tags) == (frozenset({name}), (), frozenset({"needs::image"}))
    assert (f'src="{name}"' in note.fields["Question"], "gone.png" in note.fields["Answer"]) == (True, True)


def test_a_changed_picture_under_its_old_name_is_shown_after_the_next_import(
    anki: Anki, edit: Edit, write: Write
) -> None:
    note = {"a.md": "## Q&A\n\n![](q.png)\n\n답입니다\n"}
    write("notes/q.png", PNG)
    anki.import_deck(edit(note))
    study(anki, "", 30)
    write("notes/q.png", PNG + b"more")
    imported = anki.import_deck(edit(note))
    [after] = anki.notes().values()
    src = f'src="fc-{sha256(PNG + b"more").hexdigest()[:16]}.png"'
    assert (imported, src in after.fields["Question"], anki.missing_media(), card(anki, "").ivl) == (
        log(updated=1), True, (), 30,
    )  # fmt: skip


def test_the_same_deck_again_adds_and_changes_nothing(anki: Anki, edit: Edit) -> None:
    files = {"a.md": outline(("왜?", "답"), ("언제?", "지금"))}
    deck = edit(files)
    first = anki.import_deck(deck)
    before = anki.notes()
    again = [anki.import_deck(deck), anki.import_deck(edit(files))]
    assert (first, again, anki.notes()) == (log(new=2), [log(duplicate=2)] * 2, before)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param({"a.md": outline(("왜?", "새 답"), ("언제?", "지금"))}, log(updated=1, duplicate=1), id="an answer changed"),
        pytest.param({"b.md": outline(("왜?", "답"), ("언제?", "지금"))}, log(duplicate=2), id="the file was renamed"),
        pytest.param({"a.md": outline(("언제?", "지금"), ("왜?", "답"))}, log(duplicate=2), id="reordered"),
        pytest.param({"a.md": outline(("왜?", "답"))}, log(duplicate=1), id="one was removed"),
        pytest.param({"a.md": outline(("왜?", "답"), ("어디?", "여기"), ("언제?", "지금"))}, log(new=1, duplicate=2), id="one was added"),
        pytest.param({"a.md": unicodedata.normalize("NFD", outline(("왜?", "답"), ("언제?", "지금")))}, log(duplicate=2), id="spelled as a Mac does"),
        pytest.param({"a.md": "\ufeff" + outline(("왜?", "답"), ("언제?", "지금")).replace("\n", "\r\n")}, log(duplicate=2), id="saved by Windows"),
        pytest.param({"a.md": outline(("왜?", "답"), ("언제?", "지금"), title="Week 3 마스터클래스 - 오름달 교수님 ②")}, log(updated=2), id="the title changed"),
    ],
)  # fmt: skip
def test_an_edit_rewrites_the_notes_it_touched_and_every_review_stays_on_its_card(
    after: dict[str, str], expected: ImportLog, anki: Anki, edit: Edit
) -> None:
    anki.import_deck(edit({"a.md": outline(("왜?", "답"), ("언제?", "지금"))}))
    study(anki, "Question:왜?", 30)
    study(anki, "Question:언제?", 70)
    imported = anki.import_deck(edit(after))
    kept = {question: card(anki, f"Question:{question}").ivl for question in ("왜?", "언제?")}
    reviews = anki.col.db.scalar("select count() from revlog where cid in (select id from cards)")
    assert (imported, kept, reviews) == (expected, {"왜?": 30, "언제?": 70}, 2)


def test_a_changed_answer_is_shown(anki: Anki, edit: Edit) -> None:
    anki.import_deck(edit({"a.md": outline(("왜?", "답"))}))
    anki.import_deck(edit({"a.md": outline(("왜?", "**새** 답"))}))
    [note] = anki.notes().values()
    assert note.fields["Answer"] == "<ul>\n<li><strong>새</strong> 답</li>\n</ul>"


TWO_NOTES = {"a.md": outline(("왜?", "하나")), "b.md": outline(("왜?", "둘"))}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param({"a.md": outline(("왜?", "셋")), "b.md": outline(("왜?", "넷"))}, {"셋": 10, "넷": 20}, id="both answers changed"),
        pytest.param({"a.md": outline(("왜?", "둘")), "b.md": outline(("왜?", "하나"))}, {"하나": 10, "둘": 20}, id="the files swapped names"),
        pytest.param({"z.md": TWO_NOTES["a.md"], "b.md": TWO_NOTES["b.md"]}, {"하나": 10, "둘": 20}, id="one file was renamed"),
        pytest.param({"b.md": outline(("왜?", "둘"))}, {"하나": 10, "둘": 20}, id="one file was removed"),
        pytest.param({"0.md": outline(("왜?", "새것")), **TWO_NOTES}, {"하나": 10, "둘": 20, "새것": 0}, id="a third in front"),
        pytest.param({"a.md": outline(("왜?", "하나"), ("왜?", "둘"))}, {"하나": 10, "둘": 20}, id="joined in one file"),
    ],
)  # fmt: skip
def test_one_wording_asked_in_two_notes_is_never_swapped(
    after: dict[str, str], expected: dict[str, int], anki: Anki, edit: Edit
) -> None:
    anki.import_deck(edit(TWO_NOTES))
    study(anki, "Source:a.md", 10)
    study(anki, "Source:b.md", 20)
    anki.import_deck(edit(after))
    assert intervals(anki) == expected


def test_a_removed_card_stays_in_anki_and_comes_back_as_itself(anki: Anki, edit: Edit) -> None:
    both = {"a.md": outline(("왜?", "답"), ("언제?", "지금"))}
    anki.import_deck(edit(both))
    before = anki.notes()
    gone = anki.import_deck(edit({"a.md": outline(("왜?", "답"))}))
    stayed = anki.notes()
    assert (gone, stayed, anki.import_deck(edit(both)), anki.notes()) == (
        log(duplicate=1),
        before,
        log(duplicate=2),
        before,
    )


def test_tags_flags_and_suspension_of_the_user_stay_on_notes_that_did_not_change(anki: Anki, edit: Edit) -> None:
    anki.import_deck(edit({"a.md": outline(("왜?", "답"), ("언제?", "지금"))}))
    mine = card(anki, "Question:왜?")
    anki.col.tags.bulk_add([mine.nid], "mine marked")
    anki.col.set_user_flag_for_cards(3, [mine.id])
    anki.col.sched.suspend_cards([mine.id])
    imported = anki.import_deck(edit({"a.md": outline(("왜?", "답"), ("언제?", "나중"))}))
    kept = card(anki, "Question:왜?")
    tags = {"master::오름달", "week::03", "mine", "marked"}
    assert (imported, set(kept.note().tags), kept.user_flag(), kept.queue) == (log(updated=1, duplicate=1), tags, 3, -1)


def test_a_new_look_updates_the_note_type_and_no_note(anki: Anki, edit: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"a.md": outline(("왜?", "답"))}
    anki.import_deck(edit(files))
    before = anki.notes()
    monkeypatch.setattr(notetype, "CSS", ".card { color: teal; }")
    monkeypatch.setattr(notetype, "HASH", "another")
    imported = anki.import_deck(edit(files))
    [kind] = [k for k in anki.col.models.all() if k["name"].startswith("flashcards")]
    assert (imported, anki.notes(), kind["css"]) == (log(duplicate=1), before, ".card { color: teal; }")


def test_the_users_own_css_outlives_a_deck_whose_look_did_not_change(anki: Anki, edit: Edit) -> None:
    anki.import_deck(edit({"a.md": outline(("왜?", "답"))}))
    kind = anki.col.models.by_name(notetype.NAME)
    assert kind
    kind["css"] = ".card { font-size: 40px; }"
    anki.col.models.update_dict(kind)
    anki.import_deck(edit({"a.md": outline(("왜?", "새 답"), ("언제?", "지금"))}))
    after = anki.col.models.by_name(notetype.NAME)
    assert after
    assert after["css"] == ".card { font-size: 40px; }"


def test_a_ledger_lost_with_its_deck_rewrites_every_note_once_and_loses_no_review(anki: Anki, edit: Edit) -> None:
    files = {"a.md": outline(("왜?", "답"), ("왜?", "또 답"))}
    deck = edit(files)
    anki.import_deck(deck)
    study(anki, "Answer:*또*", 70)
    deck.with_name("x.ledger.json").unlink()
    deck.unlink()
    again = [anki.import_deck(edit(files)), anki.import_deck(edit(files))]
    assert (again, intervals(anki)) == ([log(updated=2), log(duplicate=2)], {"답": 0, "또 답": 70})


def test_a_rolled_back_ledger_still_brings_the_next_change(anki: Anki, edit: Edit) -> None:
    ledger = edit({"a.md": outline(("왜?", "하나"), ("언제?", "지금"))}).with_name("x.ledger.json")
    old = ledger.read_bytes()
    anki.import_deck(edit({"a.md": outline(("왜?", "둘"), ("언제?", "지금"))}))
    ledger.write_bytes(old)
    imported = anki.import_deck(edit({"a.md": outline(("왜?", "하나"), ("언제?", "지금"))}))
    assert (imported, set(intervals(anki))) == (log(updated=1, duplicate=1), {"하나", "지금"})


def test_the_bundled_sample_imports_whole(anki: Anki, tmp_path: Path) -> None:
    built = build([str(SAMPLE)], tmp_path / "sample.apkg")
    imported = anki.import_deck(tmp_path / "sample.apkg")
    found = (imported.new, anki.missing_media(), {note.cards for note in anki.notes().values()})
    assert found == (len(built.found.drafts), (), {1})


def test_the_real_notes_import_whole_and_again_without_a_change(anki: Anki, tmp_path: Path, corpus: Path) -> None:
    deck = tmp_path / "m.apkg"
    built = build([str(corpus / "masterclass")], deck)
    first = anki.import_deck(deck)
    build([str(corpus / "masterclass")], deck)
    missing = [picture for draft in built.found.drafts for picture in draft.pictures if picture.missing]
    tagged = [note for note in anki.notes().values() if "needs::image" in note.tags]
    assert (first.new >= 66, anki.missing_media(), len(missing), len(tagged)) == (True, (), 1, 1)
    assert (anki.import_deck(deck), {note.cards for note in anki.notes().values()}) == (log(duplicate=first.new), {1})

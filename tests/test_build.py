"""The whole way from notes to a deck and its ledger: what is written, when, and what stays as it was."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from unicodedata import normalize

import pytest

from flashcards import notetype
from flashcards.building import Built, build, make_plan
from flashcards.deckfile import DeckState, read_state
from flashcards.deckname import refuse_name
from flashcards.errors import FlashcardsError
from flashcards.ledger import Entry, Ledger, parse_ledger
from flashcards.plan import plan_text
from flashcards.report import report

T0 = 1_760_000_000
Write = Callable[..., Path]


def outline(answers: Mapping[str, str]) -> str:
    """A note whose bullets ask and whose nested bullets answer."""
    cards = "".join(f"- {question}\n\t- {answer}\n" for question, answer in answers.items())
    return f"# Week 3 마스터클래스 - 오름달 교수님\n\n## Q&A\n\n{cards}"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Set the time of the builds that follow, in seconds after T0."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(T0))
    return lambda seconds: monkeypatch.setenv("SOURCE_DATE_EPOCH", str(T0 + seconds))


def both(deck: Path) -> tuple[bytes, bytes]:
    return deck.read_bytes(), ledger_of(deck).read_bytes()


def ledger_of(deck: Path) -> Path:
    return deck.with_name(f"{deck.stem}.ledger.json")


def entries(deck: Path) -> dict[str, Entry]:
    return {entry.question: entry for entry in read(deck).entries}


def read(deck: Path) -> Ledger:
    return parse_ledger(ledger_of(deck).read_text("utf-8"), "x")


def state(deck: Path) -> DeckState:
    found = read_state(deck)
    assert found
    return found


def remarks(built: Built) -> list[str]:
    return [str(problem).replace(str(Path(built.path).parent), "out") for problem in built.problems]


def test_a_build_leaves_a_deck_its_ledger_and_a_lock_and_nothing_else(write: Write, tmp_path: Path) -> None:
    note = write("notes/a.md", outline({"왜?": "답"}))
    before = (note.read_bytes(), note.stat().st_mtime_ns)
    build([str(note)], tmp_path / "new" / "out" / "foo.apkg")
    found = sorted(p.name for p in (tmp_path / "new" / "out").iterdir())
    assert (found, (note.read_bytes(), note.stat().st_mtime_ns), [p.name for p in note.parent.iterdir()]) == (
        [".foo.lock", "foo.apkg", "foo.ledger.json"], before, ["a.md"],
    )  # fmt: skip


def test_the_ledger_has_the_decks_name_whatever_the_case_of_its_ending(write: Write, tmp_path: Path) -> None:
    built = build([str(write("a.md", outline({"왜?": "답"})))], tmp_path / "v1.2.APKG")
    assert (built.ledger, (tmp_path / "v1.2.ledger.json").is_file()) == (str(tmp_path / "v1.2.ledger.json"), True)


def test_an_unchanged_build_at_a_later_time_touches_neither_file(
    write: Write, tmp_path: Path, at: Callable[[int], None]
) -> None:
    note, deck = write("a.md", outline({"왜?": "답", "언제?": "지금"})), tmp_path / "x.apkg"
    build([str(note)], deck)
    before = [both(deck), deck.stat().st_mtime_ns, ledger_of(deck).stat().st_ino]
    at(9999)
    built = build([str(note)], deck)
    after = [both(deck), deck.stat().st_mtime_ns, ledger_of(deck).stat().st_ino]
    assert (after, len(built.change.unchanged), built.problems, built.first) == (before, 2, (), False)


def test_a_deleted_deck_comes_back_with_the_same_bytes(write: Write, tmp_path: Path, at: Callable[[int], None]) -> None:
    note, deck = write("a.md", outline({"왜?": "답"})), tmp_path / "x.apkg"
    build([str(note)], deck)
    before = both(deck)
    deck.unlink()
    at(9999)
    build([str(note)], deck)
    assert both(deck) == before


def test_where_when_and_in_what_order_a_build_runs_changes_no_byte(write: Write, tmp_path: Path) -> None:
    png = (Path(__file__).parents[1] / "flashcards/sample/assets/images/7c15ea92.png").read_bytes()
    for n, mark in enumerate(["하루", "이틀", "사흘"]):
        write(f"in/{n}/assets/{n}.png", png + bytes([n]))
        write(f"in/{n}/{mark}.md", outline({mark: f"![]({n}.png)", f"{mark} 뒤?": f"![](assets/{n}.png)", "왜?": mark}))
    folders = [str(tmp_path / "in" / str(n)) for n in range(3)]
    runs = [
        ({"PYTHONHASHSEED": "1", "TZ": "Asia/Seoul", "LC_ALL": "C.UTF-8"}, tmp_path, folders),
        ({"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C"}, tmp_path / "in", folders[::-1]),
    ]
    made = []
    for n, (env, cwd, arguments) in enumerate(runs):
        deck = tmp_path / f"out{n}" / "x.apkg"
        command = [sys.executable, "-m", "flashcards", "build", *arguments, "-o", str(deck)]
        full = {**os.environ, **env, "SOURCE_DATE_EPOCH": str(T0)}
        subprocess.run(command, cwd=cwd, env=full, check=True, capture_output=True)
        made.append(both(deck))
    assert (made[0], len(state(tmp_path / "out0" / "x.apkg").mods)) == (made[1], 9)


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "today", "²", "99999999999"])
def test_a_source_date_epoch_that_is_no_time_is_refused_before_anything_is_written(
    value: str, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(FlashcardsError, match="SOURCE_DATE_EPOCH"):
        build([str(write("a.md", outline({"왜?": "답"})))], tmp_path / "x.apkg")
    assert not list(tmp_path.glob("x.*"))


def test_without_a_source_date_epoch_the_clock_tells(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    note = write("a.md", outline({"왜?": "답"}))
    build([str(note)], tmp_path / "x.apkg")
    assert abs(entries(tmp_path / "x.apkg")["왜?"].mod - note.stat().st_mtime) < 60


def test_only_what_changed_gets_a_new_time_also_when_the_clock_is_behind(
    write: Write, tmp_path: Path, at: Callable[[int], None]
) -> None:
    deck = tmp_path / "x.apkg"
    build([str(write("a.md", outline({"왜?": "답", "언제?": "지금"})))], deck)
    at(-500)
    build([str(write("a.md", outline({"왜?": "답", "언제?": "나중"})))], deck)
    mods = {question: entry.mod for question, entry in entries(deck).items()}
    assert (mods, state(deck).latest, state(deck).notetype_mod) == ({"왜?": T0, "언제?": T0 + 1}, T0 + 1, T0)


def test_a_removed_card_leaves_the_deck_and_stays_in_the_ledger(write: Write, tmp_path: Path) -> None:
    deck = tmp_path / "x.apkg"
    build([str(write("a.md", outline({"왜?": "답", "언제?": "지금"})))], deck)
    build([str(write("a.md", outline({"왜?": "답"})))], deck)
    known = entries(deck)
    assert (list(state(deck).mods), known["왜?"].removed, known["언제?"].removed) == ([known["왜?"].guid], False, True)


def test_a_file_that_was_not_given_is_named_lest_its_cards_be_deleted_in_anki(write: Write, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write(f"notes/{name}.md", outline({f"{name}는 무엇인가요?": name}))
    build([str(tmp_path / "notes")], tmp_path / "x.apkg")
    first, *lines = report(build([str(tmp_path / "notes" / "a.md")], tmp_path / "x.apkg"))
    assert lines[:4] == [
        "  left out    2 cards of 2 files, such as b.md: not given to this build",
        "    Keep the cards in Anki and name it too the next time: they come back as they were.",
        "  cards       1 unchanged, 2 removed", "  notes       1 read, 1 with questions",
    ]  # fmt: skip
    assert first.endswith("deck Masterclass")


OTHERS = """\
  left out    none of the 2 cards that this deck held before is in these notes; Anki keeps them
    For one deck of both, name both: flashcards build ONE OTHER; for a deck of their own: -o FILE --deck NAME.
  cards       2 new, 2 removed
"""


@pytest.mark.parametrize("name", ["other.md", "a.md"])
def test_other_notes_in_the_same_deck_are_told_first_and_nothing_says_what_to_delete(
    name: str, write: Write, tmp_path: Path
) -> None:
    deck = tmp_path / "x.apkg"
    build([str(write("one/a.md", outline({"왜?": "답", "언제?": "지금"})).parent)], deck)
    other = [str(write(f"two/{name}", outline({"어디서?": "여기", "누가?": "우리"})).parent)]
    planned = list(plan_text(make_plan(other, deck)[0]))
    built = build(other, deck)
    told = list(report(built))
    assert ["".join(f"{line}\n" for line in lines[1:4]) for lines in (planned, told)] == [OTHERS, OTHERS]
    assert [line for line in (*planned, *told) if "Key:" in line or line.startswith("  removed")] == []
    assert len([line for line in report(built, everything=True) if "Key:" in line]) == 2


@pytest.mark.parametrize(("first", "then"), [(".", "notes"), ("notes", "."), ("notes", "notes/a.md notes/b.md")])
def test_notes_given_by_another_folder_are_not_told_as_moved(
    first: str, then: str, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    deck = Path("out/x.apkg")
    write("notes/a.md", outline({"왜?": "답", "언제?": "지금", "누가?": "나"}))
    write("notes/b.md", outline({"어디서?": "여기"}))
    build([first], deck)
    write("notes/a.md", outline({"왜?": "답", "언제?": "나중"}))
    planned, _ = make_plan(then.split(), deck)
    built = build(then.split(), deck)
    change = built.change
    told = [len(guids) for guids in (change.new, change.changed, change.moved, change.unchanged, change.removed)]
    assert (told, built.left_out, {card.was for card in planned.cards}) == ([0, 1, 0, 2, 1], None, {""})


def test_a_file_that_moved_beside_others_that_did_not_is_told_as_moved(write: Write, tmp_path: Path) -> None:
    deck = tmp_path / "x.apkg"
    note = write("notes/a.md", outline({"왜?": "답"}))
    write("notes/b.md", outline({"어디서?": "여기"}))
    build([str(note.parent)], deck)
    note.rename(write("notes/deep/a.md", ""))
    change = build([str(note.parent)], deck).change
    assert (len(change.moved), len(change.unchanged)) == (1, 1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({"왜?": "답"}, {"어디서?": "여기"}, id="the only card, written anew"),
        pytest.param({"왜?": "답", "언제?": "지금", "누가?": "나"}, {"언제?": "지금"}, id="most cards removed"),
        pytest.param({}, {"왜?": "답", "언제?": "지금"}, id="a first build"),
    ],
)
def test_edits_of_the_same_notes_are_no_other_notes(
    before: Mapping[str, str], after: Mapping[str, str], write: Write, tmp_path: Path
) -> None:
    deck = tmp_path / "x.apkg"
    if before:
        build([str(write("a.md", outline(before)))], deck)
    built = build([str(write("a.md", outline(after)))], deck)
    assert (built.left_out, built.change.all_others) == (None, False)


def test_a_removed_card_of_a_note_whose_name_a_mac_spelt_is_not_of_a_note_that_was_not_given(
    write: Write, tmp_path: Path
) -> None:
    name, deck = normalize("NFD", "노트.md"), tmp_path / "x.apkg"
    build([str(write(name, outline({"왜?": "답", "언제?": "지금"})))], deck)
    built = build([str(write(name, outline({"왜?": "답"})))], deck)
    assert (len(built.change.removed), built.left_out) == (1, None)


def test_a_file_that_cannot_be_read_takes_no_card_away(write: Write, tmp_path: Path) -> None:
    deck = tmp_path / "x.apkg"
    write("in/a.md", outline({"왜?": "답"}))
    other = write("in/b.md", outline({"언제?": "지금"}))
    build([str(tmp_path / "in")], deck)
    before = both(deck)
    good = other.read_bytes()
    write("in/b.md", b"\0")
    built = build([str(tmp_path / "in")], deck)
    line = (
        "b.md: could not be read: 1 card stays in the ledger and out of the deck for now; mend the file and build again"
    )
    assert (remarks(built), built.change.removed, entries(deck)["언제?"].removed, len(state(deck).mods)) == (
        [line],
        (),
        False,
        1,
    )
    write("in/b.md", good)
    build([str(tmp_path / "in")], deck)
    assert both(deck) == before


@pytest.mark.parametrize("text", ["", "# 강의\n\n왜 그럴까?\n", "## Q&A\n\n- 답이 없는 질문\n"])
def test_notes_without_a_card_touch_neither_file_nor_make_a_folder(text: str, write: Write, tmp_path: Path) -> None:
    deck = tmp_path / "out" / "x.apkg"
    note = str(write("a.md", text))
    with pytest.raises(FlashcardsError, match="no question was found in 1 note"):
        build([note], deck)
    assert not deck.parent.exists()
    good = str(write("b.md", outline({"왜?": "답"})))
    build([good], deck)
    before = both(deck)
    with pytest.raises(FlashcardsError, match="nothing was written"):
        build([note], deck)
    assert both(deck) == before


def test_a_first_build_has_no_line_about_a_lost_ledger(write: Write, tmp_path: Path) -> None:
    built = build([str(write("a.md", outline({"왜?": "답"})))], tmp_path / "x.apkg")
    assert (built.first, remarks(built)) == (True, [])


MADE_AGAIN = (
    "out/x.ledger.json: was missing and is made again from the deck beside it; what was removed from the notes before is "
    "forgotten; if you have it elsewhere (git, a backup), copy it back and build again before you import"
)


def test_a_lost_ledger_is_made_again_from_the_deck_and_loses_nothing(
    write: Write, tmp_path: Path, at: Callable[[int], None]
) -> None:
    deck = tmp_path / "x.apkg"
    note = str(write("a.md", outline({"왜?": "답", "언제?": "지금"})))
    build([note], deck)
    before = both(deck)
    ledger_of(deck).unlink()
    at(500)
    built = build([note], deck)
    assert (remarks(built), both(deck), len(built.change.unchanged)) == (
        [MADE_AGAIN],
        before,
        2,
    )  # fmt: skip


ROLLED_BACK = (
    "out/x.ledger.json: is older than the deck out/x.apkg: it was rolled back, so cards that the deck shows otherwise are "
    "rewritten; commit deck and ledger together, or leave both out of git"
)


@pytest.fixture
def rolled_back(write: Write, tmp_path: Path, at: Callable[[int], None]) -> Callable[[dict[str, str], int], Built]:
    """Build over a deck that knows more than its ledger: since then 언제? changed (at +100) and 어디? was added."""
    deck = tmp_path / "x.apkg"
    build([str(write("a.md", outline({"왜?": "답", "언제?": "지금"})))], deck)
    old = ledger_of(deck).read_bytes()
    at(100)
    build([str(write("a.md", outline({"왜?": "답", "언제?": "나중", "어디?": "여기"})))], deck)
    ledger_of(deck).write_bytes(old)

    def rebuild(answers: dict[str, str], seconds: int) -> Built:
        at(seconds)
        return build([str(write("a.md", outline(answers)))], deck)

    return rebuild


@pytest.mark.parametrize(
    ("answers", "seconds", "expected"),
    [
        pytest.param({"왜?": "답", "언제?": "나중", "어디?": "여기"}, 900, {"왜?": 0, "언제?": 900, "어디?": 100}, id="as in the deck"),
        pytest.param({"왜?": "답", "언제?": "지금"}, 900, {"왜?": 0, "언제?": 900, "어디?": 100}, id="as in the ledger"),
        pytest.param({"왜?": "답", "언제?": "셋째", "어디?": "저기"}, 100, {"왜?": 0, "언제?": 101, "어디?": 101}, id="otherwise, within the second"),
        pytest.param({"왜?": "답", "언제?": "지금"}, -50, {"왜?": 0, "언제?": 101, "어디?": 100}, id="clock behind"),
        pytest.param({"왜?": "답"}, 900, {"왜?": 0, "언제?": 900, "어디?": 100}, id="a card that is gone may come back"),
    ],
)  # fmt: skip
def test_a_ledger_that_was_rolled_back_is_told_and_only_later_notes_pass_the_deck(
    answers: dict[str, str],
    seconds: int,
    expected: dict[str, int],
    rolled_back: Callable[[dict[str, str], int], Built],
) -> None:
    built = rolled_back(answers, seconds)
    deck = Path(built.path)
    known = {entry.guid: entry.mod for entry in read(deck).entries}
    found = {question: entry.mod - T0 for question, entry in entries(deck).items()}
    assert (remarks(built), found, state(deck).mods.items() <= known.items()) == ([ROLLED_BACK], expected, True)


def test_after_a_rolled_back_ledger_the_next_build_is_silent_and_changes_nothing(
    rolled_back: Callable[[dict[str, str], int], Built],
) -> None:
    deck = Path(rolled_back({"왜?": "답", "언제?": "지금"}, 100).path)
    before = both(deck)
    assert (rolled_back({"왜?": "답", "언제?": "지금"}, 900).problems, both(deck)) == ((), before)


def test_a_card_reworded_since_the_ledger_that_came_back_keeps_its_guid(
    write: Write, tmp_path: Path, at: Callable[[int], None]
) -> None:
    """Its guid follows from the wording it had first, so only the deck knows it."""
    deck = tmp_path / "x.apkg"
    build([str(write("a.md", outline({"왜?": "답"})))], deck)
    old = ledger_of(deck).read_bytes()
    for seconds, question in ((100, "로그에는 무엇을 남기나요?"), (200, "로그에는 꼭 무엇을 남기나요?")):
        at(seconds)
        build([str(write("a.md", outline({"왜?": "답", question: "되돌릴 때 필요한 것을 먼저 남긴다"})))], deck)
    before = state(deck)
    ledger_of(deck).write_bytes(old)
    at(300)
    built = build([str(write("a.md", outline({"왜?": "답", question: "되돌릴 때 필요한 것을 먼저 남긴다"})))], deck)
    assert (remarks(built), built.change.new, state(deck).mods) == ([ROLLED_BACK], (), before.mods)


def test_the_ledger_of_another_branch_is_behind_the_deck_though_later_in_another_card(
    write: Write, tmp_path: Path, at: Callable[[int], None]
) -> None:
    """Else Anki would keep the other branch's answer for good: what it has is later."""
    here, there = tmp_path / "x.apkg", tmp_path / "there" / "x.apkg"
    for deck in (here, there):
        build([str(write("a.md", outline({"왜?": "답", "언제?": "지금"})))], deck)
    at(100)
    build([str(write("a.md", outline({"왜?": "그래서", "언제?": "지금"})))], here)
    at(200)
    build([str(write("a.md", outline({"왜?": "답", "언제?": "나중"})))], there)
    ledger_of(here).write_bytes(ledger_of(there).read_bytes())
    at(300)
    built = build([str(tmp_path / "a.md")], here)
    found = {question: entry.mod - T0 for question, entry in entries(here).items()}
    assert (remarks(built), found) == ([ROLLED_BACK], {"왜?": 300, "언제?": 200})


def test_a_note_type_that_the_ledger_does_not_know_of_passes_the_decks(
    write: Write, tmp_path: Path, at: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    deck, note = tmp_path / "x.apkg", str(write("a.md", outline({"왜?": "답"})))
    build([note], deck)
    old = ledger_of(deck).read_bytes()
    at(100)
    with monkeypatch.context() as patch:
        patch.setattr(notetype, "HASH", "changed")
        build([note], deck)
    ledger_of(deck).write_bytes(old)
    build([note], deck)
    assert (state(deck).notetype_mod, read(deck).notetype_mod) == (T0 + 101, T0 + 101)


def test_a_ledger_ahead_of_its_deck_as_after_a_kill_is_no_reason_for_a_line(
    write: Write, tmp_path: Path, at: Callable[[int], None]
) -> None:
    deck = tmp_path / "x.apkg"
    build([str(write("a.md", outline({"왜?": "답"})))], deck)
    old = deck.read_bytes()
    at(100)
    note = str(write("a.md", outline({"왜?": "새 답"})))
    build([note], deck)
    done = both(deck)
    deck.write_bytes(old)
    at(200)
    assert (build([note], deck).problems, both(deck)) == ((), done)


def foreign(path: Path) -> Path:
    """A deck that another program wrote: a zip with a collection, without our comment."""
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("collection.anki2", b"SQLite format 3\0")
        file.writestr("media", "{}")
    return path


@pytest.mark.parametrize("make", [foreign, lambda path: path.write_bytes(b"no deck")], ids=["a deck", "no deck"])
@pytest.mark.parametrize("through", [build, make_plan], ids=["build", "plan"])
def test_what_this_program_did_not_write_is_never_overwritten(
    make: Callable[[Path], object], through: Callable[..., object], write: Write, tmp_path: Path
) -> None:
    deck = tmp_path / "x.apkg"
    make(deck)
    before = deck.read_bytes()
    with pytest.raises(
        FlashcardsError, match=r"x\.apkg: is there already and is no deck of this program; give another"
    ):
        through([str(write("a.md", outline({"왜?": "답"})))], deck)
    assert (deck.read_bytes(), ledger_of(deck).exists()) == (before, False)


def test_a_file_in_the_decks_place_is_replaced_where_a_ledger_says_that_the_place_is_ours(
    write: Write, tmp_path: Path
) -> None:
    note, deck = str(write("a.md", outline({"왜?": "답"}))), tmp_path / "x.apkg"
    build([note], deck)
    foreign(deck)
    build([note], deck)
    assert len(state(deck).mods) == 1


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        pytest.param("deck", "try -o deck.apkg", id="no ending"),
        pytest.param("deck.zip", "try -o deck.apkg", id="another ending"),
        pytest.param(".apkg", "try -o apkg.apkg", id="an ending alone"),
        pytest.param("..apkg", "try -o apkg.apkg", id="dots and an ending"),
        pytest.param(".", "try -o masterclass.apkg", id="this folder"),
        pytest.param("", "try -o masterclass.apkg", id="nothing"),
        pytest.param("/", "try -o /masterclass.apkg", id="the root"),
        pytest.param("..", "try -o ../masterclass.apkg", id="the folder above"),
        pytest.param("out/collection.apkg", "try -o output/masterclass.apkg", id="a collection"),
        pytest.param("a" * 300 + ".apkg", "try -o output/masterclass.apkg", id="a name that is too long"),
        pytest.param("Backup-1.APKG", "try -o output/masterclass.apkg", id="a backup"),
    ],
)  # fmt: skip
def test_a_name_that_would_do_harm_is_refused_with_a_better_one(name: str, hint: str) -> None:
    with pytest.raises(FlashcardsError) as caught:
        refuse_name(Path(name))
    assert caught.value.problem.hint == hint


@pytest.mark.parametrize(
    "name",
    [
        "deck.apkg",
        "내 카드.APKG",
        "v1.2.apkg",
        "my collection.apkg",
        "mybackup-1.apkg",
        "..a.apkg",
        "가" * 60 + ".apkg",
    ],
)
def test_any_other_name_is_fine(name: str) -> None:
    assert refuse_name(Path(name)) is None  # type: ignore[func-returns-value]

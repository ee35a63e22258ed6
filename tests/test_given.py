"""Folders built one after the other into one deck: notes of one name in two folders are two notes, a copy of a folder is the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest

from flashcards.building import Built, build
from flashcards.given import seen_from
from flashcards.ledger import Ledger
from flashcards.report import report
from tests.test_build import outline, read
from tests.test_identify import card

Folders = Callable[..., Built]

BOOK = "추천하시는 책이 있나요?"
KIM = {
    BOOK: "클린 코드를 추천합니다. 다만 예제는 낡았습니다.",
    "코드 리뷰는 얼마나 하나요?": "하루에 한 번, 길어도 삼십 분을 넘기지 않습니다.",
}
LEE = {BOOK: "사피엔스를 읽어 보세요. 사람을 이해하게 됩니다."}


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """Write notes, by their paths, and build the deck of one folder or several, named by their ways below `n`."""
    monkeypatch.chdir(tmp_path)

    def command(*given: str, **notes: dict[str, str]) -> Built:
        for name, cards in notes.items():
            file = Path("n", *name.split("__")).with_suffix(".md")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(outline(cards), "utf-8")
        return build([f"n/{way}" for way in given], Path("out/x.apkg"))

    return command


def counts(built: Built) -> tuple[int, int, int]:
    change = built.change
    return len(change.new), len(change.changed), len(change.removed)


def test_notes_of_one_name_in_two_folders_are_two(folders: Folders) -> None:
    first = folders("kim", kim__qna=KIM, lee__qna=LEE)
    assert counts(folders("lee")) == (1, 0, 2)
    whole = folders("")
    assert (counts(whole), {*first.change.new} <= {*whole.change.unchanged, *whole.change.moved}) == ((0, 0, 0), True)


def test_the_ledger_says_from_where_its_paths_count(folders: Folders, tmp_path: Path) -> None:
    folders("kim", kim__qna=KIM, lee__qna=LEE)
    folders("lee")
    ledger = read(tmp_path / "out" / "x.apkg")
    assert (ledger.given, {entry.path for entry in ledger.entries}) == ("../n/lee", {"qna.md", "../kim/qna.md"})


def test_a_folder_that_was_not_given_is_named_as_from_here_and_its_cards_are_not_called_gone(folders: Folders) -> None:
    folders("", kim__qna=KIM, lee__qna=LEE)
    told = list(report(folders("kim")))
    assert [line for line in told if "Key:" in line] == []
    assert told[1] == "  left out    1 card of the file n/lee/qna.md: not given to this build"


def test_what_went_while_another_folder_was_built_is_named_by_the_next_build_of_all(folders: Folders) -> None:
    folders("", kim__qna=KIM, lee__qna=LEE)
    folders("lee")
    told = list(report(folders("", kim__qna={BOOK: KIM[BOOK]})))
    assert [line.rpartition("  ")[2] for line in told if "Key:" in line] == ["(was in kim/qna.md)"]


def named(built: Built) -> list[str]:
    """The notes of the cards that a build calls gone."""
    return [line.rpartition("(was in ")[2][:-1] for line in report(built) if "Key:" in line]


@pytest.mark.parametrize("away", ["lee", "lee/qna.md"])
def test_what_was_told_as_gone_is_not_told_again_when_folders_take_turns(
    away: str, folders: Folders, tmp_path: Path
) -> None:
    folders("", kim__qna=KIM, kim__old={"왜 그만두셨나요?": "쉬고 싶어서 그만두었습니다."}, lee__qna=LEE)
    (tmp_path / "n" / "kim" / "old.md").unlink()
    builds = [folders(given, kim__qna={BOOK: KIM[BOOK]}) for given in ("", "", away, "", "kim", away, "kim", "")]
    assert [named(built) for built in builds] == [["kim/old.md", "kim/qna.md"], *[[]] * 7]
    told = [list(report(built))[1] for built in builds]
    assert [line for line in told if line.startswith("  left out")] == [
        "  left out    1 card of the file kim/old.md: no longer there",
        "  left out    1 card of the file n/kim/qna.md: not given to this build",
        "  left out    1 card of the file n/lee/qna.md: not given to this build",
        "  left out    1 card of the file n/kim/qna.md: not given to this build",
        "  left out    1 card of the file n/lee/qna.md: not given to this build",
    ]


def test_what_went_while_its_folder_was_away_is_told_once_wherever_the_builds_were_meanwhile(
    folders: Folders, tmp_path: Path
) -> None:
    folders("", kim__qna=KIM, lee__qna=LEE, han__qna={"무엇을 드세요?": "국수를 먹습니다. 늘 같은 집입니다."})
    folders("lee")
    (tmp_path / "n" / "kim" / "qna.md").unlink()
    builds = [folders(given) for given in ("han", "lee", "", "lee", "")]
    assert [named(built) for built in builds] == [[], [], ["kim/qna.md"] * 2, [], []]


def test_of_several_files_each_is_told_as_it_is(folders: Folders, tmp_path: Path) -> None:
    folders("", kim__qna=KIM, lee__qna=LEE, han__qna={"무엇을 드세요?": "국수를 먹습니다. 늘 같은 집입니다."})
    (tmp_path / "n" / "kim" / "qna.md").unlink()
    assert list(report(folders("han")))[1:3] == [
        "  left out    1 card of the file n/lee/qna.md: not given to this build; 2 cards of the file n/kim/qna.md: no longer there",
        "    Where it is still there, keep the cards in Anki and name it too the next time: they come back as they were.",
    ]


def test_a_file_that_is_gone_is_not_called_left_out_only(folders: Folders, tmp_path: Path) -> None:
    folders("", kim__qna=KIM, lee__qna=LEE)
    (tmp_path / "n" / "lee" / "qna.md").unlink()
    built = folders("kim")
    assert list(report(built))[1:3] == [
        "  left out    1 card of the file n/lee/qna.md: no longer there",
        "    If it only moved, name its new place too: the cards come back as they were.",
    ]
    assert named(built) == ["../lee/qna.md"]


def test_where_a_ledger_does_not_say_from_where_its_paths_count_no_file_is_called_gone(
    folders: Folders, tmp_path: Path
) -> None:
    folders("", kim__qna=KIM, lee__other=LEE)
    file = tmp_path / "out" / "x.ledger.json"
    file.write_text(file.read_text("utf-8").replace(', "given": "../n"', ""), "utf-8")  # as the first ledgers were
    told = list(report(folders("kim")))[1]
    assert told == "  left out    1 card of the file lee/other.md: this build was not given it, or it is gone"


def test_a_note_whose_name_a_mac_spelt_is_there(folders: Folders, tmp_path: Path) -> None:
    folders("", kim__qna=KIM)
    path = tmp_path / "n" / normalize("NFD", "노트.md")
    path.write_text(outline(LEE), "utf-8")
    folders("")
    told = list(report(folders("kim/qna.md")))[1]
    assert told == "  left out    1 card of the file n/노트.md: not given to this build"


@pytest.mark.parametrize("given", ["", "kim", "kim/qna.md"])
def test_a_reworded_question_is_known_from_whichever_folder(given: str, folders: Folders) -> None:
    folders("kim", kim__qna=KIM, lee__qna=LEE)
    folders("lee")
    reworded = {question.replace("추천하시는", "권하고 싶은"): answer for question, answer in KIM.items()}
    assert counts(folders(given, kim__qna=reworded))[:2] == (0, 1)


def test_notes_exported_once_more_into_another_folder_are_the_same(folders: Folders) -> None:
    first = folders("one", one__qna=KIM)
    reworded = {question.replace("추천하시는", "권하고 싶은"): answer for question, answer in KIM.items()}
    again = folders("two", two__qna=reworded)
    assert (counts(again), again.change.changed) == ((0, 1, 0), first.change.new[:1])


def test_a_folder_by_another_name_is_the_same(folders: Folders, tmp_path: Path) -> None:
    folders("one", one__qna=KIM)
    (tmp_path / "n" / "two").symlink_to(tmp_path / "n" / "one", target_is_directory=True)
    anew = {question.replace("나요", "는지 궁금합니다"): answer for question, answer in KIM.items()}
    assert counts(folders("two", one__qna=anew)) == (0, 2, 0)


def test_notes_that_moved_while_their_folder_stays_are_the_same(folders: Folders, tmp_path: Path) -> None:
    folders("one", one__qna=LEE)
    (tmp_path / "n" / "one" / "qna.md").unlink()
    assert counts(folders("two", two__qna={BOOK: "사피엔스보다 얇은 책을 읽으세요."})) == (0, 1, 0)


def test_a_week_that_began_as_a_copy_of_the_last_one_is_another(folders: Folders) -> None:
    first = folders("w1", w1__qna=KIM)
    second = folders("w2", w2__qna={**KIM, **LEE})
    assert not {*second.change.changed} & {*first.change.new}


def test_a_folder_that_was_renamed_and_edited_is_the_same(folders: Folders, tmp_path: Path) -> None:
    folders("one", one__qna=LEE)
    (tmp_path / "n" / "one").rename(tmp_path / "n" / "two")
    assert counts(folders("two", two__qna={BOOK: "사피엔스보다 얇은 책을 읽으세요."})) == (0, 1, 0)


def test_a_path_that_does_not_end_in_its_way_is_a_folder_of_its_own(tmp_path: Path) -> None:
    made = replace(card(), path="a.md", below="x/y/a.md")  # lines that somebody made by hand
    seen = seen_from([made], Ledger(given="../n"), tmp_path / "x.ledger.json")
    assert (seen.ledger.given.endswith("a.md"), seen.elsewhere) == (True, frozenset())


def test_the_paths_of_several_folders_count_from_the_one_that_holds_them(folders: Folders, tmp_path: Path) -> None:
    first = folders("kim", "lee", kim__qna=KIM, lee__qna=LEE)
    ledger = read(tmp_path / "out" / "x.apkg")
    assert (ledger.given, {entry.path for entry in ledger.entries}) == ("../n", {"kim/qna.md", "lee/qna.md"})
    assert {*folders("").change.unchanged} == {*first.change.new}


def test_a_folder_more_beside_those_given_is_another(folders: Folders) -> None:
    first = folders("kim", "lee", kim__qna=KIM, lee__qna=LEE)
    han = {BOOK: "코스모스를 권합니다. 별을 보게 됩니다."}
    anew = {BOOK: "요즘은 소설을 권합니다."}
    more = folders("han", "kim", "lee", han__qna=han, lee__qna=anew)
    assert (len(more.change.new), {*more.change.changed} < {*first.change.new}) == (1, True)


def test_one_of_the_folders_given_before_says_nothing_of_the_others(folders: Folders) -> None:
    folders("kim", "lee", kim__qna=KIM, lee__qna=LEE)
    told = list(report(folders("kim")))
    assert told[1] == "  left out    1 card of the file n/lee/qna.md: not given to this build"

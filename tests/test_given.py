"""Folders built one after the other into one deck: notes of one name in two folders are two notes, a copy of a folder is the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

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
    assert told[1] == "  left out    1 card of the file n/lee/qna.md: this build was not given it, or it is gone"


def test_what_went_while_another_folder_was_built_is_named_by_the_next_build_of_all(folders: Folders) -> None:
    folders("", kim__qna=KIM, lee__qna=LEE)
    folders("lee")
    told = list(report(folders("", kim__qna={BOOK: KIM[BOOK]})))
    assert [line.rpartition("  ")[2] for line in told if "Key:" in line] == ["(was in kim/qna.md)"]


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
    assert told[1] == "  left out    1 card of the file n/lee/qna.md: this build was not given it, or it is gone"

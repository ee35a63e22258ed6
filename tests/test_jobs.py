"""Notes are read in several processes with the same cards, the same lines and the same order as in one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flashcards.building import build
from flashcards.collect import collect
from flashcards.errors import FlashcardsError

Write = Callable[..., Path]


@pytest.fixture
def notes(write: Write, tmp_path: Path) -> Path:
    """More notes than one process is given at once, with one in the middle that cannot be read."""
    for number in range(70):
        write(
            f"notes/{number:02}.md",
            f"## Q&A\n- {number}번째로 보는 것은 무엇인가요?\n\t- 되돌릴 수 있는지 봅니다.\n- 답이 없나요?\n",
        )
    write("notes/35.md", b"\xff\xfe\x00")
    return tmp_path / "notes"


def test_the_deck_has_the_same_bytes(notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")
    for jobs in (1, 2, 3):
        build([str(notes)], tmp_path / str(jobs) / "x.apkg", jobs=jobs)

    assert len({(tmp_path / str(jobs) / "x.apkg").read_bytes() for jobs in (1, 2, 3)}) == 1


def test_what_went_wrong_in_a_process_is_told_as_in_one(notes: Path) -> None:
    one, two = (collect([str(notes)], jobs=jobs) for jobs in (1, 2))

    assert one == two
    assert ([problem.path for problem in two.unusable], len(two.drafts)) == ([str(notes / "35.md")], 69)


def test_bad_rules_are_told_before_any_process_starts(notes: Path, write: Write) -> None:
    rules = write("rules/a.toml", "id = 3").parent

    with pytest.raises(FlashcardsError, match=r"a\.toml"):
        collect([str(notes)], jobs=2, rules=rules)


def test_processes_fill_the_cache(notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASHCARDS_CACHE", str(tmp_path / "cache"))
    first = collect([str(notes)], jobs=2)

    assert len([*tmp_path.glob("cache/notes-1/*/*")]) >= 69
    assert collect([str(notes)]) == first

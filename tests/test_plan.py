"""A look before anything is written: what the next import will do to each card, and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashcards.building import make_plan
from flashcards.cli import cli
from flashcards.plan import Plan
from tests.anki_import import Anki, log, outline
from tests.conftest import Edit

WHEN = ("배포는 보통 언제 하시는지 궁금합니다", "사람이 다 있는 화요일 오전에 한다")
LOGS = ("로그에는 무엇을 꼭 남겨야 하나요?", "되돌릴 때 필요한 것을 먼저 남긴다")
TEAM = ("팀이 커지면 코드 리뷰는 어떻게 바뀌나요?", "규칙을 글로 적고 기계에 맡긴다")
NEW = ("새로 생긴 질문은 어디에 들어가나요?", "어디든 들어간다")
Write = Callable[..., Path]


@pytest.fixture
def built(edit: Edit) -> Path:
    """The deck of two files, built a day ago."""
    return edit({"a.md": outline(WHEN, LOGS), "b.md": outline(TEAM)})


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    """The command in dry run over the notes of the test, with its own paths shortened."""

    def command(*arguments: str) -> Result:
        deck = str(tmp_path / "out" / "x.apkg")
        return CliRunner().invoke(cli, ["build", str(tmp_path / "notes"), "-o", deck, "--dry-run", *arguments])

    return command


def states(made: Plan) -> dict[str, str]:
    return {card.question: card.state for card in made.cards}


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.iterdir()}


def edit_notes(write: Write) -> None:
    """One reworded, one answered anew, one moved to another file, one new, none removed."""
    write("notes/a.md", outline(("배포는 보통 언제쯤 하시는지 궁금합니다", WHEN[1]), (LOGS[0], "오류의 원인"), NEW))
    (write("notes/b.md", "")).unlink()
    write("notes/c.md", outline(TEAM))


def test_the_plan_tells_new_changed_moved_and_unchanged_cards(built: Path, write: Write) -> None:
    edit_notes(write)
    made, _ = make_plan([str(built.parents[1] / "notes")], built)
    assert states(made) == {
        "배포는 보통 언제쯤 하시는지 궁금합니다": "changed", LOGS[0]: "changed", NEW[0]: "new", TEAM[0]: "moved",
    }  # fmt: skip


def test_the_plan_for_a_person(built: Path, write: Write, run: Callable[..., Result]) -> None:
    edit_notes(write)
    folder = str(built.parents[1])
    assert (
        run().stdout.replace(folder, "")
        == """\
/out/x.apkg: 4 cards; nothing was written
  cards       1 new, 2 changed, 1 moved
  new         the next import adds them
    /notes/a.md:9  새로 생긴 질문은 어디에 들어가나요?
  changed     the next import rewrites them; their reviews stay
    /notes/a.md:5  배포는 보통 언제쯤 하시는지 궁금합니다 (98% of the question, same answer, same place)
      Question  - 배포는 보통 언제 하시는지 궁금합니다
                + 배포는 보통 언제쯤 하시는지 궁금합니다
    /notes/a.md:7  로그에는 무엇을 꼭 남겨야 하나요?
      Answer    - 되돌릴 때 필요한 것을 먼저 남긴다
                + 오류의 원인
  moved       to another file; the next import leaves them alone
    /notes/c.md:5  팀이 커지면 코드 리뷰는 어떻게 바뀌나요? (was in b.md)
"""
    )


def test_removed_cards_come_with_a_search(built: Path, write: Write, run: Callable[..., Result]) -> None:
    write("notes/a.md", outline(WHEN))
    [line] = [line for line in run().stdout.splitlines() if "Key:" in line]
    ledger = built.with_name("x.ledger.json").read_text("utf-8").splitlines()
    [guid] = [json.loads(row)["guid"] for row in ledger if LOGS[0] in row]
    assert line == f"    Key:{guid}  {LOGS[0]}  (was in a.md)"


def test_the_plan_for_a_program(built: Path, write: Write, run: Callable[..., Result]) -> None:
    edit_notes(write)
    whole = json.loads(run("--json").stdout)
    told = {card["question"]: (card["state"], card["line"], card["was"], card["because"]) for card in whole["cards"]}
    differences = [card["differences"] for card in whole["cards"]]
    assert (whole["counts"], list(whole), told[TEAM[0]], differences[1]) == (
        {"new": 1, "changed": 2, "moved": 1, "unchanged": 0, "removed": 0},
        ["deck", "counts", "look", "cards", "removed", "remarks", "written"],
        ("moved", 5, "b.md", None),
        [{"field": "Answer", "old": LOGS[1], "new": "오류의 원인"}],
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("답은 하나", "답은 **하나**", [("Answer", "답은 하나", "답은 하나")], id="its look alone"),
        pytest.param("Week 3", "Week 4", [("Week", "3", "4"), ("Title", "Week 3 마스터클래스 - 오름달 교수님", "Week 4 마스터클래스 - 오름달 교수님"), ("Tags", "master::오름달 week::03", "master::오름달 week::04")], id="a label"),
        pytest.param("답은 하나", "답은 하나", [], id="not: nothing"),
    ],
)  # fmt: skip
def test_the_differences_of_a_card(
    old: str, new: str, expected: list[tuple[str, str, str]], edit: Edit, write: Write
) -> None:
    note = outline(("물음은 몇 개인가요?", "답은 하나"))
    deck = edit({"a.md": note})
    write("notes/a.md", note.replace(old, new))
    made, _ = make_plan([str(deck.parents[1] / "notes")], deck)
    assert [(d.field, d.old, d.new) for d in made.cards[0].differences] == expected


@pytest.mark.parametrize("arguments", [(), ("--json",)], ids=["text", "json"])
def test_a_dry_run_writes_nothing_and_takes_no_lock(
    arguments: tuple[str, ...], built: Path, write: Write, run: Callable[..., Result]
) -> None:
    built.with_name(".x.lock").unlink()
    edit_notes(write)
    before = files(built.parent)
    assert (run(*arguments).exit_code, files(built.parent)) == (0, before)


def test_a_dry_run_before_the_first_build_makes_no_folder(
    write: Write, tmp_path: Path, run: Callable[..., Result]
) -> None:
    write("notes/a.md", outline(WHEN))
    result = run()
    assert (result.exit_code, result.stdout.splitlines()[1], (tmp_path / "out").exists()) == (
        0,
        "  cards       1 new",
        False,
    )


def test_what_the_plan_says_is_what_the_import_does(anki: Anki, edit: Edit, built: Path, write: Write) -> None:
    anki.import_deck(built)
    edit_notes(write)
    made, _ = make_plan([str(built.parents[1] / "notes")], built)
    after = {p.name: p.read_text("utf-8") for p in (built.parents[1] / "notes").glob("*.md")}
    found = anki.import_deck(edit(after))
    n = {state: len([card for card in made.cards if card.state == state]) for state in ("new", "changed")}
    assert found == log(new=n["new"], updated=n["changed"], duplicate=len(made.cards) - n["new"] - n["changed"])


def test_notes_that_cannot_be_used_are_named_and_end_in_1(
    built: Path, write: Write, run: Callable[..., Result]
) -> None:
    write("notes/z.md", b"\0bad")
    result = run()
    assert (result.exit_code, "z.md" in result.stderr, result.stdout.splitlines()[1]) == (
        1,
        True,
        "  cards       3 unchanged",
    )


def test_the_json_of_a_build_is_the_plan_that_a_dry_run_told_and_what_was_written(
    built: Path, write: Write, run: Callable[..., Result]
) -> None:
    edit_notes(write)
    planned = json.loads(run("--json").stdout)
    notes, output = str(built.parents[1] / "notes"), str(built)
    result = CliRunner().invoke(cli, ["build", notes, "-o", output, "--json"])
    done = json.loads(result.stdout)
    written = {"deck": output, "bytes": built.stat().st_size, "ledger": output.replace(".apkg", ".ledger.json")}
    assert (planned.pop("written"), done.pop("written"), done == planned) == (None, written, True)
    assert "3 cards" in result.stderr or "4 cards" in result.stderr

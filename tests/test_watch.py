"""A save builds the deck again: in one line, whatever was saved and however, until Ctrl-C."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from flashcards.cli import cli
from flashcards.collect import collect
from flashcards.extras import command_for
from flashcards.watch import Watched, _folders, _matters
from tests.conftest import absent
from tests.test_cli import RULE
from tests.watching import watching

Write = Callable[..., Path]

ASKED = "## Q&A\n- 북은 어디에서 빌리나요?\n\t- {answer}\n"
BOAT = "## Q&A\n- 배는 어디에서 타나요?\n\t- 나루에서 탑니다.\n"
PAGE = ("--preview", "out/a.html")
BUILD = ("notes", "-o", "out/a.apkg")


@pytest.fixture(autouse=True)
def there(request: pytest.FixtureRequest) -> None:
    if "watchfiles" in request.node.name:
        return
    if not importlib.util.find_spec("watchfiles"):
        absent("watchfiles")


# A child of the shell has SIGINT; Windows has another signal for it, and no way to send it to one process alone.
real = pytest.mark.skipif(os.name == "nt", reason="Ctrl-C for one process alone is absent on Windows")


def answers(folder: Path) -> list[str]:
    return [draft.answer_text for draft in collect([str(folder / "notes")]).drafts]


def ledger(folder: Path) -> list[dict[str, object]]:
    rows = (folder / "out" / "a.ledger.json").read_text("utf-8").splitlines()[1:]
    return [json.loads(row) for row in rows]


def shows(folder: Path) -> list[tuple[str, str]]:
    """State and answer of each card of the page."""
    found = re.search(r'id="data">(.*?)</script>', (folder / "out" / "a.html").read_text("utf-8"))
    assert found
    return [(card["state"], card["answer"]) for card in json.loads(found[1])["cards"]]


@real
def test_a_save_is_one_line_a_new_deck_and_a_fresh_page_and_ctrl_c_ends_it(write: Write, tmp_path: Path) -> None:
    write("notes/a.md", ASKED.format(answer="1층에서 빌립니다."))
    with watching(tmp_path, *BUILD, *PAGE) as run:
        run.wait_for("Watching.")
        before = (tmp_path / "out" / "a.apkg").read_bytes()
        write("notes/a.md", ASKED.format(answer="2층에서 빌립니다."))
        line = run.wait_for("notes/a.md")
        assert re.fullmatch(r"\d\d:\d\d:\d\d notes/a.md: 1 card, 1 changed", line)
        assert (tmp_path / "out" / "a.apkg").read_bytes() != before
        assert shows(tmp_path) == [("new", "2층에서 빌립니다.")]
        write("notes/b.md", BOAT)
        assert run.wait_for("notes/b.md").endswith("2 cards, 1 new")
        said = len(run.said)
        assert (run.stop(), [line for line in run.said[said:] if line]) == (130, ["Stopped watching."])


@real
def test_a_line_counts_since_the_last_save_and_the_page_compares_with_the_deck_that_was_there_at_first(
    write: Write, tmp_path: Path
) -> None:
    write("notes/a.md", ASKED.format(answer="1층에서 빌립니다."))
    write("notes/b.md", BOAT)
    subprocess.run([sys.executable, "-m", "flashcards", "build", *BUILD], cwd=tmp_path, check=True, capture_output=True)
    with watching(tmp_path, *BUILD, *PAGE) as run:
        run.wait_for("Watching.")
        for answer in ("2층에서 빌립니다.", "3층에서 빌립니다."):
            write("notes/a.md", ASKED.format(answer=answer))
            run.wait_for("1 changed")
        write("notes/c.md", "질문이 없는 글\n")
        run.wait_for("none changed")
        assert shows(tmp_path) == [("changed", "3층에서 빌립니다."), ("unchanged", "나루에서 탑니다.")]
        write("notes/a.md", ASKED.format(answer="1층에서 빌립니다."))
        run.wait_for("1 changed")
        assert {state for state, _ in shows(tmp_path)} == {"unchanged"}


@real
@pytest.mark.parametrize(
    ("broken", "said"),
    [
        pytest.param(b"", "Error: no question was found", id="emptied"),
        pytest.param(b"## Q&A\n- \xeb\xb6", "a.md:2: is not UTF-8 text", id="cut inside a syllable"),
        pytest.param(b"---\ntitle: [\n", "Error: no question was found", id="half its front matter"),
        pytest.param(b"\0\0", "a.md: is a binary file", id="zeros"),
        pytest.param(None, "Error: no notes could be read", id="removed"),
    ],
)
def test_half_a_save_is_named_and_the_next_one_gives_the_same_card(
    broken: bytes | None, said: str, write: Write, tmp_path: Path
) -> None:
    text = ASKED.format(answer="1층에서 빌립니다.")
    note = write("notes/a.md", text)
    with watching(tmp_path, *BUILD) as run:
        run.wait_for("Watching.")
        before = ledger(tmp_path), (tmp_path / "out" / "a.apkg").read_bytes()
        if broken is None:
            note.unlink()
        else:
            note.write_bytes(broken)
        run.wait_for(said)
        run.wait_for("notes/a.md: not built")
        write("notes/a.md", text)
        assert run.wait_for("notes/a.md: 1 card").endswith("1 card, none changed")
        assert (ledger(tmp_path), (tmp_path / "out" / "a.apkg").read_bytes()) == before


@real
def test_a_card_that_half_a_save_took_away_comes_back_with_its_guid_and_its_time(write: Write, tmp_path: Path) -> None:
    write("notes/b.md", BOAT)
    text = ASKED.format(answer="1층에서 빌립니다.")
    write("notes/a.md", text)
    with watching(tmp_path, *BUILD) as run:
        run.wait_for("Watching.")
        before = ledger(tmp_path)
        write("notes/a.md", "## Q&A\n- 북은 어디에서")
        assert run.wait_for("notes/a.md").endswith("1 card, 1 removed")
        write("notes/a.md", text)
        run.wait_for("notes/a.md: 2 cards")
        assert [(row["guid"], row["mod"]) for row in ledger(tmp_path)] == [(row["guid"], row["mod"]) for row in before]


@real
def test_a_save_by_renaming_and_one_right_after_it_make_one_line(write: Write, tmp_path: Path) -> None:
    write("notes/a.md", ASKED.format(answer="1층에서 빌립니다."))
    with watching(tmp_path, *BUILD) as run:
        run.wait_for("Watching.")
        for floor in (2, 3):
            write("notes/.a.md.swp", ASKED.format(answer=f"{floor}층에서 빌립니다.")).replace(
                tmp_path / "notes" / "a.md"
            )
        run.wait_for("notes/a.md: 1 card, 1 changed")
        write("notes/z.md", "글\n")
        assert run.wait_for("z.md").split(" ", 1)[1] == "notes/z.md: 1 card, none changed"
        assert sum("1 changed" in line for line in run.said) == 1
        assert answers(tmp_path) == ["3층에서 빌립니다."]


@real
def test_a_broken_rule_of_ones_own_is_named_and_mended_by_the_next_save(write: Write, tmp_path: Path) -> None:
    write("notes/a.md", BOAT)
    write("rules/own_rule.toml", RULE)
    with watching(tmp_path, *BUILD, "--rules", "rules") as run:
        run.wait_for("Watching.")
        write("rules/own_rule.toml", "id = ")
        run.wait_for("Error: rules/own_rule.toml:1")
        write("rules/own_rule.toml", RULE)
        run.wait_for("rules/own_rule.toml: 1 card, none changed")


@real
def test_quiet_says_what_could_not_be_used_and_nothing_else(write: Write, tmp_path: Path) -> None:
    write("notes/a.md", BOAT)
    write("notes/b.md", b"\0")
    with watching(tmp_path, *BUILD, "-q") as run:
        run.wait_for("notes/b.md: is a binary file")
        assert (run.stop(), len(run.said)) == (130, 1)


@real
def test_a_note_that_cannot_be_read_is_named_once_for_each_of_its_saves(write: Write, tmp_path: Path) -> None:
    write("notes/a.md", BOAT)
    write("notes/b.md", b"\0")
    with watching(tmp_path, *BUILD) as run:
        run.wait_for("Watching.")
        write("notes/c.md", "글\n")
        assert run.wait_for("notes/c.md").endswith("1 card, none changed; 1 file not used")
        write("notes/b.md", b"\0\0")
        assert run.wait_for("notes/b.md: 1 card").endswith("none changed; 1 file not used")
        write("notes/b.md", "글\n")
        assert run.wait_for("notes/b.md: 1 card").endswith("none changed")
        assert [sum("is a binary file" in line for line in run.said)] == [2]


@real
@pytest.mark.parametrize("folder", [".", "notes"])
def test_a_change_of_the_settings_says_to_start_again_and_builds_nothing(
    folder: str, write: Write, tmp_path: Path
) -> None:
    write("notes/a.md", BOAT)
    write("flashcards.toml", f'notes = "{folder}"\n')
    with watching(tmp_path, "-o", "out/a.apkg") as run:
        run.wait_for("Watching.")
        write("flashcards.toml", f'notes = "{folder}"\ndeck = "다른 덱"\n')
        said = run.wait_for("flashcards.toml")
        assert said.endswith(
            "flashcards.toml was saved: what it says holds once you end this with Ctrl-C and start again"
        )
        write("notes/c.md", "글\n")
        assert run.wait_for("notes/c.md").endswith("notes/c.md: 1 card, none changed")
        assert sum("flashcards.toml" in line for line in run.said) == 1


@real
def test_a_single_note_is_watched_and_its_neighbours_are_not(write: Write, tmp_path: Path) -> None:
    write("notes/a.md", BOAT)
    with watching(tmp_path, "notes/a.md", "-o", "notes/a.apkg") as run:
        run.wait_for("Watching.")
        write("notes/b.md", BOAT)
        write("notes/a.md", BOAT + ASKED.format(answer="1층에서 빌립니다."))
        assert run.wait_for("2 cards").endswith("notes/a.md: 2 cards, 1 new")


@pytest.mark.parametrize(
    ("path", "matters"),
    [
        ("notes/a.md", True),
        ("notes/deep/a.MARKDOWN", True),
        ("notes/a.png", True),
        ("notes/transcripts.toml", True),
        ("notes/flashcards.toml", False),
        ("pictures/a.webp", True),
        ("rules/a.toml", True),
        ("plain.txt", True),
        ("notes/a.apkg", False),
        ("notes/a.html", False),
        ("notes/a.ledger.json", False),
        ("notes/.a.md.swp", False),
        ("notes/.obsidian/a.md", False),
        ("notes/node_modules/a.md", False),
        ("notes/a.md~", False),
        ("notes/4913", False),
        ("other.md", False),
        ("elsewhere/a.md", False),
    ],
    ids=str,
)
def test_only_what_a_build_reads_begins_a_build(
    path: str, matters: bool, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("notes/a.md", "pictures/x", "rules/x", "plain.txt"):
        write(name, "")
    watched = Watched(
        notes=("notes", "plain.txt"),
        output=Path("notes/a.apkg"),
        deck="M",
        rules=Path("rules"),
        assets=(Path("pictures"),),
    )
    assert _matters(tmp_path / path, watched, _folders(watched), {tmp_path / "notes/a.apkg"}) is matters


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["notes", "--watch", "--dry-run"], "--watch goes neither with --dry-run nor with --json"),
        (["notes", "--watch", "--json"], "--watch goes neither with --dry-run nor with --json"),
        (["notes", "--preview", "a.html"], "--preview goes with --watch"),
        (["notes", "--watch", "--preview", "a.md"], "a.md: the page's file must end in .html"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_watched_is_a_wrong_call(
    arguments: list[str], said: str, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write("notes/a.md", BOAT)
    result = CliRunner().invoke(cli, ["build", *arguments])
    assert (result.exit_code, said in result.stderr, sorted(Path().iterdir())) == (2, True, [Path("notes")])


def test_notes_that_are_not_there_are_not_watched(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["build", str(tmp_path / "gone"), "--watch"])
    assert (result.exit_code, "gone: no such file or folder; check" in result.stderr) == (1, True)


def test_without_watchfiles_one_line_says_what_to_install(write: Write, tmp_path: Path) -> None:
    note = write("a.md", BOAT)
    code = "import sys; sys.modules['watchfiles'] = None; from flashcards.cli import main; main()"
    command = [sys.executable, "-c", code, "build", str(note), "-o", str(tmp_path / "a.apkg"), "--watch"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    wanted = f"Error: --watch needs the package watchfiles, which is absent; install it with: {command_for('watch')}\n"
    assert (done.returncode, done.stderr, (tmp_path / "a.apkg").exists()) == (1, wanted, False)

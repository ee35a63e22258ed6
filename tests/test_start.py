"""A command loads what it needs and no more: for a few notes, starting is most of the time."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from flashcards.cli import cli
from flashcards.cli.group import COMMANDS
from tests.process import OURS, loaded

NOTE = "---\ntitle: 오름 특강\n---\n## Q&A\n- 물은 어디에서 받나요?\n\t- 안내소에서 받습니다.\n"
HEAVY = (
    "asyncio",
    "concurrent",
    "multiprocessing",
    "ssl",
    "http",
    "email",
    "unittest",
    "rich",
    "pygments",
    "rapidfuzz",
    "zstandard",
    "watchfiles",
    "anyio",
)
ROOT = Path(__file__).parents[1]


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.md"
    path.write_text(NOTE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["build", "--help"], ["explain", "--help"]], ids=" ".join
)
def test_help_loads_click_and_nothing_that_works_on_notes(arguments: list[str]) -> None:
    assert "click" in loaded(*arguments)
    assert loaded(*arguments).isdisjoint({*OURS, *HEAVY})


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_command_loads_no_other_command(command: str) -> None:
    commands = {f"flashcards.cli.{name}" for name in COMMANDS}
    assert loaded(command, "--help") & commands == {f"flashcards.cli.{command}"}


def test_every_command_is_listed_and_has_a_module_of_its_name() -> None:
    around = {"__init__", "group", "options", "say", "terminal"}
    modules = {path.stem for path in (ROOT / "flashcards" / "cli").glob("*.py")}
    assert sorted(modules - around) == list(COMMANDS)
    found = [cli.get_command(click.Context(cli), name) for name in COMMANDS]
    assert [command and command.name for command in found] == list(COMMANDS)


def test_click_is_imported_by_the_commands_alone() -> None:
    sources = (path for path in (ROOT / "flashcards").rglob("*.py") if path.parent.name != "cli")
    imports = re.compile(r"^\s*(import|from) click\b", re.MULTILINE)
    assert [path.name for path in sources if imports.search(path.read_text("utf-8"))] == []


def test_a_build_loads_no_event_loop_no_network_and_no_terminal_art(note: Path) -> None:
    found = loaded("build", note, "-o", note.with_name("deck.apkg"))
    assert set(OURS) <= found
    assert found.isdisjoint(HEAVY)


@pytest.mark.parametrize("command", ["explain", "extract"])
def test_cards_and_reasons_are_printed_without_what_makes_decks(note: Path, command: str) -> None:
    assert loaded(command, note).isdisjoint({*HEAVY, "genanki", "chevron"})


def test_a_build_that_changes_nothing_compares_no_wording(note: Path) -> None:
    build = ("build", note, "-o", note.with_name("deck.apkg"))
    loaded(*build)
    assert loaded(*build).isdisjoint(HEAVY)


def test_yaml_is_read_for_front_matter_alone(note: Path) -> None:
    assert "frontmatter" in loaded("explain", note)
    note.write_text(NOTE.rpartition("---\n")[2], encoding="utf-8")
    assert "frontmatter" not in loaded("explain", note)


@pytest.mark.parametrize(
    "before", ["", "import cached_property", "import genanki"], ids=["alone", "after the package", "after genanki"]
)
def test_who_wants_the_package_that_genanki_did_without_gets_it_whole(before: str) -> None:
    code = f"{before}\nimport flashcards.package, cached_property\nassert cached_property.cached_property_with_ttl"
    subprocess.run([sys.executable, "-c", code], check=True)

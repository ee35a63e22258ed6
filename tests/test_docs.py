"""The README says what the program does: its words, commands, options, keys and its own example are held to the code."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from flashcards import __version__
from flashcards.block import KINDS
from flashcards.cli import cli
from flashcards.cli.group import COMMANDS
from flashcards.collect import collect
from flashcards.document import LIMIT, LINES
from flashcards.export.jsonl import json_lines
from flashcards.labels import SOURCES
from flashcards.pattern import TIMEOUT
from flashcards.rule import STOPS, TAKES, WORDS
from tests.pythons import NAMES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def chapter(title: str) -> str:
    """The text below one heading of the README, up to the next."""
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#+ |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, f"README.md has no chapter {title!r}"
    return found[1]


def command_named(name: str) -> click.Command:
    command = cli.get_command(click.Context(cli), name)
    assert command
    return command


def test_every_word_of_a_rule_stands_in_the_table_and_no_other() -> None:
    told = set(re.findall(r"^\| `((?:where|question|answer)\.\w+)`", chapter("The words of a rule"), re.MULTILINE))

    assert told == {f"{table}.{word}" for table, words in WORDS.items() for word in words}


def test_every_kind_of_block_and_way_to_take_an_answer_is_named() -> None:
    text = chapter("The words of a rule")

    assert [word for word in (*KINDS, *TAKES) if not re.search(rf"\b{word}\b", text)] == []
    assert "question" in STOPS


def test_every_source_of_a_label_is_named() -> None:
    assert [source for source in SOURCES if source not in chapter("The words of a rule")] == []


def test_every_command_and_option_is_documented() -> None:
    undocumented = []
    for name in COMMANDS:
        command = command_named(name)
        assert command.help
        undocumented += [] if f"`flashcards {name}" in README else [name]
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                longest = max(parameter.opts, key=len)
                undocumented += [] if longest in README or parameter.opts[0] in README else [f"{name} {longest}"]
                assert parameter.help, f"{name} {longest} has no help"

    assert undocumented == []


def test_the_keys_of_extract_are_those_of_the_table(write: Callable[..., Path]) -> None:
    note = write("a.md", "# Q&A\n\n> 왜 그런가요?\n\n그래서 그렇습니다.\n")
    found = collect([str(note)])
    [line] = json_lines(found.drafts, ["0" * 16], "x")
    told = re.findall(r"^\| (`[^|]+) \|", chapter("The keys of `jsonl`"), re.MULTILINE)

    assert set(re.findall(r"`(\w+)`", " ".join(told))) == set(json.loads(line))


def test_every_form_of_extract_is_named_there_and_in_help() -> None:
    [form] = [parameter for parameter in command_named("extract").params if parameter.name == "form"]
    assert isinstance(form.type, click.Choice)
    told = re.findall(r"^\| `(\w+)` \|", chapter("`extract`: the cards for other programs"), re.MULTILINE)
    helped = re.findall(r"^ *(\w+) {2,}\w", command_named("extract").help or "", re.MULTILINE)

    assert (told, helped) == (list(form.type.choices), list(form.type.choices))


def test_the_dialect_of_the_readme_passes_its_own_examples(write: Callable[..., Path]) -> None:
    [source] = re.findall(r"^```toml\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    folder = write("my-rules/dash_question.toml", source).parent

    result = CliRunner().invoke(cli, ["check", str(folder)])

    assert (result.exit_code, result.output.splitlines()[-1].endswith(" 0 fail")) == (0, True)


def test_every_module_has_its_place_under_how_it_works() -> None:
    text = chapter("How it works")
    modules = {path.name for path in (ROOT / "flashcards").glob("*.py")} - {"__init__.py", "__main__.py", "errors.py"}
    modules |= {f"{path.parent.name}/" for path in (ROOT / "flashcards").glob("*/__init__.py")}

    assert sorted(name for name in modules if f"`{name}`" not in text) == []


def test_every_dependency_is_explained() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    block = re.search(r"^dependencies = \[\n(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    assert block
    names = re.findall(r'^    "([\w-]+)', block[1], re.MULTILINE)

    assert [name for name in names if f"| {name} |" not in chapter("What it is built on")] == []


def test_every_dependency_is_bounded_or_says_why_not() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    [block] = re.findall(r"^dependencies = \[\n(.*?)^\]", project, re.MULTILINE | re.DOTALL)

    assert [line for line in block.splitlines() if not re.search(r"<\d|==|# dated versions: ", line)] == []


def test_the_versions_of_python_that_are_claimed_are_those_that_are_compared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    claimed = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))

    assert [f"python{version}" for version in claimed] == list(NAMES)
    assert project["requires-python"] == f">={claimed[0]}"


def test_the_changelog_begins_with_this_version() -> None:
    [first, *_] = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)

    assert first == __version__


@pytest.mark.parametrize("command", re.findall(r"^    (python3 -m venv .*)$", README, re.MULTILINE))
def test_the_two_commands_are_one_line_each_and_need_no_more_than_pip(command: str) -> None:
    assert command.split(" && ", 1)[0] == "python3 -m venv .venv"
    assert all(part.startswith(".venv/bin/") for part in command.split(" && ")[1:])


def test_every_promise_names_tests_that_are_there() -> None:
    rows = [row for row in chapter("Promises").splitlines() if row.startswith("| ")][1:]
    named = [re.findall(r"`(tests/[\w/]+\.py)`", row.rsplit("|", 2)[1]) for row in rows]

    assert [row for row, files in zip(rows, named, strict=True) if not files] == []
    assert [file for files in named for file in files if not (ROOT / file).is_file()] == []


def test_what_security_says_of_limits_is_so() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")

    assert f"over {LIMIT // 2**20} MB or {LINES:,} lines" in text
    assert f"over {LIMIT // 2**20} MB or {LINES:,} lines" in chapter("Promises")
    assert ("one second" in text, TIMEOUT) == (True, 1)


def test_there_are_two_commands() -> None:
    assert len(re.findall(r"^    (python3 -m venv .*)$", README, re.MULTILINE)) == 2


def test_pictures_in_the_readme_are_there() -> None:
    missing = [name for name in re.findall(r'src="([^"]+)"', README) if not (ROOT / name).is_file()]

    assert missing == []

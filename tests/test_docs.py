"""The documents say what the program does: words, commands, options, keys and examples are held to the code.

And the Korean ones say the same as the English ones, chapter by chapter and command by command.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from posixpath import normpath

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
from flashcards.rule import DEFAULT_STOP, STOPS, TAKES, WORDS
from tests.docs import (
    ENGLISH,
    FOR_DEVELOPERS,
    KOREAN,
    PAGES,
    README,
    ROOT,
    anchors,
    blocks,
    calls,
    code_spans,
    command_lines,
    command_named,
    headings,
    links,
    options,
    spellings,
    text_of,
    twin,
)
from tests.pythons import NAMES

TWINS = [page for page in ENGLISH if page not in FOR_DEVELOPERS]
BOTH = pytest.mark.parametrize("page", [README, KOREAN])
NOT_OURS = {"--large"}  # an option of tests.bench
PICTURE_LIMIT = 150_000


def chapter(title: str, page: str = README) -> str:
    """The text below one heading of the English page, or below the same heading of its twin, up to the next."""
    at = [text for _, text in headings(page.replace(".ko.md", ".md"))].index(title)
    level, own = headings(page)[at]
    found = re.search(rf"^{'#' * level} {re.escape(own)}\n(.*?)(?=^#+ |\Z)", text_of(page), re.MULTILINE | re.DOTALL)
    assert found, f"{page} has no chapter {own!r}"
    return found[1]


def rows(text: str) -> list[list[str]]:
    """The rows of a table, its head left out."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:]]


@BOTH
def test_every_word_of_a_rule_stands_in_the_table_and_no_other(page: str) -> None:
    told = set(
        re.findall(r"^\| `((?:where|question|answer)\.\w+)`", chapter("The words of a rule", page), re.MULTILINE)
    )

    assert told == {f"{table}.{word}" for table, words in WORDS.items() for word in words}


def told_of(word: str, page: str) -> str:
    """What the table of a rule's words says of one of them."""
    [told] = [row[1] for row in rows(chapter("The words of a rule", page)) if row[0] == f"`{word}`"]
    return told


@BOTH
def test_every_kind_of_block_is_named_and_no_other(page: str) -> None:
    assert re.findall(r"\w+", told_of("question.block", page).partition(":")[2]) == list(KINDS)


@BOTH
def test_every_way_to_take_an_answer_is_named_and_no_other(page: str) -> None:
    assert re.findall(r"`(\w+)`", told_of("answer.take", page)) == list(TAKES)


@BOTH
def test_what_ends_an_answer_where_no_rule_says_it_is_named(page: str) -> None:
    told = told_of("answer.stop", page)

    assert re.findall(r"\b[a-z]+\b", told, re.ASCII)[-len(DEFAULT_STOP) :] == list(DEFAULT_STOP)
    assert re.findall(r"`(\w+)`", told) == [word for word in STOPS if word not in KINDS]


@BOTH
def test_every_source_of_a_label_is_named_and_no_other(page: str) -> None:
    told = re.search(r"`from`[^(]*\(([^()]*)\)", chapter("The words of a rule", page))
    assert told
    assert re.findall(r"\w+", told[1]) == list(SOURCES)


@BOTH
def test_the_table_of_commands_names_each_command_with_its_options_and_no_other(page: str) -> None:
    told = [(row[0].split()[1], re.findall(r"`([^`]+)`", row[2])) for row in rows(chapter("Commands", page))]

    assert sorted(name for name, _ in told) == sorted(COMMANDS)
    assert {name: set(named) for name, named in told} == {name: options(name) for name in COMMANDS}


@BOTH
def test_the_table_of_options_names_each_spelling_of_each_option_and_no_other(page: str) -> None:
    told = [span.split()[0] for row in rows(chapter("Options", page)) for span in re.findall(r"`([^`]+)`", row[0])]

    assert sorted(told) == sorted(spellings())


def test_every_command_and_option_has_a_line_of_help() -> None:
    commands = [command_named(name) for name in COMMANDS]
    assert [command.name for command in commands if not command.help] == []
    asked = [(command.name, p) for command in commands for p in command.params if isinstance(p, click.Option)]
    assert [(name, option.name) for name, option in asked if not option.help] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_call_in_a_document_is_one_that_the_program_knows(page: str) -> None:
    unknown = []
    for name, *rest in (call for call in calls(page) if call):
        known = spellings(name if name in COMMANDS else None)
        given = [word.split("=")[0] for word in rest if re.match(r"-+\w", word)]
        unknown += [f"{name} {option}" for option in given if option not in known]
        unknown += [] if name in COMMANDS or name in known else [name]

    assert unknown == []


@pytest.mark.parametrize("page", PAGES)
def test_every_option_named_in_a_document_is_one_that_the_program_knows(page: str) -> None:
    named = {span.split()[0] for span in code_spans(page) if re.match(r"--?[a-z]", span)}

    assert named - spellings() - NOT_OURS == set()


@pytest.mark.parametrize("page", ["docs/extract.md", "docs/extract.ko.md"])
def test_the_keys_of_extract_are_those_of_the_table(page: str, write: Callable[..., Path]) -> None:
    note = write("a.md", "# Q&A\n\n> 왜 그런가요?\n\n그래서 그렇습니다.\n")
    found = collect([str(note)])
    [line] = json_lines(found.drafts, ["0" * 16], "x")
    told = re.findall(r"^\| (`[^|]+) \|", chapter("The keys of `jsonl`", page), re.MULTILINE)

    assert set(re.findall(r"`(\w+)`", " ".join(told))) == set(json.loads(line))


def test_every_form_of_extract_is_named_there_and_in_help() -> None:
    [form] = [parameter for parameter in command_named("extract").params if parameter.name == "form"]
    assert isinstance(form.type, click.Choice)
    told = re.findall(r"^\| `(\w+)` \|", chapter("Cards for other programs", "docs/extract.md"), re.MULTILINE)
    helped = re.findall(r"^ *(\w+) {2,}\w", command_named("extract").help or "", re.MULTILINE)

    assert (told, helped) == (list(form.type.choices), list(form.type.choices))


def test_the_dialect_of_the_readme_passes_its_own_examples(write: Callable[..., Path]) -> None:
    [source] = re.findall(r"^```toml\n(.*?)^```$", text_of(README), re.DOTALL | re.MULTILINE)
    folder = write("my-rules/dash_question.toml", source).parent

    result = CliRunner().invoke(cli, ["check", str(folder)])

    assert (result.exit_code, result.output.splitlines()[-1].endswith(" 0 fail")) == (0, True)


@pytest.mark.parametrize("document", [README, KOREAN])
def test_each_question_of_the_example_note_becomes_a_card(write: Callable[..., Path], document: str) -> None:
    [note] = re.findall(r"^```markdown\n(.*?)^```$", text_of(document), re.DOTALL | re.MULTILINE)
    rules = [item.card.rule for item in collect([str(write("notes/a.md", note))]).drafts]
    assert rules == ["asking-quote", "asking-outline", "one-line-answer", "bold-question", "heading-question"]


def test_every_module_has_its_place_under_how_it_works() -> None:
    text = chapter("How it works", "docs/develop.md")
    modules = {path.name for path in (ROOT / "flashcards").glob("*.py")} - {"__init__.py", "__main__.py", "errors.py"}
    modules |= {f"{path.parent.name}/" for path in (ROOT / "flashcards").glob("*/__init__.py")}

    assert sorted(name for name in modules if f"`{name}`" not in text) == []


def test_every_dependency_is_explained() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    block = re.search(r"^dependencies = \[\n(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    assert block
    names = re.findall(r'^    "([\w-]+)', block[1], re.MULTILINE)

    assert [name for name in names if f"| {name} |" not in chapter("What it is built on", "docs/develop.md")] == []


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


@pytest.mark.parametrize("command", re.findall(r"^    (python3 -m venv .*)$", text_of(README), re.MULTILINE))
def test_the_two_commands_are_one_line_each_and_need_no_more_than_pip(command: str) -> None:
    assert command.split(" && ", 1)[0] == "python3 -m venv .venv"
    assert all(part.startswith(".venv/bin/") for part in command.split(" && ")[1:])


def test_every_promise_names_tests_that_are_there() -> None:
    promises = rows(chapter("Promises", "SECURITY.md"))
    named = [re.findall(r"`(tests/[\w/]+\.py)`", promise[-1]) for promise in promises]

    assert [promise for promise, files in zip(promises, named, strict=True) if not files] == []
    assert [file for files in named for file in files if not (ROOT / file).is_file()] == []


def test_what_security_says_of_limits_is_so() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")

    assert text.count(f"over {LIMIT // 2**20} MB or {LINES:,} lines") == 2
    assert ("one second" in text, TIMEOUT) == (True, 1)


def test_there_are_two_commands() -> None:
    assert len(re.findall(r"^    (python3 -m venv .*)$", text_of(README), re.MULTILINE)) == 2


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_file_or_a_chapter_leads_there(page: str) -> None:
    lost = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = normpath(PurePosixPath(page).parent / path) if path else page
        there = (ROOT / target).is_file() and (not anchor or anchor in anchors(target))
        lost += [] if there else [link]

    assert lost == []


def test_every_page_for_users_has_a_korean_twin_and_they_name_each_other() -> None:
    assert [page for page in TWINS if not (ROOT / twin(page)).is_file()] == []
    assert [page for page in TWINS if PurePosixPath(twin(page)).name not in links(page)] == []
    assert [page for page in TWINS if PurePosixPath(page).name not in links(twin(page))] == []


def test_every_page_in_docs_is_reached_from_the_readme_of_its_language() -> None:
    pages = [page for page in ENGLISH if page != README]

    assert [page for page in pages if page not in links(README)] == []
    assert [page for page in TWINS if page != README and twin(page) not in links(KOREAN)] == []


@pytest.mark.parametrize("page", TWINS)
def test_a_korean_page_has_the_chapters_and_the_code_of_the_english_one(page: str) -> None:
    assert [level for level, _ in headings(twin(page))] == [level for level, _ in headings(page)]
    assert blocks(twin(page)) == blocks(page)
    assert command_lines(page) != []


@pytest.mark.parametrize("page", TWINS)
def test_a_korean_page_is_in_korean(page: str) -> None:
    own = [text for _, text in headings(twin(page)) if text not in {"flashcards", "AnkiDroid", "AnkiMobile"}]

    assert [text for text in own if not re.search("[가-힣]", text)] == []
    assert [text for _, text in headings(page) if re.search("[가-힣]", text)] == []


def test_the_sample_deck_holds_as_many_cards_as_the_readme_says(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["build", "--sample", "-o", str(tmp_path / "sample.apkg")])

    assert "sample.apkg: 13 cards" in result.output
    assert ("thirteen cards" in text_of(README), "카드 열세 장" in text_of(KOREAN)) == (True, True)


def test_pictures_of_the_documents_are_small_and_each_is_shown() -> None:
    pictures = sorted((ROOT / "docs").glob("*.png"))

    assert [path.name for path in pictures if path.stat().st_size > PICTURE_LIMIT] == []
    assert {f"docs/{path.name}" for path in pictures} <= {link for page in (README, KOREAN) for link in links(page)}

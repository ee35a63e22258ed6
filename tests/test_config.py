"""`flashcards.toml`, `flashcards init` and `flashcards` alone: the same command without its arguments, from any folder below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashcards.cli import cli
from flashcards.cli.group import COMMANDS
from flashcards.config import Config, find_config
from flashcards.errors import FlashcardsError
from tests.anki_import import outline
from tests.test_cli import RULE

NOTE = outline(("왜?", "답"))
Write = Callable[..., Path]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command, called in the test's folder or below it."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    def command(*arguments: str, at: str = ".", env: Mapping[str, str] | None = None) -> Result:
        (tmp_path / at).mkdir(parents=True, exist_ok=True)
        monkeypatch.chdir(tmp_path / at)
        return CliRunner().invoke(cli, arguments, env=env, prog_name="flashcards")

    return command


def test_every_key_is_read_and_paths_start_at_the_files_folder(write: Write, tmp_path: Path) -> None:
    for name in ("notes/a.md", "own/x.toml", "pictures/p.png"):
        write(name, "")
    write(
        "flashcards.toml",
        'notes = "notes"\noutput = "out/x.apkg"\ndeck = "Camp"\nassets = ["pictures"]\nrules = "own"\ninclude = ["closing"]\n',
    )
    assert find_config(write("notes/sub/b.md", "").parent) == Config(
        path="../../flashcards.toml", notes=("../../notes",), output="../../out/x.apkg", deck="Camp",
        assets=("../../pictures",), rules="../../own", include=("closing",),
    )  # fmt: skip


def test_without_a_file_there_is_nothing_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_config(tmp_path) is None


def test_a_file_above_the_home_folder_is_nobodys(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("flashcards.toml", 'deck = "X"\n')
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert find_config(write("home/notes/a.md", "").parent) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param('\nnots = "x"\n', "flashcards.toml:2: unknown key 'nots'; expected one of assets, deck, include, notes, output, rules", id="an unknown key"),
        pytest.param("notes = 3\n", "flashcards.toml:1: 'notes' is 3; expected a list of texts", id="a number"),
        pytest.param('deck = " "\n', "flashcards.toml:1: 'deck' is blank; expected a text", id="blank"),
        pytest.param('notes = ["gone"]\n', "flashcards.toml:1: 'notes' names gone, which is not there; check the spelling; paths start at this file's folder", id="a folder that is not there"),
        pytest.param('\nrules = "gone"\n', "flashcards.toml:2: 'rules' names gone, which is not there; check the spelling; paths start at this file's folder", id="a folder of rules that is not there"),
        pytest.param('assets = "flashcards.toml"\n', "flashcards.toml:1: 'assets' names flashcards.toml, which is no folder; name the folder that it lies in", id="a file for a folder"),
        pytest.param(f'notes = "{"가" * 300}"\n', f"flashcards.toml:1: 'notes' names {'가' * 300}, which is not there; check the spelling; paths start at this file's folder", id="a name that is too long"),
        pytest.param('deck = "x"\noutput = "out/o.zip"\n', "flashcards.toml:2: 'output' names out/o.zip: the deck's file must end in .apkg; try out/o.apkg", id="no deck's file"),
        pytest.param('output = "collection.apkg"\n', "flashcards.toml:1: 'output' names collection.apkg: Anki takes a file of this name as a backup and would replace the user's whole collection; try output/masterclass.apkg", id="a restore of Anki"),
        pytest.param('output = "a\\u0000.apkg"\n', "flashcards.toml:1: 'output' names a\0.apkg: no file can have this name; try output/masterclass.apkg", id="no name of a file"),
        pytest.param('deck = "Camp::{day}"\n', "flashcards.toml:1: 'deck' holds {day}; expected one of {master}, {week}; or leave the braces out", id="an unknown word in the deck"),
        pytest.param('deck = "::"\n', "flashcards.toml:1: 'deck' holds no name; try Masterclass", id="a deck without a name"),
        pytest.param('include = ["all"]\n', "flashcards.toml:1: 'include' holds \"all\"; expected any of closing", id="another value"),
        pytest.param("notes = \n", "flashcards.toml:1: is not valid TOML: Invalid value; mend the line; a text stands in quotes, a pattern in single quotes", id="no TOML"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_its_line(text: str, message: str, write: Write, tmp_path: Path) -> None:
    write("flashcards.toml", text)
    with pytest.raises(FlashcardsError) as caught:
        find_config(tmp_path)
    assert str(caught.value) == f"{tmp_path}/{message}"


@pytest.mark.parametrize(
    "arguments",
    [
        *[pytest.param([name, "--help"], id=f"help of {name}") for name in COMMANDS],
        pytest.param(["build", "a.md", "-h"], id="help behind an argument"),
        pytest.param(["help", "build"], id="help before the name"),
        pytest.param(["adopt", "x.apkg", "-o", "y.apkg"], id="a command that does not use the file"),
        pytest.param(["check", "own"], id="a command line that says all that the file could"),
        pytest.param(["pack", "x.jsonl", "-o", "z.apkg"], id="such a line of pack"),
    ],
)
def test_a_wrong_file_does_not_stop_what_takes_nothing_from_it(
    arguments: list[str], write: Write, run: Callable[..., Result]
) -> None:
    write("a.md", NOTE)
    write("own/own_rule.toml", RULE)
    write("x.jsonl", run("extract", "a.md").stdout)
    run("build", "a.md", "-o", "x.apkg")
    write("flashcards.toml", "notes = [\n")
    result = run(*arguments)
    assert (result.exit_code, "Error" in result.output) == (0, False)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        pytest.param([], 1, id="alone"),
        pytest.param(["build", "a.md", "-o", "x.apkg"], 1, id="rules could stand in it"),
        pytest.param(["build", "--sample"], 1, id="the sample's deck too"),
        pytest.param(["stats"], 1, id="notes could stand in it"),
        pytest.param(["explain", "a.md"], 1, id="explain"),
        pytest.param(["check"], 1, id="own rules could stand in it, and are what is checked"),
        pytest.param(["pack", "x.jsonl"], 1, id="pack"),
        pytest.param(["build", "--otput", "x"], 2, id="not: the line is wrong by itself"),
    ],
)
def test_a_wrong_file_stops_what_would_use_it(
    arguments: list[str], status: int, write: Write, run: Callable[..., Result], tmp_path: Path
) -> None:
    write("a.md", NOTE)
    write("x.jsonl", run("extract", "a.md").stdout)
    write("flashcards.toml", "notes = [\n")
    result = run(*arguments)
    told = f"Error: {tmp_path}/flashcards.toml:2: is not valid TOML" in result.stderr
    got = result.exit_code, result.stdout, told, sorted(path.name for path in tmp_path.iterdir())
    assert got == (status, "", status == 1, ["a.md", "flashcards.toml", "x.jsonl"])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param('output = "not/yet/there.APKG"\n', id="a deck in folders that a build will make"),
        pytest.param('deck = "Camp::{week}주차 {master}"\n', id="words that are known"),
        pytest.param('notes = "a.md"\n', id="a file of notes"),
        pytest.param('assets = ["."]\nrules = "own"\ninclude = []\n', id="folders"),
    ],
)
def test_any_other_file_is_fine(text: str, write: Write, tmp_path: Path) -> None:
    write("a.md", NOTE)
    write("own/x.toml", "")
    write("flashcards.toml", text)
    assert find_config(tmp_path) is not None


def test_alone_it_does_not_plan_with_a_wrong_file(write: Write, run: Callable[..., Result], tmp_path: Path) -> None:
    write("a.md", NOTE)
    write("flashcards.toml", 'output = "o.zip"\n')
    result = run()
    told = f"Error: {tmp_path}/flashcards.toml:1: 'output' names o.zip: the deck's file must end in .apkg; try o.apkg\n"
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", told)


def test_a_build_takes_everything_from_the_file_also_from_a_folder_below(
    write: Write, run: Callable[..., Result], tmp_path: Path
) -> None:
    write("notes/a.md", NOTE)
    write("flashcards.toml", 'notes = "notes"\noutput = "out/mine.apkg"\ndeck = "Camp"\n')
    result = run("build", at="notes/deep")
    assert (result.exit_code, (tmp_path / "out/mine.apkg").is_file(), result.stderr.splitlines()[0].endswith("deck Camp")) == (
        0, True, True,
    )  # fmt: skip


def test_a_flag_wins(write: Write, run: Callable[..., Result], tmp_path: Path) -> None:
    write("notes/a.md", NOTE)
    write("other/b.md", outline(("언제?", "지금"), ("어디?", "여기")))
    write("flashcards.toml", 'notes = "notes"\noutput = "out/mine.apkg"\ndeck = "Camp"\n')
    result = run("build", "other", "-o", "x.apkg", "--deck", "Else")
    [first] = result.stderr.splitlines()[:1]
    assert (first.partition(",")[0], first.endswith("deck Else"), (tmp_path / "out").exists()) == (
        "x.apkg: 2 cards", True, False,
    )  # fmt: skip


def test_other_commands_take_the_notes_and_not_the_output(
    write: Write, run: Callable[..., Result], tmp_path: Path
) -> None:
    write("notes/a.md", NOTE)
    write("flashcards.toml", 'notes = "notes"\noutput = "out/mine.apkg"\n')
    result = run("extract")
    assert (result.exit_code, result.stdout.count("\n"), (tmp_path / "out").exists()) == (0, 1, False)


def test_the_sample_is_built_whatever_the_file_says(write: Write, run: Callable[..., Result], tmp_path: Path) -> None:
    write("notes/a.md", NOTE)
    write("flashcards.toml", 'notes = "notes"\noutput = "out/mine.apkg"\n')
    result = run("build", "--sample")
    assert (result.exit_code, (tmp_path / "output/sample.apkg").is_file(), (tmp_path / "out").exists()) == (
        0,
        True,
        False,
    )


def test_init_writes_a_file_that_builds_and_says_what_it_saw(
    write: Write, run: Callable[..., Result], tmp_path: Path
) -> None:
    write("a.md", NOTE)
    write("b.md", "# 강의\n\n그림 ![](gone.png)\n")
    made, built = run("init"), run("build", at="deep/er")
    assert (made.stderr, built.exit_code, (tmp_path / "output/masterclass.apkg").is_file()) == (
        (
            "flashcards.toml: written; open it to change what a build does here\n"
            "  saw         2 notes, 1 with questions: 1 card\n"
            "  next        flashcards build\n"
        ),
        0,
        True,
    )


@pytest.mark.parametrize(
    ("note", "text", "said"),
    [
        pytest.param("my notes/a.md", NOTE, "cd 'my notes', then flashcards build", id="another folder"),
        pytest.param(
            "my notes/a.md", "# 강의\n\n말\n", "flashcards explain 'my notes/a.md' --all shows what the rules looked for",
            id="notes without a question",
        ),
        pytest.param(
            "my notes/a.txt", "말", "put notes (.md, .markdown) into my notes, then: flashcards build", id="no notes"
        ),
    ],
)  # fmt: skip
def test_init_ends_with_what_to_type_next(
    note: str, text: str, said: str, write: Write, run: Callable[..., Result]
) -> None:
    write(note, text)
    assert run("init", "my notes").stderr.splitlines()[-1] == f"  next        {said}"


def test_init_names_a_missing_picture(write: Write, run: Callable[..., Result]) -> None:
    write("a.md", "## Q&A\n\n![](gone.png)\n\n답입니다\n")
    assert run("init").stderr.splitlines()[2] == (
        "  pictures    1 missing, such as gone.png; if they lie elsewhere, name the folder after assets"
    )


def test_init_overwrites_nothing(write: Write, run: Callable[..., Result]) -> None:
    path = write("flashcards.toml", "# mine\n")
    result = run("init")
    assert (result.exit_code, result.stderr, path.read_text()) == (
        1, "Error: flashcards.toml: is there already; edit it, or move it away\n", "# mine\n",
    )  # fmt: skip


def test_alone_it_says_what_it_would_do_and_writes_nothing(
    write: Write, run: Callable[..., Result], tmp_path: Path
) -> None:
    write("a.md", NOTE)
    result = run()
    assert (result.exit_code, sorted(p.name for p in tmp_path.iterdir()), result.stdout) == (
        0,
        ["a.md"],
        (
            "1 note here. Nothing was read or written yet.\n"
            "  flashcards build . --dry-run    what a deck would hold\n"
            "  flashcards build .              write the deck to output/masterclass.apkg\n"
            "  flashcards init                 remember the choices of this folder\n"
            "  flashcards --help               every command\n"
        ),
    )


@pytest.mark.parametrize(
    ("toml", "first"),
    [
        pytest.param(None, "No notes here: put some (.md, .markdown) into this folder, or name them.", id="alone"),
        pytest.param('notes = "."\n', "No notes here (flashcards.toml): put some (.md, .markdown) into this folder, or name them.", id="the file names this folder"),
        pytest.param('notes = "empty"\n', "No notes here (flashcards.toml): put some (.md, .markdown) into empty, or name them.", id="the file names another"),
    ],
)  # fmt: skip
def test_alone_where_there_are_no_notes_it_says_what_to_do_first(
    toml: str | None, first: str, write: Write, run: Callable[..., Result]
) -> None:
    write("empty/a.txt", "")
    if toml:
        write("flashcards.toml", toml)
    result = run()
    lines = result.stdout.splitlines()
    assert (result.exit_code, lines[0], lines[-1].split()[:2]) == (0, first, ["flashcards", "--help"])


@pytest.mark.parametrize(
    ("command", "message"),
    [
        pytest.param(["biuld"], "no command 'biuld'; did you mean build?", id="a command"),
        pytest.param(["help", "biuld"], "no command 'biuld'; did you mean build?", id="a command to be helped with"),
        pytest.param(["build", "--otput", "x"], "Did you mean '--output'?", id="an option"),
        pytest.param(["zzz"], "no command 'zzz'; one of ", id="not: nothing is near"),
    ],
)
def test_what_is_misspelt_gets_the_nearest_name(command: list[str], message: str, run: Callable[..., Result]) -> None:
    result = run(*command)
    assert (result.exit_code, message in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("asked", "as_well"),
    [
        pytest.param(["help"], ["--help"], id="all"),
        pytest.param(["help", "build"], ["build", "--help"], id="one command"),
    ],
)
def test_help_is_a_command_too(asked: list[str], as_well: list[str], run: Callable[..., Result]) -> None:
    assert run(*asked).stdout == run(*as_well).stdout != ""


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        pytest.param("flashcards help b", ["build"], id="after help"),
        pytest.param("flashcards help ", list(COMMANDS), id="after help, nothing typed yet"),
        pytest.param("flashcards b", ["build"], id="not after help"),
        pytest.param("flashcards help zzz", [], id="not: no such command"),
        pytest.param("flashcards help build --w", ["--watch"], id="not: an option of the command"),
    ],
)
def test_a_shell_completes_the_names_of_commands(typed: str, names: list[str], run: Callable[..., Result]) -> None:
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" ")), "_FLASHCARDS_COMPLETE": "bash_complete"}
    result = run(env=words)
    assert (result.stdout.split(), result.stderr) == ([f"plain,{name}" for name in names], "")


def test_the_version_names_the_note_type(run: Callable[..., Result]) -> None:
    assert run("--version").stdout == "flashcards 0.1.0 (Anki note type 1)\n"

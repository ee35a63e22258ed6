"""What a person sees of a run: progress where it takes long, colours where they are wanted, nothing of it in the data."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from flashcards.cli.terminal import painted
from flashcards.progress import heard_by, told
from tests.process import FLASHCARDS, SLOW, on_terminal, piped

Write = Callable[..., Path]
terminal = pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal is absent on Windows")

QA = "## Q&A\n- {n}번 배는 어디에서 타나요?\n\t- 동쪽 나루에서 탑니다.\n"
BAR = re.compile(r"reading notes  \[[#.]+\]")
COLOUR = re.compile(r"\x1b\[\d+m")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a preview looks for the default deck's ledger where it is run


@pytest.fixture
def notes(write: Write) -> Path:
    for n in range(4):
        path = write(f"notes/{n}.md", QA.format(n=n))
    return path.parent


def test_a_loop_tells_how_many_are_done_before_each_and_after_the_last() -> None:
    heard: list[tuple[str, int, int]] = []
    with heard_by(lambda *what: heard.append(what)):
        assert list(told("reading", "ab", 2)) == ["a", "b"]
    assert heard == [("reading", 0, 2), ("reading", 1, 2), ("reading", 2, 2)]


def test_a_loop_that_nobody_hears_gives_the_same() -> None:
    assert list(told("reading", "ab", 2)) == ["a", "b"]


@terminal
def test_a_terminal_gets_a_bar_that_ends_whole_before_the_summary(notes: Path, tmp_path: Path) -> None:
    ended = on_terminal(SLOW, "build", notes, "-o", tmp_path / "a.apkg")
    bars = BAR.findall(ended.err)
    first, last = bars[0], bars[-1]
    assert (ended.status, ended.out, "." in first, "." in last, ended.err.count("\x1b[?25h")) == (
        0,
        b"",
        True,
        False,
        1,
    )
    assert ended.err.index("4 cards") > ended.err.rindex("reading notes")


@terminal
@pytest.mark.parametrize("command", ["build", "extract", "stats"])
def test_what_takes_less_than_a_second_shows_no_bar(command: str, notes: Path, tmp_path: Path) -> None:
    quick = (SLOW[0], "-c", SLOW[2].replace("= 0", "= 60"))  # however busy the machine is
    more = ["-o", str(tmp_path / "a.apkg")] if command == "build" else []
    assert "reading" not in on_terminal(quick, command, notes, *more).err


def test_a_pipe_gets_plain_lines_and_no_sign_of_a_terminal(notes: Path, tmp_path: Path) -> None:
    ended = piped(SLOW, "build", notes, "-o", tmp_path / "a.apkg")
    progress = [line for line in ended.err.splitlines() if line.startswith("reading")]
    assert (progress, "\x1b" in ended.err, "\r" in ended.err.replace("\r\n", "\n")) == (
        [f"reading notes: {n} of 4" for n in (1, 2, 3)],
        False,
        False,
    )


@terminal
def test_a_dumb_terminal_is_spoken_to_as_a_pipe(notes: Path) -> None:
    ended = on_terminal(SLOW, "extract", notes, TERM="dumb")
    assert ("reading notes: 1 of 4" in ended.err, "\x1b" in ended.err) == (True, False)


@terminal
def test_an_error_stands_on_a_line_of_its_own_below_the_bar(notes: Path, write: Write) -> None:
    write("notes/9.md", b"\0")
    ended = on_terminal(SLOW, "extract", notes)
    [line] = [line for line in re.split(r"[\r\n]+", ended.err) if "is a binary file" in line]
    assert (ended.status, "reading" in line, line.rpartition("/")[2].startswith("9.md: ")) == (1, False, True)


@terminal
def test_a_terminal_gets_colours_and_data_gets_none(notes: Path, tmp_path: Path) -> None:
    built = on_terminal(FLASHCARDS, "build", notes, "-o", tmp_path / "a.apkg", "--json")
    failed = on_terminal(FLASHCARDS, "build", notes / "gone", "-o", tmp_path / "a.apkg")
    assert (b"\x1b" in built.out, bool(COLOUR.search(built.err)), "\x1b[31m" in failed.err) == (False, True, True)


@terminal
@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "dumb"])
def test_who_wants_no_colours_gets_none(variables: dict[str, str], notes: Path, tmp_path: Path) -> None:
    ended = on_terminal(FLASHCARDS, "build", notes, notes / "gone", "-o", tmp_path / "a.apkg", **variables)
    assert ("no such file" in ended.err, COLOUR.findall(ended.err)) == (True, [])


@terminal
def test_an_empty_no_color_asks_for_nothing(notes: Path, tmp_path: Path) -> None:
    ended = on_terminal(FLASHCARDS, "build", notes, "-o", tmp_path / "a.apkg", NO_COLOR="")
    assert COLOUR.search(ended.err)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("out/a.apkg: 4 cards, 60 KB, deck Masterclass", id="the headline"),
        pytest.param("    notes/a.md:8: picture x.png is missing: no such file", id="a line of a list"),
        pytest.param("              3  picture-question", id="a row without a name"),
        pytest.param("  left out: 1 note of our type", id="a sentence"),
        pytest.param("notes/Error: a.md:3: is not UTF-8 text", id="a file called Error"),
    ],
)
def test_what_is_no_name_of_a_row_and_no_error_is_left_alone(line: str) -> None:
    assert painted(line) == line


@pytest.mark.parametrize(
    "line", ["Error: a.md: no such file", "  cards       4 new", "  worth a look 1 card", "  not used    2"]
)
def test_a_painted_line_reads_the_same(line: str) -> None:
    assert (COLOUR.sub("", painted(line)), painted(line) != line) == (line, True)


@pytest.mark.parametrize(
    "variables",
    [
        pytest.param({"PYTHONIOENCODING": "cp949"}, id="a Korean code page"),
        pytest.param({"PYTHONIOENCODING": "cp437"}, id="a western code page"),
        pytest.param({"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, id="LANG=C"),
    ],
)
def test_no_code_page_stops_a_run_and_json_is_utf8_in_all_of_them(
    variables: dict[str, str], write: Write, tmp_path: Path
) -> None:
    for n in range(2):
        write(f"notes/{n}.md", f"---\ntitle: 🌋 {n}\n---\n" + QA.format(n=f"🌋 ñ {n}") + "- 답이 없는 질문 🌋은요?\n")
    built = piped(SLOW, "build", tmp_path / "notes", "-o", tmp_path / "a.apkg", "--json", **variables)
    counted = piped(SLOW, "stats", tmp_path / "notes", **variables)
    questions = [card["question"] for card in json.loads(built.out.decode("utf-8"))["cards"]]
    assert (built.status, counted.status, "Traceback" in built.err + counted.err, "reading notes" in built.err) == (
        0,
        0,
        False,
        True,
    )
    assert questions == [f"🌋 ñ {n}번 배는 어디에서 타나요?" for n in range(2)]


@pytest.mark.parametrize("command", ["build", "extract", "preview", "stats"])
def test_quiet_says_nothing_of_a_run_that_went_well(command: str, write: Write, tmp_path: Path) -> None:
    for n in range(2):
        write(f"notes/{n}.md", QA.format(n=n) + "- 그림은요?\n\t- ![](gone.png)\n")
    more = {"build": ["-o", str(tmp_path / "a.apkg")], "preview": ["-o", str(tmp_path / "a.html")]}.get(command, [])
    ended = piped(SLOW, command, tmp_path / "notes", *more, "-q")
    assert (ended.status, ended.err) == (0, "")


@pytest.mark.parametrize("command", ["build", "extract", "preview", "stats"])
def test_quiet_names_every_input_that_could_not_be_used(
    command: str, notes: Path, write: Write, tmp_path: Path
) -> None:
    write("notes/9.md", b"\0")
    more = {"build": ["-o", str(tmp_path / "a.apkg")], "preview": ["-o", str(tmp_path / "a.html")]}.get(command, [])
    ended = piped(FLASHCARDS, command, notes, *more, "-q")
    assert (ended.status, [line.split(": ")[1] for line in ended.err.splitlines()]) == (
        1,
        ["is a binary file, not text; leave it out, or give it another ending than .md"],
    )


def test_quiet_still_says_why_there_is_no_deck(tmp_path: Path) -> None:
    ended = piped(FLASHCARDS, "build", tmp_path, "-o", tmp_path / "a.apkg", "-q")
    assert (ended.status, ended.err.startswith("Error: no notes could be read")) == (1, True)

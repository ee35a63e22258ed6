"""Files as the world has them: too large, too deep, badly named, gone meanwhile. One of them never stops the others."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashcards import readings
from flashcards.cli import cli
from flashcards.collect import Collection, collect
from flashcards.document import LIMIT, LINES, Place, read_bytes
from flashcards.errors import printable, shown
from tests.anki_import import Anki, import_note

Write = Callable[..., Path]

GOOD = "## Q&A\n- 지도는 어디에서 받나요?\n\t- 안내소에서 받습니다.\n"
ASKS = "## Q&A\n\nQ: 왜 그런가요?\nA: 그래서 그렇습니다.\n\nQ: 언제인가요?\nA: "
MEMORY = 600  # MB for the largest note that is read; the program alone takes 40
TIME = 30  # seconds of the processor; two are enough


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def beside_a_good_note(write: Write, data: bytes) -> tuple[int, list[str], list[str]]:
    """Build a note together with a good one: exit status, questions, what is said of it."""
    write("notes/bad.md", data)
    write("notes/good.md", GOOD)
    done = run("build", "notes", "-o", "x.apkg")
    rows = [json.loads(row) for row in run("extract", "notes").stdout.splitlines()]
    said = [line.strip() for line in done.stderr.splitlines() if line.strip().startswith("notes/bad.md")]
    return done.exit_code, [row["question_text"] for row in rows], said


def repeated(text: str, size: int) -> bytes:
    return (ASKS + text * ((size - len(ASKS.encode())) // len(text.encode()))).encode()


@pytest.mark.parametrize(
    ("data", "line"),
    [
        pytest.param(b"x" * 50_000_000, "is larger than 5 MB, which no note is; split it, or leave it out", id="50 MB of one line"),
        pytest.param(b"x\n\n" * 17_000_000, "is larger than 5 MB, which no note is; split it, or leave it out", id="50 MB of lines"),
        pytest.param(b"x\n" * (LINES + 1), "has more than 100,000 lines, which no note has; split it, or leave it out", id="many lines"),
        pytest.param(b"x\r" * (LINES + 1), "has more than 100,000 lines, which no note has; split it, or leave it out", id="many lines of a Mac"),
        pytest.param(b"x" + b"\0" * 100, "is a binary file, not text; leave it out, or give it another ending than .md", id="NUL bytes"),
    ],
)  # fmt: skip
def test_a_note_that_is_none_is_refused_in_one_line_and_the_others_are_read(
    write: Write, data: bytes, line: str
) -> None:
    assert beside_a_good_note(write, data) == (1, ["지도는 어디에서 받나요?"], [f"notes/bad.md: {line}"])


def test_no_more_is_read_of_a_file_than_a_note_may_hold(tmp_path: Path) -> None:
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(2**42)
    assert run("build", "a.md").stderr.startswith("a.md: is larger than 5 MB")


@pytest.mark.parametrize("text", ["가나다 abc. ", "["], ids=["words", "brackets"])
def test_a_line_of_nearly_5_mb_is_read_in_bounded_time_and_memory(write: Write, text: str) -> None:
    write("a.md", repeated(text, LIMIT - 10))

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY * 2**20, MEMORY * 2**20))
        resource.setrlimit(resource.RLIMIT_CPU, (TIME, TIME))

    command = [sys.executable, "-m", "flashcards", "extract", "a.md"]
    done = subprocess.run(command, capture_output=True, preexec_fn=bound, check=False)
    assert (done.returncode, json.loads(done.stdout.splitlines()[0])["question_text"]) == (0, "왜 그런가요?"), (
        done.stderr[-500:]
    )


def test_a_note_that_wants_more_memory_than_there_is_stops_no_other(write: Write) -> None:
    write("notes/a.md", repeated("*a ", LIMIT - 10))
    write("notes/b.md", GOOD)
    command = [sys.executable, "-m", "flashcards", "extract", "-q", "notes"]  # -q: a slow machine tells how far it is
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (300 * 2**20, 300 * 2**20)),
        check=False,
    )
    line = "notes/a.md: is too large or nested too deeply for this computer; split it, or leave it out\n"
    assert (done.returncode, done.stderr, json.loads(done.stdout)["question_text"]) == (
        1,
        line,
        "지도는 어디에서 받나요?",
    )


DEEP = {
    "quotes": ">" * 5_000 + " 가",
    "bullets": "- " * 5_000 + "가",
    "indented-bullets": "".join(" " * (2 * n) + "- 가\n" for n in range(1_200)),
    "numbers": "1. " * 5_000 + "가",
    "brackets": "[" * 5_000 + "가" + "]" * 5_000,
    "pictures": "![" * 1_000 + "가" + "](x)" * 5_000,
    "stars": "*a " * 5_000 + "가" + "*" * 5_000,
    "tags": "<b>" * 5_000 + "가",
    "blocks-of-html": "\n\n" + "<div>" * 5_000 + "가",
    "folds": "\n\n" + "<details>\n\n" * 5_000 + "가",
    "headings": "\n\n" + "".join(f"{'#' * (1 + n % 6)} 가\n\n" for n in range(5_000)),
    "code": "`" * 5_000 + "가",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_whatever_is_nested_5000_deep_does_no_harm(write: Write, text: str) -> None:
    status, questions, said = beside_a_good_note(write, (ASKS + text + "\n").encode())
    refused = [line for line in said if "is larger" in line or "could not" in line]
    assert (status, questions[0], questions[-1], refused) == (0, "왜 그런가요?", "지도는 어디에서 받나요?", [])


NAMES = {
    "every-printable-character": "".join(map(chr, range(32, 127))).replace("/", "") + ".md",
    "255-bytes": "가" * 84 + ".md",
    "reserved-on-windows": "CON.md",
    "reserved-on-windows-with-a-number": "com1.markdown",
    "a-colon": "a:b.md",
    "a-blank-at-the-end": "a .md",
    "like-an-option": "--help.md",
    "quotes": "'\"`$(x).md",
    "braces": "{{Key}} [sound:a.mp3] %41 & <b>.md",
    "emoji": "👩‍🏫.md",
    "no-break-and-wide-blanks": "a\xa0b\u3000c.md",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_note_of_any_name_is_read_and_its_card_says_where_it_stands(write: Write, anki: Anki, name: str) -> None:
    guid = import_note(write, anki, GOOD, name)
    [place] = [draft.below for draft in collect(["notes"]).drafts]
    assert (place, "Source" in anki.notes()[guid].fields, anki.missing_media()) == (name, True, ())


@pytest.mark.parametrize(
    ("name", "told"),
    [
        pytest.param("a\nb.md", "a\ufffdb.md", id="a line end"),
        pytest.param("a\x1b[31mb.md", "a\ufffd[31mb.md", id="an escape of a terminal"),
        pytest.param("a\x9b31mb.md", "a\ufffd31mb.md", id="an escape in one character"),
        pytest.param("a\u202egpj.md", "a\ufffdgpj.md", id="writing turned around"),
        pytest.param("a\u2066b\u2069.md", "a\ufffdb\ufffd.md", id="writing set apart"),
        pytest.param("가 - b_1 (2).md", "가 - b_1 (2).md", id="an honest name"),
        pytest.param("עברית.md", "עברית.md", id="an honest name from right to left"),
    ],
)
def test_no_name_plays_tricks_on_a_terminal(write: Write, name: str, told: str) -> None:
    write(f"notes/{name}", b"\0")
    write("notes/good.md", GOOD)
    done = run("build", "notes", "-o", "x.apkg")
    assert (shown(name), f"    notes/{told}: is a binary file, not text; " in done.stderr) == (told, True)


def test_no_link_in_a_note_plays_tricks_on_a_terminal(write: Write) -> None:
    write("a.md", GOOD + "\t- ![](%1b%5b31m%c2%9b.png)\n")
    said = run("build", "a.md", "-o", "x.apkg").stderr
    assert ("picture \ufffd[31m\ufffd.png is missing" in said, printable(said)) == (True, said)


def test_a_text_with_tabs_and_lines_is_printable_as_it_is() -> None:
    assert printable("가\t나\n다 👩‍🏫") == "가\t나\n다 👩‍🏫"


def test_a_folder_named_like_a_note_is_a_folder(write: Write) -> None:
    write("notes/x.md/a.md", GOOD)
    done = run("build", "notes", "-o", "x.apkg")
    assert (done.exit_code, "1 read" in done.stderr) == (0, True)


@pytest.mark.parametrize("target", ["../secret.md", "/dev/zero", "/etc/passwd", "../private"])
def test_a_link_in_a_folder_of_notes_brings_in_nothing_from_outside(write: Write, tmp_path: Path, target: str) -> None:
    write("secret.md", GOOD.replace("안내소", "비밀"))
    write("private/b.md", GOOD.replace("안내소", "비밀"))
    write("notes/good.md", GOOD)
    (tmp_path / "notes" / "link.md").symlink_to(target)
    done = run("build", "notes", "-o", "x.apkg")
    found = collect(["notes"])
    assert ([draft.answer_text for draft in found.drafts], "비밀" in done.stderr) == (["안내소에서 받습니다."], False)


def test_a_link_to_a_note_of_the_same_folder_is_that_note(write: Write, tmp_path: Path) -> None:
    write("notes/deep/good.md", GOOD)
    (tmp_path / "notes" / "link.md").symlink_to("deep/good.md")
    assert (len(collect(["notes"]).drafts), collect(["notes"]).unusable) == (1, ())


def test_a_link_that_the_user_gives_by_name_is_read_wherever_it_leads(write: Write, tmp_path: Path) -> None:
    write("elsewhere/good.md", GOOD)
    (tmp_path / "notes.md").symlink_to("elsewhere/good.md")
    (tmp_path / "notes").symlink_to("elsewhere")
    assert [len(collect([name]).drafts) for name in ("notes.md", "notes")] == [1, 1]


def while_reading(change: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch) -> Collection:
    """Read two notes; something happens to the first when it is found and not yet read."""

    def read(place: Place) -> bytes:
        if place.below == "a.md":
            change(place.file)
        return read_bytes(place)

    monkeypatch.setattr(readings, "read_bytes", read)
    return collect(["notes"])


def instead(make: Callable[[Path], object]) -> Callable[[Path], object]:
    def change(path: Path) -> None:
        path.unlink()
        make(path)

    return change


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "vanishes": (Path.unlink, "cannot be read: no such file or directory"),
    "becomes-a-folder": (instead(Path.mkdir), "is not an ordinary file"),
    "becomes-a-pipe": (instead(os.mkfifo), "is not an ordinary file"),
    "becomes-a-link-to-itself": (instead(lambda path: path.symlink_to(path.name)), "cannot be read: too many levels of symbolic links"),
    "becomes-binary": (lambda path: path.write_bytes(b"\0"), "is a binary file, not text"),
    "grows": (lambda path: os.truncate(path, LIMIT + 1), "is larger than 5 MB, which no note is"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "message"), CHANGES.values(), ids=CHANGES)
def test_a_note_that_changes_before_it_is_read_stops_no_other_and_loses_no_card(
    write: Write, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object], message: str
) -> None:
    write("notes/a.md", GOOD)
    write("notes/b.md", GOOD.replace("지도", "열쇠"))
    found = while_reading(change, monkeypatch)
    told = [(problem.path, problem.message) for problem in found.unusable]
    assert (told, [draft.path for draft in found.drafts], found.unread) == (
        [("notes/a.md", message)],
        ["notes/b.md"],
        frozenset({"a.md"}),
    )

"""The contract of `extract --format jsonl`, and that its bytes are the same in every terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Write = Callable[..., Path]

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360000000000200 01e221bc330000000049454e44ae426082".replace(" ", "")
)  # fmt: skip
NOTE = """---
title: "Week_3 Day_12 [마스터클래스] 한결음 마스터 (03.12)"
tags: [지도 읽기]
---

## Q&A
- **지도**는 [어디](https://maps.example)에서 받나요?
\t- 안내소 ![](p.png)
\t- (질문) 무료인가요?
\t\t- 네, ![](gone.png) 무료입니다.
\t- 표도 있습니다.
"""

KEYS = {
    "guid": str, "kind": str, "question_text": str, "answer_text": str, "context": str, "question_html": str,
    "answer_html": str, "context_html": str, "transcript": type(None), "rule": str, "deck": str, "title": str, "tags": list,
    "master": list, "week": int, "day": int, "date": str, "images": list, "source": dict,
}  # fmt: skip


def run(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The real command in a process of its own."""
    command = [sys.executable, "-m", "flashcards", *arguments]
    paths = {"PYTHONPATH": str(Path(__file__).parents[1])}
    env = {**os.environ, **paths, **environment}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, timeout=60, check=False)


@pytest.fixture
def folder(write: Write, tmp_path: Path) -> Path:
    write("notes/sub/a.md", NOTE)
    write("notes/sub/p.png", PNG)
    return tmp_path


def rows(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_every_card_has_the_keys_and_types_of_the_contract(folder: Path) -> None:
    got = [{key: type(value) for key, value in row.items()} for row in rows(run("extract", "./notes", folder=folder))]
    assert got == [KEYS, KEYS]


def test_the_values_are_those_of_the_note(folder: Path) -> None:
    first, second = rows(run("extract", "./notes", folder=folder))
    names = ("kind", "question_text", "context", "title", "tags", "master", "week", "day", "date", "deck")
    title = "Week_3 Day_12 [마스터클래스] 한결음 마스터 (03.12)"
    tags = ["master::한결음", "week::03", "day::12", "지도-읽기"]
    same = [title, ["한결음"], 3, 12, "03.12", "Masterclass"]
    got = [[row[name] for name in names] for row in (first, second)]
    assert got == [
        ["question", "지도는 어디에서 받나요?", "", title, tags, *same[1:]],
        [
            "followup",
            "무료인가요?",
            "지도는 어디에서 받나요?",
            title,
            [*tags, "type::followup", "needs::image"],
            *same[1:],
        ],
    ]


def test_lines_and_paths_are_those_of_the_argument_and_the_file(folder: Path) -> None:
    got = [row["source"] for row in rows(run("extract", "./notes", folder=folder))]
    place = {"path": "./notes/sub/a.md", "below": "sub/a.md"}
    assert got == [
        {**place, "question_lines": [7, 7], "answer_lines": [[8, 8], [11, 11]]},
        {**place, "question_lines": [9, 9], "answer_lines": [[10, 10]]},
    ]


def test_a_picture_says_where_it_was_found_and_a_missing_one_that_it_was_not(folder: Path) -> None:
    first, second = rows(run("extract", "notes", folder=folder))
    images = [image for row in (first, second) if isinstance(row["images"], list) for image in row["images"]]
    got = [(set(image), image["role"], image["missing"], image["path"] is None) for image in images]
    keys = {"name", "path", "role", "missing", "link", "line", "reason"}
    assert got == [(keys, "answer", False, False), (keys, "answer", True, True)]


def test_a_note_that_states_nothing_has_nulls_and_empty_lists(write: Write, tmp_path: Path) -> None:
    write("a.md", "## Q&A\n- 지도는 어디에서 받나요?\n\t- 안내소에서.\n")
    [row] = rows(run("extract", "a.md", folder=tmp_path))
    names = ("title", "tags", "master", "week", "day", "date", "images", "context", "context_html")
    assert [row[name] for name in names] == ["Q&A", [], [], None, None, None, [], "", ""]


def test_the_guids_are_those_that_a_build_writes_into_its_ledger(folder: Path) -> None:
    run("build", "notes", "-o", "x.apkg", folder=folder)
    ledger = [json.loads(line) for line in (folder / "x.ledger.json").read_text().splitlines()[1:]]
    plain, known = (rows(run("extract", "notes", *more, folder=folder)) for more in ([], ["--ledger", "x.ledger.json"]))
    want = {entry["guid"] for entry in ledger}
    assert ({row["guid"] for row in plain}, {row["guid"] for row in known}) == (want, want)


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"LANG": "C", "LC_ALL": "C"}, id="LANG=C"),
        pytest.param({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, id="LANG=C, strictly"),
        pytest.param({"PYTHONIOENCODING": "ascii"}, id="ASCII"),
        pytest.param({"PYTHONIOENCODING": "cp949"}, id="CP949"),
        pytest.param({"PYTHONIOENCODING": "cp1252:strict"}, id="CP1252"),
    ],
)
def test_the_bytes_of_extract_are_utf8_in_every_terminal(
    folder: Path, write: Write, environment: dict[str, str]
) -> None:
    write("notes/sub/b.md", "## Q&A\n- 👩‍🏫 선생님은 Zürich 出身인가요?\n\t- 네 🙂\n")
    want = run("extract", "notes", folder=folder, PYTHONIOENCODING="utf-8").stdout
    done = run("extract", "notes", folder=folder, **environment)
    assert (done.returncode, done.stdout == want, len(rows(done)), b"Traceback" in done.stderr) == (0, True, 3, False)


@pytest.mark.parametrize("form", ["csv", "anki", "md"])
def test_every_form_is_the_same_utf8_each_time_and_nothing_else_is_in_it(folder: Path, form: str) -> None:
    first, second = (
        run("extract", "notes", "--format", form, folder=folder, PYTHONIOENCODING=name) for name in ("utf-8", "ascii")
    )
    text = first.stdout.decode()
    got = first.returncode, first.stdout == second.stdout, "gone.png is missing" in text, "무료인가요?" in text
    assert (*got, b"gone.png is missing" in first.stderr) == (0, True, False, True, True)


@pytest.mark.parametrize("encoding", ["ascii", "cp949", "cp1252:strict", "utf-8"])
@pytest.mark.parametrize("command", [["build", "."], ["explain", "지도 🙂.md"], ["build", "없음.md"], ["check"]])
def test_no_message_fails_for_a_letter_that_the_terminal_lacks(
    write: Write, tmp_path: Path, command: list[str], encoding: str
) -> None:
    write("지도 🙂.md", "## Q&A\n- 👩‍🏫 선생님은 Zürich 出身인가요?\n\t- ![](없음🙂.png) 네\n- 답이 없나요 🙂?\n")
    done = run(*command, folder=tmp_path, PYTHONIOENCODING=encoding)
    assert (b"Traceback" in done.stderr, done.stdout + done.stderr != b"") == (False, True)


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["--version"], ["build", "--help"], ["extract", "-h"]])
def test_help_is_on_standard_output_and_loads_nothing_heavy(tmp_path: Path, arguments: list[str]) -> None:
    heavy = ("genanki", "markdown_it", "nh3", "yaml", "frontmatter", "regex", "filelock", "rich")
    code = (
        "import atexit, sys\n"
        f"atexit.register(lambda: print([n for n in {heavy} if n in sys.modules], file=sys.stderr))\n"
        "from flashcards.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=tmp_path, capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout != b"", done.stderr) == (0, True, b"[]\n")


def test_a_name_that_is_no_utf8_is_printed_all_the_same(tmp_path: Path) -> None:
    bad = os.fsencode(tmp_path) + b"/\xc1\xf6.md"
    Path(os.fsdecode(bad)).write_bytes(NOTE.encode())
    command = [os.fsencode(sys.executable), b"-m", b"flashcards", b"extract", b"\xc1\xf6.md"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
    sources = [row["source"] for row in rows(done)]
    got = [source["path"] for source in sources if isinstance(source, dict)]
    assert (done.returncode, got) == (0, ["\ufffd\ufffd.md"] * 2)


def test_a_reader_that_goes_away_ends_it_without_a_traceback(folder: Path) -> None:
    command = f'"{sys.executable}" -m flashcards extract notes | true'
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, timeout=60, check=False)
    assert b"Traceback" not in done.stderr

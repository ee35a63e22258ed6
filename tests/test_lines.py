"""JSON lines of `extract` become the deck that a build of their notes is, and whatever else comes in is refused by its line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings

from flashcards.accept import strange_in
from flashcards.building import build
from flashcards.cli import cli
from flashcards.collect import collect
from flashcards.export.jsonl import json_lines
from flashcards.field import text_html
from flashcards.html import render
from tests.any_note import NOTES
from tests.hostile import CASES, PWN, draft_of
from tests.test_build import both

Write = Callable[..., Path]
SAMPLE = Path(__file__).parents[1] / "flashcards" / "sample"
T0 = "1760000000"


def run(*arguments: str | Path, input_: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "flashcards", *map(str, arguments)]
    return subprocess.run(command, input=input_, capture_output=True, check=False)


@pytest.fixture(autouse=True)
def _one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", T0)


@pytest.mark.parametrize("deck", ["Masterclass", "Camp::{master}::{week}주차"])
def test_extract_and_pack_give_the_bytes_of_build(deck: str, tmp_path: Path) -> None:
    build([str(SAMPLE)], tmp_path / "a.apkg", deck=deck)
    lines = run("extract", SAMPLE, "--deck", deck).stdout
    done = run("pack", "-", "-o", tmp_path / "b.apkg", input_=lines)

    assert (done.returncode, both(tmp_path / "b.apkg")) == (0, both(tmp_path / "a.apkg"))


def test_parts_of_a_corpus_in_any_order_give_the_same_bytes(tmp_path: Path, write: Write) -> None:
    build([str(SAMPLE)], tmp_path / "a.apkg")
    lines = run("extract", SAMPLE).stdout.splitlines(keepends=True)
    one, other = write("1.jsonl", b"".join(reversed(lines[::2]))), write("2.jsonl", b"\n".join(lines[1::2]))
    done = run("pack", other, one, "-o", tmp_path / "b.apkg")

    assert (done.returncode, both(tmp_path / "b.apkg")) == (0, both(tmp_path / "a.apkg"))


def test_a_ledger_goes_on_from_one_to_the_other(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    note = write("notes/a.md", "## Q&A\n- 왜 그런가요?\n\t- 그냥\n- 언제 하나요?\n\t- 지금\n")
    for name in ("a", "b"):
        build([str(note)], tmp_path / name / "x.apkg")
    note.write_text(note.read_text("utf-8").replace("그냥", "바람이 불어서"), "utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(T0) + 86400))
    build([str(note)], tmp_path / "a" / "x.apkg")
    done = run("pack", "-", "-o", tmp_path / "b" / "x.apkg", input_=run("extract", note).stdout)

    assert (done.returncode, both(tmp_path / "b" / "x.apkg")) == (0, both(tmp_path / "a" / "x.apkg"))


@pytest.fixture
def row(write: Write) -> dict[str, object]:
    """The one line of a note, as an object."""
    found = collect([str(write("notes/a.md", "## Q&A\n- 왜 `그런`가요?\n\t- ![](a.png) **그냥** $x^2$\n"))])
    [line] = json_lines(found.drafts, ["0" * 16], "Masterclass")
    return dict(json.loads(line))


def packed(write: Write, tmp_path: Path, *lines: str) -> tuple[int, str]:
    path = write("cards.jsonl", "\n".join(lines))
    result = CliRunner().invoke(cli, ["pack", str(path), "-o", str(tmp_path / "x.apkg")])
    return result.exit_code, result.output.replace(str(path), "cards.jsonl").strip()


def test_a_line_as_it_was_written_is_taken(row: dict[str, object], write: Write, tmp_path: Path) -> None:
    code, said = packed(write, tmp_path, "", json.dumps(row), "  ", json.dumps({**row, "title": "또 하나", "source": {**row["source"], "path": "b.md", "below": "b.md"}, "more": 1}))  # type: ignore[dict-item]  # fmt: skip

    assert (code, "2 cards" in said) == (0, True)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param({"kind": "riddle"}, "kind is not one of question, followup, closing", id="kind"),
        pytest.param({"title": None}, "title is not a text", id="title"),
        pytest.param({"question_html": " "}, "question_html is not a question", id="no question"),
        pytest.param({"tags": ["a b"]}, "tags is not a list of tags that Anki keeps as they are", id="tags"),
        pytest.param({"tags": "a"}, "tags is not a list of texts", id="tags in a text"),
        pytest.param({"master": [1]}, "master is not a list of texts", id="master"),
        pytest.param({"week": True}, "week is not a number or null", id="week"),
        pytest.param({"week": -1}, "week is not a number or null", id="week below zero"),
        pytest.param({"deck": ""}, "deck is not the name of a deck", id="deck"),
        pytest.param({"images": [3]}, "images is not a list of objects", id="images"),
        pytest.param({"images": [{"missing": False, "name": "../a.png", "path": "a.png"}]}, "images.name is not the name of a picture in a deck, with its path beside it", id="a picture's name"),
        pytest.param({"images": [{"missing": True, "name": "a.png", "path": None, "reason": None, "role": "answer", "line": 1}]}, "images.link is missing", id="lines of before"),
        pytest.param({"source": {"path": "a", "below": "a", "question_lines": [1], "answer_lines": []}}, "source.question_lines is not a pair of line numbers", id="lines"),
        pytest.param({"source": {"path": "a", "below": "a", "question_lines": [1, 1], "answer_lines": [1]}}, "source.answer_lines is not a list of pairs of line numbers", id="answer lines"),
        pytest.param({"source": "a.md"}, "source is not an object", id="source"),
        pytest.param({"answer_html": f"<script>{PWN}</script>"}, "answer_html is not the HTML of a card: it holds '<script>'", id="a script"),
    ],
)  # fmt: skip
def test_a_bad_line_is_refused_by_its_number(
    row: dict[str, object], change: dict[str, object], told: str, write: Write, tmp_path: Path
) -> None:
    code, said = packed(write, tmp_path, json.dumps(row), json.dumps({**row, **change}))

    assert (code, said.partition(";")[0]) == (1, f"Error: cards.jsonl:2: {told}")
    assert not (tmp_path / "x.apkg").exists()


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        pytest.param(["{"], "cards.jsonl:1: is no JSON", id="no JSON"),
        pytest.param(["", "[]"], "cards.jsonl:2: is no JSON object", id="no object"),
        pytest.param(["[" * 9000], "cards.jsonl:1: is no JSON", id="nested deeply"),
        pytest.param(['{"a": 1}'], "cards.jsonl:1: source is missing", id="another object"),
        pytest.param(['{"source": {"path": "a"}}'], "cards.jsonl:1: tags is missing", id="not all that a card has"),
        pytest.param([], "no card came in, so nothing was written", id="nothing"),
    ],
)
def test_what_is_no_line_is_refused(lines: list[str], told: str, write: Write, tmp_path: Path) -> None:
    code, said = packed(write, tmp_path, *lines)

    hint = "give lines that this wrote: flashcards extract NOTES > cards.jsonl"
    assert (code, said) == (1, f"Error: {told}; {hint}")


def test_a_card_that_comes_twice_is_refused(row: dict[str, object], write: Write, tmp_path: Path) -> None:
    code, said = packed(write, tmp_path, json.dumps(row), json.dumps(row))

    assert (code, said.partition(";")[0]) == (1, "Error: cards.jsonl:2: the same card as cards.jsonl:1")


def test_a_picture_that_is_another_by_now_is_refused(write: Write, tmp_path: Path) -> None:
    note, picture = write("notes/a.md", "## Q&A\n- 왜?\n\t- ![](a.png)\n"), write("notes/a.png", b"\x89PNG\r\n\x1a\n1")
    lines = run("extract", note).stdout
    picture.write_bytes(b"\x89PNG\r\n\x1a\n2")
    done = run("pack", "-", "-o", tmp_path / "x.apkg", input_=lines)

    assert (done.returncode, b"the picture changed" in done.stderr, (tmp_path / "x.apkg").exists()) == (1, True, False)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = run("pack", tmp_path / "no.jsonl", "-o", tmp_path / "x.apkg")

    assert (done.returncode, done.stderr.count(b"\n"), b"cannot be read" in done.stderr) == (1, 1, True)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<script>{PWN}</script>", id="a script"),
        pytest.param(f'<img src="fc-0123456789abcdef.png" onerror="{PWN}">', id="an event"),
        pytest.param('<img src="a.png">', id="a picture that no deck holds"),
        pytest.param('<img src="https://a.example/x.png">', id="a picture from the net"),
        pytest.param(f'<a href="javascript:{PWN}">가</a>', id="an address that acts"),
        pytest.param('<span class="card">가</span>', id="a class that is not ours"),
        pytest.param('<p style="position:fixed">가</p>', id="a style"),
        pytest.param('<td style="background:url(x)">가</td>', id="a style in a cell"),
        pytest.param("<P>가</P>", id="capitals"),
        pytest.param("<p>가<", id="never closed"),
        pytest.param("<!-- 가 -->", id="a comment"),
        pytest.param("[sound:a.mp3]", id="a sound"),
        pytest.param("<code>[sound:a.mp3]</code>", id="a sound in code"),
        pytest.param("{{Answer}}", id="a field"),
        pytest.param(r"\(\href{javascript:1}{x}\)", id="a formula that acts"),
        pytest.param(r"\(x", id="a formula never closed"),
        pytest.param(r"\begin{x}", id="an environment"),
        pytest.param("가\x07", id="a control character"),
        pytest.param('<p title="[latex]">가</p>', id="a mark in an attribute"),
        pytest.param("<p/onclick=1>가</p>", id="an attribute after a slash"),
    ],
)
def test_html_that_no_card_holds_is_found(html: str) -> None:
    assert strange_in(html)


@pytest.mark.parametrize("name", CASES)
def test_html_that_was_made_safe_is_taken(name: str) -> None:
    draft = draft_of(CASES[name][0])

    assert [strange_in(html) for html in draft.fields("0" * 16)] == [""] * 13


@settings(max_examples=60)
@given(NOTES)
def test_whatever_is_rendered_is_taken(text: str) -> None:
    assert (
        strange_in(render(text).replace('src="', 'src="fc-0123456789abcdef.png" alt="')),
        strange_in(text_html(text)),
    ) == ("", "")


def test_all_cards_of_the_real_notes_are_taken(corpus: Path) -> None:
    drafts = collect([str(corpus)]).drafts

    assert {strange_in(html) for draft in drafts for html in draft.fields("0" * 16)} == {""}

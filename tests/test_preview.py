"""The preview as a file: the same notes give the same bytes, each picture stands in it once, and nothing else is written."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from flashcards.cli import cli

PNG = (Path(__file__).parents[1] / "flashcards/sample/assets/images/7c15ea92.png").read_bytes()
CONTENT = base64.b64encode(PNG).decode()
NOTE = "## Q&A\n\n- 지도는 어디에서 받나요?\n\t- 안내소에서 받습니다.\n- 표는 언제 사나요?\n\t- 아침에 삽니다.\n"
Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["preview", *arguments])


def built(*arguments: str) -> None:
    assert CliRunner().invoke(cli, ["build", *arguments]).exit_code == 0


def files() -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


def data_of(page: str | Path) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', Path(page).read_text("utf-8"))
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_nothing_is_written_but_the_page(write: Write) -> None:
    write("notes/a.md", NOTE)
    before = files()
    result = run("notes")
    assert (result.exit_code, result.stdout, set(files()) - set(before)) == (0, "", {"output/preview.html"})


def test_what_was_done_is_said_on_standard_error(write: Write) -> None:
    write("notes/a.md", NOTE)
    lines = run("notes", "-o", "a.html").stderr.splitlines()
    assert [re.sub(r"\d+ KB", "N KB", line) for line in lines] == [
        "a.html: 2 cards, N KB",
        "  next import 2 new (no ledger to compare with; --ledger FILE names one)",
    ]


def test_the_same_notes_and_ledger_give_the_same_bytes(write: Write) -> None:
    write("notes/a.md", NOTE)
    write("notes/b.md", "## Q&A\n\n![](q.png)\n\n답입니다\n")
    write("notes/q.png", PNG)
    built("notes")
    pages = []
    for seed, arguments in (("1", ["notes/a.md", "notes/b.md"]), ("2", ["notes/b.md", "notes/a.md"])):
        command = [sys.executable, "-m", "flashcards", "preview", *arguments, "-o", f"{seed}.html"]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
        pages.append(Path(f"{seed}.html").read_bytes())
    assert pages[0] == pages[1]


def test_a_picture_stands_in_the_page_once_however_many_cards_show_it(write: Write) -> None:
    write("notes/q.png", PNG)
    write("notes/other-name.png", PNG)
    for name in "abc":
        write(f"notes/{name}.md", f"## Q&A\n\n![](q.png)\n\n답 {name} ![](other-name.png)\n\n![](q.png)\n\n둘째 답\n")
    run("notes", "-o", "a.html")
    assert (len(data_of("a.html")["cards"]), Path("a.html").read_text("utf-8").count(CONTENT)) == (6, 1)


def test_a_picture_that_no_card_shows_stays_out(write: Write) -> None:
    write("notes/q.png", PNG)
    write("notes/a.md", f"# 강의\n\n![](q.png)\n\n{NOTE}")
    run("notes", "-o", "a.html")
    assert CONTENT[:60] not in Path("a.html").read_text("utf-8")


def test_the_one_script_is_the_one_that_the_page_allows(write: Write) -> None:
    write("notes/a.md", NOTE)
    run("notes", "-o", "a.html")
    page = Path("a.html").read_text("utf-8")
    [policy] = re.findall(r'^<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page, re.MULTILINE)
    [script] = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    allowed = base64.b64encode(sha256(script.encode()).digest()).decode()
    assert policy.split("; ") == [
        "default-src 'none'", "img-src data:", "style-src 'unsafe-inline'", f"script-src 'sha256-{allowed}'",
        "base-uri 'none'", "form-action 'none'",
    ]  # fmt: skip


def test_no_text_of_a_note_ends_the_data_or_starts_a_tag(write: Write) -> None:
    hostile = "</script><script>alert(1)</script> <!-- & &amp; %%script%% {{Question}}"
    write("notes/<a>&\u2028\u2029.md", f"## Q&A\n\n- 왜 `{hostile}` 그런가요?\n\t- 그렇게 적혔습니다: `{hostile}`\n")
    run("notes", "-o", "a.html")
    page = Path("a.html").read_text("utf-8")
    [data] = re.findall(r'id="data">(.*?)</script>', page)
    assert (set("<>&\u2028\u2029") & set(data), page.count("<script>")) == (set(), 1)
    [card] = data_of("a.html")["cards"]
    assert "</script><script>alert(1)</script> <!-- &" in card["answer"]
    assert ("%%script%%" in card["answer"], card["where"]) == (True, "notes/<a>&\u2028\u2029.md:3")


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("a.apkg", "a.html"), ("a.md", "a.html"), ("a", "a.html"), ("html", "html.html"), (".html", "html.html"),
        ("..html", "html.html"), ("...htm", "htm.html"), ("masterclass.ledger.json", "masterclass.ledger.html"),
        ("a.html.bak", "a.html.html"), ("notes/a.md", "notes/a.html"), ("new/..", "new/../preview.html"),
    ],
)  # fmt: skip
def test_a_name_that_is_no_page_is_refused_with_a_better_one_and_nothing_written(
    name: str, better: str, write: Write
) -> None:
    write("notes/a.md", NOTE)
    before = files()
    result = run("notes", "-o", name)
    said = f"{name}: the page's file must end in .html; try -o {better}\n"
    assert (result.exit_code, result.stderr.endswith(said), files()) == (2, True, before)


@pytest.mark.parametrize("name", ["a.html", "a.htm", "A.HTML", "한글 이름.html", "new/folder/a.html", "..a.html"])
def test_a_name_of_a_page_is_taken(name: str, write: Write) -> None:
    write("notes/a.md", NOTE)
    assert (run("notes", "-o", name).exit_code, Path(name).is_file()) == (0, True)


FAILURES = {
    "no such notes": (["gone"], "nothing was written"),
    "no such ledger": (["notes", "--ledger", "gone.json"], "no such ledger; check the spelling after --ledger"),
    "a ledger with merge marks": (["notes", "--ledger", "merge.ledger.json"], "merge marks"),
    "no such rules": (["notes", "--rules", "gone"], "gone"),
    "no such pictures": (["notes", "--assets", "gone"], "no such folder of pictures"),
}


@pytest.mark.parametrize(("arguments", "said"), FAILURES.values(), ids=FAILURES)
def test_a_failure_leaves_the_earlier_page(arguments: list[str], said: str, write: Write) -> None:
    write("notes/a.md", NOTE)
    write("merge.ledger.json", "<<<<<<< HEAD\n")
    run("notes", "-o", "a.html")
    before = files()
    result = run(*arguments, "-o", "a.html")
    assert (result.exit_code, said in result.stderr, "Traceback" in result.output, files()) == (1, True, False, before)


def test_a_disk_that_fails_leaves_the_earlier_page(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    note = write("notes/a.md", NOTE)
    run("notes", "-o", "a.html")
    note.write_text(NOTE.replace("아침", "저녁"), "utf-8")
    before = files()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run("notes", "-o", "a.html")
    assert (result.exit_code, "a.html: the page cannot be written: no space left" in result.stderr) == (1, True)
    assert files() == before


def test_a_folder_of_the_pages_name_is_no_traceback(write: Write) -> None:
    write("notes/a.md", NOTE)
    write("a.html/inside.txt", "x")
    before = files()
    result = run("notes", "-o", "a.html")
    assert (result.exit_code, "the page cannot be written" in result.stderr, files()) == (1, True, before)


def test_one_bad_note_does_not_stop_the_others_and_the_status_says_so(write: Write) -> None:
    write("notes/a.md", NOTE)
    write("notes/b.md", b"\xff\xfe\x00\xd8broken")
    result = run("notes", "-o", "a.html")
    data = data_of("a.html")
    assert (result.exit_code, len(data["cards"]), [p["where"] for p in data["unusable"]]) == (1, 2, ["notes/b.md"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("# 강의\n\n왜 그럴까요?\n", "no question was found in 1 note", id="a lecture"),
        pytest.param(
            "## Q&A\n\n- 첫 질문은 놓쳤습니다…\n- 표는 언제 사나요?\n", "no question was found", id="no answer"
        ),
        pytest.param(None, "no notes found", id="an empty folder"),
    ],
)
def test_without_a_card_the_page_is_written_and_the_command_says_so(text: str | None, said: str, write: Write) -> None:
    Path("notes").mkdir()
    if text is not None:
        write("notes/a.md", text)
    result = run("notes", "-o", "a.html")
    assert (result.exit_code, said in result.stderr, data_of("a.html")["cards"]) == (0, True, [])


def states(*arguments: str) -> tuple[str, dict[str, str], list[str]]:
    """The ledger that the page names, the state of each card by its question, and the questions that are gone."""
    assert run(*arguments, "-o", "a.html").exit_code == 0
    data = data_of("a.html")
    return data["ledger"], {c["question"]: c["state"] for c in data["cards"]}, [r["text"] for r in data["removed"]]


def test_without_a_ledger_every_card_is_new_and_the_page_names_none(write: Write) -> None:
    write("notes/a.md", NOTE)
    questions = {"지도는 어디에서 받나요?": "new", "표는 언제 사나요?": "new"}
    assert states("notes") == ("", questions, [])


def test_the_ledger_of_the_default_deck_is_compared_with(write: Write) -> None:
    note = write("notes/a.md", NOTE + "- 배는 어디서 타나요?\n\t- 부두에서 탑니다.\n")
    moved = write("notes/b.md", "## Q&A\n\n- 우산은 있나요?\n\t- 입구에 있습니다.\n")
    built("notes")
    moved.rename("notes/c.md")
    note.write_text(NOTE.replace("아침", "저녁") + "- 배는 몇 시에 오나요?\n\t- 한 시입니다.\n", "utf-8")
    expected = {
        "지도는 어디에서 받나요?": "unchanged", "표는 언제 사나요?": "changed", "배는 몇 시에 오나요?": "new",
        "우산은 있나요?": "moved",
    }  # fmt: skip
    assert states("notes") == ("output/masterclass.ledger.json", expected, ["배는 어디서 타나요?"])


def test_a_ledger_that_is_named_goes_before_the_default_one(write: Write) -> None:
    note = write("notes/a.md", NOTE)
    built("notes", "-o", "other.apkg")
    note.write_text(NOTE.replace("아침", "저녁"), "utf-8")
    built("notes")
    name, found, _ = states("notes", "--ledger", "other.ledger.json")
    assert (name, found["표는 언제 사나요?"]) == ("other.ledger.json", "changed")


def test_notes_and_deck_of_the_configuration_are_taken_but_never_for_the_sample(write: Write) -> None:
    write("notes/a.md", NOTE)
    write("flashcards.toml", 'notes = ["notes"]\noutput = "decks/own.apkg"\n')
    built()
    assert (run().exit_code, run("--sample").exit_code) == (0, 0)
    own, sample = data_of("output/preview.html"), data_of("output/sample.html")
    assert (own["ledger"], own["states"]["unchanged"]) == ("decks/own.ledger.json", 2)
    assert (sample["ledger"], len(sample["cards"])) == ("", 13)


def test_after_a_build_nothing_is_new_or_changed(write: Write) -> None:
    write("notes/a.md", NOTE)
    built("notes")
    assert set(states("notes")[1].values()) == {"unchanged"}


def test_the_sample_is_compared_with_its_own_deck() -> None:
    built("--sample")
    assert run("--sample").exit_code == 0
    data = data_of("output/sample.html")
    assert (data["ledger"], data["states"]["new"], len(data["cards"])) == ("output/sample.ledger.json", 0, 13)


def test_what_was_passed_over_and_what_is_missing_is_listed_with_its_line_and_reason(write: Write) -> None:
    write("notes/a.md", "## Q&A\n\n- 첫 질문은 놓쳤습니다…\n- 표는 언제 사나요?\n\t- 아침에. ![](gone.png)\n")
    run("notes", "-o", "a.html")
    data = data_of("a.html")
    assert data["passed"] == [
        {"where": "notes/a.md:3", "text": "첫 질문은 놓쳤습니다…", "why": "a bullet follows at once (line 4)"}
    ]
    assert data["missing"] == [{"where": "notes/a.md:5", "text": "gone.png", "why": "no such file"}]


def test_what_is_worth_a_look_is_listed_with_its_question(write: Write) -> None:
    write("notes/a.md", "## Q&A\n\n- 표는 언제 사나요?\n\t- 네\n- 배는 언제 타나요?\n\t- 아침에\n")
    run("notes", "-o", "a.html")
    assert data_of("a.html")["look"] == [
        {"where": "notes/a.md:3", "text": "표는 언제 사나요?", "why": "the answer is only '네'"}
    ]


@pytest.mark.parametrize("arguments", [[], ["--sample", "notes"]])
def test_notes_or_the_sample_not_both_and_not_neither(arguments: list[str], write: Write) -> None:
    write("notes/a.md", NOTE)
    before = files()
    assert (run(*arguments).exit_code, files()) == (2, before)


@pytest.mark.skipif(os.name == "nt", reason="BROWSER names a command of a Unix shell")
def test_open_hands_the_page_to_the_browser(write: Write) -> None:
    write("notes/a.md", NOTE)
    browser = write("browser.sh", '#!/bin/sh\nprintf %s "$1" > "$(dirname "$0")/asked.txt"\n')
    browser.chmod(0o755)
    command = [sys.executable, "-m", "flashcards", "preview", "notes", "-o", "한글 a.html", "--open"]
    done = subprocess.run(command, env={**os.environ, "BROWSER": f"{browser} %s"}, capture_output=True, check=False)
    assert (done.returncode, Path("asked.txt").read_text("utf-8")) == (0, Path("한글 a.html").resolve().as_uri())


@pytest.mark.skipif(os.name == "nt", reason="BROWSER names a command of a Unix shell")
def test_without_a_browser_the_page_is_there_and_the_command_says_what_to_do(write: Write, tmp_path: Path) -> None:
    write("notes/a.md", NOTE)
    command = [sys.executable, "-m", "flashcards", "preview", "notes", "-o", "a.html", "--open"]
    environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    done = subprocess.run(
        command, env={**environment, "PATH": str(tmp_path), "BROWSER": "gone %s"}, capture_output=True, check=False
    )
    said = b"a.html: no browser could be started; open the file yourself" in done.stderr
    assert (done.returncode, Path("a.html").is_file(), said) == (0, True, True)

"""transcripts.toml: what people write into it is never lost, and its words reach the card in Anki as they should."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result

from flashcards.building import build
from flashcards.cli import cli
from flashcards.errors import FlashcardsError
from flashcards.extras import command_for
from flashcards.tomlfile import read_table
from flashcards.transcript import Transcript, add_transcripts, parse_transcripts
from tests.anki_import import Anki
from tests.drawn import draw
from tests.png import white_png

Write = Callable[..., Path]
PICTURE, OTHER = white_png(40, 20), white_png(41, 20)
NOTE = "# Q&A\n\n![](q.png)\n\n- 먼저 되돌릴 수 있는지 봅니다.\n\n> 왜 그런가요?\n\n그래서 그렇습니다. ![](a.png)\n"
PERSON = """\
# 내가 적은 것
[[pictures]]
text = "b <i>"   # 나중에 고치기
name = "fc-b.png"

[[pictures]]   # 순서는 내 마음
name = "fc-a.png"
"""


def said(text: str, name: str = "fc-a.png", *, draft: bool = True) -> Transcript:
    return Transcript(name=name, picture="a.md: q.png", text=text, draft=draft)


def parsed(source: str) -> tuple[Transcript, ...]:
    return parse_transcripts(read_table(source, "transcripts.toml"))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture
def notes(write: Write) -> Path:
    """A note whose first question is a picture, and one picture in an answer."""
    write("notes/q.png", PICTURE)
    write("notes/a.png", OTHER)
    return write("notes/a.md", NOTE).parent


@pytest.fixture
def nothing(tmp_path: Path) -> Path:
    """A folder without language data: pictures are not read, entries are left empty."""
    (tmp_path / "nothing").mkdir()
    return tmp_path / "nothing"


def name_of(notes: Path) -> str:
    rows = [json.loads(line) for line in run("extract", notes).stdout.splitlines()]
    return str(next(i["name"] for row in rows for i in row["images"] if i["role"] == "question"))


def entry(name: str, text: str, more: str = "") -> str:
    return f"[[pictures]]\nname = {json.dumps(name)}\n{more}\ntext = {json.dumps(text, ensure_ascii=False)}\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="none"),
        pytest.param("배포는 언제 하나요?", id="a line"),
        pytest.param("하나\n\n  둘\t셋", id="lines"),
        pytest.param(r"C:\new \u0041 $x_1$", id="backslashes"),
        pytest.param("it's '''quoted''' \"\"\"twice\"\"\"", id="quotes of TOML"),
        pytest.param("끝이 '", id="ends in a quote"),
        pytest.param("[[pictures]]\nname = 'x'", id="looks like an entry"),
        pytest.param("# 주석이 아님\n<b>&amp;</b>", id="looks like a comment"),
        pytest.param("\x01\x7f\u2028가👍", id="characters that TOML forbids"),
    ],
)
@pytest.mark.parametrize("draft", [True, False])
def test_what_is_written_is_read_back(text: str, *, draft: bool) -> None:
    transcripts = (said(text, draft=draft), said(text, "fc-b.png", draft=draft))

    assert parsed(add_transcripts("", "x", transcripts)) == transcripts


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(PERSON, id="comments and an order"),
        pytest.param(PERSON.rstrip("\n"), id="no line end"),
        pytest.param(PERSON + "# 끝", id="a comment last"),
        pytest.param(PERSON.replace("\n", "\r\n"), id="CRLF"),
        pytest.param("\ufeff" + PERSON, id="BOM"),
        pytest.param("# 아직 비었음\n", id="a comment alone"),
    ],
)
def test_entries_are_added_below_what_stands_there_letter_for_letter(source: str) -> None:
    result = add_transcripts(source, "x", [said("새 글", "fc-new.png")])

    assert result.startswith(source)
    assert ("\r\n" in source) == ("\n" not in result.replace("\r\n", ""))
    assert parsed(result.removeprefix("\ufeff").replace("\r\n", "\n"))[-1] == said("새 글", "fc-new.png")


REFUSED = [
    pytest.param('[[pictures]]\nname = "fc-a.png"\ntxt = "가"\n', 3, "unknown key 'txt' in [pictures]; expected one of draft, name, picture, text", id="unknown key"),
    pytest.param('[[picture]]\nname = "fc-a.png"\n', 1, "unknown key 'picture'; expected one of pictures", id="unknown table"),
    pytest.param('[[pictures]]\ntext = "가"\n', 1, "'pictures.name' is missing", id="no name"),
    pytest.param('[[pictures]]\nname = "a"\ntext = 3\n', 3, "'pictures.text' is 3; expected a text", id="a number as text"),
    pytest.param('[[pictures]]\nname = "a"\ndraft = "no"\n', 3, "'pictures.draft' is \"no\"; expected true or false", id="draft in quotes"),
    pytest.param('[[pictures]]\nname = "a"\n\n[[pictures]]\nname = "a"\n', 5, "'a' stands here twice; keep one of its two entries", id="twice"),
    pytest.param("[[pictures]]\nname = \"a\"\ntext = '''\n가", 4, "is not valid TOML", id="a text that never ends"),
    pytest.param('[[pictures]]\n<<<<<<< HEAD\nname = "a"\n', 2, "is not valid TOML", id="merge marks"),
    pytest.param(b"[[pictures]]\n# \xff\n", 2, "is not UTF-8 text", id="not UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "line", "message"), REFUSED)
def test_a_broken_file_is_refused_with_its_line_and_left_alone(
    source: str | bytes, line: int, message: str, notes: Path, write: Write, tmp_path: Path
) -> None:
    file = write("notes/transcripts.toml", source)
    before = file.read_bytes()

    for command in (
        ("transcribe", notes),
        ("build", notes, "-o", tmp_path / "x.apkg"),
        ("extract", notes),
        ("explain", notes),
    ):
        result = run(*command)
        assert (result.exit_code, f"{file}:{line}: {message}" in result.stderr) == (1, True), result.output

    assert file.read_bytes() == before
    assert not (tmp_path / "x.apkg").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_pipe_of_that_name_is_refused_and_not_waited_for(notes: Path) -> None:
    os.mkfifo(notes / "transcripts.toml")

    result = run("extract", notes)

    assert (result.exit_code, "transcripts.toml: is not an ordinary file" in result.stderr) == (1, True)


def test_an_array_that_nothing_can_be_added_to_is_refused(notes: Path, nothing: Path, write: Write) -> None:
    file = write("notes/transcripts.toml", 'pictures = [{ name = "fc-a.png" }]\n')

    result = run("transcribe", notes, "--tessdata", nothing)

    assert (result.exit_code, f"{file}:" in result.stderr) == (1, True)
    assert file.read_text("utf-8") == 'pictures = [{ name = "fc-a.png" }]\n'


def test_without_language_data_each_picture_that_asks_gets_an_empty_entry(notes: Path, nothing: Path) -> None:
    result = run("transcribe", notes, "--tessdata", nothing)

    [written] = parsed((notes / "transcripts.toml").read_text("utf-8"))
    assert (result.exit_code, result.stdout) == (0, "")
    assert (written.name, written.picture, written.text, written.draft) == (name_of(notes), "a.md: q.png", "", False)
    assert "new entries: 0 drafts, 1 empty; 0 were there before" in result.stderr


def test_empty_entries_are_to_be_typed_not_corrected(notes: Path, nothing: Path) -> None:
    said = run("transcribe", notes, "--tessdata", nothing).stderr

    wanted = "Type the question of each picture between the quotes of its text, then build: the card shows the words.\n"
    assert (said.endswith(wanted), "Correct" in said) == (True, False)


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("그림/질문.png", "그림/질문.png"),
        ("%EA%B7%B8%EB%A6%BC/%EC%A7%88%EB%AC%B8.png", "그림/질문.png"),
        ("<그림/질 문.png>", "그림/질 문.png"),
        ("50%25.png", "50%.png"),
        ("a%0Ab.png", "a%0Ab.png"),
    ],
    ids=["as it is", "percent-encoded", "with a blank", "a percent sign", "a line end"],
)  # fmt: skip
def test_a_picture_is_called_by_its_plain_name_where_it_has_one(
    link: str, told: str, notes: Path, nothing: Path, write: Write
) -> None:
    file = notes / unquote(link.strip("<>"))
    file.parent.mkdir(exist_ok=True)
    (notes / "q.png").rename(file)
    (notes / "a.md").write_text(NOTE.replace("](q.png", f"]({link}"), "utf-8")

    run("transcribe", notes, "--tessdata", nothing)

    [written] = parsed((notes / "transcripts.toml").read_text("utf-8"))
    assert written.picture == f"a.md: {told}"


@pytest.mark.parametrize("called", ["a.md: 질문.png", "a.md: %EC%A7%88%EB%AC%B8.png", ""])
def test_words_are_found_again_however_the_picture_is_called(
    called: str, notes: Path, nothing: Path, write: Write
) -> None:
    (notes / "q.png").rename(notes / "질문.png")
    (notes / "a.md").write_text(NOTE.replace("](q.png", "](질문.png"), "utf-8")
    write("notes/transcripts.toml", entry(name_of(notes), "배포는 언제?", f"picture = {json.dumps(called)}"))

    assert json.loads(run("extract", notes).stdout.splitlines()[0])["transcript"] == "배포는 언제?"
    assert "nothing to add" in run("transcribe", notes, "--tessdata", nothing).stderr


def test_without_tesserocr_one_line_says_how_to_get_it(notes: Path) -> None:
    script = "import sys; sys.modules['tesserocr'] = None; from flashcards.cli import cli; cli()"

    done = subprocess.run(
        [sys.executable, "-c", script, "transcribe", str(notes)], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr.count(f"to have them read: {command_for('ocr')}\n")) == (0, 1)
    assert len(parsed((notes / "transcripts.toml").read_text("utf-8"))) == 1


def test_a_second_run_changes_nothing(notes: Path, nothing: Path) -> None:
    run("transcribe", notes, "--tessdata", nothing)
    before = (notes / "transcripts.toml").read_bytes()

    result = run("transcribe", notes, "--tessdata", nothing)

    assert "nothing to add" in result.stderr
    assert (notes / "transcripts.toml").read_bytes() == before


def test_a_new_picture_is_added_below_the_persons_words(notes: Path, nothing: Path, write: Write) -> None:
    write("notes/transcripts.toml", PERSON)

    run("transcribe", notes, "--tessdata", nothing)

    text = (notes / "transcripts.toml").read_text("utf-8")
    assert text.startswith(PERSON)
    assert [one.name for one in parsed(text)] == ["fc-b.png", "fc-a.png", name_of(notes)]


def test_each_folder_given_gets_its_own_file(notes: Path, nothing: Path, write: Write, tmp_path: Path) -> None:
    write("more/deep/q.png", OTHER)
    write("more/deep/b.md", NOTE)

    run("transcribe", notes / "a.md", tmp_path / "more", "--tessdata", nothing)

    found = {file.relative_to(tmp_path) for file in tmp_path.rglob("transcripts.toml")}
    assert found == {Path("more/transcripts.toml"), Path("notes/transcripts.toml")}


def test_a_file_beside_the_note_wins_and_counts_when_a_folder_above_is_given(
    notes: Path, nothing: Path, write: Write, tmp_path: Path
) -> None:
    name = name_of(notes)
    write("notes/transcripts.toml", entry(name, "가까운 글"))
    write("transcripts.toml", entry(name, "먼 글"))

    result = run("transcribe", tmp_path, "--tessdata", nothing)

    assert json.loads(run("extract", tmp_path).stdout.splitlines()[0])["transcript"] == "가까운 글"
    assert "nothing to add" in result.stderr


@pytest.mark.parametrize(
    ("text", "more", "toml", "named"),
    [
        pytest.param("", ["--assets", "pictures"], "", True, id="no words"),
        pytest.param("", [], 'assets = "pictures"\n', True, id="no words, the folder by flashcards.toml"),
        pytest.param("배포는 언제?", ["--assets", "pictures"], "", False, id="not: it has words"),
        pytest.param("", [], "", False, id="not: nobody says where its picture is"),
    ],
)
def test_explain_names_a_picture_in_another_folder_as_a_build_does(
    text: str, more: list[str], toml: str, named: bool, notes: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("notes/transcripts.toml", entry(name_of(notes), text))
    (notes / "q.png").rename(write("pictures/a.png", OTHER).with_name("q.png"))
    monkeypatch.chdir(write("flashcards.toml", toml).parent)

    explained, built = run("explain", "notes", *more), run("build", "notes", "-v", *more)

    assert ("look L3" in explained.stdout, "worth a look" in built.stderr) == (named, named)


def test_explain_refuses_a_folder_of_pictures_that_is_not_there(notes: Path) -> None:
    result = run("explain", notes, "--assets", "gone")
    told = "Error: gone: no such folder of pictures; check the spelling after --assets\n"
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", told)


def test_a_note_without_picture_questions_gets_no_file(write: Write, nothing: Path) -> None:
    note = write("notes/a.md", "# Q&A\n\n> 왜 그런가요?\n\n그래서요. ![](a.png)\n")
    write("notes/a.png", PICTURE)

    result = run("transcribe", note, "--tessdata", nothing)

    assert (result.exit_code, list(note.parent.glob("*.toml"))) == (0, [])


def test_a_missing_picture_gets_no_entry(notes: Path, nothing: Path) -> None:
    (notes / "q.png").unlink()

    run("transcribe", notes, "--tessdata", nothing)

    assert not (notes / "transcripts.toml").exists()


@pytest.mark.parametrize(
    ("text", "more", "field", "question"),
    [
        pytest.param("배포는 <b>언제</b>?\n{{매주}}", "", "배포는 <b>언제</b>?\n{{매주}}", True, id="confirmed"),
        pytest.param("배포는 언제?", "draft = false", "배포는 언제?", True, id="draft = false"),
        pytest.param("배포는 언제?", "draft = true", "배포는 언제?", False, id="a draft"),
        pytest.param(" \n", "", "", False, id="empty"),
    ],
)
def test_the_words_reach_the_card_and_the_card_stays_the_same(
    *, text: str, more: str, field: str, question: bool, notes: Path, write: Write, anki: Anki, tmp_path: Path
) -> None:
    deck = tmp_path / "x.apkg"
    before = build([str(notes)], deck)
    anki.import_deck(deck)
    earlier = anki.notes()
    write("notes/transcripts.toml", entry(name_of(notes), text, more))

    after = build([str(notes)], deck)
    log = anki.import_deck(deck)

    now = anki.notes()
    assert (log.new, log.updated, set(now)) == (0, 1 if field else 0, set(earlier))
    assert len(after.change.changed) == log.updated
    [guid] = [guid for guid, note in now.items() if "<img" in note.fields["Question"]]
    shown = now[guid].fields
    assert unescape(shown["Transcript"]).replace("<br>", "\n") == field
    assert shown["Question"].endswith(earlier[guid].fields["Question"])
    assert (shown["Question"] != earlier[guid].fields["Question"]) == question
    assert [note.fields["Transcript"] for other, note in now.items() if other != guid] == [""]
    assert before.found.drafts[0].question_text == after.found.drafts[0].question_text == ""
    found = anki.col.find_notes("Transcript:*배포는*")
    assert len(found) == (1 if field else 0)
    front, _back = anki.rendered(guid)
    assert ("배포는" in front) == question


def test_html_in_a_transcript_is_text(notes: Path, write: Write) -> None:
    write("notes/transcripts.toml", entry(name_of(notes), "<script>a</script>\n[sound:a.mp3] {{Key}}"))

    row = json.loads(run("extract", notes).stdout.splitlines()[0])

    assert row["question_html"].startswith(
        '<span class="words">&lt;script&gt;a&lt;/script&gt;<br>&#91;sound:a.mp3] &#123;&#123;Key}}</span><img'
    )
    assert row["transcript"] == "<script>a</script>\n[sound:a.mp3] {{Key}}"


def test_the_words_hold_when_picture_and_note_are_moved(notes: Path, write: Write) -> None:
    write("notes/transcripts.toml", entry(name_of(notes), "배포는 언제?"))
    before = json.loads(run("extract", notes).stdout.splitlines()[0])
    (notes / "sub").mkdir()
    (notes / "q.png").rename(notes / "sub" / "q.png")
    (notes / "a.md").rename(notes / "b.md")
    (notes / "b.md").write_text(NOTE.replace("](q.png", "](sub/q.png"), "utf-8")

    after = json.loads(run("extract", notes).stdout.splitlines()[0])

    assert (after["transcript"], after["guid"]) == ("배포는 언제?", before["guid"])


@pytest.mark.parametrize("name", ["fc-0000000000000000.png", "q.png", "a.md: q.png"])
def test_an_entry_of_another_picture_does_nothing(name: str, notes: Path, write: Write) -> None:
    before = run("extract", notes).stdout
    write("notes/transcripts.toml", entry(name, "남의 글"))

    assert run("extract", notes).stdout == before


def test_an_entry_for_a_picture_of_an_answer_does_nothing(notes: Path, write: Write) -> None:
    rows = [json.loads(line) for line in run("extract", notes).stdout.splitlines()]
    [name] = [i["name"] for row in rows for i in row["images"] if i["role"] == "answer"]
    write("notes/transcripts.toml", entry(name, "답의 글"))

    assert [json.loads(line) for line in run("extract", notes).stdout.splitlines()] == rows


def test_explain_shows_the_words_and_whether_they_are_a_draft(notes: Path, write: Write) -> None:
    name = name_of(notes)
    before = run("explain", notes).stdout
    shown = {}
    for more in ("", "draft = true"):
        write("notes/transcripts.toml", entry(name, "배포는 언제?", more))
        shown[more] = set(run("explain", notes).stdout.splitlines()) - set(before.splitlines())

    assert shown == {
        "": {"      transcript: 배포는 언제?"},
        "draft = true": {"      transcript, a draft: 배포는 언제?"},
    }


def test_what_a_person_saves_while_pictures_are_read_stays(notes: Path, nothing: Path, write: Write) -> None:
    """The file is read again before it is replaced: here it changes after the notes were read."""
    from flashcards.collect import collect  # noqa: PLC0415
    from flashcards.transcribe import _add  # noqa: PLC0415

    [picture] = collect([str(notes)]).drafts[0].pictures
    mine = entry(picture.name, "내가 적은 글")
    file = write("notes/transcripts.toml", mine)

    written = _add(file, [said("읽은 글", picture.name)], there=0)

    assert (file.read_text("utf-8"), written.read, written.there) == (mine, 0, 1)


def test_a_picture_is_read_as_a_draft(write: Write, tmp_path: Path) -> None:
    from flashcards.ocr import open_reader  # noqa: PLC0415
    from tests.conftest import absent  # noqa: PLC0415

    try:
        with open_reader():
            pass
    except FlashcardsError as error:
        absent(f"Tesseract ({error})")
    note = write("notes/a.md", NOTE)
    draw(tmp_path / "notes" / "q.png", "배포는 언제 하시나요?", mark="1.")

    result = run("transcribe", note)

    [written] = parsed((note.parent / "transcripts.toml").read_text("utf-8"))
    assert (written.text, written.draft) == ("배포는 언제 하시나요?", True)
    assert "new entries: 1 draft, 0 empty" in result.stderr

"""A picture written into a note reaches Anki as any other, and a note that only speaks of one is left as it is."""

from __future__ import annotations

import random
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from flashcards.building import build
from flashcards.cli import cli
from flashcards.collect import collect
from flashcards.document import LIMIT, WITH_PICTURES
from flashcards.embedded import named, written
from flashcards.errors import FlashcardsError
from flashcards.media import picture_bytes
from flashcards.picturename import name_of
from flashcards.preview import preview
from tests.anki_import import Anki, log
from tests.pace import growth
from tests.png import white_png

Write = Callable[..., Path]
GIF = b"GIF89a" + bytes(range(20))


def noise(seed: int, size: int = 3_000) -> bytes:
    """What is a picture by its first bytes, as large as one and as hard to press."""
    return b"\x89PNG\r\n\x1a\n" + random.Random(seed).randbytes(size)


def address(picture: bytes) -> str:
    return written(name_of(picture), picture)


LARGE, OTHER, SMALL = noise(1), noise(2), white_png(40, 20)
NOTE = f"""# **오피스아워 Q\\&A**

![][image1]

* 되돌릴 수 있는지부터 봅니다\\.

![]({address(SMALL)})

* 작은 그림의 답입니다. ![]({address(OTHER)})

<img src="{address(GIF)}">

* 태그의 답입니다.

[image1]: <{address(LARGE)}>
"""


def test_pictures_in_the_note_are_pictures_in_anki(write: Write, tmp_path: Path, anki: Anki) -> None:
    write("notes/a.md", NOTE)
    deck = tmp_path / "x.apkg"
    build([str(tmp_path / "notes")], deck)
    assert anki.import_deck(deck) == log(new=3)
    assert (anki.media(), anki.missing_media()) == (frozenset(map(name_of, (LARGE, OTHER, SMALL, GIF))), ())
    assert all((Path(anki.col.media.dir()) / name_of(p)).read_bytes() == p for p in (LARGE, OTHER, SMALL, GIF))
    assert {note.fields["Question"] for note in anki.notes().values()} == {
        f'<img src="{name_of(picture)}" alt="">' for picture in (LARGE, SMALL, GIF)
    }


def test_the_same_bytes_by_the_cache_by_lines_and_after_an_edit_elsewhere(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")
    monkeypatch.setenv("FLASHCARDS_CACHE", str(tmp_path / "cache"))
    note = write("notes/a.md", NOTE)
    decks = [tmp_path / f"{n}.apkg" for n in range(3)]
    for deck in decks[:2]:
        build([str(note)], deck)
    lines = CliRunner().invoke(cli, ["extract", str(note)]).stdout
    packed = CliRunner().invoke(cli, ["pack", "-", "-o", str(decks[2])], input=lines)
    assert packed.exit_code == 0, packed.output
    assert len({deck.read_bytes() for deck in decks}) == 1
    note.write_text(f"아무 말\n\n{NOTE}", "utf-8")
    assert build([str(note)], decks[0]).change.changed == ()


def test_another_picture_changes_its_card_alone(write: Write, tmp_path: Path) -> None:
    note = write("notes/a.md", NOTE)
    first = build([str(note)], tmp_path / "x.apkg")
    note.write_text(NOTE.replace(address(LARGE), address(noise(3))), "utf-8")
    second = build([str(note)], tmp_path / "x.apkg")
    assert (len(second.change.changed), second.change.new, second.change.removed) == (1, (), ())
    assert len(first.change.new) == 3


def test_every_way_out_shows_them(write: Write, tmp_path: Path) -> None:
    note = write("notes/a.md", NOTE)
    page = tmp_path / "x.html"
    preview([str(note)], page)
    text = CliRunner().invoke(cli, ["extract", str(note), "--format", "md"]).stdout
    for picture in (LARGE, OTHER, SMALL, GIF):
        assert address(picture) in page.read_text("utf-8")
        assert text.count(address(picture)) == 1


def test_a_note_is_measured_without_its_pictures(write: Write) -> None:
    write("notes/a.md", f"{NOTE}\n[image2]: <{address(noise(4, LIMIT))}>\n")
    write("notes/b.md", "가 " * LIMIT + NOTE)
    write("notes/c.md", f"{NOTE}\n[image2]: <{address(noise(4, WITH_PICTURES))}>\n")
    found = collect([str(write("notes/d.md", "").parent)])
    assert [(problem.path[-4:], problem.message) for problem in found.unusable] == [
        ("b.md", "is larger than 5 MB, which no note is"),
        ("c.md", "is larger than 50 MB, which no note is"),
    ]
    assert len(found.drafts) == 3


def test_a_name_that_somebody_made_up_is_no_picture(write: Write, tmp_path: Path) -> None:
    made_up = "data:image/png;fc-0123456789abcdef.png"
    write("notes/a.md", f"# Q&A\n\n![]({made_up})\n\n- 답\n\n> 왜요?\n\n그래서\n")
    built = build([str(tmp_path / "notes")], tmp_path / "x.apkg")
    [picture] = [picture for draft in built.found.drafts for picture in draft.pictures]
    assert (picture.missing, picture.name, len(built.found.drafts)) == (True, "fc-0123456789abcdef.png", 2)


def test_a_note_that_changes_while_it_is_read_gives_no_wrong_picture(write: Write, tmp_path: Path) -> None:
    note = write("a.md", NOTE)
    assert picture_bytes(note, name_of(LARGE)) == LARGE
    note.write_text(NOTE.replace(address(LARGE), address(OTHER)), "utf-8")
    with pytest.raises(FlashcardsError, match=r"a\.md: the picture changed meanwhile; run it again"):
        picture_bytes(note, name_of(LARGE))
    assert picture_bytes(note, name_of(OTHER)) == OTHER


def test_a_note_that_begins_as_a_picture_does_is_a_note(write: Write, tmp_path: Path) -> None:
    write("notes/gif.md", f"GIF89a 라는 글\n\n{NOTE}")
    built = build([str(tmp_path / "notes")], tmp_path / "x.apkg")
    assert [picture.missing for draft in built.found.drafts for picture in draft.pictures] == [False] * 4


@pytest.mark.parametrize(
    "letters",
    [
        pytest.param(address(LARGE).replace(";base64", ";charset=utf-8;base64"), id="with a charset"),
        pytest.param(address(LARGE).replace("/", "%2F").replace("+", "%2b").replace("data:image%2F", "data:image/"), id="percent-encoded"),
    ],
)  # fmt: skip
def test_other_spellings_are_the_same_picture(letters: str) -> None:
    assert named(letters.encode()) == named(address(LARGE).encode()) != address(LARGE).encode()


@pytest.mark.parametrize(
    "letters",
    [
        pytest.param("data:image/png;base64," + "A" * 2_000, id="no picture"),
        pytest.param("data:image/svg+xml;base64," + b64encode(b"<svg>" * 500).decode(), id="SVG"),
        pytest.param(address(LARGE)[:-1], id="letters cut short"),
    ],
)
def test_letters_that_are_no_picture_are_one_that_is_missing(letters: str, write: Write, tmp_path: Path) -> None:
    write("notes/a.md", f"# Q&A\n\n> 왜요?\n\n그래서 ![]({letters}) ![][i]\n\n[i]: {letters}\n")
    [draft] = build([str(tmp_path / "notes")], tmp_path / "x.apkg").found.drafts
    assert ([picture.missing for picture in draft.pictures], "AAAA" in draft.answer_html) == ([True], False)


def test_a_thousand_pictures_by_reference_are_no_square(write: Write) -> None:
    def note(n: int) -> Path:
        asked = "".join(f"> 왜 {i}인가요?\n\n답 ![][i{i}]\n\n" for i in range(n))
        told = "".join(f"[i{i}]: img/{i}.png\n" for i in range(n))
        return write(f"notes{n}/a.md", f"# Q&A\n\n{asked}{told}")

    few, many = note(250), note(1_000)
    assert growth(lambda: collect([str(few)]), lambda: collect([str(many)]), limit=9) < 9


@pytest.mark.parametrize(
    ("pictures", "file", "inside"),
    [
        pytest.param("![](data:image/png;base64,AAAA)", False, True, id="written into the note"),
        pytest.param("![](x.png)", True, False, id="linked"),
        pytest.param("![](x.png) ![](data:image/png;base64,AAAA)", True, True, id="both"),
        pytest.param(f"![]({address(SMALL)})", False, False, id="nothing is missing"),
    ],
)
def test_advice_fits_how_a_missing_picture_was_given(
    pictures: str, file: bool, inside: bool, write: Write, tmp_path: Path
) -> None:
    note = write("notes/a.md", f"# Q&A\n\n> 왜요?\n\n그래서 {pictures}\n")
    told = CliRunner().invoke(cli, ["build", str(note), "-o", str(tmp_path / "x.apkg")]).stderr
    assert ("--assets DIR" in told, "put it in anew" in told, "needs::image" in told) == (file, inside, file or inside)


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(f"`![]({address(SMALL)})`", id="a short one, as in code"),
        pytest.param("data:image/png;base64,", id="no letters"),
        pytest.param("data:text/html;base64," + b64encode(LARGE).decode(), id="no picture by its word"),
        pytest.param("data:image/png;base64,data:image/png;base64," * 100, id="the words again and again"),
    ],
)
def test_what_is_no_large_picture_is_left_alone(note: str) -> None:
    assert named(note.encode()) == note.encode()

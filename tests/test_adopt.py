"""A ledger out of a deck: for those who lost theirs, or have the deck from somebody, or from Anki, alone."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from anki.collection import Collection, DeckIdLimit, ExportAnkiPackageOptions
from click.testing import CliRunner

from flashcards.building import adopt, build
from flashcards.cli import cli
from flashcards.errors import FlashcardsError
from flashcards.ledger import parse_ledger
from tests.anki_import import Anki, log, outline, study
from tests.conftest import Edit

SAMPLE = Path(__file__).parents[1] / "flashcards" / "sample"
NOTE = outline(("배포는 보통 언제 하시나요?", "사람이 다 있는 화요일 오전에 한다"), ("왜?", "그래서"))
REWORDED = NOTE.replace("보통 언제", "주로 언제쯤")
Write = Callable[..., Path]


def exported(anki: Anki, path: Path, *, legacy: bool) -> Path:
    """The deck as Anki exports it: for newer versions packed with zstd, for older ones plain."""
    options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, with_deck_configs=False, legacy=legacy)
    [deck] = [d.id for d in anki.col.decks.all_names_and_ids() if d.name == "Masterclass"]
    anki.col.export_anki_package(out_path=str(path), options=options, limit=DeckIdLimit(deck))
    return path


def whole_collection(anki: Anki, path: Path, *, legacy: bool) -> Path:
    anki.col.export_collection_package(str(path), include_media=True, legacy=legacy)
    anki.col.reopen()  # the export closes it
    return path


@pytest.mark.parametrize(
    "notes",
    [SAMPLE, None],
    ids=["the bundled notes", "pictures that are missing, shown twice, in answers; formulas, footnotes, code"],
)
def test_the_ledger_made_from_a_deck_is_the_one_that_was_lost(notes: Path | None, write: Write, tmp_path: Path) -> None:
    png = (SAMPLE / "assets/images/7c15ea92.png").read_bytes()
    write("notes/there.png", png)
    name = f"fc-{sha256(png).hexdigest()[:16]}.png"
    write(
        "notes/transcripts.toml",
        f'[[pictures]]\nname = "{name}"\npicture = "a.md: there.png"\ntext = "그림의 말 \\\\( 둘\\n셋"\n',
    )
    own = "# 모임\n\n## Q&A\n\n![](gone.png)\n\n답 ![](there.png) ![](sub/../there.png) ![](no.png)\n\n![](there.png)\n\n다른 답\n"
    own += '\n> $x^2$는[^1] 왜\n> **"그런"**가요?\n\n답[^1] $$\\\\[2pt]$$\n둘\n\n```py\nreturn 1\n```\n\n[^1]: 풀이\n'
    write("notes/a.md", own)
    deck = tmp_path / "x.apkg"
    build([str(notes or tmp_path / "notes")], deck)
    before, whole = deck.with_name("x.ledger.json").read_bytes(), deck.read_bytes()
    deck.with_name("x.ledger.json").unlink()
    adopt(deck, deck)
    build([str(notes or tmp_path / "notes")], deck)
    assert (deck.with_name("x.ledger.json").read_bytes(), deck.read_bytes()) == (before, whole)


def test_a_question_with_a_formula_and_a_footnote_is_read_back_as_it_was(write: Write, tmp_path: Path) -> None:
    write("notes/a.md", '# Q&A\n\n> $x^2$는[^1] **"왜"**인가요?\n\n그냥[^1]\n\n[^1]: 풀이\n')
    deck, ledger = tmp_path / "x.apkg", tmp_path / "x.ledger.json"
    build([str(tmp_path / "notes")], deck)
    before = parse_ledger(ledger.read_text("utf-8"), "")
    ledger.unlink()
    adopt(deck, deck)
    after = parse_ledger(ledger.read_text("utf-8"), "")
    assert [entry.question for entry in after.entries] == ['$x^2$는 "왜"인가요?']
    assert after.entries == before.entries


EXPORTS: list[tuple[str, Callable[..., Path], bool]] = [
    ("x.apkg", exported, False), ("x.apkg", exported, True), ("x.colpkg", whole_collection, False), ("x.colpkg", whole_collection, True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "export", "legacy"), EXPORTS, ids=["apkg", "apkg for older Ankis", "colpkg", "colpkg for older Ankis"]
)
def test_a_deck_that_anki_exported_is_adopted(
    name: str, export: Callable[..., Path], anki: Anki, edit: Edit, tmp_path: Path, *, legacy: bool
) -> None:
    deck = edit({"a.md": NOTE})
    anki.import_deck(deck)
    study(anki, "Question:*배포*", 40)
    deck.unlink()
    deck.with_name("x.ledger.json").unlink()
    adopted = adopt(export(anki, tmp_path / name, legacy=legacy), deck)
    imported = anki.import_deck(edit({"a.md": REWORDED}))
    [kept] = anki.col.find_cards("Question:*언제쯤*")
    assert (adopted.cards, adopted.strange, imported, anki.col.get_card(kept).ivl) == (
        2,
        (),
        log(updated=1, duplicate=1),
        40,
    )


def test_the_users_own_tags_outlive_a_ledger_made_from_their_export(anki: Anki, edit: Edit, tmp_path: Path) -> None:
    """The notes did not change, so nothing is rewritten."""
    deck = edit({"a.md": NOTE})
    anki.import_deck(deck)
    [mine] = anki.col.find_notes("Question:*배포*")
    note = anki.col.get_note(mine)
    note.tags += ["내것", "leech"]
    anki.col.update_note(note)
    deck.unlink()
    deck.with_name("x.ledger.json").unlink()
    adopt(exported(anki, tmp_path / "mine.apkg", legacy=False), deck)
    imported = anki.import_deck(edit({"a.md": NOTE}))
    assert (imported, {"내것", "leech"} <= set(anki.col.get_note(mine).tags)) == (log(duplicate=2), True)


def test_notes_of_other_types_in_the_collection_are_left_alone(anki: Anki, edit: Edit, tmp_path: Path) -> None:
    deck = edit({"a.md": NOTE})
    anki.import_deck(deck)
    basic = anki.col.models.by_name("Basic")
    assert basic
    note = anki.col.new_note(basic)
    note["Front"] = "mine"
    anki.col.add_note(note, anki.col.decks.id("Masterclass") or 1)
    deck.with_name("x.ledger.json").unlink()
    assert adopt(whole_collection(anki, tmp_path / "x.colpkg", legacy=False), deck).cards == 2


def test_a_ledger_that_is_there_is_never_overwritten(edit: Edit) -> None:
    deck = edit({"a.md": NOTE})
    before = deck.with_name("x.ledger.json").read_bytes()
    with pytest.raises(FlashcardsError, match=r"x\.ledger\.json: there is a ledger already; move it away"):
        adopt(deck, deck)
    assert deck.with_name("x.ledger.json").read_bytes() == before


def broken_zip(path: Path) -> bytes:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("collection.anki21b", b"\x28\xb5\x2f\xfd no frame")
        file.writestr("collection.anki2", b"")
    return path.read_bytes()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(None, "the deck cannot be read", id="absent"),
        pytest.param(b"text", "is no Anki deck, or a damaged one", id="no zip"),
        pytest.param(b"PK\x05\x06" + bytes(18), "is no Anki deck, or a damaged one", id="an empty zip"),
        pytest.param("zstd", "is no Anki deck, or a damaged one", id="packed data that is none"),
        pytest.param("other", "holds no note that this program made", id="a deck without notes of ours"),
    ],
)
def test_what_is_no_deck_of_ours_is_refused_and_leaves_no_file(
    content: bytes | str | None, message: str, write: Write, tmp_path: Path
) -> None:
    path = tmp_path / "in" / "x.apkg"
    path.parent.mkdir()
    if content == "zstd":
        broken_zip(path)
    elif content == "other":
        col = Collection(str(tmp_path / "c.anki2"))
        col.export_collection_package(str(path), include_media=False, legacy=False)
        col.close()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    with pytest.raises(FlashcardsError, match=message):
        adopt(path, path)
    assert not path.with_name("x.ledger.json").exists()


def test_the_command_says_what_it_made(edit: Edit) -> None:
    deck = edit({"a.md": NOTE})
    deck.with_name("x.ledger.json").unlink()
    result = CliRunner().invoke(cli, ["adopt", str(deck)])
    told = result.stderr.replace(str(deck.parent), "out")
    assert (result.exit_code, told) == (0, "out/x.ledger.json: 2 cards; build as before, and they keep their reviews\n")

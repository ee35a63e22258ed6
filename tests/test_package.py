"""The .apkg: whole or refused, the same bytes for the same notes, every time and id from the ledger."""

from __future__ import annotations

import io
import json
import random
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from flashcards import notetype, package
from flashcards.deckfile import DeckState, read_state
from flashcards.errors import FlashcardsError
from flashcards.package import Note, pack
from flashcards.picturename import name_of
from tests.png import PNG

T0 = 1_760_000_000
Write = Callable[..., Path]


def note(number: int, question: str = "왜?", mod: int = T0) -> Note:
    fields = (question, "답", *[""] * (len(notetype.FIELDS) - 2))
    return Note(
        guid=f"{number:016x}",
        mod=mod,
        fields=fields,
        tags=("week::03",),
        deck="Masterclass",
        where=f"notes/a.md:{number}",
    )


def packed(
    notes: Sequence[Note], pictures: Sequence[tuple[str, str]] = (), latest: int = T0, notetype_mod: int = 5
) -> bytes:
    return pack(notes, notetype_mod=notetype_mod, latest=latest, pictures=pictures)


def picture(write: Write, data: bytes) -> tuple[str, str]:
    """A picture's name in the deck, and its file."""
    return name_of(data), str(write(f"{len(data)}-{data[-1]}.png", data))


def rows(data: bytes, query: str) -> list[tuple[Any, ...]]:
    with zipfile.ZipFile(io.BytesIO(data)) as file, closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(file.read("collection.anki2"))
        return base.execute(query).fetchall()


@pytest.mark.parametrize(
    ("notes", "message"),
    [
        pytest.param(
            [note(1), note(2), note(1)], "notes/a.md:1 and notes/a.md:1 share the guid 0000000000000001", id="equal guids"
        ),
        pytest.param([note(1), note(2, "")], "notes/a.md:2 has no question", id="empty question"),
        pytest.param([note(7, " \n")], "notes/a.md:7 has no question", id="blank question"),
    ],
)  # fmt: skip
def test_notes_that_anki_would_take_wrongly_are_refused_by_name(notes: list[Note], message: str) -> None:
    with pytest.raises(FlashcardsError) as caught:
        packed(notes)
    assert caught.value.problem.message == message


def test_a_picture_that_is_another_by_now_is_refused_by_name(write: Write) -> None:
    name, file = picture(write, PNG + b"one")
    Path(file).write_bytes(PNG + b"two")
    with pytest.raises(FlashcardsError, match=r"\.png: the picture changed meanwhile; run it again"):
        packed([note(1)], [(name, file)])


def test_a_picture_that_went_away_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(FlashcardsError) as caught:
        packed([note(1)], [("fc-1.png", str(tmp_path / "gone.png"))])
    assert caught.value.problem.path == str(tmp_path / "gone.png")


def test_text_that_looks_like_broken_html_is_no_reason_to_refuse_or_warn() -> None:
    data = packed([note(1, "1<2>3 인 List&lt;String&gt;\n<img\nsrc='a'>")])
    assert rows(data, "select count() from cards") == [(1,)]


def test_no_temporary_file_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "tmp"
    empty.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(empty))
    packed([note(1)])
    assert list(empty.iterdir()) == []


def test_a_large_deck_is_made_in_a_file_and_holds_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    notes = [note(number, f"{number}번은?") for number in range(1, 50)]
    small = packed(notes)
    monkeypatch.setattr(package, "_MANY", 0)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    large = packed(notes)

    assert [*map(large.__eq__, (packed(notes), b""))] == [True, False]
    for table in ("notes", "cards", "col"):
        assert rows(large, f"select * from {table}") == rows(small, f"select * from {table}")
    assert list(tmp_path.iterdir()) == []


def test_no_room_for_a_large_deck_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(package, "_MANY", 0)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with pytest.raises(
        FlashcardsError, match=r"the deck cannot be made: .*; see that the folder for temporary files has room"
    ):
        packed([note(1)])


def test_entries_are_deflated_and_carry_no_date(write: Write) -> None:
    data = packed([note(1)], [picture(write, PNG + b"png " * 99)])
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        entries = {info.filename: (info.compress_type, info.date_time) for info in file.infolist()}
        comment = file.comment
    first_day = (zipfile.ZIP_DEFLATED, (1980, 1, 1, 0, 0, 0))
    assert (entries, comment) == (
        {"collection.anki2": first_day, "media": first_day, "0": first_day}, b"flashcards mod=1760000000",
    )  # fmt: skip


def test_pictures_are_numbered_by_name_each_once(write: Write) -> None:
    a, b = sorted(picture(write, PNG + text) for text in (b"one", b"two"))
    data = packed([note(1)], [b, a, b])
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        media = {name: file.read(number) for number, name in json.loads(file.read("media")).items()}
    assert media == {name: Path(file).read_bytes() for name, file in (a, b)}


def test_the_same_notes_give_the_same_bytes_at_another_time(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = [picture(write, PNG + b"x" * n) for n in range(5)]
    notes = [note(n) for n in range(40)]
    first = packed(notes, pictures)
    monkeypatch.setattr(time, "time", lambda: 1_000_000_000.5)
    assert packed(notes, pictures[::-1]) == first


def test_every_time_comes_from_the_caller() -> None:
    data = packed([note(1, mod=T0 - 7), note(2, mod=T0)], notetype_mod=T0 - 9)
    [(models, decks)] = rows(data, "select models, decks from col")
    times = (
        rows(data, "select mod from notes order by id"),
        rows(data, "select mod from cards order by id"),
        json.loads(models)[str(notetype.ID)]["mod"],
        [name["name"] for name in json.loads(decks).values()],
    )
    assert times == ([(T0 - 7,), (T0,)], [(T0 - 7,), (T0,)], T0 - 9, ["Default", "Masterclass"])


def test_ids_are_unique_and_never_in_the_future() -> None:
    data = packed([note(n) for n in range(500)])
    ids = [id_ for (id_,) in rows(data, "select id from notes union all select id from cards")]
    assert (len(set(ids)), max(ids) < T0 * 1000, min(ids) > 0) == (1000, True, True)


def test_ids_are_above_zero_however_early_the_latest_time_is() -> None:
    assert min(rows(packed([note(n) for n in range(600)], latest=1), "select id from notes")) == (1,)


def test_new_cards_come_in_the_order_of_the_notes_from_one() -> None:
    data = packed([note(3), note(1), note(2)])
    order = rows(data, "select n.guid, c.due from cards c join notes n on n.id = c.nid order by c.due")
    assert [(int(guid, 16), due) for guid, due in order] == [(3, 1), (1, 2), (2, 3)]


def test_a_deck_says_what_was_packed(write: Write) -> None:
    path = write("x.apkg", packed([note(1, mod=T0 - 7), note(2)], latest=T0 + 3))
    assert read_state(path) == DeckState(
        latest=T0 + 3,
        notetype_mod=5,
        mods={"0000000000000001": T0 - 7, "0000000000000002": T0},
        decks=dict.fromkeys(("0000000000000001", "0000000000000002"), "Masterclass"),
    )


def _without_comment(data: bytes) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as file:
        file.comment = b"made by another program"
    return buffer.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: b"no zip", id="no zip"),
        pytest.param(lambda data: data[: len(data) // 2], id="cut short"),
        pytest.param(_without_comment, id="another program's"),
    ],
)
def test_a_file_that_is_no_deck_of_ours_says_nothing(write: Write, change: Callable[[bytes], bytes]) -> None:
    assert read_state(write("x.apkg", change(packed([note(1)])))) is None


def test_no_file_and_a_folder_say_nothing(tmp_path: Path) -> None:
    assert (read_state(tmp_path / "absent.apkg"), read_state(tmp_path)) == (None, None)


def test_a_damaged_deck_says_what_was_packed_or_nothing(write: Write) -> None:
    good = packed([note(n) for n in range(3)])
    whole = read_state(write("x.apkg", good))
    chance = random.Random(20251009)
    seen = set()
    for _ in range(600):
        data = bytearray(good)
        for _ in range(chance.randrange(1, 5)):
            data[chance.randrange(len(data) - 26)] = chance.randrange(256)  # the comment itself carries no checksum
        seen.add(repr(read_state(write("x.apkg", bytes(data)))))
    assert seen == {repr(None), repr(whole)}

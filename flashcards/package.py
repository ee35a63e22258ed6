"""Notes -> an .apkg, whole or not at all, the same bytes for the same notes. The only user of genanki.

genanki's traps and the way round each: one time for all notes (per-note mod, in a subclass), a guess at the required
fields (set by hand), an HTML check that is wrong and quadratic (off: html.py makes the HTML), a leaked temporary
database (we give it one in memory), a stored zip with the clock in it (we write the zip), all of asyncio loaded for one
property (functools has it).
"""

from __future__ import annotations

import io
import itertools
import json
import shutil
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import IO, Any

from flashcards import notetype
from flashcards.deckfile import COLLECTION, comment, pairs_hash
from flashcards.errors import FlashcardsError
from flashcards.media import picture_bytes


@contextmanager
def _lean_property() -> Iterator[None]:
    """Let genanki have functools' `cached_property` in place of that of the package of this name.

    The package is older than functools' and imports asyncio to ask of each property whether it is a coroutine: genanki
    has none. Whoever imports the package before or after this gets the package.
    """
    stand_in = ModuleType("cached_property")
    vars(stand_in).update(cached_property=cached_property)
    known = sys.modules.setdefault(stand_in.__name__, stand_in)
    try:
        yield
    finally:
        if known is stand_in:
            del sys.modules[stand_in.__name__]


with _lean_property():
    import genanki

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the zip format's first day
_NOTE = f"INSERT INTO notes VALUES({','.join('?' * 11)})"
_CARD = f"INSERT INTO cards VALUES({','.join('?' * 18)})"
_NEW = (0, 0)  # type and queue of a card that nobody has seen; after them comes its place in the order of new cards
_FRESH = (0, 0, 0, 0, 0, 0, 0, 0, "")
_MANY = 20_000  # notes from which on a database is made in a file: in memory SQLite takes three times its size
_PIECE = 2**20  # bytes of a file that are compressed at once
_ZIP_LEVEL = 1  # a tenth more bytes than 6, for a third of its time, which is more than that of all else in a deck


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note for Anki.

    deck: the name of its deck, the contract with Anki.  fields: HTML, in the note type's order.  mod: seconds since the
    epoch.  where: path:line.
    """

    guid: str
    mod: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    deck: str
    where: str


class _Model(genanki.Model):  # type: ignore[misc]
    """The note type with a time of its own, and with its card made whenever there is a question."""

    mod = 0
    _req = ([0, "all", [notetype.SORT_FIELD]],)

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        return {**super().to_json(timestamp, deck_id), "mod": self.mod, "req": list(self._req)}


class _Deck(genanki.Deck):  # type: ignore[misc]
    """A deck that writes its notes as rows, each with a time of its own: a note object of genanki costs twice as much.

    rows: each note with its place among all.  Ids go by the place: the first that is given out belongs to place 0.
    """

    def __init__(self, name: str, model: _Model) -> None:
        super().__init__(_deck_id(name), name)
        self.add_model(model)
        self.rows: list[tuple[int, Note]] = []

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, id_gen: Iterator[int]) -> None:
        super().write_to_db(cursor, timestamp, id_gen)
        first = next(id_gen)
        cursor.executemany(_NOTE, (_note_row(first + 2 * place, note) for place, note in self.rows))
        cards = ((first + 2 * place, place, note.mod) for place, note in self.rows)
        cursor.executemany(
            _CARD, ((id_ + 1, id_, self.deck_id, 0, mod, -1, *_NEW, place, *_FRESH) for id_, place, mod in cards)
        )


def _note_row(id_: int, note: Note) -> tuple[object, ...]:
    tags = f" {' '.join(note.tags)} "
    fields = "\x1f".join(note.fields)
    return id_, note.guid, notetype.ID, note.mod, -1, tags, fields, note.fields[notetype.SORT_FIELD], 0, 0, ""


def pack(notes: Sequence[Note], *, notetype_mod: int, latest: int, pictures: Iterable[tuple[str, str]]) -> bytes:
    """The bytes of an .apkg.

    notes: in document order, which becomes the order of new cards.  notetype_mod, latest: seconds since the epoch;
    `latest` is the latest time of all.  pictures: (file name in the deck, file to take it from).
    Raises FlashcardsError for two notes with one guid, a note without a question or a picture that cannot be read.
    """
    _refuse(notes)
    media = dict(sorted(dict(pictures).items()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        times = pairs_hash((note.guid, str(note.mod)) for note in notes)
        decks = pairs_hash((note.guid, note.deck) for note in notes)
        with _database(notes, notetype_mod, latest) as database:
            _add(file, COLLECTION, database, comment=f"{times} {decks}")
        listed = json.dumps({str(n): name for n, name in enumerate(media)})
        _add(file, "media", io.BytesIO(listed.encode()))
        for n, (name, path) in enumerate(media.items()):
            _add(file, str(n), io.BytesIO(_read(path, name)), level=0)  # a picture is compressed already
        file.comment = comment(latest)
    return buffer.getvalue()


def _refuse(notes: Sequence[Note]) -> None:
    seen: dict[str, str] = {}
    for note in notes:
        if note.guid in seen:
            hint = "this is our fault: please report it with both notes"
            raise FlashcardsError(f"{note.where} and {seen[note.guid]} share the guid {note.guid}", hint=hint)
        if not note.fields[notetype.SORT_FIELD].strip():
            raise FlashcardsError(
                f"{note.where} has no question", hint="this is our fault: please report it with the note"
            )
        seen[note.guid] = note.where


@contextmanager
def _database(notes: Sequence[Note], notetype_mod: int, latest: int) -> Iterator[IO[bytes]]:
    """The collection, to be read once. A large one stays on the disk: it takes a quarter of what its cards take here."""
    model = _Model(
        notetype.ID,
        notetype.NAME,
        fields=[{"name": name, "id": id_} for name, id_ in zip(notetype.FIELDS, notetype.FIELD_IDS, strict=True)],
        templates=[
            {"name": notetype.TEMPLATE_NAME, "id": notetype.TEMPLATE_ID, "qfmt": notetype.FRONT, "afmt": notetype.BACK}
        ],
        css=notetype.CSS,
        sort_field_index=notetype.SORT_FIELD,
    )
    model.mod = notetype_mod
    decks: dict[str, _Deck] = {}
    for place, note in enumerate(notes, 1):
        if note.deck not in decks:
            decks[note.deck] = _Deck(note.deck, model)
        decks[note.deck].rows.append((place, note))
    # An id is a time in ms; they end at the latest mod, since Anki 2.1.54 refuses a package from the future.
    first = max(1, latest * 1000 - 2 * len(notes)) - 2
    package = genanki.Package([*decks.values()])
    if len(notes) < _MANY:
        with closing(sqlite3.connect(":memory:")) as base:
            package.write_to_db(base.cursor(), latest, itertools.repeat(first))
            base.commit()
            yield io.BytesIO(base.serialize())
        return
    try:
        with tempfile.TemporaryDirectory(prefix="flashcards-") as folder:
            path = Path(folder, COLLECTION)
            with closing(sqlite3.connect(path)) as base:
                base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")  # nobody reads half of it
                package.write_to_db(base.cursor(), latest, itertools.repeat(first))
                base.commit()
            with path.open("rb") as file:
                yield file
    except (OSError, sqlite3.OperationalError) as error:
        hint = "see that the folder for temporary files has room"
        raise FlashcardsError(f"the deck cannot be made: {error}", hint=hint) from error


def _deck_id(name: str) -> int:
    """Unique inside a package; Anki knows decks by their names alone."""
    return 2**30 + int.from_bytes(sha256(name.encode()).digest()[:4])


def _read(path: str, name: str) -> bytes:
    try:
        return picture_bytes(Path(path), name)
    except OSError as error:
        message = "the picture went away while the deck was built"
        raise FlashcardsError(message, path=path, hint="build again") from error


def _add(file: zipfile.ZipFile, name: str, data: IO[bytes], *, level: int = _ZIP_LEVEL, comment: str = "") -> None:
    info = zipfile.ZipInfo(name, _ZIP_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.comment = comment.encode()
    info.create_system = 3  # the same bytes on Windows
    info.file_size = data.seek(0, io.SEEK_END)
    data.seek(0)
    info._compresslevel = level  # type: ignore[attr-defined]  # noqa: SLF001 - as `writestr` says it, which wants all of a file at once
    with file.open(info, "w") as entry:
        shutil.copyfileobj(data, entry, _PIECE)

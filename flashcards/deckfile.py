"""A deck file -> what it says of its notes: ours, and those that Anki exports (.apkg, .colpkg) of any age.

Anki is never needed for it: a deck is a zip with an SQLite database in it, in newer exports packed with zstd. A deck is
somebody's file, so nothing in it is trusted: what cannot be read is no deck.
"""

from __future__ import annotations

import json
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import regex

from flashcards import notetype
from flashcards.errors import FlashcardsError, reason

_COMMENT = regex.compile(r"flashcards mod=(?P<mod>\d{1,15})")
COLLECTION = "collection.anki2"
LARGEST = 2**31  # bytes of a database; larger ones are a bomb or not ours

# Newest first: an export for older versions holds a stub of a database beside the real one.
_PACKED = "collection.anki21b"
_PLAIN = ("collection.anki21", "collection.anki2")
# What zipfile, sqlite3 and zstd say of bytes that are no deck; RuntimeError: of bytes that seem encrypted.
_BROKEN = (EOFError, KeyError, ValueError, TypeError, RuntimeError, zipfile.BadZipFile, zlib.error, sqlite3.Error)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckState:
    """What a deck of ours says: the latest time in it, the note type's, and by guid each note's time and deck.

    Times are seconds since the epoch.
    """

    latest: int
    notetype_mod: int
    mods: Mapping[str, int]
    decks: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckNote:
    """A note of our note type. fields: HTML, in the note type's order.  mod: seconds since the epoch."""

    guid: str
    mod: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckNotes:
    """notes: those of our note type, in the order in which they were made.  notetype_hash: empty where it is not told."""

    notes: tuple[DeckNote, ...]
    notetype_hash: str
    notetype_mod: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckHead:
    """What a deck of ours says in its last bytes, so that most builds need not open it. latest: as of `DeckState`.

    times, decks: `pairs_hash` of the notes' times and decks, or empty.
    """

    latest: int
    times: str = ""
    decks: str = ""


def comment(latest: int) -> bytes:
    """The comment of a deck of ours. That of the collection in it is two of `pairs_hash`."""
    return f"flashcards mod={latest}".encode()


def pairs_hash(notes: Iterable[tuple[str, str]]) -> str:
    """A fingerprint of what belongs to which note: (guid, its time) or (guid, its deck)."""
    return sha256("\n".join(sorted(f"{guid} {what}" for guid, what in notes)).encode()).hexdigest()[:16]


def read_head(path: Path) -> DeckHead | None:
    """The head of a deck that we wrote; None where there is none, or one that is not ours."""
    try:
        with zipfile.ZipFile(path) as file:
            found = _COMMENT.fullmatch(file.comment.decode("ascii", "replace"))
            hashes = file.getinfo(COLLECTION).comment.decode("ascii", "replace").split()
    except (OSError, *_BROKEN):
        return None
    if not found:
        return None
    times, decks = hashes if len(hashes) == 2 else ("", "")
    return DeckHead(latest=int(found["mod"]), times=times, decks=decks)


def read_state(path: Path) -> DeckState | None:
    """The state of a deck that we wrote; None where there is none, or one that is not ours."""
    head = read_head(path)
    if head is None:
        return None
    try:
        with zipfile.ZipFile(path) as file:
            data = _read(file, COLLECTION)
        with _database(data) as base:
            names = {number: deck["name"] for number, deck in json.loads(_only(base, "select decks from col")).items()}
            rows = [*base.execute("select guid, notes.mod, did from notes join cards on nid = notes.id")]
            mods = {str(guid): int(mod) for guid, mod, _ in rows}
            decks = {str(guid): str(names[str(deck)]) for guid, _, deck in rows}
            notetype_mod, _ = _legacy_notetype(base)
    except (OSError, *_BROKEN):
        return None
    return DeckState(latest=head.latest, notetype_mod=notetype_mod, mods=mods, decks=decks)


def read_notes(path: Path) -> DeckNotes:
    """The notes of our note type in a deck or in a collection, ours or exported by Anki.

    Raises FlashcardsError for what is no deck, and for one without a note of ours.
    """
    try:
        with zipfile.ZipFile(path) as file:
            data = _unpacked(file)
        with _database(data) as base:
            kind = _legacy_notetype(base) if _has(base, "col", "models") else _notetype(base)
            rows = base.execute("select guid, mod, flds, tags from notes where mid = ? order by id", (notetype.ID,))
            notes = tuple(_note(row) for row in rows)
    except OSError as error:
        hint = "check the spelling" if isinstance(error, FileNotFoundError) else "see that it is a file you may read"
        raise FlashcardsError(f"the deck cannot be read: {reason(error)}", path=path, hint=hint) from error
    except _BROKEN as error:
        hint = "give an .apkg that this program wrote, or an .apkg or .colpkg that Anki exported"
        raise FlashcardsError("is no Anki deck, or a damaged one", path=path, hint=hint) from error
    if not notes:
        hint = f"give a deck that holds notes of the type {notetype.NAME!r}"
        raise FlashcardsError("holds no note that this program made", path=path, hint=hint)
    return DeckNotes(notes=notes, notetype_mod=kind[0], notetype_hash=kind[1])


def _note(row: tuple[object, ...]) -> DeckNote:
    guid, mod, fields, tags = row
    values = str(fields).split("\x1f")
    if len(values) < len(notetype.FIELDS):
        raise ValueError(guid)
    return DeckNote(
        guid=str(guid),
        mod=int(str(mod)),
        fields=tuple(values[: len(notetype.FIELDS)]),
        tags=tuple(str(tags).split()),
    )


def _unpacked(file: zipfile.ZipFile) -> bytes:
    names = set(file.namelist())
    if _PACKED not in names:
        return _read(file, next(name for name in _PLAIN if name in names) if names & {*_PLAIN} else "")
    import zstandard  # noqa: PLC0415 - only exports of newer Ankis want it

    try:
        with zstandard.ZstdDecompressor().stream_reader(_read(file, _PACKED)) as stream:
            data = stream.read(LARGEST + 1)
    except zstandard.ZstdError as error:
        raise ValueError(_PACKED) from error
    if len(data) > LARGEST:
        raise ValueError(_PACKED)
    return data


def _read(file: zipfile.ZipFile, name: str) -> bytes:
    if file.getinfo(name).file_size > LARGEST:
        raise ValueError(name)
    return file.read(name)


@contextmanager
def _database(data: bytes) -> Iterator[sqlite3.Connection]:
    if not data.startswith(b"SQLite format 3\0"):
        raise ValueError("no database")
    # A database that stayed in the write-ahead mode wants a second file beside it; it is whole without.
    whole = data[:18] + b"\x01\x01" + data[20:]
    with closing(sqlite3.connect(":memory:")) as base:
        base.create_collation("unicase", lambda a, b: (a.casefold() > b.casefold()) - (a.casefold() < b.casefold()))
        base.deserialize(whole)
        yield base


def _has(base: sqlite3.Connection, table: str, column: str) -> bool:
    """Whether a table has a column that says something: newer collections keep old ones, emptied."""
    return any(row[1] == column for row in base.execute(f"pragma table_info({table})")) and bool(
        base.execute(f"select {column} from {table}").fetchone()[0]  # noqa: S608 - our own two words
    )


def _only(base: sqlite3.Connection, query: str) -> str:
    return str(base.execute(query).fetchone()[0])


def _legacy_notetype(base: sqlite3.Connection) -> tuple[int, str]:
    """The time and the hash of our note type where it is JSON."""
    models = json.loads(_only(base, "select models from col"))
    model = models.get(str(notetype.ID))
    if model is None:
        return 0, ""
    template, *more = model["tmpls"]
    look = notetype.hash_of(model["name"], template["qfmt"], template["afmt"], model["css"])
    return int(model["mod"]), "" if more else look


def _notetype(base: sqlite3.Connection) -> tuple[int, str]:
    """The time of our note type where it is a row; its look is packed in a form of Anki's own and not read."""
    row = base.execute("select mtime_secs from notetypes where id = ?", (notetype.ID,)).fetchone()
    return (int(row[0]) if row else 0), ""

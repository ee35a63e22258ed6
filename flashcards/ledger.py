"""The ledger: which card is which over all edits, and when each last changed.

Notes carry no ids, so the memory lies beside the deck: `foo.ledger.json` beside `foo.apkg`, a header line and then one
JSON object a card, sorted by guid, so that it reads and merges well in git. Anki updates a note only when it is newer
than the one it has, and then replaces its tags too; so a note's `mod` moves when, and only when, its content does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any, NamedTuple

import regex

from flashcards.errors import FlashcardsError

VERSION = 1
SUFFIX = ".ledger.json"
OUTSIDE = "../"  # a path that begins so leads out of the folder that paths count from
_FORMAT = "flashcards ledger"
_TEXTS = ("guid", "master", "week", "question", "picture", "image", "answer", "sketch", "path", "hash")
_KEYS = {*_TEXTS, "place", "mod", "removed", "away"}
_TOGETHER = 500  # lines that are read in one go
_GUID = regex.compile(r"[0-9a-f]{16}")
_RESTORE = "restore the last good one (git checkout, a backup) and build again; this file is never overwritten while it cannot be read"


class Entry(NamedTuple):
    """What one card is recognised by, and its state in the last build; in the order of its line.

    A tuple: a build makes three for each card, and nothing else is made and compared as fast.
    question: as on the card, without markup; where it is empty, picture is the name by which the note calls its picture,
    and image that picture's name in the deck, made from its content; empty where it is missing.
    answer: fingerprint of the whole answer.  sketch: the smallest fingerprints of its lines, by which answers can be
    compared.  path, place: the file below the folder given, and the card's rank in it, from 1.
    hash: of fields and tags, `Source` left out.  mod: seconds since the epoch.  removed: no longer in the notes.
    away: removed because its note was not given, so that nobody has been told yet whether it is gone.
    """

    guid: str
    master: str
    week: str
    question: str
    picture: str
    image: str
    answer: str
    sketch: str
    path: str
    place: int
    hash: str
    mod: int
    removed: bool = False
    away: bool = False

    @property
    def signs(self) -> tuple[str, ...]:
        """The fingerprints of the sketch. In one text they take a fifth of the memory, and few entries are compared."""
        return tuple(self.sketch.split())

    @property
    def key(self) -> tuple[str, str, str]:
        """Cards with one key ask the same thing of the same master in the same week."""
        return self.master, self.week, self.question or self.picture


_TYPES = [*[str] * 9, int, str, int, bool, bool]
_ROW = "{" + ", ".join(f'"{name}": %s' for name in Entry._fields if name not in {"removed", "away"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """entries: sorted by guid.  notetype_hash, notetype_mod: the state of the note type.

    given: the way from the ledger's folder to the one that paths count from; empty where nobody knows (given.py).
    """

    given: str = ""
    notetype_hash: str = ""
    notetype_mod: int = 0
    entries: tuple[Entry, ...] = ()

    @property
    def latest(self) -> int:
        """The latest time in it, in seconds since the epoch; 0 for a ledger that is new."""
        return max([self.notetype_mod, *(entry.mod for entry in self.entries)])


def ledger_lines(ledger: Ledger) -> Iterator[str]:
    """The lines of a ledger as a file holds it; the same ledger gives the same bytes."""
    head = {
        "format": _FORMAT,
        "version": VERSION,
        "notetype": {"hash": ledger.notetype_hash, "mod": ledger.notetype_mod},
        **({"given": ledger.given} if ledger.given else {}),
    }
    yield json.dumps(head, ensure_ascii=False) + "\n"
    yield from map(_line, sorted(ledger.entries, key=lambda e: e.guid))


def parse_ledger(text: str, path: str) -> Ledger:
    """The text of a ledger file.

    Raises FlashcardsError, with the line, for merge marks, a newer version or anything else that cannot be trusted.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
            hint = "keep the lines of both sides, each guid once, delete the marks and build again"
            raise FlashcardsError("the ledger holds merge marks", path=path, line=number, hint=hint)
    head = _object(lines[0], path, 1)
    if head.get("format") != _FORMAT:
        raise FlashcardsError("is no ledger of this program", path=path, line=1, hint=_RESTORE)
    if head.get("version") != VERSION:
        hint = "get a newer version of this program, or build into another file with -o"
        raise FlashcardsError(
            f"the ledger is of version {head.get('version')}, this program knows {VERSION}",
            path=path,
            line=1,
            hint=hint,
        )
    notetype = head.get("notetype")
    if (
        not isinstance(notetype, dict)
        or not isinstance(notetype.get("hash"), str)
        or not _is_count(notetype.get("mod"))
    ):
        raise FlashcardsError(
            "the ledger's first line tells no state of the note type", path=path, line=1, hint=_RESTORE
        )
    numbered = [(n, line) for n, line in enumerate(lines[1:], 2) if line.strip()]
    parts = (numbered[start : start + _TOGETHER] for start in range(0, len(numbered), _TOGETHER))
    entries = tuple(entry for part in parts for entry in _entries(part, path))
    if len({entry.guid for entry in entries}) < len(entries):
        _refuse_twice(zip((n for n, _ in numbered), entries, strict=True), path)
    given = head.get("given")
    return Ledger(
        given=given if isinstance(given, str) else "",  # the first ledgers had none
        notetype_hash=notetype["hash"],
        notetype_mod=notetype["mod"],
        entries=entries,
    )


def _entries(numbered: Sequence[tuple[int, str]], path: str) -> Iterator[Entry]:
    rows = _objects([line for _, line in numbered]) or [_object(line, path, n) for n, line in numbered]
    return (_entry(row, path, n) for row, (n, _) in zip(rows, numbered, strict=True))


def _objects(lines: Sequence[str]) -> list[dict[str, Any]]:
    """The objects of lines, read in one go; nothing where not each line is one, which the slower way then tells."""
    try:
        rows = json.loads(f"[{','.join(lines)}]")
    except (ValueError, RecursionError):
        return []
    return rows if len(rows) == len(lines) and all(isinstance(row, dict) for row in rows) else []


def _refuse_twice(rows: Iterable[tuple[int, Entry]], path: str) -> None:
    seen: dict[str, int] = {}
    for number, entry in rows:
        if entry.guid in seen:
            hint = "after a merge, keep the line of the two with the larger mod"
            message = f"the ledger holds guid {entry.guid} twice, first in line {seen[entry.guid]}"
            raise FlashcardsError(message, path=path, line=number, hint=hint)
        seen[entry.guid] = number


def _line(entry: Entry) -> str:
    """As JSON; an encoder would take four times the time."""
    *texts, place, content, mod, removed, away = entry
    values = (*map(encode_basestring, texts), place, encode_basestring(content), mod)
    state = ', "removed": true' if removed else ""
    return _ROW % values + state + (', "away": true}\n' if away else "}\n")


def _object(line: str, path: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise FlashcardsError(
            "the ledger holds a line that is no JSON", path=path, line=number, hint=_RESTORE
        ) from error
    if not isinstance(row, dict):
        raise FlashcardsError("the ledger holds a line that is no JSON object", path=path, line=number, hint=_RESTORE)
    return row


def _entry(row: dict[str, Any], path: str, number: int) -> Entry:
    try:
        entry = Entry(**row) if "image" in row else Entry(**row, image="")  # the first ledgers had none
    except TypeError as error:
        raise _bad(row, path, number) from error
    if (
        [*map(type, entry)] != _TYPES
        or not is_guid(entry.guid)
        or not _is_count(entry.place)
        or not _is_count(entry.mod)
    ):
        raise _bad(row, path, number)
    return entry


def _bad(row: dict[str, Any], path: str, number: int) -> FlashcardsError:
    """What is wrong with a line, by its first wrong key."""
    if row.get("format") == _FORMAT:
        hint = "after a merge, keep one of the two, that with the later mod, as the first line"
        return FlashcardsError("the ledger holds its first line once more", path=path, line=number, hint=hint)
    bad = [key for key in _TEXTS if not isinstance(row.get(key), str)]
    bad += [] if "guid" in bad or is_guid(row["guid"]) else ["guid"]
    bad += [] if _is_count(row.get("place")) else ["place"]
    bad += [] if _is_count(row.get("mod")) else ["mod"]
    bad += [key for key in ("removed", "away") if not isinstance(row.get(key, False), bool)]
    bad += sorted(row.keys() - _KEYS)
    message = f"the ledger holds a line with a bad or missing {bad[0]!r}"
    return FlashcardsError(message, path=path, line=number, hint=_RESTORE)


def is_guid(text: str) -> bool:
    """Whether a text is a guid as this program gives them: 16 lower-case hex digits."""
    return bool(_GUID.fullmatch(text))


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**40

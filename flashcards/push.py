"""Hand a deck to the Anki that runs on this computer, through its add-on AnkiConnect.

Anki imports the file itself, so guids, times and pictures are those of a build, and both roads can be mixed. Three of
AnkiConnect's actions are used: `version`, `findNotes` and `importPackage`. Only the last one writes; none deletes.
It is given a path and no file, so no other computer is asked. `http.client` does as it is told: it goes through no proxy,
follows no redirect and opens no other kind of address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from flashcards.building import Built
from flashcards.columns import row, short
from flashcards.errors import FlashcardsError, count, reason, shown
from flashcards.notetype import NAME

URL = "http://127.0.0.1:8765"
KEY = "FLASHCARDS_ANKI_KEY"
VERSION = 6  # of AnkiConnect's language; its add-on speaks it since 2017
LOOK = 10.0  # seconds for an answer, while Anki may be drawing or saving
IMPORT = 600.0
LARGEST = 32 * 2**20  # bytes of an answer; the ids of a million notes take 15 MB
WORDS = 200  # characters shown of what Anki says

_START = "start Anki with the add-on AnkiConnect (2055492159), or build the deck and double-click it"
_OTHER = "see which program listens there, or name AnkiConnect's address with --anki"
_PATH = re.compile(r"[\w./-]*", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where AnkiConnect listens. url: as it was given.  key: its `apiKey`, or ""."""

    url: str
    host: str
    port: int
    path: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What Anki held of our note type before, and how many notes the import added."""

    url: str
    before: int
    added: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """handed: None where Anki did not take the deck, for the reason `refused`; the deck is built all the same."""

    built: Built
    handed: Handed | None
    refused: FlashcardsError | None


def address(url: str, key: str) -> Address:
    """Raises FlashcardsError for what cannot be the address of an AnkiConnect on this computer."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 80
    except ValueError:
        parts, host, port = urlsplit(""), "", 0
    strange = parts.username is not None or parts.query or parts.fragment or not _PATH.fullmatch(parts.path)
    if parts.scheme != "http" or not host or strange:
        raise FlashcardsError(f"{url!r} is no address of AnkiConnect", hint=f"give one such as {URL}")
    if not _is_here(host):
        message = f"{host} is another computer: AnkiConnect is told a path, and the deck does not lie there"
        raise FlashcardsError(
            message, hint="run flashcards push where Anki runs, or take the deck there and double-click it"
        )
    return Address(url=url, host=host, port=port, path=parts.path or "/", key=key)


def push(anki: Address, output: Path, build: Callable[[], Built]) -> Pushed:
    """Build a deck and hand it to Anki.

    output: the deck that `build` writes.  Anki is asked first, so one that is closed costs nothing.
    Raises FlashcardsError where it does not answer, and what `build` raises; nothing is handed over then.
    """
    before = _greet(anki)
    built = build()
    try:
        return Pushed(built=built, handed=_hand_over(anki, output, before), refused=None)
    except FlashcardsError as error:
        return Pushed(built=built, handed=None, refused=error)


def handed_row(handed: Handed) -> str:
    """The last line of the summary. Each note of ours has one card."""
    added = f"{count(handed.added, 'card')} added" if handed.added else "no card added"
    were = "was" if handed.before == 1 else "were"
    return row("anki", f"has the deck: {added}, {handed.before} {were} there before")


def _greet(anki: Address) -> frozenset[int]:
    """The ids of the notes of our note type that Anki holds. Writes nothing."""
    spoken = _ask(anki, "version", LOOK, _START)
    if not isinstance(spoken, int) or isinstance(spoken, bool):
        raise _stranger(anki)
    if spoken < VERSION:
        message = f"the AnkiConnect at {anki.url} speaks version {spoken}, and {VERSION} is needed"
        raise FlashcardsError(message, hint="update the add-on: in Anki, Tools > Add-ons > Check for Updates")
    return _held(anki, _START)


def _hand_over(anki: Address, deck: Path, before: frozenset[int]) -> Handed:
    by_hand = f"the deck is there: double-click {shown(deck)} to import it by hand"
    if not _ask(anki, "importPackage", IMPORT, by_hand, path=str(deck.absolute())):
        raise FlashcardsError("Anki did not take the deck", hint=by_hand)
    after = _held(anki, "it was given the deck before that: look there for the cards")
    return Handed(url=anki.url, before=len(before), added=len(after - before))


def _held(anki: Address, hint: str) -> frozenset[int]:
    found = _ask(anki, "findNotes", LOOK, hint, query=f'"note:{NAME}*"')
    if not isinstance(found, list) or not all(isinstance(note, int) for note in found):
        raise _stranger(anki)
    return frozenset(found)


def _ask(anki: Address, action: str, seconds: float, hint: str, **params: str) -> object:
    """What AnkiConnect gives back for an action. hint: what to do where it gives nothing."""
    question = {"action": action, "version": VERSION, "params": params, **({"key": anki.key} if anki.key else {})}
    try:
        answer = json.loads(_post(anki, json.dumps(question).encode(), seconds))
    except TimeoutError as error:
        message = f"Anki at {anki.url} gave no answer to {action} in {seconds:.0f} seconds"
        raise FlashcardsError(message, hint=f"close its open windows and let it finish; {hint}") from error
    except OSError as error:
        raise FlashcardsError(f"Anki does not answer at {anki.url}: {reason(error)}", hint=hint) from error
    except (HTTPException, ValueError, RecursionError) as error:
        raise _stranger(anki) from error
    if not isinstance(answer, dict) or not {"result", "error"} <= answer.keys():
        raise _stranger(anki)
    if answer["error"] is not None:
        said = str(answer["error"])
        raise FlashcardsError(f"Anki refused {action}: {short(said, WORDS)}", hint=_advice(said, anki, hint))
    return answer["result"]


def _post(anki: Address, body: bytes, seconds: float) -> bytes:
    """The body of the answer, whatever its status: what is no answer of AnkiConnect's is not JSON of its form."""
    connection = HTTPConnection(anki.host, anki.port, timeout=seconds)
    try:
        connection.request("POST", anki.path, body, {"Content-Type": "application/json"})
        answer = connection.getresponse().read(LARGEST + 1)
    finally:
        connection.close()
    if len(answer) > LARGEST:
        raise HTTPException
    return answer


def _stranger(anki: Address) -> FlashcardsError:
    return FlashcardsError(f"what answers at {anki.url} is not AnkiConnect", hint=_OTHER)


def _advice(said: str, anki: Address, hint: str) -> str:
    """What to do about an error that AnkiConnect names in these words since its first versions."""
    if "api key" in said:
        stated = "is not its apiKey: compare them" if anki.key else "must state its apiKey: set it"
        return f"{KEY} {stated} (in Anki, Tools > Add-ons > AnkiConnect > Config)"
    if "collection is not available" in said:
        return "choose your profile in Anki"
    return hint


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False

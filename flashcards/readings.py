"""Every note read: out of the cache, here, or in several processes. What comes out is the same in each of these ways.

Reading a note is a pure function of its bytes, the rules and the pictures that it shows, so where it runs makes no
difference. A process takes some tenths of a second to start, so only many notes get any.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from flashcards.cache import Cache, open_cache
from flashcards.card import Reading
from flashcards.document import Place, read_bytes
from flashcards.entry import freeze, thaw
from flashcards.errors import FlashcardsError, Problem
from flashcards.progress import told
from flashcards.transcript import Transcript

if TYPE_CHECKING:
    from flashcards.reading import Rules

MANY = 100  # notes to read from which on processes are worth their start
CHUNK = 32  # notes that a process is given at once

_Transcripts = Mapping[str, Transcript]
_Note = tuple[Place, _Transcripts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a reading depends on beside the note. Fields as for `collect`."""

    rules: Path | None
    assets: tuple[Path, ...]
    include: tuple[str, ...]


def read_all(
    places: Sequence[Place], transcripts: Sequence[_Transcripts], settings: Settings, jobs: int | None = None
) -> list[Reading | Problem]:
    """What reading each note gave, or why it could not be read.

    transcripts: those that hold for each note.  jobs: how many processes; None: as many as are worth it.
    Raises FlashcardsError for rules that cannot be used.
    """
    cache = open_cache(settings.rules, settings.include)
    notes = list(zip(places, transcripts, strict=True))
    listed = notes if cache is None else told("looking for notes that did not change", notes, len(notes))
    done: list[Reading | Problem | None] = [_found(note, settings, cache) for note in listed]
    missing = [number for number, found in enumerate(done) if found is None]
    if missing or not notes or _holds_no_rule(settings.rules):  # bad rules are told even where there is nothing to read
        rules = _rules(settings, cache)
        left = [notes[number] for number in missing]
        workers = min(jobs or (_cores() if len(left) >= MANY else 1), -(-len(left) // CHUNK))
        read = _apart(left, settings, cache, workers) if workers > 1 else _read(left, rules, settings, cache)
        for number, reading in zip(missing, told("reading notes", read, len(left)), strict=True):
            done[number] = reading
        if cache:
            if workers <= 1:
                _keep_patterns(cache)  # else those who read did it: here hardly any was needed
            cache.prune()
    return [reading for reading in done if reading is not None]


def _holds_no_rule(own: Path | None) -> bool:
    return own is not None and not any(file for at in ("*.toml", "labels/*.toml") for file in own.glob(at))


def _found(note: _Note, settings: Settings, cache: Cache | None) -> Reading | None:
    """What the cache holds of a note, where that still holds."""
    if cache is None:
        return None
    place, transcripts = note
    with suppress(FlashcardsError):  # told when it is read
        kept = cache.find(cache.key(place.path, place.named, read_bytes(place)))
        return thaw(kept, place, settings.assets, transcripts) if kept else None
    return None


def _read(
    notes: Sequence[_Note], rules: Rules, settings: Settings, cache: Cache | None
) -> Iterator[Reading | Problem]:  # fmt: skip
    from flashcards.reading import OF_ONE_NOTE, problem_of, read_note  # noqa: PLC0415

    for place, transcripts in notes:
        try:
            data = read_bytes(place)
            reading = read_note(
                data, place, rules, include=settings.include, assets=settings.assets, transcripts=transcripts
            )
        except OF_ONE_NOTE as error:
            yield problem_of(error, place)
            continue
        if cache:
            cache.keep(cache.key(place.path, place.named, data), freeze(reading, transcripts))
        yield reading


def _apart(
    notes: Sequence[_Note], settings: Settings, cache: Cache | None, workers: int
) -> Iterator[Reading | Problem]:  # fmt: skip
    """What comes of notes, read in several processes, in chunks: a note alone would spend half its time on the way.

    They get the cache from here: Python 3.14 may start them with the variables that this process had some time ago.
    """
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    left = iter(notes)
    chunks = iter(lambda: list(islice(left, CHUNK)), [])
    with ProcessPoolExecutor(workers) as pool:
        try:
            for readings in pool.map(_chunk, chunks, repeat(settings), repeat(cache)):
                yield from readings
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _chunk(notes: Sequence[_Note], settings: Settings, cache: Cache | None) -> list[Reading | Problem]:
    readings = list(_read(notes, _same_rules(settings, cache), settings, cache))
    if cache:
        _keep_patterns(cache)
    return readings


@lru_cache(maxsize=1)  # of a process that lives for one run
def _same_rules(settings: Settings, cache: Cache | None) -> Rules:
    return _rules(settings, cache)


def _rules(settings: Settings, cache: Cache | None) -> Rules:
    """The rules, and what earlier runs compiled of their patterns."""
    from flashcards.compiled import ENTRY, thaw_patterns  # noqa: PLC0415 - what a build without changes does without
    from flashcards.reading import read_rules  # noqa: PLC0415

    if cache and (kept := cache.find(cache.key(*ENTRY))):
        thaw_patterns(kept)
    return read_rules(settings.rules)


def _keep_patterns(cache: Cache) -> None:
    from flashcards.compiled import ENTRY, freeze_patterns  # noqa: PLC0415

    if patterns := freeze_patterns():
        cache.keep(cache.key(*ENTRY), patterns)


def _cores() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

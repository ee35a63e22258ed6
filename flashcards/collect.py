"""Notes as the user named them -> drafts of all their cards, and all there is to say about them.

The road that all commands share. What one note gives is read in reading.py, or found in the cache, see readings.py.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from flashcards.card import Draft, Passed, Reading
from flashcards.document import Place, find_documents
from flashcards.errors import FlashcardsError, Problem
from flashcards.readings import Settings, read_all
from flashcards.transcript import NAME, Transcript, parse_transcripts


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """All cards of some notes, in document order.

    places: the notes read.  passed: questions that became no card.  overlooked: notes without either, and the lines of
    each that look like questions.  unusable: inputs that could not be used;
    for them the exit status is 1.  remarks: what is worth a line and no more.  unread: ways below the folder given to
    files and folders that are there but could not be read.
    """

    drafts: tuple[Draft, ...]
    places: tuple[Place, ...]
    passed: tuple[Passed, ...]
    unusable: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    unread: frozenset[str]
    overlooked: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @property
    def look(self) -> str:
        """The command that shows, where no question was found, why."""
        if self.overlooked:
            path, lines = self.overlooked[0]
            return f"{len(lines)} lines of {path} look like questions: flashcards explain {quote(path)} says why"
        return f"flashcards explain {quote(self.read[0])} --all shows what the rules looked for"

    @property
    def read(self) -> tuple[str, ...]:
        """The paths of the notes read."""
        return tuple(place.path for place in self.places)


def collect(
    arguments: Sequence[str], *, rules: Path | None = None, assets: Sequence[Path] = (), include: Sequence[str] = (),
    jobs: int | None = None,
) -> Collection:  # fmt: skip
    """Find every card in the notes that the arguments name.

    arguments: files and folders.  rules: a folder of the user's own rules.  assets: more folders that hold pictures.
    include: kinds of cards to give that are left out otherwise: "closing".  jobs: processes that read notes; None: as
    many as are worth their start.
    Raises FlashcardsError for rules, transcripts or folders of assets that cannot be used.
    """
    refuse_absent(assets)
    there = find_documents(arguments)
    settings = Settings(rules=rules, assets=tuple(assets), include=tuple(sorted(include)))
    readings = read_all(there.places, read_transcripts(there.places), settings, jobs)
    both = list(zip(there.places, readings, strict=True))
    read = [reading for reading in readings if isinstance(reading, Reading)]
    return Collection(
        drafts=tuple(draft for reading in read for draft in reading.drafts),
        places=tuple(place for place, reading in both if isinstance(reading, Reading)),
        passed=tuple(passed for reading in read for passed in reading.passed),
        unusable=(*there.problems, *(reading for reading in readings if isinstance(reading, Problem))),
        remarks=tuple(remark for reading in read for remark in reading.remarks),
        overlooked=tuple(
            (place.path, one.overlooked) for place, one in both if isinstance(one, Reading) and one.overlooked
        ),
        unread=there.unread | {place.below for place, reading in both if isinstance(reading, Problem)},
    )


def refuse_absent(assets: Sequence[Path]) -> None:
    """Refuse a folder of pictures that is not there."""
    for folder in assets:
        if not folder.is_dir():
            raise FlashcardsError("no such folder of pictures", path=folder, hint="check the spelling after --assets")


def read_transcripts(places: Sequence[Place]) -> tuple[Mapping[str, Transcript], ...]:
    """The transcripts that hold for each note, by the picture's name.

    They lie beside it, or in a folder above it up to the one given; the nearest wins.
    Raises FlashcardsError for a file of transcripts that cannot be trusted: without it cards would lose their words.
    """  # fmt: skip
    known: dict[tuple[Path, Path], Mapping[str, Transcript]] = {}

    def of(given: Path, folder: Path) -> Mapping[str, Transcript]:
        if (given, folder) not in known:
            above = {} if folder == given else of(given, folder.parent)
            own = {transcript.name: transcript for transcript in _read_transcripts(folder / NAME)}
            known[given, folder] = {**above, **own} if own else above
        return known[given, folder]

    return tuple(of(place.given, place.file.parent) for place in places)


def _read_transcripts(path: Path) -> tuple[Transcript, ...]:
    """The entries of one file; none where there is no such file."""
    if not os.path.lexists(path):
        return ()
    if path.exists() and not path.is_file():  # a pipe would never end
        raise FlashcardsError(
            "is not an ordinary file", path=path, hint="move it away: this name is kept for transcripts"
        )
    from flashcards.tomlfile import read_file  # noqa: PLC0415 - few notes have any

    return parse_transcripts(read_file(path))

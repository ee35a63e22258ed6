"""Notes as the user named them -> drafts of all their cards, and all there is to say about them.

The road that `build`, `extract` and `explain` share. One bad note never stops the others: what went wrong with it is
collected, and the exit status still says so.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flashcards.block import parse_blocks
from flashcards.document import Document, Place, find_documents, read_document
from flashcards.draft import Draft, draft_cards
from flashcards.errors import FlashcardsError, Problem
from flashcards.extract import Card, Extraction, Step, extract
from flashcards.labels import LabelRule, Labels, load_label_rules, read_labels
from flashcards.media import find_site
from flashcards.rule import Rule, load_rules, load_words
from flashcards.tomlfile import read_file
from flashcards.transcript import NAME, Transcript, parse_transcripts
from flashcards.vocabulary import Vocabulary

_OF_ONE_NOTE = (FlashcardsError, TimeoutError, MemoryError, RecursionError)  # what must not stop the others


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A block that asks, by a rule's verdict, and became no card all the same."""

    path: str
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """All cards of some notes, in document order.

    places: the notes read.  passed: questions that became no card.  unusable: inputs that could not be used;
    for them the exit status is 1.  remarks: what is worth a line and no more.  unread: ways below the folder given to
    files and folders that are there but could not be read.
    """

    drafts: tuple[Draft, ...]
    places: tuple[Place, ...]
    passed: tuple[Passed, ...]
    unusable: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    unread: frozenset[str]

    @property
    def read(self) -> tuple[str, ...]:
        """The paths of the notes read."""
        return tuple(place.path for place in self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One note, and all decisions about it. drafts: its cards as a build makes them."""

    document: Document
    labels: Labels
    extraction: Extraction
    drafts: tuple[Draft, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Everything that decides: question rules, label rules and the words they share."""

    questions: tuple[Rule, ...]
    labels: tuple[LabelRule, ...]
    words: Vocabulary


def read_rules(own: Path | None) -> Rules:
    """The shipped rules and the user's own. Raises FlashcardsError at the first file that cannot be trusted."""
    words = load_words(own)
    return Rules(questions=load_rules(own, words), labels=load_label_rules(own, words), words=words)


def collect(
    arguments: Sequence[str], *, rules: Path | None = None, assets: Sequence[Path] = (), include: Sequence[str] = ()
) -> Collection:  # fmt: skip
    """Find every card in the notes that the arguments name.

    arguments: files and folders.  rules: a folder of the user's own rules.  assets: more folders that hold pictures.
    include: kinds of cards to give that are left out otherwise: "closing".
    Raises FlashcardsError for rules, transcripts or folders of assets that cannot be used.
    """
    known = read_rules(rules)
    for folder in assets:
        if not folder.is_dir():
            raise FlashcardsError("no such folder of pictures", path=folder, hint="check the spelling after --assets")
    there = find_documents(arguments)
    drafts: list[Draft] = []
    read: list[Place] = []
    passed: list[Passed] = []
    unusable, remarks, unread = list(there.problems), list[Problem](), set(there.unread)
    for place, transcripts in zip(there.places, read_transcripts(there.places), strict=True):
        try:
            document = read_document(place)
            extraction = extract_document(document, known)
            found, lost = _drafts(document, _wanted(extraction, include), known, assets, transcripts)
        except _OF_ONE_NOTE as error:
            unusable.append(_in_note(error, place))
            unread.add(place.below)
            continue
        read.append(place)
        drafts.extend(found)
        passed.extend(Passed(path=place.path, step=step) for step in extraction.steps if step.outcome == "no answer")
        remarks.extend((*document.problems, *lost))
    return Collection(
        drafts=tuple(drafts), places=tuple(read), passed=tuple(passed), unusable=tuple(unusable), remarks=tuple(remarks),
        unread=frozenset(unread),
    )  # fmt: skip


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
    return parse_transcripts(read_file(path))


def examine(
    arguments: Sequence[str], *, rules: Path | None = None
) -> tuple[tuple[Examined, ...], tuple[Problem, ...]]:  # fmt: skip
    """Every note with its labels and all decisions about it, and what could not be used. Raises as `collect` does."""
    known = read_rules(rules)
    there = find_documents(arguments)
    unusable = list(there.problems)
    examined: list[Examined] = []
    for place, transcripts in zip(there.places, read_transcripts(there.places), strict=True):
        try:
            document = read_document(place)
            extraction = extract_document(document, known)
            labels = read_labels(document, known.labels)
            drafts, _ = _drafts(document, _wanted(extraction, ()), known, (), transcripts)
            examined.append(Examined(document=document, labels=labels, extraction=extraction, drafts=drafts))
        except _OF_ONE_NOTE as error:
            unusable.append(_in_note(error, place))
    return tuple(examined), tuple(unusable)


def extract_document(document: Document, rules: Rules) -> Extraction:
    """Find the cards of one document. Pure; raises FlashcardsError or TimeoutError when a pattern comes to no end."""
    root = parse_blocks(document.body, rules.words["label"])
    return extract(root, rules.questions, rules.words, document.stated)


def _in_note(error: Exception, place: Place) -> Problem:
    """What went wrong with a note, by its name: a pattern that gave up knows only its own file."""
    if isinstance(error, TimeoutError):  # a rule's own pattern is named where it is searched
        hint = "leave the note out, and please report it"
        return Problem(message="a pattern of this program came to no end on it", path=place.path, hint=hint)
    if not isinstance(error, FlashcardsError):
        message = "is too large or nested too deeply for this computer"
        return Problem(message=message, path=place.path, hint="split it, or leave it out")
    problem = error.problem
    if problem.path == place.path:
        return problem
    return replace(problem, path=place.path, line=None, message=f"{problem.path}: {problem.message}")


def _wanted(extraction: Extraction, include: Sequence[str]) -> list[Card]:
    return [card for card in extraction.cards if card.kind != "closing" or "closing" in include]


def _drafts(
    document: Document, cards: Sequence[Card], rules: Rules, assets: Sequence[Path], transcripts: Mapping[str, Transcript]
) -> tuple[tuple[Draft, ...], tuple[Problem, ...]]:  # fmt: skip
    if not cards:
        return (), ()
    site = find_site(document.place.file, document.place.given, assets)
    return draft_cards(document, read_labels(document, rules.labels), cards, site, transcripts)

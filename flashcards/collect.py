"""Notes as the user named them -> drafts of all their cards, and all there is to say about them.

The road that `build`, `extract` and `explain` share. One bad note never stops the others: what went wrong with it is
collected, and the exit status still says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flashcards.block import parse_blocks
from flashcards.document import Document, Place, find_documents, read_document
from flashcards.draft import Draft, draft_cards
from flashcards.errors import FlashcardsError, Problem
from flashcards.extract import Card, Extraction, Step, extract
from flashcards.labels import LabelRule, Labels, load_label_rules, read_labels
from flashcards.media import find_site
from flashcards.rule import Rule, load_rules, load_words
from flashcards.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A block that asks, by a rule's verdict, and became no card all the same."""

    path: str
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """All cards of some notes, in document order.

    read: paths of the notes read.  passed: questions that became no card.  unusable: inputs that could not be used;
    for them the exit status is 1.  remarks: what is worth a line and no more.  unread: paths below the folder given of
    files that are there but could not be read.
    """

    drafts: tuple[Draft, ...]
    read: tuple[str, ...]
    passed: tuple[Passed, ...]
    unusable: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    unread: frozenset[str]


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
    Raises FlashcardsError for rules or folders of assets that cannot be used.
    """
    known = read_rules(rules)
    for folder in assets:
        if not folder.is_dir():
            raise FlashcardsError("no such folder of pictures", path=folder, hint="check the spelling after --assets")
    places, problems = find_documents(arguments)
    drafts: list[Draft] = []
    read: list[str] = []
    passed: list[Passed] = []
    unusable, remarks, unread = list(problems), list[Problem](), set[str]()
    for place in places:
        try:
            document = read_document(place)
            extraction = extract_document(document, known)
            found, lost = _drafts(document, _wanted(extraction, include), known, place, assets)
        except FlashcardsError as error:
            unusable.append(error.problem)
            unread.add(place.below)
            continue
        read.append(place.path)
        drafts.extend(found)
        passed.extend(Passed(path=place.path, step=step) for step in extraction.steps if step.outcome == "no answer")
        remarks.extend((*document.problems, *lost))
    return Collection(
        drafts=tuple(drafts), read=tuple(read), passed=tuple(passed), unusable=tuple(unusable), remarks=tuple(remarks),
        unread=frozenset(unread),
    )  # fmt: skip


def examine(
    arguments: Sequence[str], *, rules: Path | None = None
) -> tuple[tuple[Examined, ...], tuple[Problem, ...]]:  # fmt: skip
    """Every note with its labels and all decisions about it, and what could not be used. Raises as `collect` does."""
    known = read_rules(rules)
    places, problems = find_documents(arguments)
    unusable = list(problems)
    examined: list[Examined] = []
    for place in places:
        try:
            document = read_document(place)
            extraction = extract_document(document, known)
            labels = read_labels(document, known.labels)
            drafts, _ = _drafts(document, _wanted(extraction, ()), known, place, ())
            examined.append(Examined(document=document, labels=labels, extraction=extraction, drafts=drafts))
        except FlashcardsError as error:
            unusable.append(error.problem)
    return tuple(examined), tuple(unusable)


def extract_document(document: Document, rules: Rules) -> Extraction:
    """Find the cards of one document. Pure; raises FlashcardsError when a pattern does not come to an end."""
    root = parse_blocks(document.body, rules.words["label"])
    return extract(root, rules.questions, rules.words, document.stated)


def _wanted(extraction: Extraction, include: Sequence[str]) -> list[Card]:
    return [card for card in extraction.cards if card.kind != "closing" or "closing" in include]


def _drafts(
    document: Document, cards: Sequence[Card], rules: Rules, place: Place, assets: Sequence[Path]
) -> tuple[tuple[Draft, ...], tuple[Problem, ...]]:  # fmt: skip
    if not cards:
        return (), ()
    site = find_site(place.file, place.given, assets)
    return draft_cards(document, read_labels(document, rules.labels), cards, site)

"""One note, read through: its document, all decisions about it, its cards as drafts.

Loads everything that works on notes, so whoever finds a note in the cache does without this module. One bad note never
stops the others: what goes wrong with it becomes a problem of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from flashcards.block import Block, parse_blocks, walk
from flashcards.card import Card, Draft, Labels, Passed, Reading
from flashcards.collect import read_transcripts, refuse_absent
from flashcards.document import Document, Place, document_of, find_documents, read_bytes
from flashcards.draft import draft_cards
from flashcards.errors import FlashcardsError, Problem
from flashcards.extraction import extract
from flashcards.labels import LabelRule, labels_below, load_label_rules, read_labels
from flashcards.media import find_site
from flashcards.overlooked import overlooked
from flashcards.progress import told
from flashcards.rule import Rule, load_rules, load_words
from flashcards.search import unbold
from flashcards.step import Extraction
from flashcards.transcript import Transcript
from flashcards.vocabulary import Vocabulary

OF_ONE_NOTE = (FlashcardsError, TimeoutError, MemoryError, RecursionError)  # what must not stop the others


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


def read_note(
    data: bytes, place: Place, rules: Rules, *, include: Sequence[str], assets: Sequence[Path],
    transcripts: Mapping[str, Transcript],
) -> Reading:  # fmt: skip
    """All that comes of the bytes of one note. Raises one of OF_ONE_NOTE; see `problem_of`."""
    document = document_of(data, place)
    extraction = extract_document(document, rules)
    drafts, lost = _drafts(document, extraction, include, rules, assets, transcripts)
    passed = (step for step in extraction.steps if step.outcome == "no answer")
    return Reading(
        drafts=drafts,
        passed=tuple(
            Passed(
                path=place.path,
                line=step.block.lines[0],
                question=step.judged.taking.question,
                reason=step.reason,
            )
            for step in passed
        ),
        overlooked=overlooked(extraction),
        remarks=(*document.problems, *lost),
    )


def examine(
    arguments: Sequence[str], *, rules: Path | None = None, assets: Sequence[Path] = ()
) -> tuple[tuple[Examined, ...], tuple[Problem, ...]]:  # fmt: skip
    """Every note with its labels and all decisions about it, and what could not be used.

    Arguments and errors as for `collect`.
    """
    refuse_absent(assets)
    known = read_rules(rules)
    there = find_documents(arguments)
    unusable = list(there.problems)
    examined: list[Examined] = []
    pairs = zip(there.places, read_transcripts(there.places), strict=True)
    for place, transcripts in told("reading notes", pairs, len(there.places)):
        try:
            document = document_of(read_bytes(place), place)
            extraction = extract_document(document, known)
            labels = read_labels(document, known.labels)
            drafts, _ = _drafts(document, extraction, (), known, assets, transcripts)
            examined.append(Examined(document=document, labels=labels, extraction=extraction, drafts=drafts))
        except OF_ONE_NOTE as error:
            unusable.append(problem_of(error, place))
    return tuple(examined), tuple(unusable)


def extract_document(document: Document, rules: Rules) -> Extraction:
    """Find the cards of one document. Pure; raises FlashcardsError or TimeoutError when a pattern comes to no end."""
    root = parse_blocks(document.body, rules.words["own_line"])
    named = document.front.title or document.called
    opens = any(rules.words[word].search(named) for word in ("qa_section", "faq_title"))
    stated = (document.called, *document.stated) if opens and document.called else document.stated
    return extract(root, rules.questions, rules.words, stated, named if opens else "")


def problem_of(error: Exception, place: Place) -> Problem:
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


def wanted(extraction: Extraction, include: Sequence[str]) -> list[Card]:
    return [card for card in extraction.cards if card.kind != "closing" or "closing" in include]


def _drafts(
    document: Document, extraction: Extraction, include: Sequence[str], rules: Rules, assets: Sequence[Path],
    transcripts: Mapping[str, Transcript],
) -> tuple[tuple[Draft, ...], tuple[Problem, ...]]:  # fmt: skip
    cards = wanted(extraction, include)
    if not cards:
        return (), ()
    site = find_site(document.place.file, document.place.given, assets)
    stated = read_labels(document, rules.labels)
    own = _labels_of(extraction, document, stated, rules)
    return draft_cards(document, stated, cards, site, transcripts, own)


def _talks_before(root: Block, asked: Iterable[int], words: Vocabulary) -> dict[int, str]:
    """For the line of each heading that is the name of a Q&A section the one before it, below the same title, where nobody asks.

    asked: lines of questions.
    """
    lines = sorted(asked)
    headings = ([child for child in block.children if child.kind == "heading"] for block in walk(root))
    return {
        after.lines[0]: unbold(title.text)
        for beside in headings
        for title, after in pairwise(beside)
        if words["qa_section"].search(after.text)
        and bisect_left(lines, title.lines[0]) == bisect_left(lines, after.lines[0])
    }


def _first_line(section: Block) -> str:
    """What a section begins with, where that is prose."""
    begins = section.children[0]
    return unbold(begins.text.partition("\n")[0]) if begins.kind in {"paragraph", "bold"} else ""


def _labels_of(extraction: Extraction, document: Document, stated: Labels, rules: Rules) -> dict[int, Labels]:
    """The labels of the cards for which others hold than the note states, by the question's first line."""
    asked = {step.block.lines[0] for step in extraction.steps if step.judged.taken}
    read = cache(lambda titles, first, before: labels_below(titles, first, before, document, stated, rules.labels))
    found: dict[int, Labels] = {}
    before = _talks_before(extraction.note.root, asked, rules.words) if extraction.cards else {}
    for step in extraction.steps:
        if step.outcome == "card":
            spot = step.judged.spot
            titles = tuple(unbold(mark.text) for mark in reversed(spot.marks) if mark.line not in asked)
            sections = [
                block for block in reversed(spot.above) if block.kind == "heading" and block.lines[0] not in asked
            ]
            first = tuple(_first_line(block) for block in sections if block.children)
            labels = read(titles, first, tuple(before[b.lines[0]] for b in sections if b.lines[0] in before))
            if labels != stated:
                found[step.block.lines[0]] = labels
    return found

"""What a card is, from the note to the deck: plain values, without what makes them.

Whoever only hands cards on, as a build does of notes that did not change, loads no parser and no rule for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from flashcards.errors import Problem
from flashcards.field import lines_html, text_html
from flashcards.media import Picture

if TYPE_CHECKING:
    from flashcards.block import Lines
    from flashcards.transcript import Transcript

CardKind = Literal["question", "followup", "closing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What a note states about itself. masters: bare names.  week, day: numbers, or None.  date: as written, or empty."""

    masters: tuple[str, ...] = ()
    week: int | None = None
    day: int | None = None
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A question and its answer, in Markdown. context: the question that a follow-up follows.

    Lines are of the file, 1-based and inclusive; an answer has several ranges where follow-ups were taken out of it.
    """

    question: str
    answer: str
    context: str
    kind: CardKind
    rule: str
    question_lines: Lines
    answer_lines: tuple[Lines, ...]


class Marks(NamedTuple):
    """What a card is known by (marks.py). A tuple: there is one a card, and nothing else is made as fast.

    answer: the fingerprint of the whole answer.  sketch: by which similar answers are found.  guid: the one of a card that
    no ledger knows, where no other asks the same.  content: the fingerprint of the card under that guid.  asks: checks
    by which questions in almost the same words are found.
    """

    answer: str
    sketch: str
    guid: str
    content: str
    asks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One card, rendered. The texts are the note's own words: no markup, no picture, no word of the program's.

    transcripts: the entries of the question's pictures in transcripts.toml, checked by somebody or not, empty or not.
    marks: what is made of all that, once it is made; whoever changes the rest leaves them out.
    """

    path: str
    below: str
    title: str
    labels: Labels
    card: Card
    question_html: str
    answer_html: str
    context_html: str
    question_text: str
    answer_text: str
    context_text: str
    pictures: tuple[Picture, ...]
    tags: tuple[str, ...]
    transcripts: tuple[Transcript, ...] = ()
    marks: Marks | None = None

    @property
    def transcript(self) -> str:
        """The words of the question's pictures."""
        return "\n".join(transcript.text for transcript in self.transcripts if transcript.text)

    @property
    def master(self) -> str:
        return ", ".join(self.labels.masters)

    @property
    def week(self) -> str:
        return "" if self.labels.week is None else str(self.labels.week)

    def fields(self, guid: str) -> tuple[str, ...]:
        """The fields of the note type, in its order; every one is HTML."""
        said = lines_html(self.transcript) if self.transcripts else ""
        stated = _stated(self.labels, self.title, self.below)
        return self.question_html, self.answer_html, self.context_html, said, *stated, guid, "", ""


@lru_cache(maxsize=256)  # it is the same for all cards of a note
def _stated(labels: Labels, title: str, below: str) -> tuple[str, ...]:
    """What a note states about itself, as fields."""
    week, day = ("" if number is None else str(number) for number in (labels.week, labels.day))
    return tuple(text_html(text) for text in (", ".join(labels.masters), week, day, labels.date, title, below))


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A block that asks, by a rule's verdict, and became no card all the same. reason: why."""

    path: str
    line: int
    question: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What reading one note gave. overlooked: lines that look like questions, where none is one.  remarks: what is worth a line and no more."""

    drafts: tuple[Draft, ...] = ()
    passed: tuple[Passed, ...] = ()
    overlooked: tuple[int, ...] = ()
    remarks: tuple[Problem, ...] = ()

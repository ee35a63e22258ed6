"""What a card is, from the note to the deck: plain values, without what makes them.

Whoever only hands cards on, as a build does of notes that did not change, loads no parser and no rule for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One card, rendered. The texts are the note's own words: no markup, no picture, no word of the program's.

    transcripts: the entries of the question's pictures in transcripts.toml, checked by somebody or not, empty or not.
    sketch: of the answer, by which similar ones are found (likeness.py), where somebody has made it already.
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
    sketch: str | None = None

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
        day = "" if self.labels.day is None else str(self.labels.day)
        plain = (self.master, self.week, day, self.labels.date, self.title, self.below)
        return (
            self.question_html, self.answer_html, self.context_html, lines_html(self.transcript),
            *(text_html(text) for text in plain), guid, "", "",
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A block that asks, by a rule's verdict, and became no card all the same. reason: why."""

    path: str
    line: int
    question: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What reading one note gave. remarks: what is worth a line and no more."""

    drafts: tuple[Draft, ...] = ()
    passed: tuple[Passed, ...] = ()
    remarks: tuple[Problem, ...] = ()

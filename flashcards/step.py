"""What became of each block that a rule looked at: a build takes the cards of it, `explain` the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flashcards.block import Block
from flashcards.card import Card
from flashcards.judge import Judged
from flashcards.match import Verdict
from flashcards.spot import Note

Outcome = Literal["card", "no answer", "an answer", "not a question"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What became of one block that a rule looked at. reason: why a question is no card."""

    block: Block
    judged: Judged
    outcome: Outcome
    reason: str = ""

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        return self.judged.verdicts


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What came of one note: its cards, and what became of each block that a rule looked at."""

    note: Note
    cards: tuple[Card, ...]
    steps: tuple[Step, ...]

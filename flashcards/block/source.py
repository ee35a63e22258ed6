"""What is parsed: the lines of a note, and what begins a paragraph in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flashcards.block.tree import Lines
from flashcards.pattern import Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is parsed.

    lines: of the note.  label: see parse_blocks.  references: the addresses that it defines, as the parser keeps them.  inside: how many folds of other programs stand around it.
    """

    lines: tuple[str, ...]
    label: Pattern | None
    references: Mapping[str, Any]
    inside: int = 0

    def starts(self, text: str) -> bool:
        """Whether a line of text begins a paragraph of its own."""
        return bool(self.label and self.label.match(text))

    def raw(self, span: Lines) -> str:
        """The lines of a span as they stand."""
        return "\n".join(self.lines[span[0] - 1 : span[1]])

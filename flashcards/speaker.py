"""Who says a line of a transcript, or sent a message."""

from __future__ import annotations

from flashcards.block import Block, rest
from flashcards.pattern import Pattern
from flashcards.search import search
from flashcards.spot import Note

_NAME = Pattern(r"\*{2,3}[^\n.!?:：,，。*]{1,24}(?<![다요음함임됨])\*{2,3}")


def speaks_on(block: Block, first: Block, note: Note) -> bool:
    """Whether a block goes on with what a speaker says: nobody else is named there, as the speaker is named."""
    for word in ("speaker", "message_head", "bold_name"):
        if said := search(note.words[word], first.text, ""):
            other = search(note.words[word], block.text, "")
            return other is None or str(other["who"]).strip() == str(said["who"]).strip()
    return True


def is_name(block: Block) -> bool:
    """Whether a bold line may be a name: short, and no sentence."""
    return block.kind == "bold" and bool(_NAME.fullmatch(block.text.strip()))


def headless(block: Block, note: Note) -> Block:
    """A message without the line that says who wrote it, and when."""
    head = search(note.words["message_head"], block.text, "") if block.kind == "paragraph" else None
    return rest(block, 1) if head and head[0].endswith("\n") else block

"""Who says a line of a transcript, or sent a message."""

from __future__ import annotations

from flashcards.block import Block, rest
from flashcards.pattern import Pattern
from flashcards.search import search
from flashcards.spot import Note

_NAMED = ("speaker", "message_head", "bold_name", "plain_name")  # words that find who speaks
_NAME = Pattern(r"\*{2,3}[^\n.!?:：,，。*]{1,24}(?<![다요음함임됨])\*{2,3}")


def speaks_on(block: Block, first: Block, asker: Block, note: Note) -> bool:
    """Whether a block goes on with what a speaker says: nobody else is named there, as the speaker is named.

    In a chat everybody replies until the one who asked writes again.
    """
    if asked := search(note.words["chat_head"], asker.text, ""):
        wrote = search(note.words["chat_head"], block.text, "")
        return wrote is None or wrote["who"] != asked["who"]
    said, other = _speakers(block, first, note)
    return not said or not other or said == other


def speaks_again(block: Block, first: Block, note: Note) -> bool:
    """Whether a block begins with the name of the one who speaks in another."""
    said, other = _speakers(block, first, note)
    return bool(said) and said == other


def _speakers(block: Block, first: Block, note: Note) -> tuple[str, str]:
    """Who speaks in `first`, and in `block` as far as that is told in the same way; empty where nobody is named."""
    for word in _NAMED:
        if said := search(note.words[word], first.text, ""):
            other = search(note.words[word], block.text, "")
            return str(said["who"]).strip(), str(other["who"]).strip() if other else ""
    return "", ""


def is_name(block: Block) -> bool:
    """Whether a bold line may be a name: short, and no sentence."""
    return block.kind == "bold" and bool(_NAME.fullmatch(block.text.strip()))


def headless(block: Block, note: Note) -> Block:
    """A message without the line that says who wrote it, and when."""
    head = search(note.words["message_head"], block.text, "") if block.kind == "paragraph" else None
    return rest(block, 1) if head and head[0].endswith("\n") else block

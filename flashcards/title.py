"""Which blocks are the title of a section: of what they own, or as lone lines of what follows them.

People write a title as a heading, a bold line, a line in brackets, an item above others. The name of a Q&A section is one
in more forms than any other.
"""

from __future__ import annotations

from collections.abc import Sequence

from flashcards.block import ITEMS, Block
from flashcards.pattern import Pattern
from flashcards.search import unbold
from flashcards.vocabulary import Vocabulary

_TITLE = 60  # characters; what is longer is no title
_PAIRED = "<＜[〈《【=~─━-"  # signs that stand on both sides of a title
_TELLS = Pattern(r"^\W*(?:그림|사진|표|출처)|[다요음함임][^\p{L}\p{N}\n]*$|[.!。…]\s*$")
_LONG = 600  # characters; what is longer is no question of a list


def is_title(block: Block, words: Vocabulary) -> bool:
    """Whether a lone line is a title: bold as a whole, or the name of a Q&A section."""
    if "\n" in block.text or len(block.text) >= _TITLE:
        return False
    if block.kind in ITEMS:
        return not block.children and bool(words["qa_section"].search(block.text))
    if block.kind not in {"paragraph", "bold"}:
        return False
    if words["qa_line"].search(block.text) or is_framed(block, words):
        return True
    asks = any(words[name].search(unbold(block.text)) for name in ("asks", "asks_wh", "asks_trouble"))
    return block.kind == "bold" and not asks and not words["label"].search(block.text)


def is_framed(block: Block, words: Vocabulary) -> bool:
    """Whether a plain line is a title by the brackets or the signs that it stands in."""
    if block.kind != "paragraph" or len(block.text) >= _TITLE:
        return False
    return bool(words["framed"].search(block.text)) and not words["label"].search(block.text)


def frame_of(block: Block) -> str:
    """The sign before a plain line, and the one behind it where they come in pairs."""
    text = block.text.strip()
    if block.kind != "paragraph" or not text or text[0].isalnum():
        return ""
    return text[0] + (text[-1] if text[0] in _PAIRED else "")


def could_be_title(block: Block, words: Vocabulary) -> bool:
    """Whether a line framed as the title of a Q&A section is a title too: it neither asks, tells nor names a picture."""
    if len(block.text) >= _TITLE or "\n" in block.text or _TELLS.search(block.text):
        return False
    return not any(words[name].search(block.text) for name in ("asks", "label"))


def opens_own(block: Block, words: Vocabulary) -> bool:
    """Whether a block is the title of what it owns: a heading, or an item that names a Q&A section, a day or a topic."""
    if block.kind not in ITEMS:
        return block.kind in {"heading", "table"}
    if len(block.text) >= _TITLE:
        return False
    return any(words[name].search(block.text) for name in ("qa_section", "dated"))


def is_topic(block: Block, words: Vocabulary) -> bool:
    """Whether an item could name a topic: beside one that does, what does not ask is another."""
    if block.kind not in ITEMS or len(block.text) >= _TITLE:
        return False
    return not any(words[name].search(block.text) for name in ("asks", "asks_wh", "label"))


def groups(item: Block, words: Vocabulary) -> bool:
    """Whether an item names the topic of questions that stand below it, each with an answer of its own."""
    if len(item.children) < 2:
        return False
    after = [*item.children[1:], None]
    answered = [
        block
        for block, follower in zip(item.children, after, strict=True)
        if block.kind in ITEMS
        and len(block.text) < _LONG
        and (block.children or (follower and words["answer_label"].search(follower.text)))
        and words["asks_quoted"].search(block.text)
    ]
    if len(answered) < 2 or not is_topic(item, words):
        return False
    below = [block for block in item.children if not words["answer_label"].search(block.text)]
    return 2 * len(answered) >= len(below)


def below_empty(blocks: Sequence[Block], words: Vocabulary) -> dict[int, int]:
    """For the index of each heading that asks right below the empty title of a Q&A section, of its own level, that title's.

    People forget to make the questions a level deeper.
    """
    found: dict[int, int] = {}
    title = None
    for n, block in enumerate(blocks):
        if block.kind != "heading":
            continue
        if not block.children and words["qa_section"].search(block.text):
            title = n
        elif title is not None and words["asks_heading"].search(block.text) and block.level == blocks[title].level:
            found[n] = title
        elif any(words[name].search(block.text) for name in ("elsewhere", "closing")):
            title = None
    return found

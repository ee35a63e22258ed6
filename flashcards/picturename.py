"""What is a picture by its bytes, and its name in a deck: made from its content, so other content is another name."""

from __future__ import annotations

from hashlib import sha256

import regex

LIMIT = 50 * 2**20  # bytes; a screenshot has some hundred thousand
PREFIX = "fc-"  # of every picture in a deck, so that none meets a file that Anki holds already

_KINDS = (
    (regex.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (regex.compile(rb"\xff\xd8\xff"), "jpg"),
    (regex.compile(rb"GIF8[79]a"), "gif"),
    (regex.compile(rb"RIFF....WEBP", regex.DOTALL), "webp"),
    (regex.compile(rb"....ftyp(?:avif|avis)", regex.DOTALL), "avif"),
)
_NAME = regex.compile(rf"{PREFIX}[0-9a-f]{{16}}\.(?:{'|'.join(ending for _, ending in _KINDS)})")


def name_of(data: bytes) -> str:
    """The deck's name for the bytes of a picture, short, ASCII; empty for other bytes."""
    ending = next((ending for pattern, ending in _KINDS if pattern.match(data)), "")
    return f"{PREFIX}{sha256(data).hexdigest()[:16]}.{ending}" if ending else ""


def is_deck_name(name: str) -> bool:
    """Whether a text is a name as pictures have in a deck."""
    return bool(_NAME.fullmatch(name))

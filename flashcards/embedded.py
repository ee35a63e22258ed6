"""Pictures written into a note itself, as Google Docs and some editors save them: `data:image/png;base64,...`.

Their letters may be a thousand times as many as the note's own. So the text of a note names each large one by its content,
and its bytes are read out of the file again where they are needed. Only what is a picture by its bytes gets a name. A short
one stays: it does no harm, and may be an example in code.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error
from urllib.parse import unquote_to_bytes

import regex

from flashcards.picturename import is_deck_name, name_of

_SCHEME = "data:image/png;"  # whatever the kind: the parser takes it for an address that may be a picture's
_NONE = f"{_SCHEME}none"  # for letters that are no picture: the card says that one is missing
_LETTERS = regex.compile(
    rb"data:image/[\w.+-]{1,20}(?:;[\w=-]{1,40})*?;base64,([A-Za-z0-9+/%]++={0,2})", regex.IGNORECASE
)
_SHORT = 1_000  # letters; a screenshot has a hundred thousand
_TYPES = {"jpg": "jpeg"}  # a kind by the ending of its name, where the two differ


def named(note: bytes) -> bytes:
    """A note in which each picture's name stands in place of its letters."""
    return bytes(_LETTERS.sub(_with_name, note)) if b";base64," in note else note


def name_in(link: str) -> str:
    """The name of the picture that such an address holds or names; empty for any other link."""
    name = link.removeprefix(_SCHEME)
    if name != link and is_deck_name(name):
        return name
    found = _LETTERS.fullmatch(link.encode("utf-8", "replace"))
    return name_of(picture_of(found[1])) if found else ""


def places(note: bytes) -> dict[str, tuple[int, int]]:
    """Where the letters of each picture, by its name, begin and end in a note."""
    found = ((name_of(picture_of(letters[1])), letters.span(1)) for letters in _LETTERS.finditer(note))
    return {name: place for name, place in found if name}


def picture_of(letters: bytes) -> bytes:
    """The bytes that the letters stand for; none where they stand for nothing."""
    try:
        return b64decode(unquote_to_bytes(letters), validate=True)
    except Error:
        return b""


def written(name: str, data: bytes) -> str:
    """A picture as an address that holds it."""
    ending = name.rpartition(".")[2]
    return f"data:image/{_TYPES.get(ending, ending)};base64,{b64encode(data).decode()}"


def _with_name(found: regex.Match[bytes]) -> bytes:
    if len(found[1]) <= _SHORT:
        return found[0]
    name = name_of(picture_of(found[1]))
    return (f"{_SCHEME}{name}" if name else _NONE).encode()

"""The bytes of a note -> its text, and a remark where they were not UTF-8.

Two older forms are read as they are, since they cannot be mistaken: UTF-16 says what it is in its first bytes, and
Korean text in CP949 (EUC-KR too) holds common syllables, which no other alphabet gives when it is read so. Whatever is
not sure is refused: wrong words on a card do more harm than a line that says how to save the file.
"""

from __future__ import annotations

import regex

from flashcards.errors import FlashcardsError, Problem

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LINE_END = regex.compile(rb"\r\n?|\n")
_LEAST = 0.8  # of the letters; UTF-8 read as CP949 gives a third Chinese characters, Chinese text more


def decode(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file, and remarks. Raises FlashcardsError for bytes that are surely or perhaps no such text."""
    if data.startswith(_UTF_16):
        return _utf_16(data, path)
    if b"\0" in data:
        raise _binary(path)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        text = _korean(data)
        if text is None:
            line = len(_LINE_END.findall(data, 0, error.start)) + 1
            hint = f"save it as UTF-8; an old Korean file: {_convert('CP949')}"
            raise FlashcardsError("is not UTF-8 text", path=path, line=line, hint=hint) from error
    return text, (_read_as("CP949", "CP949 (EUC-KR)", path),)


def _utf_16(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError as error:
        hint = f"save it as UTF-8, or: {_convert('UTF-16')}"
        raise FlashcardsError("begins as UTF-16 text and is none", path=path, hint=hint) from error
    if "\0" in text:
        raise _binary(path)
    return text, (_read_as("UTF-16", "UTF-16", path),)


def _korean(data: bytes) -> str | None:
    """Bytes as CP949 where that gives Korean; None where it gives nothing or what nobody wrote."""
    try:
        text = data.decode("cp949")
    except UnicodeDecodeError:
        return None
    letters = [letter for letter in text if letter > "\x7f" and letter.isalpha()]
    common = sum("가" <= letter <= "힣" and len(letter.encode("euc-kr")) == 2 for letter in letters)
    return text if common > 1 and common >= _LEAST * len(letters) else None


def _read_as(name: str, called: str, path: str) -> Problem:
    return Problem(
        message=f"is {called}, not UTF-8; read all the same", path=path, hint=f"to convert it: {_convert(name)}"
    )


def _convert(name: str) -> str:
    return f"iconv -f {name} -t UTF-8 FILE > NEW.md"


def _binary(path: str) -> FlashcardsError:
    return FlashcardsError(
        "is a binary file, not text", path=path, hint="leave it out, or give it another ending than .md"
    )

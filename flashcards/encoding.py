"""The bytes of a note -> its text, and a remark where they were not UTF-8.

Two older forms are read as they are, since they cannot be mistaken: UTF-16 says what it is in its first bytes, and
Korean text in CP949 (EUC-KR too) holds common syllables, which no other alphabet gives when it is read so. Whatever is
not sure is refused: wrong words on a card do more harm than a line that says how to save the file. That line names the
encodings that are likely, for the person who knows the words to choose.
"""

from __future__ import annotations

from collections.abc import Callable

import regex

from flashcards.errors import FlashcardsError, Problem

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LINE_END = regex.compile(rb"\r\n?|\n")
_LEAST = 0.8  # of the letters; UTF-8 read as CP949 gives a third Chinese characters, Chinese text more
_KANA = 0.2  # of the letters; less is no Japanese
_ENOUGH = 10_000  # letters to judge by
_BEYOND = regex.compile(r"[^\x00-\x7f]+")
_ALONE = regex.compile(r"(?<![^\x00-\x7f])[À-ÿŒœ’](?![^\x00-\x7f])")  # between plain letters, as in `café`


def _is_hangul(letter: str) -> bool:
    return "가" <= letter <= "힣" and len(letter.encode("euc-kr")) == 2


def _is_kana(letter: str) -> bool:
    return "ぁ" <= letter <= "ヿ"


def _between(first: bytes, end: bytes, encoding: str) -> Callable[[str], bool]:
    """Of an encoding the part whose Chinese characters are the ones that people write, and kana."""
    return lambda letter: _is_kana(letter) or first <= letter.encode(encoding, "ignore") < end


_COMMON = {
    "CP949": _is_hangul,
    "CP932": _between(b"\x88\x9f", b"\x98\x73", "cp932"),
    "EUC-JP": _between(b"\xb0", b"\xd0", "euc-jp"),
    "GB18030": _between(b"\xb0", b"\xd8", "gb2312"),
    "BIG5": _between(b"\xa4", b"\xc7", "big5"),
}
_LANGUAGES = {
    "CP949": "Korean", "CP932": "Japanese", "EUC-JP": "Japanese", "GB18030": "Chinese", "BIG5": "Chinese",
    "CP1252": "Western",
}  # fmt: skip


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
            raise FlashcardsError("is not UTF-8 text", path=path, line=line, hint=_way_out(data)) from error
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
    letters = _letters(text)
    common = sum(map(_is_hangul, letters))
    return text if common > 1 and common >= _LEAST * len(letters) else None


def _way_out(data: bytes) -> str:
    """What to do about bytes that are no UTF-8: the encodings that they are likely in, or all where none is."""
    whole = data.decode("utf-8", "ignore")
    if len(_letters(whole)) > 8 * (len(data) - len(whole.encode())):
        return "it is UTF-8 with damaged letters, the first of them here: type them anew and save it as UTF-8"
    likely = [name for name in _LANGUAGES if _is_likely(data, name)] or list(_LANGUAGES)
    if len(likely) == 1:
        return f"save it as UTF-8; an old {_LANGUAGES[likely[0]]} file: {_convert(likely[0])}"
    named = ", ".join(f"{name} ({_LANGUAGES[name]})" for name in likely)
    return f"save it as UTF-8; an old file: {_convert('CODE')}, where CODE is one of {named}"


def _is_likely(data: bytes, name: str) -> bool:
    """Whether bytes read so give, beyond ASCII, hardly anything but what people write in the language."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return False
    if name not in _COMMON:
        return 2 * len(_ALONE.findall(text)) > len(_BEYOND.findall(text))
    letters = _letters(text)[:_ENOUGH]
    kana = sum(map(_is_kana, letters))
    # The two encodings of China hold kana where that of Japan has them, but hardly any text in them does.
    is_expected = (kana >= _KANA * len(letters)) == (_LANGUAGES[name] == "Japanese")
    return is_expected and sum(map(_COMMON[name], letters)) >= _LEAST * max(1, len(letters))


def _letters(text: str) -> list[str]:
    """The letters of a text beyond ASCII."""
    return [letter for letter in text if letter > "\x7f" and letter.isalpha()]


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

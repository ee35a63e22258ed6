"""A picture of words -> its words, by Tesseract. The only user of tesserocr, which is optional.

It is asked twice. Told of two languages at once, Tesseract reads short Korean words as English ones that look like
them; told of Korean alone, it spells out English as digits and signs. So Korean alone reads the page, and what came out
as no Korean, or in doubt, is cut out and read once more with both.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import IO, TYPE_CHECKING

import regex

from flashcards.errors import FlashcardsError, shown
from flashcards.extras import command_for
from flashcards.scan import LIMIT, LINE, apart, bordered, fitted, load

if TYPE_CHECKING:
    from PIL.Image import Image
    from tesserocr import PyTessBaseAPI

LANGUAGES = ("kor", "eng")
_DOUBT = 85  # per cent of confidence; letters read right have 93 and more
_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata", "/usr/local/share/tessdata", "/opt/homebrew/share/tessdata",
    "/opt/local/share/tessdata", "C:/Program Files/Tesseract-OCR/tessdata",
)  # fmt: skip

_HANGUL = regex.compile(r"[가-힣ㄱ-ㅣ]")  # without ㆍ, which Tesseract sees in specks
_KOREAN = regex.compile(r"[가-힣ㄱ-ㅣ.,?!()'\"~…]+")
_WORD = regex.compile(r"[가-힣ㄱ-ㅣ\d]|\p{Latin}{2}")
_SPECK = regex.compile(r"[^\p{Letter}\d]+|ㆍ")
_EDGE = regex.compile(r"(?<=\w)[.:;,\-'\"]+$")
# "1.", "Q1" or "사전질문 2" alone before the words says nothing; a line that goes on is the question itself.
_NUMBER = regex.compile(r"^(?:(?:Q\s?\d{0,2}\s?[.:)]?|\d{1,2}\s?[.)])\s+)?(?:(?:사전 ?)?질문 ?\d{1,2}\s*\n)?")
_LONE_AI = regex.compile(r"(?<!\p{Latin})Al(?!\p{Latin})")
_Box = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a picture says. reason: why it is empty."""

    text: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The open engines: starting one takes longer than reading a picture. They are one where there is one language."""

    page: PyTessBaseAPI
    again: PyTessBaseAPI


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A word or a part of one. apart: a blank stands before it.  line: the box of the line it stands in."""

    text: str
    sure: float
    apart: bool
    box: _Box
    line: _Box


@contextmanager
def open_reader(tessdata: Path | None = None) -> Iterator[Reader]:
    """Open the engines. tessdata: the folder of the language data, else the system's.

    Raises FlashcardsError, saying how to get it, where Tesseract or its language data is absent.
    """
    # Before Tesseract is loaded: on pictures as small as these its threads gain nothing, and on a busy machine they wait.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        import PIL.Image  # noqa: F401, PLC0415
        from tesserocr import PyTessBaseAPI  # noqa: PLC0415
    except ImportError as error:
        hint = f"to have them read: {command_for('ocr')}"
        raise FlashcardsError("pictures are not read: tesserocr or Pillow is not installed", hint=hint) from error
    folder, languages = _language_data(tessdata)
    with ExitStack() as stack:
        try:
            page, again = (
                stack.enter_context(PyTessBaseAPI(path=f"{folder}{os.sep}", lang=lang, psm=psm))
                for lang, psm in ((languages[0], 6), ("+".join(languages), 7))
            )
        except RuntimeError as error:
            hint = "install the data that goes with Tesseract 4 or 5"
            raise FlashcardsError(
                "pictures are not read: the language data is broken", path=folder, hint=hint
            ) from error
        for engine in (page, again):
            engine.SetVariable("debug_file", os.devnull)  # it would talk of specks on standard error
        yield Reader(page=page, again=again)


def read_picture(reader: Reader, file: Path | IO[bytes]) -> Reading:
    """Read one picture. Never raises for what is in it: the reading is empty then, with the reason."""
    try:
        page = load(file)
    except Exception as error:  # noqa: BLE001 - a decoder given broken bytes raises whatever it stumbles on
        return Reading(reason=f"the picture cannot be opened: {' '.join(str(error).split()) or type(error).__name__}")
    if page is None:
        return Reading(reason=f"the picture has more than {LIMIT // 10**6} million pixels")
    text = _text(_reread(reader, *_read_page(reader, page)))
    return Reading(text=text) if _WORD.search(text) else Reading(reason="no words were found in the picture")


def _language_data(given: Path | None) -> tuple[Path, tuple[str, ...]]:
    """The folder of language data, and the languages that it holds, Korean first."""
    prefix = os.environ.get("TESSDATA_PREFIX", "")
    usual = (prefix, f"{prefix}/tessdata") if prefix else _FOLDERS
    folders = [given] if given else [Path(folder) for folder in usual]
    for folder in folders:
        if languages := tuple(name for name in LANGUAGES if (folder / f"{name}.traineddata").is_file()):
            return folder, languages
    where = f"in {shown(given)}" if given else "in the usual places"
    names = " and ".join(f"{name}.traineddata" for name in LANGUAGES)
    hint = f"apt-get install tesseract-ocr-kor, brew install tesseract-lang, or give the folder that holds {names}: --tessdata DIR"
    raise FlashcardsError(f"pictures are not read: there is no language data {where}", hint=hint)


def _read_page(reader: Reader, page: Image) -> tuple[Image, tuple[_Piece, ...]]:
    """The page as it was given to the engine, and what Korean alone makes of it."""
    number, rest, line = apart(page)
    if number and _is_number(reader, fitted(number, line)):
        page = rest
    page = fitted(page, line)
    pieces = _pieces(reader.page, page)
    letters = "".join(piece.text for piece in pieces)
    if len(_HANGUL.findall(letters)) * 3 >= len(letters):
        return page, pieces
    reader.again.SetPageSegMode(6)
    try:
        return page, tuple(replace(piece, sure=100.0) for piece in _pieces(reader.again, page))
    finally:
        reader.again.SetPageSegMode(7)


def _is_number(reader: Reader, mark: Image) -> bool:
    """Whether a mark before the lines says nothing: a number or a sign, no Korean word."""
    text = " ".join(_line(reader, mark)[0].split())
    return len(text) <= 4 and not _HANGUL.search(text)


def _line(reader: Reader, image: Image) -> tuple[str, float]:
    """The one line of text on an image, and how sure that is."""
    reader.again.SetImage(image)
    return reader.again.GetUTF8Text().strip(), reader.again.MeanTextConf()


def _pieces(engine: PyTessBaseAPI, page: Image) -> tuple[_Piece, ...]:
    """What an engine finds on a page, piece by piece."""
    from tesserocr import RIL, iterate_level  # noqa: PLC0415

    engine.SetImage(page)
    engine.Recognize()
    found = []
    for at in iterate_level(engine.GetIterator(), RIL.WORD) if engine.AllWordConfidences() else ():
        if at.Empty(RIL.WORD):
            continue
        found.append(
            _Piece(
                text=at.GetUTF8Text(RIL.WORD),
                sure=at.Confidence(RIL.WORD),
                apart=at.BlanksBeforeWord() > 0 or at.IsAtBeginningOf(RIL.TEXTLINE),
                box=at.BoundingBox(RIL.WORD),
                line=at.BoundingBox(RIL.TEXTLINE),
            )
        )
    return tuple(found)


def _reread(reader: Reader, page: Image, pieces: Sequence[_Piece]) -> tuple[_Piece, ...]:
    """Read again with both languages what is no Korean, or in doubt; the surer reading stays."""
    read = list(pieces)
    for run in _doubtful(pieces):
        first, after = run[0], run[-1] + 1
        text, sure = _line(reader, bordered(page.crop(_box_of(run, pieces)), 20))
        if after < len(pieces) and not pieces[after].apart:
            text = str(_EDGE.sub("", text))  # the edge of the letter that follows at once
        if _better(text, sure, [pieces[n] for n in run]):
            read[first:after] = [replace(piece, text="") for piece in pieces[first:after]]
            read[first] = replace(pieces[first], text=text, sure=sure)
    return tuple(piece for piece in read if piece.text)


def _box_of(run: Sequence[int], pieces: Sequence[_Piece]) -> _Box:
    """Where the pieces of a run stand, without what their boxes share with the pieces beside them, which were read well."""
    line = pieces[run[0]].line
    left, right = pieces[run[0]].box[0], max(pieces[n].box[2] for n in run)
    beside = [pieces[n] for n in (run[0] - 1, run[-1] + 1) if 0 <= n < len(pieces) and pieces[n].line == line]
    for piece in beside:
        if piece.box[0] > left + 10:
            right = min(right, piece.box[0])
        elif piece.box[0] < left:
            left = max(left, min(right - 1, piece.box[2]))
    return left - 3, line[1] - 4, right + 3, line[3] + 4


def _doubtful(pieces: Sequence[_Piece]) -> Iterator[list[int]]:
    """Runs of pieces to read again: no Korean, with what is doubtful in the same word; else a doubtful piece alone."""
    run: list[int] = []
    for n, piece in enumerate(pieces):
        foreign = not _KOREAN.fullmatch(piece.text)
        if run and piece.line == pieces[n - 1].line and (foreign or (piece.sure < _DOUBT and not piece.apart)):
            if foreign and piece.apart and _KOREAN.fullmatch(pieces[run[-1]].text):
                yield run
                run = []
            run.append(n)
            continue
        if run:
            yield run
        run = [n] if foreign or piece.sure < _DOUBT else []
    if run:
        yield run


def _better(text: str, sure: float, instead: Sequence[_Piece]) -> bool:
    """Whether a second reading is to be taken: it must be surer, and for Korean letters be words too, not a sign."""
    if not text or sure < min(piece.sure for piece in instead):
        return False
    return bool(_WORD.search(text)) or not any(_KOREAN.fullmatch(piece.text) for piece in instead)


def _text(pieces: Sequence[_Piece]) -> str:
    """The words of all lines. A line goes on in the next one, unless the first word of that had room in it."""
    seen = [piece for piece in pieces if piece.sure >= _DOUBT or not _SPECK.fullmatch(piece.text) or not piece.apart]
    lines = [list(line) for _, line in groupby(seen, lambda piece: piece.line)]
    right = max((line[-1].box[2] for line in lines), default=0)
    parts: list[str] = []
    for number, line in enumerate(lines):
        words = "".join((" " if piece.apart else "") + piece.text for piece in line).strip()
        if number:
            before = lines[number - 1]
            room = right - before[-1].box[2] > _first_word(line) + LINE / 2
            parts.append("\n" if room else " ")
        parts.append(words)
    text = _LONE_AI.sub("AI", "".join(parts))
    return str(_NUMBER.sub("", text, count=1))


def _first_word(line: Sequence[_Piece]) -> int:
    """The width of the first word of a line."""
    word = [line[0]]
    for piece in line[1:]:
        if piece.apart:
            break
        word.append(piece)
    return word[-1].box[2] - word[0].box[0]

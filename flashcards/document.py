"""A person's Markdown file -> `Document`.

Whatever an editor left in the file (a BOM, CRLF, decomposed Hangul) is evened out here, once, and in a way that keeps
every line where it was: the body of a `Document` has the file's own line numbers, its front matter blanked, not cut.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex

from flashcards.errors import FlashcardsError, Problem, reason, shown
from flashcards.frontmatter import FrontMatter, split_front_matter

ENDINGS = (".md", ".markdown")
LEFT_OUT = ("node_modules", "_site")

_CONTROL = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SITE_VARIABLE = regex.compile(
    r"""(?P<before>\]\(\s*<?|\b(?:src|href)\s*=\s*["']?)\{\{\s*site\.(?:url|baseurl)\s*\}\}(?:\{\{\s*site\.baseurl\s*\}\})?"""
)
_HEADING = regex.compile(r"^ {0,3}#{1,6}[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = regex.compile(r"^ {0,3}=+[ \t]*$")
_FENCE = regex.compile(r"^ {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a document lies.

    path: as the user gave it, joined with the way below it by `/`.
    below: the way below the folder given, or the name of a file given; NFC, so that a Mac and Linux agree.
    file: what to open.  given: the folder given, or the folder of the file given.
    """

    path: str
    below: str
    file: Path
    given: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file, read. `body` keeps the file's line numbers; `problems` are remarks about the file itself."""

    place: Place
    front: FrontMatter
    heading: str
    body: str
    problems: tuple[Problem, ...]

    @property
    def title(self) -> str:
        """The front matter's title, else the first heading, else empty: never the file's name."""
        return self.front.title or self.heading


def find_documents(arguments: Sequence[str]) -> tuple[tuple[Place, ...], tuple[Problem, ...]]:
    """The files that the arguments name or hold, each once (by real path), in document order.

    Document order is the path below the folder given, then the path itself, so the order of the arguments never
    matters. Returns the places and what could not be used.
    """
    found: dict[str, Place] = {}
    problems: list[Problem] = []
    for argument in sorted(set(arguments)):
        base = Path(argument)
        try:
            if base.is_dir():
                files: Iterable[Path] = _walk(base, problems)
                given = base
            elif base.exists():
                files, given = [base], base.parent
            else:
                hint = "check the spelling, or give the folder that holds your notes"
                problems.append(Problem(message="no such file or folder", path=shown(argument), hint=hint))
                continue
            for file in files:
                below = unicodedata.normalize("NFC", shown(file.relative_to(given)))
                place = Place(path=shown(file), below=below, file=file, given=given)
                real = os.path.realpath(file)
                if real not in found or _order(place) < _order(found[real]):
                    found[real] = place
        except OSError as error:
            hint = "check that you may read it"
            problems.append(Problem(message=f"cannot be read: {reason(error)}", path=shown(argument), hint=hint))
    return tuple(sorted(found.values(), key=_order)), tuple(problems)


def read_document(place: Place) -> Document:
    """Read one file.

    Raises FlashcardsError when the file cannot be opened or is no UTF-8 text.
    """
    return parse_document(_decode(_read(place), place.path), place)


def parse_document(text: str, place: Place) -> Document:
    """The text of a file -> Document. Pure: reads no file."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", unicodedata.normalize("NFC", text))
    front, body, problems = split_front_matter(text, place.path)
    return Document(
        place=place,
        front=front,
        heading=_first_heading(body),
        body=_SITE_VARIABLE.sub(r"\g<before>", body),
        problems=problems,
    )


def _order(place: Place) -> tuple[str, str]:
    return place.below, place.path


def _walk(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    def complain(error: OSError) -> None:
        where = shown(error.filename or folder)
        problems.append(
            Problem(message=f"cannot be read: {reason(error)}", path=where, hint="check that you may read it")
        )

    for parent, folders, names in os.walk(folder, onerror=complain):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in LEFT_OUT]
        for name in names:
            if name.lower().endswith(ENDINGS) and not name.startswith("."):
                yield Path(parent) / name


def _read(place: Place) -> bytes:
    try:
        if not stat.S_ISREG(place.file.stat().st_mode):  # a pipe or a device would never end
            raise FlashcardsError("is not an ordinary file", path=place.path, hint="give a Markdown file or a folder")
        return place.file.read_bytes()
    except OSError as error:
        hint = "check that it is there and that you may read it"
        raise FlashcardsError(f"cannot be read: {reason(error)}", path=place.path, hint=hint) from error


def _decode(data: bytes, path: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FlashcardsError(
            "is UTF-16 text", path=path, hint="save it as UTF-8, or: iconv -f UTF-16 -t UTF-8 FILE > NEW.md"
        )
    if b"\0" in data:
        raise FlashcardsError(
            "is a binary file, not text", path=path, hint="leave it out, or give it another ending than .md"
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "save it as UTF-8; an old Korean file: iconv -f CP949 -t UTF-8 FILE > NEW.md"
        raise FlashcardsError("is not UTF-8 text", path=path, line=line, hint=hint) from error


def _first_heading(body: str) -> str:
    """The first heading's text, found without parsing: most files need no more of the parser than this."""
    fence = ""
    previous = ""
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence):
                fence = ""
            continue
        if mark:
            fence = mark[1]
        elif heading := _HEADING.match(line):
            return str(heading["text"])
        elif _UNDERLINE.match(line) and previous.strip():
            return previous.strip()
        previous = line
    return ""

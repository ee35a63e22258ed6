"""A person's Markdown file -> `Document`.

Whatever an editor left in the file (a BOM, CRLF, decomposed Hangul) is evened out here, once, and in a way that keeps
every line where it was: the body of a `Document` has the file's own line numbers, its front matter blanked, not cut.
A file is somebody's file: what would never end, what is no text and what leads out of the folder given is refused.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import regex

from flashcards.errors import FlashcardsError, Problem, reason, shown

if TYPE_CHECKING:
    from flashcards.frontmatter import FrontMatter

ENDINGS = (".md", ".markdown")
LEFT_OUT = ("node_modules", "_site")
LIMIT = 5 * 2**20  # bytes; the worst that was found in so many took 17 s and 1.4 GB
WITH_PICTURES = 50 * 2**20  # bytes of a note with all that is written into it as pictures are
LINES = 100_000  # as much text as ten books

_TOO_LARGE = "split it, or leave it out"
_CONTROL = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# A line without a mark that is no sentence.
_HEADLINE = regex.compile(r"(?!\d+[.)]|.*\]\()[\[(【「『“\"]?[\p{L}\p{N}][^\n]{2,78}(?<![.!?。！？…~:：다요음함임죠])")
_FIRST = 12  # lines
_BETWEEN_WORDS = regex.compile(r"[-_.]+")
_ALIKE = 0.8  # of two names, where one is meant for the other: `note` and `notes`, not `gone` and `none`


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a document lies.

    path: letter for letter as the user gave it, joined with the way below it by `/`.
    below: the way below the folder given, of several below the one that holds them all; of a file given its name. NFC, so
    that a Mac and Linux agree.
    file: what to open.  given: the folder given, or the folder of the file given.
    """

    path: str
    below: str
    file: Path
    given: Path

    @property
    def named(self) -> str:
        """The way below the folder given, with that folder's own name: the same from wherever the program is called."""
        folder = os.path.basename(os.path.abspath(self.given))  # noqa: PTH100, PTH119 - there are many
        return f"{folder}/{_even(self.file.relative_to(self.given))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """places: in document order.  problems: what could not be used.

    unread: of files and folders that are there but cannot be read, the way as `Place.below` has it.
    """

    places: tuple[Place, ...]
    problems: tuple[Problem, ...]
    unread: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file, read. `body` keeps the file's line numbers; `problems` are remarks about the file itself."""

    place: Place
    front: FrontMatter
    headings: tuple[str, ...]
    body: str
    problems: tuple[Problem, ...]

    @property
    def title(self) -> str:
        """The front matter's title, else the first heading, else empty: never the file's name."""
        return self.front.title or (self.headings[0] if self.headings else "")

    @property
    def whole_title(self) -> str:
        """What names all of the note: the front matter's title, else a heading above all others; else empty."""
        return self.front.title or (self.headings[0] if len(self.headings) == 1 else "")

    @property
    def first_lines(self) -> tuple[str, ...]:
        """The first lines with words, which often say who speaks and when."""
        return tuple(islice((line.strip() for line in self.body.split("\n") if line.strip()), _FIRST))

    @property
    def stated(self) -> tuple[str, ...]:
        """What the note calls itself: title or first line, categories and tags."""
        named = self.front.title or self.headline
        return tuple(text for text in (named, *self.front.categories, *self.front.tags) if text)

    @property
    def headline(self) -> str:
        """The first line, where it reads as a title that blogs export without a mark and nothing else is one; else empty."""
        first = next(iter(self.first_lines), "")
        return first if not self.whole_title and _HEADLINE.fullmatch(first) else ""

    @property
    def called(self) -> str:
        """The file's name in words, where neither the front matter nor a heading is the note's title; else empty."""
        return "" if self.whole_title else _BETWEEN_WORDS.sub(" ", self.place.file.stem)


def find_documents(arguments: Sequence[str]) -> Found:
    """The files that the arguments name or hold, each once (by real path), in document order.

    Document order is the path below the folder given, then the path itself, so the order of the arguments never
    matters. Notes of one name in two of the folders given are two.
    """
    found: dict[str, Place] = {}
    lost: list[_Lost] = []
    around = _around(arguments)
    for argument in sorted(set(arguments)):
        try:
            for place in _places(argument, around, lost):
                real = os.path.realpath(place.file)
                if real not in found or _order(place) < _order(found[real]):
                    found[real] = place
        except OSError as error:
            lost.append(_unreadable(error, argument))
    return Found(
        places=tuple(sorted(found.values(), key=_order)),
        problems=tuple(sorted((one.problem for one in lost), key=str)),
        unread=frozenset(one.below for one in lost if one.below),
    )


def document_of(data: bytes, place: Place) -> Document:
    """The bytes of a file -> Document. Pure. Raises FlashcardsError when they are no text."""
    from flashcards.embedded import named  # noqa: PLC0415 - here and below: who has a note in the cache reads no more
    from flashcards.encoding import decode  # noqa: PLC0415

    text, remarks = decode(_of_a_size(named(data), place, LIMIT), place.path)
    return parse_document(text, place, remarks)


def parse_document(text: str, place: Place, remarks: tuple[Problem, ...] = ()) -> Document:
    """The text of a file -> Document. Pure: reads no file. remarks: what there is to say about the file already."""
    from flashcards.dialect import to_commonmark  # noqa: PLC0415
    from flashcards.frontmatter import split_front_matter  # noqa: PLC0415
    from flashcards.headings import headings_of  # noqa: PLC0415

    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", unicodedata.normalize("NFC", text))
    front, body, problems = split_front_matter(text, place.path)
    body = to_commonmark(body)
    return Document(
        place=place,
        front=front,
        headings=headings_of(body),
        body=body,
        problems=(*remarks, *problems),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lost:
    """below: empty where nothing is there."""

    problem: Problem
    below: str = ""


def _around(arguments: Sequence[str]) -> str:
    """The folder that holds all folders given, from the root; empty where there is one, or none holds all."""
    there = [argument for argument in arguments if os.path.exists(argument)]  # noqa: PTH110 - Path("") is there
    folders = {_folder(Path(argument)) for argument in there}
    try:
        return os.path.commonpath(folders) if len(folders) > 1 else ""
    except ValueError:  # on several drives
        return ""


def _folder(path: Path) -> str:
    """A folder, or that of a file, from the root."""
    return os.path.abspath(path if path.is_dir() else path.parent)  # noqa: PTH100 - a link is not followed


def _even(way: Path) -> str:
    return unicodedata.normalize("NFC", shown(way))


def _places(argument: str, around: str, lost: list[_Lost]) -> Iterator[Place]:
    """The files that one argument names or holds. Adds to `lost` what could not be used. around: as of `_around`."""
    base = Path(argument)
    above = Path(os.path.relpath(_folder(base), around)) if around and os.path.exists(argument) else Path()  # noqa: PTH110
    if not argument:  # Path("") is the current folder: an unset variable of a shell must not read all of it
        hint = "give the folder that holds your notes; `.` is the one you are in"
        lost.append(_Lost(problem=Problem(message="an empty name was given", hint=hint)))
    elif base.is_dir():
        for file in _walk(base, above, lost):
            way = file.relative_to(base)
            path = shown(os.path.join(argument, way))  # noqa: PTH118 - Path would drop a leading "./"
            below = _even(above / way)
            if _leads_out(file, base):
                hint = "give the file itself if you want it, or a folder that holds both"
                problem = Problem(message="is a link to a file outside the folder given", path=path, hint=hint)
                lost.append(_Lost(problem=problem, below=below))
                continue
            yield Place(path=path, below=below, file=file, given=base)
    elif base.exists():
        yield Place(path=shown(argument), below=_even(above / base.name), file=base, given=base.parent)
    else:
        problem = Problem(message="no such file or folder", path=shown(argument), hint=spelling(base))
        lost.append(_Lost(problem=problem))


def spelling(missing: Path) -> str:
    """What to do about a path that is not there: mostly a letter of its last name is wrong."""
    from difflib import get_close_matches  # noqa: PLC0415

    try:
        beside = [path.name for path in missing.parent.iterdir()]
    except OSError:
        beside = []
    near = get_close_matches(missing.name, [name for name in beside if not name.startswith(".")], n=1, cutoff=_ALIKE)
    if near:
        return f"did you mean {shown(missing.parent / near[0])}?"
    return "check the spelling, or give the folder that holds your notes"


def _order(place: Place) -> tuple[str, str, str]:
    return place.below, place.path, os.fspath(place.file)  # two odd names may be shown alike


def _leads_out(file: Path, folder: Path) -> bool:
    """Whether a link below a folder would bring in what lies elsewhere: the notes may be somebody else's."""
    return file.is_symlink() and not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(folder))


def _unreadable(error: OSError, path: str | Path, below: str = "") -> _Lost:
    hint = "check that you may read it"
    problem = Problem(message=f"cannot be read: {reason(error)}", path=shown(path), hint=hint)
    return _Lost(problem=problem, below=below)


def _walk(folder: Path, above: Path, lost: list[_Lost]) -> Iterator[Path]:
    def complain(error: OSError) -> None:
        where = Path(error.filename or folder)
        lost.append(_unreadable(error, where, _even(above / where.relative_to(folder))))

    for parent, folders, names in os.walk(folder, onerror=complain):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in LEFT_OUT]
        for name in names:
            if name.lower().endswith(ENDINGS) and not name.startswith("."):
                yield Path(parent) / name


def read_bytes(place: Place) -> bytes:
    """What stands in a file. Raises FlashcardsError when it cannot be opened or is more than a note can be."""
    try:
        if not stat.S_ISREG(place.file.stat().st_mode):  # a pipe or a device would never end
            raise FlashcardsError("is not an ordinary file", path=place.path, hint="give a Markdown file or a folder")
        with place.file.open("rb") as file:
            data = file.read(WITH_PICTURES + 1)  # it may grow meanwhile
    except OSError as error:
        hint = "check that it is there and that you may read it"
        raise FlashcardsError(f"cannot be read: {reason(error)}", path=place.path, hint=hint) from error
    data = _of_a_size(data, place, WITH_PICTURES if b";base64," in data else LIMIT)
    if max(data.count(b"\n"), data.count(b"\r")) > LINES:
        message = f"has more than {LINES:,} lines, which no note has"
        raise FlashcardsError(message, path=place.path, hint=_TOO_LARGE)
    return data


def _of_a_size(data: bytes, place: Place, limit: int) -> bytes:
    if len(data) > limit:
        message = f"is larger than {limit // 2**20} MB, which no note is"
        raise FlashcardsError(message, path=place.path, hint=_TOO_LARGE)
    return data

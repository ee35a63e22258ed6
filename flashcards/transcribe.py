"""Notes as the user named them -> a transcripts.toml in each folder given, with the pictures that ask read as drafts.

Reading takes a while, and somebody may correct the file meanwhile. So it is read again just before it is replaced, and
only what is not in it by then is added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from flashcards.collect import Collection, collect, read_transcripts
from flashcards.document import Place
from flashcards.errors import FlashcardsError, Problem, count, reason, shown
from flashcards.files import write_whole
from flashcards.media import Picture, link_name, picture_bytes, readable
from flashcards.ocr import Reader, Reading, open_reader, read_picture
from flashcards.progress import told
from flashcards.tomlfile import read_table
from flashcards.transcript import NAME, Transcript, add_transcripts, parse_transcripts


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One file of transcripts. read, empty: how many entries were added with words and without.  there: before."""

    path: str
    read: int
    empty: int
    there: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcribed:
    """What was done. found: the cards and remarks.  problems: why entries were left empty."""

    found: Collection
    files: tuple[Written, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A picture that asks, where it first does. known: it has an entry."""

    place: Place
    picture: Picture
    known: bool


def transcribe(
    arguments: Sequence[str], *, rules: Path | None = None, assets: Sequence[Path] = (), tessdata: Path | None = None
) -> Transcribed:
    """Add an entry for each picture that asks and has none.

    arguments, rules, assets: as for `collect`.  tessdata: the folder of Tesseract's language data, else the system's.
    Raises FlashcardsError where a file of transcripts cannot be trusted or written; it is then as it was.
    """
    found = collect(arguments, rules=rules, assets=assets)
    wanted = _wanted(found)
    problems: list[Problem] = []
    files: list[Written] = []
    with ExitStack() as stack:
        reader = None
        if not all(one.known for one in wanted):
            try:
                reader = stack.enter_context(open_reader(tessdata))
            except FlashcardsError as error:
                problems.append(error.problem)
        for folder in sorted({one.place.given for one in wanted}):
            here = [one for one in wanted if one.place.given == folder]
            unread = [one for one in here if not one.known]
            new = [_transcript(reader, one, problems) for one in told("reading pictures", unread, len(unread))]
            files.append(_add(folder / NAME, new, there=len(here) - len(new)))
    return Transcribed(found=found, files=tuple(files), problems=tuple(problems))


def summary(done: Transcribed) -> Iterator[str]:
    """What was done, line by line."""
    yield from map(str, done.problems)
    for file in done.files:
        added = f"new entries: {count(file.read, 'draft')}, {file.empty} empty; {file.there} were there before"
        yield f"{file.path}: {added if file.read or file.empty else 'nothing to add'}"
    drafts, empty = sum(file.read for file in done.files), sum(file.empty for file in done.files)
    if drafts:
        yield "Correct each draft and delete its line `draft = true`, then build: the card shows the words."
    if empty:
        what = "the question of each picture" if not drafts else "the questions of the others"
        yield f"Type {what} between the quotes of its text, then build: the card shows the words."
    elif not done.files and done.found.drafts:
        yield "no question here is a picture, so nothing was written"


def _wanted(found: Collection) -> tuple[_Wanted, ...]:
    """Each picture that asks, once for each folder given, in document order."""
    places = {
        place.path: (place, known) for place, known in zip(found.places, read_transcripts(found.places), strict=True)
    }
    first: dict[tuple[Path, str], _Wanted] = {}
    for draft in found.drafts:
        place, known = places[draft.path]
        for picture in draft.pictures:
            if picture.role == "question" and not picture.missing:
                wanted = _Wanted(place=place, picture=picture, known=picture.name in known)
                first.setdefault((place.given, picture.name), wanted)
    return tuple(first.values())


def _transcript(reader: Reader | None, wanted: _Wanted, problems: list[Problem]) -> Transcript:
    """The new entry of a picture. Adds to `problems` why it is empty."""
    picture, text = wanted.picture, ""
    assert picture.file
    if reader:
        reading = _read(reader, picture.file, picture.name)
        text = reading.text
        if reading.reason:
            message = f"{reading.reason}: the entry of {link_name(picture.link)} is left empty"
            hint = f"type its words into {NAME}"
            problems.append(Problem(message=message, path=wanted.place.path, line=picture.line, hint=hint))
    shown_as = f"{wanted.place.below}: {readable(picture.link)}"
    return Transcript(name=picture.name, picture=shown_as, text=text, draft=bool(text))


def _read(reader: Reader, file: Path, name: str) -> Reading:
    try:
        return read_picture(reader, BytesIO(picture_bytes(file, name)))
    except OSError as error:
        return Reading(reason=f"the picture cannot be opened: {reason(error)}")
    except FlashcardsError as error:
        return Reading(reason=error.problem.message)


def _add(path: Path, new: Sequence[Transcript], there: int) -> Written:
    """Add entries to a file, which may have been changed since it was read."""
    try:
        source = path.read_bytes().decode("utf-8") if path.exists() else ""
    except UnicodeDecodeError as error:
        raise FlashcardsError("is not UTF-8 text", path=path, hint="save it as UTF-8") from error
    except OSError as error:
        raise FlashcardsError(f"cannot be read: {reason(error)}", path=path, hint="see that you may read it") from error
    even = source.removeprefix("\ufeff").replace("\r\n", "\n")
    names = {entry.name for entry in parse_transcripts(read_table(even, str(path)))}
    added = [entry for entry in new if entry.name not in names]
    if added:
        _replace(path, add_transcripts(source, str(path), added).encode("utf-8"))
    filled = sum(bool(entry.text) for entry in added)
    return Written(path=shown(path), read=filled, empty=len(added) - filled, there=there + len(new) - len(added))


def _replace(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data)
    except OSError as error:
        hint = "see that the folder may be written and has room"
        raise FlashcardsError(f"cannot be written: {reason(error)}", path=path, hint=hint) from error

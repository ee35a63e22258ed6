"""The first `flashcards.toml` of a folder: look at what lies there, write it down, say what was seen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import quote

from flashcards.collect import Collection
from flashcards.config import NAME, Config
from flashcards.document import find_documents
from flashcards.errors import FlashcardsError, count, reason, shown


def config_text(notes: str, output: str, deck: str) -> str:
    """The file, with every key in it; those that few people need are commented out."""
    return f"""\
# What `flashcards build` does here. Every key has a flag, and the flag wins. Paths start at this file's folder.
notes = {_quoted(notes)}  # files or folders; a list for several
output = {_quoted(output)}
deck = {_quoted(deck)}  # its name in Anki; keep it, since Anki never moves a card that it has

# assets = ["../blog/assets"]  # more folders that hold pictures
# rules = "my-rules"           # a folder of your own rules
# include = ["closing"]        # make cards of closing words too
"""


def seen(folder: Path, found: Collection) -> Iterator[str]:
    """What lies in a folder, line by line, and what to type next."""
    with_cards = len({draft.path for draft in found.drafts})
    yield f"  saw         {count(len(found.read), 'note')}, {with_cards} with questions: {count(len(found.drafts), 'card')}"
    missing = [picture for draft in found.drafts for picture in draft.pictures if picture.missing]
    if missing:
        yield f"  pictures    {len(missing)} missing, such as {missing[0].name}; if they lie elsewhere, name the folder after assets"
    if found.unusable:
        yield f"  not used    {count(len(found.unusable), 'file')}; flashcards build names them"
    yield f"  next        {_next(folder, found)}"


def _next(folder: Path, found: Collection) -> str:
    """What to type now. Without a card a build would only say that there is none."""
    here = folder.samefile(".")
    if not found.read:
        return f"put notes (.md, .markdown) into {'this folder' if here else shown(folder)}, then: flashcards build"
    if not found.drafts:
        return found.look
    return "flashcards build" if here else f"cd {quote(shown(folder))}, then flashcards build"


def write_config(folder: Path, text: str) -> Path:
    """Write the file; raises FlashcardsError where there is one already, or where it cannot be written."""
    path = folder / NAME
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise FlashcardsError("is there already", path=path, hint="edit it, or move it away") from error
    except OSError as error:
        hint = "see that the folder is there and may be written"
        raise FlashcardsError(f"cannot be written: {reason(error)}", path=path, hint=hint) from error
    return path


def welcome(folder: Path, config: Config | None, output: str) -> Iterator[str]:
    """What `flashcards` alone would do here and how, or what to do first where there are no notes."""
    notes = config.notes if config and config.notes else (".",)
    places = find_documents([str(folder / path) for path in notes]).places
    named = f" ({config.path})" if config else ""
    if not places:
        yield from _without_notes(named, notes, folder)
        return
    yield f"{count(len(places), 'note')} here{named}. Nothing was read or written yet."
    build = "flashcards build" + ("" if config and config.notes else " .")
    target = config.output if config and config.output else output
    yield from _columns(
        (f"{build} --dry-run", "what a deck would hold"),
        (build, f"write the deck to {target}"),
        *([] if config else [("flashcards init", "remember the choices of this folder")]),
        ("flashcards --help", "every command"),
    )


def _without_notes(named: str, notes: Sequence[str], folder: Path) -> Iterator[str]:
    """named: the configuration, if any, that says where the notes are."""
    lie = "this folder" if folder.samefile(folder / notes[0]) else shown(notes[0])
    yield f"No notes here{named}: put some (.md, .markdown) into {lie}, or name them."
    yield from _columns(
        ("flashcards build FOLDER", "write the deck of the notes in another folder"),
        ("flashcards build --sample", "write the deck of the notes that come with it"),
        ("flashcards --help", "every command"),
    )


def _columns(*rows: tuple[str, str]) -> Iterator[str]:
    width = max(len(left) for left, _ in rows)
    yield from (f"  {left:<{width}}    {right}" for left, right in rows)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a TOML text is spelt as JSON spells it

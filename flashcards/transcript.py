"""transcripts.toml: the words of pictures that ask, one entry a picture, which people correct.

Pure: text in, value out. An entry goes by the picture's name in the deck, which is made from its content, so it holds
when the picture or the note is moved or renamed. Nothing that stands in the file is ever rewritten: new entries are
added below, so a person's words, order and comments stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flashcards.tomlfile import Table

NAME = "transcripts.toml"
_HEAD = """\
# The words of pictures that ask. Correct a text, then delete its line `draft = true`: its card shows the words then,
# above the picture. A draft makes its card findable and no more. An empty text does nothing. Entries stay as you leave
# them: `flashcards transcribe` only adds those of new pictures below. To have a picture read again, delete its entry.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """The words of one picture.

    name: of the picture in the deck.  picture: the note and link by which a person knows it.  draft: nobody checked it.
    """

    name: str
    picture: str
    text: str
    draft: bool


def parse_transcripts(table: Table) -> tuple[Transcript, ...]:
    """The entries of a file, in its order. Raises FlashcardsError for what is no entry, or there twice."""
    table.only("pictures")
    entries = table.tables("pictures")
    found: dict[str, Transcript] = {}
    for entry in entries:
        entry.only("name", "picture", "draft", "text")
        name = entry.text("name", "the picture's name in the deck, as fc-0123456789abcdef.png")
        if name in found:
            raise entry.error("name", f"'{name}' stands here twice", "keep one of its two entries")
        text = entry.maybe_text("text").replace("\r\n", "\n").strip()
        draft = entry.flag("draft")
        found[name] = Transcript(name=name, picture=entry.maybe_text("picture"), text=text, draft=draft)
    return tuple(found.values())


def dump_transcripts(transcripts: Sequence[Transcript]) -> str:
    """Entries as the text of a file, each after a blank line."""
    return "".join(_entry(transcript) for transcript in transcripts)


def add_transcripts(source: str, path: str, new: Sequence[Transcript]) -> str:
    """The text of a file with entries added below what stands there, letter for letter.

    Raises FlashcardsError where nothing can be added to it, as below an array that is written in one line.
    """
    added = ("" if source.strip() else _HEAD) + dump_transcripts(new)
    gap = "" if not source or source.endswith("\n") else "\n"
    end = "\r\n" if "\r\n" in source else "\n"
    from flashcards.tomlfile import read_table  # noqa: PLC0415 - few notes have any transcripts

    result = source + (gap + added).replace("\n", end)
    parse_transcripts(read_table(result.removeprefix("\ufeff").replace("\r\n", "\n"), path))
    return result


def _entry(transcript: Transcript) -> str:
    lines = ["", "[[pictures]]", f"name = {_quoted(transcript.name)}", f"picture = {_quoted(transcript.picture)}"]
    lines += ["draft = true"] if transcript.draft else []
    text = transcript.text
    if "'''" in text or any(ord(c) < 32 and c not in "\n\t" for c in text) or text.endswith("'"):
        lines += [f"text = {_quoted(text)}"]
    else:  # what a person reads and corrects: no sign in it means anything but itself
        lines += ["text = '''", *([text] if text else []), "'''"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text in double quotes: TOML's rules for them are JSON's, but for one more character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

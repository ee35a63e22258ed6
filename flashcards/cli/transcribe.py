"""`flashcards transcribe`: the words of pictures that ask, written down for a person to correct."""

from __future__ import annotations

from pathlib import Path

import click

from flashcards.cli import options
from flashcards.cli.group import Configured
from flashcards.cli.say import end


@click.command(cls=Configured)
@options.notes
@click.option(
    "--tessdata",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Read with the language data in DIR.  [default: the system's]",
)
@options.rules
@options.assets
@options.quiet
def transcribe(notes: tuple[str, ...], tessdata: Path | None, rules: Path | None, assets: tuple[Path, ...]) -> None:
    """Write down the words of pictures that ask, for you to correct.

    They go into transcripts.toml in the folder given (for a file, the folder it lies in), as drafts. What stands there
    already is never changed. Needs tesserocr and Pillow to read pictures; without them the texts are left empty.
    """
    options.need(notes)
    from flashcards.report import remarks
    from flashcards.transcribe import summary
    from flashcards.transcribe import transcribe as transcribe_notes

    done = transcribe_notes(notes, rules=rules, assets=assets, tessdata=tessdata)
    end(done.found, (*remarks(done.found), *summary(done)))

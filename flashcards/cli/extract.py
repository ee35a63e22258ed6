"""`flashcards extract`: the cards as text on standard output, for other programs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli import options
from flashcards.cli.group import Configured
from flashcards.cli.say import end

if TYPE_CHECKING:
    from flashcards.export import Form


@click.command(cls=Configured)
@options.notes
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "anki", "md"]),
    default="jsonl",
    show_default=True,
    help="The form of the text, see above.",
)
@click.option("--ledger", type=click.Path(path_type=Path), metavar="FILE", help="Take the guids from this ledger.")
@options.deck
@options.rules
@options.assets
@options.include
@options.jobs
@options.quiet
def extract(
    notes: tuple[str, ...],
    form: Form,
    ledger: Path | None,
    deck: str,
    rules: Path | None,
    assets: tuple[Path, ...],
    include: tuple[str, ...],
    jobs: int | None,
) -> None:
    """Print the cards of NOTES to standard output, in one of four forms.

    \b
    jsonl  one JSON object a card, for programs
    csv    a table for a spreadsheet; an apostrophe before a cell keeps it text where
           it would be run as a formula or made another number
    anki   Anki's text import. Import the deck (.apkg) once before: a text carries
           neither note type nor pictures. Give the deck's ledger with --ledger
    md     one text to read, on GitHub or on paper. The paths of pictures begin at the
           current folder: save the text there
    """  # noqa: D301 - click wants the character itself
    options.need(notes)
    from flashcards.building import guids_for
    from flashcards.collect import collect
    from flashcards.deckname import refuse_deck_name
    from flashcards.export import export
    from flashcards.report import remarks

    refuse_deck_name(deck)
    found = collect(notes, rules=rules, assets=assets, include=include, jobs=jobs)
    for piece in export(form, found.drafts, guids_for(found, ledger), deck=deck, folder=os.getcwd()):  # noqa: PTH109
        click.echo(piece.encode(), nl=False)
    end(found, remarks(found))

"""`flashcards init`: the first flashcards.toml of a folder."""

from __future__ import annotations

from pathlib import Path

import click

from flashcards.cli.options import OUTPUT
from flashcards.cli.say import say


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Look at FOLDER and write its flashcards.toml, so that `flashcards build` needs no arguments there."""
    from flashcards.collect import collect
    from flashcards.deckname import DECK
    from flashcards.errors import shown
    from flashcards.init import config_text, seen, write_config

    found = collect([str(folder)])
    path = write_config(folder, config_text(".", OUTPUT, DECK))
    say([f"{shown(path)}: written; open it to change what a build does here", *seen(folder, found)])

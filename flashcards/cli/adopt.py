"""`flashcards adopt`: the memory of a deck, made again when it is lost."""

from __future__ import annotations

from pathlib import Path

import click

from flashcards.cli.say import say


@click.command()
@click.argument("deck", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="The deck that you build.  [default: DECK]"
)
def adopt(deck: Path, output: Path | None) -> None:
    """Make the ledger of a deck from DECK, so that a build goes on with its cards.

    DECK: an .apkg that this program wrote, or an .apkg or .colpkg that Anki exported. Use it when the ledger is lost.
    """
    from flashcards.building import adopt as adopt_deck
    from flashcards.report import adopted

    say(adopted(adopt_deck(deck, output or deck)))

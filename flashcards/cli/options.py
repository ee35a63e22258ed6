"""Options that several commands share, the places where they write by default, and how a wrong one is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

OUTPUT = "output/masterclass.apkg"
SAMPLE_OUTPUT = "output/sample.apkg"
SAMPLE = str(Path(__file__).parents[1] / "sample")

notes = click.argument("notes", nargs=-1, metavar="NOTES...", type=click.Path())
output = click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help=f"The deck to write.  [default: {OUTPUT}]"
)
rules = click.option(
    "--rules", type=click.Path(path_type=Path), metavar="DIR", help="Read a folder of your own rules too."
)
assets = click.option(
    "--assets",
    type=click.Path(path_type=Path),
    metavar="DIR",
    multiple=True,
    help="Look for pictures here too. Can be repeated.",
)
deck = click.option(
    "--deck",
    default="Masterclass",
    show_default=True,
    metavar="NAME",
    help="The deck's name in Anki. {master} and {week} stand for those of each card; :: makes subdecks.",
)
jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Read notes in N processes.  [default: 1, for hundreds of new notes one for each core]",
)
include = click.option(
    "--include", type=click.Choice(["closing"]), multiple=True, help="Make cards of closing words too."
)


def _set_quiet(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    if value:
        from flashcards.cli.terminal import set_quiet

        set_quiet(ctx)


quiet = click.option(
    "-q", "--quiet", is_flag=True, callback=_set_quiet, expose_value=False, help="Say nothing but errors."
)

verbose = click.option("-v", "--verbose", is_flag=True, help="Name all of what is only counted otherwise.")
done_as_json = click.option(
    "--json", "as_json", is_flag=True, help="Print what is done to each card as one JSON object."
)


def need(notes: tuple[str, ...]) -> None:
    """Refuse a command line without notes, and no flashcards.toml that names any."""
    if not notes:
        raise click.UsageError("give notes: a file or a folder")


def only_defaults(ctx: click.Context, name: str) -> bool:
    """Whether a value comes from flashcards.toml, not from the command line."""
    return ctx.get_parameter_source(name) is click.core.ParameterSource.DEFAULT_MAP


def refuse_target(output: Path, deck: str) -> None:
    """Refuse a file or a deck's name that no deck can have, before anything is read."""
    from flashcards.deckname import refuse_deck_name, refuse_name

    with refused_as_usage():
        refuse_name(output)
        refuse_deck_name(deck)


@contextmanager
def refused_as_usage() -> Iterator[None]:
    """Names that cannot be written to are a wrong command line, found before anything is read."""
    from flashcards.errors import FlashcardsError

    try:
        yield
    except FlashcardsError as error:
        raise click.UsageError(str(error)) from error

"""`flashcards pack`: the deck of cards that `extract` printed, so that the two may run in different places."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flashcards.cli import options
from flashcards.cli.group import Configured
from flashcards.cli.options import OUTPUT
from flashcards.cli.say import say


@click.command(cls=Configured)
@click.argument("lines", nargs=-1, metavar="LINES...", type=click.Path())
@options.output
@options.quiet
def pack(lines: tuple[str, ...], output: Path | None) -> None:
    """Write the deck of LINES, cards as `extract` gives them in JSON lines; - is standard input.

    The same bytes as `build` makes of their notes, in whatever order the lines come.
    """
    from flashcards.deckname import refuse_name
    from flashcards.lines import pack_lines
    from flashcards.report import report

    if not lines:
        raise click.UsageError("give files of JSON lines, or - for standard input")
    target = output or Path(OUTPUT)
    with options.refused_as_usage():
        refuse_name(target)
    say(report(pack_lines(lines, sys.stdin.buffer, target)))

"""The command `flashcards`: what stands above all commands, and how a run begins and ends.

A command is a module of its own name in this folder, which parses options, calls one function and prints. Only this
folder imports click. Everything heavy is imported inside the command that needs it, so that --help answers
at once. Standard output carries data alone; summaries and messages go to standard error.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import click

from flashcards import __version__
from flashcards.cli.group import COMMANDS, WRONG_FILE, Commands
from flashcards.cli.options import OUTPUT
from flashcards.cli.say import print_lines

GARBAGE = 100_000  # objects made since the collector last came: some hundred megabytes


def _version(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    if value:
        from flashcards.notetype import VERSION

        click.echo(f"flashcards {__version__} (Anki note type {VERSION})")
        ctx.exit()


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, callback=_version, expose_value=False, is_eager=True, help="Show the version and exit."
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Turn notes of talks and Q&A sessions into Anki cards.

    Write the notes as you like: rules find each question and its answer. Edit them, run the command again, import
    again: cards are updated and no review is lost.
    """
    from flashcards.config import find_config
    from flashcards.errors import FlashcardsError

    try:
        config = find_config(Path.cwd())
    except FlashcardsError as error:
        if ctx.invoked_subcommand is None:
            raise
        ctx.meta[WRONG_FILE] = error  # for the commands that would use the file, see `Configured`
        return
    if config:
        ctx.default_map = {name: config.values_for(name) for name in COMMANDS}
    if ctx.invoked_subcommand is None:
        from flashcards.init import welcome

        print_lines(welcome(Path.cwd(), config, OUTPUT))


def main() -> None:
    """Entry point: output never fails for a character that the terminal's code page lacks.

    One run makes little that Python's collector could free, yet it would look through all of it again and again, and
    once more at the end: a tenth of the time of a small build. So it comes rarely, and not at all on the way out.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    gc.set_threshold(GARBAGE)
    try:
        cli()
    finally:
        gc.freeze()

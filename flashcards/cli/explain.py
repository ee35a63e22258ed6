"""`flashcards explain`: what the rules decided about one note, and why."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flashcards.cli import options
from flashcards.cli.group import Configured
from flashcards.cli.say import complain, print_json, print_lines, say


@click.command(cls=Configured)
@click.argument("note", type=click.Path())
@click.option("--all", "everything", is_flag=True, help="Show every block that a rule looked at.")
@click.option("--json", "as_json", is_flag=True, help="Print every block and every rule as one JSON object.")
@options.rules
@options.assets
def explain(note: str, everything: bool, as_json: bool, rules: Path | None, assets: tuple[Path, ...]) -> None:
    """Say which rule took or refused each block of NOTE, and why, and which of its cards are worth a look.

    NOTE:LINE, as messages print it, says all of that line and nothing of the others.
    """
    from shutil import get_terminal_size

    from flashcards.errors import shown
    from flashcards.explain import explain as explain_note
    from flashcards.explain import explain_json, fit, worth_a_look
    from flashcards.hygiene import hygiene
    from flashcards.reading import examine

    note, line = _place(note)
    if line and as_json:
        raise click.UsageError("--json prints a whole note, each block with its lines: leave out the line")
    examined, problems = examine([note], rules=rules, assets=assets)
    look = hygiene([draft for one in examined for draft in one.drafts])
    if as_json:
        print_json(explain_json(examined, look))
    for index, one in enumerate(() if as_json else examined):
        print_lines(["", ""] if index else [])
        lines = [
            *explain_note(one.document, one.labels, one.extraction, one.drafts, everything=everything, line=line),
            *worth_a_look([p for p in look if p.path == one.document.place.path and line in {0, p.line}]),
        ]
        if sys.stdout.isatty():  # a pipe gets every line whole
            lines = [fit(line, get_terminal_size().columns) for line in lines]
        print_lines(lines)
    say(str(problem) for one in examined for problem in one.document.problems)
    complain(str(problem) for problem in problems)
    if problems:
        raise SystemExit(1)
    if not examined:
        say([f"{shown(note)}: holds no notes; give a file, or a folder with .md or .markdown files"])


def _place(note: str) -> tuple[str, int]:
    """A file and the line behind it; 0 where all of a note or folder is meant."""
    path, _, line = note.rpartition(":")
    named = line.isdecimal() and path and not Path(path).is_dir() and not Path(note).exists()
    return (path, int(line)) if named else (note, 0)

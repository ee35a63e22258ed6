"""`flashcards stats`: the cards, counted."""

from __future__ import annotations

from pathlib import Path

import click

from flashcards.cli import options
from flashcards.cli.group import Configured
from flashcards.cli.say import end, print_json, print_lines


@click.command(cls=Configured)
@options.notes
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
@options.rules
@options.assets
@options.include
@options.jobs
@options.quiet
def stats(
    notes: tuple[str, ...],
    as_json: bool,
    rules: Path | None,
    assets: tuple[Path, ...],
    include: tuple[str, ...],
    jobs: int | None,
) -> None:
    """Count the cards of NOTES by master, week, rule and kind, the lines of their answers and missing pictures."""
    options.need(notes)
    from flashcards.collect import collect
    from flashcards.stats import figures, stats_json, stats_text

    found = collect(notes, rules=rules, assets=assets, include=include, jobs=jobs)
    counted = figures(found)
    if as_json:
        print_json(stats_json(counted))
    else:
        print_lines(stats_text(counted))
    end(found, map(str, (*found.unusable, *found.remarks)))

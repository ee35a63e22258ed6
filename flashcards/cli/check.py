"""`flashcards check`: the examples inside the rules."""

from __future__ import annotations

from pathlib import Path

import click

from flashcards.cli.group import Configured
from flashcards.cli.say import print_json, print_lines


@click.command(cls=Configured)
@click.argument("rules", required=False, type=click.Path(path_type=Path), metavar="[RULES]")
@click.option("--json", "as_json", is_flag=True, help="Print what fails as one JSON object.")
def check(rules: Path | None, as_json: bool) -> None:
    """Run the examples inside the shipped rules and those in the folder RULES."""
    from flashcards.check import check as check_rules
    from flashcards.check import check_json
    from flashcards.reading import read_rules

    known = read_rules(rules)
    count, failures = check_rules(known)
    if as_json:
        print_json(check_json(known, count, failures))
    else:
        for failure in failures:
            print_lines([str(failure), *failure.diff, ""])
        print_lines([f"{len(known.questions) + len(known.labels)} rules, {count} examples, {len(failures)} fail"])
    if failures:
        raise SystemExit(1)

"""`flashcards push`: the deck of some notes, handed to the Anki that runs on this computer."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli import options
from flashcards.cli.group import Configured
from flashcards.cli.options import OUTPUT
from flashcards.cli.say import end, print_json

if TYPE_CHECKING:
    from flashcards.plan import Plan
    from flashcards.push import Pushed


@click.command(cls=Configured)
@options.notes
@options.output
@options.deck
@click.option(
    "--anki",
    "url",
    default="http://127.0.0.1:8765",
    show_default=True,
    metavar="URL",
    help="Where AnkiConnect listens on this computer.",
)
@options.done_as_json
@options.rules
@options.assets
@options.include
@options.jobs
@options.quiet
@options.verbose
def push(
    notes: tuple[str, ...],
    output: Path | None,
    deck: str,
    url: str,
    as_json: bool,
    rules: Path | None,
    assets: tuple[Path, ...],
    include: tuple[str, ...],
    jobs: int | None,
    verbose: bool,
) -> None:
    """Build the deck of NOTES and hand it to the Anki that is open, to import as it stands.

    Anki needs the add-on AnkiConnect (2055492159). If that asks for a key, set FLASHCARDS_ANKI_KEY to it.
    """
    options.need(notes)
    from flashcards import building
    from flashcards.push import KEY, address, handed_row
    from flashcards.push import push as push_deck
    from flashcards.report import report

    target = output or Path(OUTPUT)
    options.refuse_target(target, deck)
    with options.refused_as_usage():
        anki = address(url, os.environ.get(KEY, ""))
    build = partial(
        building.build,
        notes,
        target,
        deck=deck,
        rules=rules,
        assets=assets,
        include=include,
        jobs=jobs,
        planned=as_json,
    )
    done = push_deck(anki, target, build)
    if done.built.plan:
        _print_done(done, done.built.plan)
    last = handed_row(done.handed) if done.handed else ""
    end(done.built.found, report(done.built, everything=verbose, last=last), refused=done.refused)


def _print_done(done: Pushed, plan: Plan) -> None:
    from flashcards.plan import plan_json

    built, handed = done.built, done.handed
    held = {"url": handed.url, "before": handed.before, "added": handed.added} if handed else None
    print_json(plan_json(plan, {"deck": built.path, "bytes": built.size, "ledger": built.ledger, "anki": held}))

"""`flashcards push`: the deck of some notes, handed to the Anki that runs on this computer."""

from __future__ import annotations

import os
from pathlib import Path

import click

from flashcards.cli import options
from flashcards.cli.options import OUTPUT
from flashcards.cli.say import end, print_json


@click.command()
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
@click.option("--json", "as_json", is_flag=True, help="Print what is done to each card as one JSON object.")
@options.rules
@options.assets
@options.include
@options.jobs
@options.quiet
@click.option("-v", "--verbose", is_flag=True, help="Name all of what is only counted otherwise.")
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
    from flashcards.deckname import refuse_deck_name
    from flashcards.push import KEY, address, handed_row
    from flashcards.push import push as push_deck
    from flashcards.report import report
    from flashcards.store import refuse_name

    target = output or Path(OUTPUT)
    with options.refused_as_usage():
        refuse_name(target)
        refuse_deck_name(deck)
        anki = address(url, os.environ.get(KEY, ""))
    done = push_deck(
        anki,
        target,
        lambda: building.build(
            notes, target, deck=deck, rules=rules, assets=assets, include=include, jobs=jobs, planned=as_json
        ),
    )
    built, handed = done.built, done.handed
    if built.plan:
        from flashcards.plan import plan_json

        held = {"url": handed.url, "before": handed.before, "added": handed.added} if handed else None
        made = {"deck": built.path, "bytes": built.size, "ledger": built.ledger, "anki": held}
        print_json(plan_json(built.plan, made))
    last = handed_row(handed) if handed else ""
    end(built.found, report(built, everything=verbose, last=last), refused=done.refused)

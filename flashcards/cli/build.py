"""`flashcards build`: the deck of some notes; also its plan (--dry-run) and again on every save (--watch)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli import options
from flashcards.cli.options import OUTPUT, SAMPLE, SAMPLE_OUTPUT
from flashcards.cli.say import complain, end, print_json, print_lines, say

if TYPE_CHECKING:
    from flashcards.plan import Plan
    from flashcards.watch import Watched


@click.command()
@options.notes
@options.output
@click.option("--sample", is_flag=True, help=f"Build the bundled sample notes to {SAMPLE_OUTPUT}.")
@options.deck
@click.option("--dry-run", is_flag=True, help="Print what the next import would do to each card; write nothing.")
@click.option("--watch", "watched", is_flag=True, help="Build again whenever something is saved, until Ctrl-C.")
@click.option(
    "--preview",
    "page",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With --watch: keep a page of the cards fresh too.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what is done to each card as one JSON object.")
@options.rules
@options.assets
@options.include
@options.jobs
@options.quiet
@click.option("-v", "--verbose", is_flag=True, help="Name all of what is only counted otherwise.")
@click.pass_context
def build(
    ctx: click.Context,
    notes: tuple[str, ...],
    output: Path | None,
    sample: bool,
    deck: str,
    dry_run: bool,
    watched: bool,
    page: Path | None,
    as_json: bool,
    rules: Path | None,
    assets: tuple[Path, ...],
    include: tuple[str, ...],
    jobs: int | None,
    verbose: bool,
) -> None:
    """Write the deck of NOTES (files or folders), ready to import.

    Its memory, FILE.ledger.json, is written beside it: keep the two together.
    """
    if sample and options.only_defaults(ctx, "notes"):
        notes, output = (), None
    if sample == bool(notes):
        raise click.UsageError("give notes (a file or a folder), or --sample to try the bundled ones")
    if watched and (dry_run or as_json):
        raise click.UsageError("--watch goes neither with --dry-run nor with --json")
    if page and not watched:
        raise click.UsageError("--preview goes with --watch; flashcards preview writes a page once")
    from flashcards import building
    from flashcards.deckname import refuse_deck_name
    from flashcards.report import report
    from flashcards.store import refuse_name

    target = output or Path(SAMPLE_OUTPUT if sample else OUTPUT)
    with options.refused_as_usage():
        refuse_name(target)
        refuse_deck_name(deck)
    arguments = (SAMPLE,) if sample else notes
    if watched:
        from flashcards.watch import Watched

        _watch(Watched(
            notes=arguments, output=target, deck=deck, rules=rules, assets=assets, include=include, page=page
        ))  # fmt: skip
    elif dry_run:
        plan, found = building.make_plan(
            arguments, target, deck=deck, rules=rules, assets=assets, include=include, jobs=jobs
        )
        _show_plan(plan, as_json=as_json, verbose=verbose)
        end(found, map(str, found.unusable))
    else:
        built = building.build(
            arguments, target, deck=deck, rules=rules, assets=assets, include=include, jobs=jobs, planned=as_json
        )
        if built.plan:
            _show_plan(built.plan, {"deck": built.path, "bytes": built.size, "ledger": built.ledger}, as_json=as_json)
        end(built.found, report(built, everything=verbose))


def _show_plan(
    plan: Plan, done: Mapping[str, object] | None = None, *, as_json: bool, verbose: bool = False
) -> None:  # fmt: skip
    from flashcards.plan import plan_json, plan_text

    if as_json:
        print_json(plan_json(plan, done))
    else:
        print_lines(plan_text(plan, everything=verbose))


def _watch(watched: Watched) -> None:
    from flashcards.terminal import is_quiet
    from flashcards.watch import watch

    if watched.page:
        from flashcards.preview import refuse_page

        with options.refused_as_usage():
            refuse_page(watched.page)
    try:
        for told in watch(watched):
            complain(told.errors) if is_quiet() else say(told.lines)
    except KeyboardInterrupt as error:
        say(["", "Stopped watching."])
        raise SystemExit(130) from error  # as a shell counts it

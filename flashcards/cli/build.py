"""`flashcards build`: the deck of some notes; also its plan (--dry-run) and again on every save (--watch)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli import options
from flashcards.cli.group import Configured
from flashcards.cli.options import OUTPUT, SAMPLE, SAMPLE_OUTPUT
from flashcards.cli.say import complain, end, print_json, print_lines, say

if TYPE_CHECKING:
    from flashcards.plan import Plan


@click.command(cls=Configured)
@options.notes
@options.output
@click.option("--sample", is_flag=True, help=f"Build the bundled sample notes to {SAMPLE_OUTPUT}.")
@options.deck
@click.option("--dry-run", is_flag=True, help="Print what the next import would do to each card; write nothing.")
@click.option(
    "--watch",
    "watched",
    is_flag=True,
    help="Build again whenever something is saved, until Ctrl-C. A line counts what each save changed.",
)
@click.option(
    "--preview",
    "page",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With --watch: keep a page of the cards fresh too, compared with the deck that was there at first.",
)
@options.done_as_json
@options.rules
@options.assets
@options.include
@options.jobs
@options.quiet
@options.verbose
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
    _refuse_together(watched=watched, alone=dry_run or as_json, page=page)
    arguments, target = (SAMPLE,) if sample else notes, output or Path(SAMPLE_OUTPUT if sample else OUTPUT)
    options.refuse_target(target, deck)
    if watched:
        _watch(arguments, target, deck, rules, assets, include, page)
    elif dry_run:
        _tell(arguments, target, deck, rules, assets, include, jobs, as_json=as_json, verbose=verbose)
    else:
        _write(arguments, target, deck, rules, assets, include, jobs, as_json=as_json, verbose=verbose)


def _refuse_together(*, watched: bool, alone: bool, page: Path | None) -> None:
    if watched and alone:
        raise click.UsageError("--watch goes neither with --dry-run nor with --json")
    if page and not watched:
        raise click.UsageError("--preview goes with --watch; flashcards preview writes a page once")


def _tell(
    notes: tuple[str, ...], output: Path, deck: str, rules: Path | None, assets: tuple[Path, ...],
    include: tuple[str, ...], jobs: int | None, *, as_json: bool, verbose: bool,
) -> None:  # fmt: skip
    """What `--dry-run` does."""
    from flashcards.building import make_plan

    plan, found = make_plan(notes, output, deck=deck, rules=rules, assets=assets, include=include, jobs=jobs)
    _show_plan(plan, as_json=as_json, verbose=verbose)
    end(found, map(str, found.unusable))


def _write(
    notes: tuple[str, ...], output: Path, deck: str, rules: Path | None, assets: tuple[Path, ...],
    include: tuple[str, ...], jobs: int | None, *, as_json: bool, verbose: bool,
) -> None:  # fmt: skip
    from flashcards import building
    from flashcards.report import report

    built = building.build(
        notes, output, deck=deck, rules=rules, assets=assets, include=include, jobs=jobs, planned=as_json
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


def _watch(
    notes: tuple[str, ...], output: Path, deck: str, rules: Path | None, assets: tuple[Path, ...],
    include: tuple[str, ...], page: Path | None,
) -> None:  # fmt: skip
    from flashcards.cli.terminal import is_quiet
    from flashcards.config import find_config
    from flashcards.watch import Watched, watch

    if page:
        from flashcards.preview import refuse_page

        with options.refused_as_usage():
            refuse_page(page)
    config = find_config(Path.cwd())
    watched = Watched(
        notes=notes, output=output, deck=deck, rules=rules, assets=assets, include=include, page=page,
        config=Path(config.path) if config else None,
    )  # fmt: skip
    try:
        for told in watch(watched):
            complain(told.errors) if is_quiet() else say(told.lines)
    except KeyboardInterrupt as error:
        say(["", "Stopped watching."])
        raise SystemExit(130) from error  # as a shell counts it

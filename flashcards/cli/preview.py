"""`flashcards preview`: the cards as one page, to look at before an import."""

from __future__ import annotations

from pathlib import Path

import click

from flashcards.cli import options
from flashcards.cli.group import Configured
from flashcards.cli.options import OUTPUT, SAMPLE, SAMPLE_OUTPUT
from flashcards.cli.say import end

SAMPLE_PAGE = "output/sample.html"
PAGE = "output/preview.html"


@click.command(cls=Configured)
@options.notes
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help=f"The page to write.  [default: {PAGE}]"
)
@click.option("--sample", is_flag=True, help=f"Show the bundled sample notes in {SAMPLE_PAGE}.")
@click.option(
    "--ledger",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Compare with this ledger, not the default deck's.",
)
@click.option("--open", "opened", is_flag=True, help="Open the page in the browser.")
@options.rules
@options.assets
@options.include
@options.jobs
@options.quiet
@click.pass_context
def preview(
    ctx: click.Context,
    notes: tuple[str, ...],
    output: Path | None,
    sample: bool,
    ledger: Path | None,
    opened: bool,
    rules: Path | None,
    assets: tuple[Path, ...],
    include: tuple[str, ...],
    jobs: int | None,
) -> None:
    """Write the cards of NOTES as one HTML page, to look at before you import them.

    It needs no network and no Anki, and says what the next import would add and change.
    """
    if sample and options.only_defaults(ctx, "notes"):
        notes = ()
    if sample == bool(notes):
        raise click.UsageError("give notes (a file or a folder), or --sample to see the bundled ones")
    from flashcards.preview import open_page, refuse_page, summary
    from flashcards.preview import preview as write_page
    from flashcards.store import ledger_path

    target = output or Path(SAMPLE_PAGE if sample else PAGE)
    with options.refused_as_usage():
        refuse_page(target)
    configured = ((ctx.parent and ctx.parent.default_map) or {}).get("build", {}).get("output", OUTPUT)
    usual = ledger_path(Path(SAMPLE_OUTPUT if sample else configured))
    ledger = ledger or (usual if usual.exists() else None)
    arguments = (SAMPLE,) if sample else notes
    done = write_page(arguments, target, ledger=ledger, rules=rules, assets=assets, include=include, jobs=jobs)
    end(done.found, (*summary(done), *(open_page(target) if opened else ())))

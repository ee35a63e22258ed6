"""The command: parses options, calls one function, prints. With terminal.py the only module that imports click.

Everything heavy is imported inside the command that needs it, so that --help answers at once. Standard output carries
data alone; summaries and messages go to standard error.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from flashcards import __version__
from flashcards.errors import FlashcardsError, printable, shown

if TYPE_CHECKING:
    from flashcards.collect import Collection
    from flashcards.export import Form
    from flashcards.watch import Watched

SAMPLE_OUTPUT = "output/sample.apkg"
OUTPUT = "output/masterclass.apkg"
GARBAGE = 100_000  # objects made since the collector last came: some ten megabytes
SAMPLE_PAGE = "output/sample.html"
PAGE = "output/preview.html"


class _Group(click.Group):
    """Commands that tell the nearest one when misspelt, and whose errors are one line without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        from flashcards.terminal import progress_shown  # noqa: PLC0415

        try:
            with progress_shown():
                return super().invoke(ctx)
        except FlashcardsError as error:
            _complain([*map(str, error.also), f"Error: {error}"])
            raise SystemExit(1) from error
        except KeyboardInterrupt as error:
            _complain(["Stopped; no deck is half written, so run it again at any time"])
            raise SystemExit(130) from error  # as a shell counts it

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:  # fmt: skip
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches  # noqa: PLC0415

            near = get_close_matches(args[0], self.list_commands(ctx), n=1)
            message = f"no command {args[0]!r}; " + (
                f"did you mean {near[0]}?" if near else f"one of {', '.join(self.list_commands(ctx))}"
            )
            raise click.UsageError(message, ctx) from error


def _version(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    if value:
        from flashcards.notetype import VERSION  # noqa: PLC0415

        click.echo(f"flashcards {__version__} (Anki note type {VERSION})")
        ctx.exit()


@click.group(
    cls=_Group,
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
    from flashcards.config import find_config  # noqa: PLC0415

    if ctx.invoked_subcommand == "init":  # it is what mends or makes the file
        return
    config = find_config(Path.cwd())
    if config:
        ctx.default_map = {name: config.values_for(name) for name in cli.commands}
    if ctx.invoked_subcommand is None:
        from flashcards.init import welcome  # noqa: PLC0415

        lines = tuple(welcome(Path.cwd(), config, OUTPUT))
        _print(lines or [ctx.get_help()])


_notes = click.argument("notes", nargs=-1, metavar="NOTES...", type=click.Path())
_rules = click.option(
    "--rules", type=click.Path(path_type=Path), metavar="DIR", help="Read a folder of your own rules too."
)
_assets = click.option(
    "--assets",
    type=click.Path(path_type=Path),
    metavar="DIR",
    multiple=True,
    help="Look for pictures here too. Can be repeated.",
)

_deck = click.option(
    "--deck",
    default="Masterclass",
    show_default=True,
    metavar="NAME",
    help="The deck's name in Anki. {master} and {week} stand for those of each card; :: makes subdecks.",
)
_jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Read notes in N processes.  [default: 1, for hundreds of new notes one for each core]",
)
_include = click.option(
    "--include", type=click.Choice(["closing"]), multiple=True, help="Make cards of closing words too."
)


def _set_quiet(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    if value:
        from flashcards.terminal import set_quiet  # noqa: PLC0415

        set_quiet(ctx)


_quiet = click.option(
    "-q", "--quiet", is_flag=True, callback=_set_quiet, expose_value=False, help="Say nothing but errors."
)


@cli.command()
@_notes
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help=f"The deck to write.  [default: {OUTPUT}]"
)
@click.option("--sample", is_flag=True, help=f"Build the bundled sample notes to {SAMPLE_OUTPUT}.")
@_deck
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
@_rules
@_assets
@_include
@_jobs
@_quiet
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
    if sample and ctx.get_parameter_source("notes") is click.core.ParameterSource.DEFAULT_MAP:
        notes, output = (), None
    if sample == bool(notes):
        raise click.UsageError("give notes (a file or a folder), or --sample to try the bundled ones")
    if watched and (dry_run or as_json):
        raise click.UsageError("--watch goes neither with --dry-run nor with --json")
    if page and not watched:
        raise click.UsageError("--preview goes with --watch; flashcards preview writes a page once")
    from flashcards import build as building  # noqa: PLC0415
    from flashcards.deckname import refuse_deck_name  # noqa: PLC0415
    from flashcards.report import report  # noqa: PLC0415
    from flashcards.store import refuse_name  # noqa: PLC0415

    target = output or Path(SAMPLE_OUTPUT if sample else OUTPUT)
    try:
        refuse_name(target)
        refuse_deck_name(deck)
    except FlashcardsError as error:
        raise click.UsageError(str(error)) from error
    arguments = (str(Path(__file__).parent / "sample"),) if sample else notes
    if watched:
        from flashcards.watch import Watched  # noqa: PLC0415

        _watch(Watched(
            notes=arguments, output=target, deck=deck, rules=rules, assets=assets, include=include, page=page
        ))  # fmt: skip
    elif dry_run:
        from flashcards.plan import plan_json, plan_text  # noqa: PLC0415

        plan, found = building.make_plan(
            arguments, target, deck=deck, rules=rules, assets=assets, include=include, jobs=jobs
        )
        if as_json:
            _print_json(plan_json(plan))
        else:
            _print(plan_text(plan, everything=verbose))
        _end(found, map(str, found.unusable))
    else:
        built = building.build(
            arguments, target, deck=deck, rules=rules, assets=assets, include=include, jobs=jobs, planned=as_json
        )
        if built.plan:
            from flashcards.plan import plan_json  # noqa: PLC0415

            _print_json(plan_json(built.plan, {"deck": built.path, "bytes": built.size, "ledger": built.ledger}))
        _end(built.found, report(built, everything=verbose))


def _watch(watched: Watched) -> None:
    from flashcards.terminal import is_quiet  # noqa: PLC0415
    from flashcards.watch import watch  # noqa: PLC0415

    if watched.page:
        from flashcards.preview import refuse_page  # noqa: PLC0415

        try:
            refuse_page(watched.page)
        except FlashcardsError as error:
            raise click.UsageError(str(error)) from error
    try:
        for told in watch(watched):
            _complain(told.errors) if is_quiet() else _say(told.lines)
    except KeyboardInterrupt as error:
        _say(["", "Stopped watching."])
        raise SystemExit(130) from error  # as a shell counts it


@cli.command()
@click.argument("deck", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="The deck that you build.  [default: DECK]"
)
def adopt(deck: Path, output: Path | None) -> None:
    """Make the ledger of a deck from DECK, so that a build goes on with its cards.

    DECK: an .apkg that this program wrote, or an .apkg or .colpkg that Anki exported. Use it when the ledger is lost.
    """
    from flashcards.build import adopt as adopt_deck  # noqa: PLC0415
    from flashcards.report import adopted  # noqa: PLC0415

    _say(adopted(adopt_deck(deck, output or deck)))


@cli.command()
@_notes
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "anki", "md"]),
    default="jsonl",
    show_default=True,
    help="The form of the text, see above.",
)
@click.option("--ledger", type=click.Path(path_type=Path), metavar="FILE", help="Take the guids from this ledger.")
@_deck
@_rules
@_assets
@_include
@_jobs
@_quiet
def extract(
    notes: tuple[str, ...],
    form: Form,
    ledger: Path | None,
    deck: str,
    rules: Path | None,
    assets: tuple[Path, ...],
    include: tuple[str, ...],
    jobs: int | None,
) -> None:
    """Print the cards of NOTES to standard output, in one of four forms.

    \b
    jsonl  one JSON object a card, for programs
    csv    a table for a spreadsheet; an apostrophe before a cell keeps it text where
           it would be run as a formula or made another number
    anki   Anki's text import. Import the deck (.apkg) once before: a text carries
           neither note type nor pictures. Give the deck's ledger with --ledger
    md     one text to read, on GitHub or on paper. The paths of pictures begin at the
           current folder: save the text there
    """  # noqa: D301 - click wants the character itself
    _need(notes)
    from flashcards.build import guids_for  # noqa: PLC0415
    from flashcards.collect import collect  # noqa: PLC0415
    from flashcards.deckname import refuse_deck_name  # noqa: PLC0415
    from flashcards.export import export  # noqa: PLC0415
    from flashcards.report import remarks  # noqa: PLC0415

    refuse_deck_name(deck)
    found = collect(notes, rules=rules, assets=assets, include=include, jobs=jobs)
    for piece in export(form, found.drafts, guids_for(found, ledger), deck=deck, folder=os.getcwd()):  # noqa: PTH109
        click.echo(piece.encode(), nl=False)
    _end(found, remarks(found))


@cli.command()
@click.argument("lines", nargs=-1, metavar="LINES...", type=click.Path())
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help=f"The deck to write.  [default: {OUTPUT}]"
)
@_quiet
def pack(lines: tuple[str, ...], output: Path | None) -> None:
    """Write the deck of LINES, cards as `extract` gives them in JSON lines; - is standard input.

    The same bytes as `build` makes of their notes, in whatever order the lines come.
    """
    from flashcards.lines import pack_lines  # noqa: PLC0415
    from flashcards.report import report  # noqa: PLC0415
    from flashcards.store import refuse_name  # noqa: PLC0415

    if not lines:
        raise click.UsageError("give files of JSON lines, or - for standard input")
    target = output or Path(OUTPUT)
    try:
        refuse_name(target)
    except FlashcardsError as error:
        raise click.UsageError(str(error)) from error
    _say(report(pack_lines(lines, sys.stdin.buffer, target)))


@cli.command()
@_notes
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
@_rules
@_assets
@_include
@_jobs
@_quiet
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
    if sample and ctx.get_parameter_source("notes") is click.core.ParameterSource.DEFAULT_MAP:
        notes = ()
    if sample == bool(notes):
        raise click.UsageError("give notes (a file or a folder), or --sample to see the bundled ones")
    from flashcards.preview import open_page, refuse_page, summary  # noqa: PLC0415
    from flashcards.preview import preview as write_page  # noqa: PLC0415
    from flashcards.store import ledger_path  # noqa: PLC0415

    target = output or Path(SAMPLE_PAGE if sample else PAGE)
    try:
        refuse_page(target)
    except FlashcardsError as error:
        raise click.UsageError(str(error)) from error
    configured = ((ctx.parent and ctx.parent.default_map) or {}).get("build", {}).get("output", OUTPUT)
    usual = ledger_path(Path(SAMPLE_OUTPUT if sample else configured))
    ledger = ledger or (usual if usual.exists() else None)
    arguments = (str(Path(__file__).parent / "sample"),) if sample else notes
    done = write_page(arguments, target, ledger=ledger, rules=rules, assets=assets, include=include, jobs=jobs)
    _end(done.found, (*summary(done), *(open_page(target) if opened else ())))


@cli.command()
@_notes
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
@_rules
@_assets
@_include
@_jobs
@_quiet
def stats(
    notes: tuple[str, ...],
    as_json: bool,
    rules: Path | None,
    assets: tuple[Path, ...],
    include: tuple[str, ...],
    jobs: int | None,
) -> None:
    """Count the cards of NOTES by master, week, rule and kind, the lines of their answers and missing pictures."""
    _need(notes)
    from flashcards.collect import collect  # noqa: PLC0415
    from flashcards.stats import figures, stats_json, stats_text  # noqa: PLC0415

    found = collect(notes, rules=rules, assets=assets, include=include, jobs=jobs)
    counted = figures(found)
    if as_json:
        _print_json(stats_json(counted))
    else:
        _print(stats_text(counted))
    _end(found, map(str, (*found.unusable, *found.remarks)))


@cli.command()
@click.argument("note", type=click.Path())
@click.option("--all", "everything", is_flag=True, help="Show every block that a rule looked at.")
@click.option("--json", "as_json", is_flag=True, help="Print every block and every rule as one JSON object.")
@_rules
def explain(note: str, everything: bool, as_json: bool, rules: Path | None) -> None:
    """Say which rule took or refused each block of NOTE, and why, and which of its cards are worth a look."""
    from flashcards.explain import explain as explain_note  # noqa: PLC0415
    from flashcards.explain import explain_json, fit, worth_a_look  # noqa: PLC0415
    from flashcards.hygiene import hygiene  # noqa: PLC0415
    from flashcards.reading import examine  # noqa: PLC0415

    examined, problems = examine([note], rules=rules)
    look = hygiene([draft for one in examined for draft in one.drafts])
    if as_json:
        _print_json(explain_json(examined, look))
    for index, one in enumerate(() if as_json else examined):
        _print(["", ""] if index else [])
        lines = [
            *explain_note(one.document, one.labels, one.extraction, one.drafts, everything=everything),
            *worth_a_look([problem for problem in look if problem.path == one.document.place.path]),
        ]
        # A pipe gets every line whole.
        _print(fit(line, get_terminal_size().columns) for line in lines) if sys.stdout.isatty() else _print(lines)
    _say(str(problem) for one in examined for problem in one.document.problems)
    _complain(str(problem) for problem in problems)
    if problems:
        raise SystemExit(1)
    if not examined:
        _say([f"{shown(note)}: holds no notes; give a file, or a folder with .md or .markdown files"])


@cli.command()
@_notes
@click.option(
    "--tessdata",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Read with the language data in DIR.  [default: the system's]",
)
@_rules
@_assets
@_quiet
def transcribe(notes: tuple[str, ...], tessdata: Path | None, rules: Path | None, assets: tuple[Path, ...]) -> None:
    """Write down the words of pictures that ask, for you to correct.

    They go into transcripts.toml in the folder given (for a file, the folder it lies in), as drafts. What stands there
    already is never changed. Needs tesserocr and Pillow to read pictures; without them the texts are left empty.
    """
    _need(notes)
    from flashcards.report import remarks  # noqa: PLC0415
    from flashcards.transcribe import summary  # noqa: PLC0415
    from flashcards.transcribe import transcribe as transcribe_notes  # noqa: PLC0415

    done = transcribe_notes(notes, rules=rules, assets=assets, tessdata=tessdata)
    _end(done.found, (*remarks(done.found), *summary(done)))


@cli.command()
@click.argument("rules", required=False, type=click.Path(path_type=Path), metavar="[RULES]")
@click.option("--json", "as_json", is_flag=True, help="Print what fails as one JSON object.")
def check(rules: Path | None, as_json: bool) -> None:
    """Run the examples inside the shipped rules and those in the folder RULES."""
    from flashcards.check import check as check_rules  # noqa: PLC0415
    from flashcards.check import check_json  # noqa: PLC0415
    from flashcards.reading import read_rules  # noqa: PLC0415

    known = read_rules(rules)
    count, failures = check_rules(known)
    if as_json:
        _print_json(check_json(known, count, failures))
    else:
        for failure in failures:
            _print([str(failure), *failure.diff, ""])
        _print([f"{len(known.questions) + len(known.labels)} rules, {count} examples, {len(failures)} fail"])
    if failures:
        raise SystemExit(1)


@cli.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Look at FOLDER and write its flashcards.toml, so that `flashcards build` needs no arguments there."""
    from flashcards.collect import collect  # noqa: PLC0415
    from flashcards.deckname import DECK  # noqa: PLC0415
    from flashcards.init import config_text, seen, write_config  # noqa: PLC0415

    found = collect([str(folder)])
    path = write_config(folder, config_text(".", OUTPUT, DECK))
    _say([f"{shown(path)}: written; open it to change what a build does here", *seen(found)])


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


def _need(notes: tuple[str, ...]) -> None:
    if not notes:
        raise click.UsageError("give notes: a file or a folder")


def _end(found: Collection, lines: Iterable[str]) -> None:
    """Say what a command did, with -q only what could not be used; for that the exit status is 1."""
    from flashcards.terminal import is_quiet  # noqa: PLC0415

    if is_quiet():
        _complain(map(str, found.unusable))
    _say(lines)
    if found.unusable:
        raise SystemExit(1)


def _say(lines: Iterable[str]) -> None:
    from flashcards.terminal import is_quiet  # noqa: PLC0415

    if not is_quiet():
        _complain(lines)


def _complain(lines: Iterable[str]) -> None:
    """What is said even with -q."""
    from flashcards.terminal import painted  # noqa: PLC0415

    for line in lines:
        click.echo(painted(printable(line)), err=True)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(printable(line))


def _print_json(text: str) -> None:
    """In UTF-8, whatever the code page: a program reads it."""
    click.echo(text.encode())

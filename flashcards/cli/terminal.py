"""What a person sees of a run on standard error: colours, and how far it is.

What takes less than a second shows no progress at all. After that a terminal gets click's bar, which is there already
and is imported only then; a pipe gets a plain line now and then, as a log wants it.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import click

from flashcards.progress import heard_by

AFTER = 1.0  # second, before a terminal shows anything
EVERY = 5.0  # seconds before the first line in a pipe, and between two of them

_QUIET = "flashcards.quiet"
_ROW = re.compile(r"  (?=[a-z])([a-z ]{11}[a-z]?)(?= )")  # the name of a row in a summary
_COLOURS = {
    "not used": "red",
    "worth a look": "yellow",
    "passed over": "yellow",
    "left out": "yellow",
    "no card": "yellow",
    "remarks": "yellow",
}


def set_quiet(ctx: click.Context) -> None:
    """What `-q` does: nothing but errors is said for the rest of the run."""
    ctx.meta[_QUIET] = True


def is_quiet() -> bool:
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.meta.get(_QUIET))


def painted(line: str) -> str:
    """A line of a message in colours, where they are wanted; click takes them out again where there is no terminal."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return line
    if line.startswith("Error:"):
        return click.style("Error:", fg="red", bold=True) + line.removeprefix("Error:")
    row = _ROW.match(line)
    if row is None:
        return line
    return f"  {click.style(row[1], fg=_COLOURS.get(row[1].strip(), 'cyan'))}{line[row.end() :]}"


@contextmanager
def progress_shown() -> Iterator[None]:
    """Show on standard error how far the run is."""
    meter = _Meter()
    try:
        with heard_by(meter.tell):
            yield
    finally:
        meter.end()


class _Meter:
    """What is shown of one run: a bar, or lines from time to time."""

    def __init__(self) -> None:
        self.next = 0.0
        self.shown = 0
        self.move: Callable[[int], None] | None = None  # of the bar, by so many steps
        self.open = ExitStack()

    def tell(self, what: str, done: int, total: int) -> None:
        if self.move:
            self.move(done - self.shown)
            self.shown = done
        elif done == 0:
            self.next = time.monotonic() + (AFTER if _is_screen() else EVERY)
        elif done < total and time.monotonic() >= self.next and not is_quiet():
            self._begin(what, done, total)
        if done == total:
            self.end()

    def _begin(self, what: str, done: int, total: int) -> None:
        if _is_screen():
            bar = click.progressbar(length=total, label=what, file=sys.stderr, fill_char="#", empty_char=".")
            bar.pos = self.shown = done
            self.move = self.open.enter_context(bar).update
        else:
            click.echo(f"{what}: {done} of {total}", err=True)
            self.next = time.monotonic() + EVERY

    def end(self) -> None:
        """Leave the line of the bar, and show the cursor again."""
        self.move = None
        self.open.close()


def _is_screen() -> bool:
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

"""What a command prints: data on standard output, all that is said to a person on standard error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flashcards.collect import Collection
    from flashcards.errors import FlashcardsError


def print_lines(lines: Iterable[str]) -> None:
    from flashcards.errors import printable

    for line in lines:
        click.echo(printable(line))


def print_json(text: str) -> None:
    """In UTF-8, whatever the code page: a program reads it."""
    click.echo(text.encode())


def say(lines: Iterable[str]) -> None:
    from flashcards.cli.terminal import is_quiet

    if not is_quiet():
        complain(lines)


def complain(lines: Iterable[str]) -> None:
    """What is said even with -q."""
    from flashcards.cli.terminal import painted
    from flashcards.errors import printable

    for line in lines:
        click.echo(painted(printable(line)), err=True)


def end(found: Collection, lines: Iterable[str], *, refused: FlashcardsError | None = None) -> None:
    """Say what a command did, with -q only what could not be used; for that the exit status is 1.

    refused: what went wrong when all of that was done.
    """
    from flashcards.cli.terminal import is_quiet

    if is_quiet():
        complain(map(str, found.unusable))
    say(lines)
    if refused:
        raise refused
    if found.unusable:
        raise SystemExit(1)

"""The lines of a summary and of a plan: a name in a column of its own, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator

from flashcards.errors import Problem


def row(name: str, text: str) -> str:
    """A line of a summary: its name in a column of its own."""
    return f"  {name:<11} {text}"


def left_out_rows(problem: Problem | None) -> Iterator[str]:
    """What stands above all else that was done or would be: whose cards are missing, and what to do."""
    if problem:
        yield row("left out", problem.message)
        yield f"    {problem.hint[:1].upper()}{problem.hint[1:]}."


def short(text: str, width: int = 48) -> str:
    """A text as one line, cut where it is too long for one."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"

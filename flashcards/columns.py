"""The lines of a summary and of a plan: a name in a column of its own, and what is said of it."""

from __future__ import annotations


def row(name: str, text: str) -> str:
    """A line of a summary: its name in a column of its own."""
    return f"  {name:<11} {text}"


def short(text: str, width: int = 48) -> str:
    """A text as one line, cut where it is too long for one."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"

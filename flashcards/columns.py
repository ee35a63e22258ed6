"""The lines of a summary and of a plan: a name in a column of its own, and what is said of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from flashcards.errors import Problem, count
from flashcards.ledger import Entry

NAMED = 100  # removed cards before "and N more"


def row(name: str, text: str) -> str:
    """A line of a summary: its name in a column of its own."""
    return f"  {name:<11} {text}"


def left_out_rows(problem: Problem | None) -> Iterator[str]:
    """What stands above all else that was done or would be: whose cards are missing, and what to do."""
    if problem:
        yield row("left out", problem.message)
        yield f"    {problem.hint[:1].upper()}{problem.hint[1:]}."


def removed_rows(gone: Sequence[Entry], elsewhere: Collection[str], *, everything: bool = False) -> Iterator[str]:
    """The cards that are gone, and how to find each in Anki: nothing names them again, so hardly any is left out.

    everything: those of notes outside the folder given too; they are not gone, and `left_out_rows` tells of them.
    """
    removed = [entry for entry in gone if everything or entry.path not in elsewhere]
    if not removed:
        return
    yield row(
        "removed",
        f"{count(len(removed), 'card')} not found in these notes; Anki keeps them. To find them there, search:",
    )
    named = len(removed) if everything else NAMED
    yield from (f"    Key:{e.guid}  {short(e.question or e.picture)}  (was in {e.path})" for e in removed[:named])
    if len(removed) > named:
        yield f'    and {len(removed) - named} more, with "removed": true in the ledger'
    yield "    Where a question still stands in its note: flashcards explain NOTE says why it was not taken."


def short(text: str, width: int = 48) -> str:
    """A text as one line, cut where it is too long for one."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"

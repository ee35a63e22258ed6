"""A ledger in a test, as its file holds it."""

from __future__ import annotations

from flashcards.ledger import Ledger, ledger_lines


def dump_ledger(ledger: Ledger) -> str:
    return "".join(ledger_lines(ledger))

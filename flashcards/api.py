"""What other programs import: `from flashcards import build, extract`.

The two do what the commands of their names do, and are no more than a door: the work is done in reading.py and
building.py. They print nothing, and start no process that was not asked for, which a program must be prepared for.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Literal

from flashcards import building
from flashcards.building import Built
from flashcards.card import Card
from flashcards.deckname import DECK
from flashcards.document import Place, parse_document
from flashcards.errors import FlashcardsError, Problem
from flashcards.reading import OF_ONE_NOTE, Rules, extract_document, problem_of, read_rules, wanted

__all__ = ["Built", "Card", "FlashcardsError", "Problem", "build", "extract"]

StrPath = str | os.PathLike[str]
Kind = Literal["closing"]

_NOWHERE = Place(path="", below="", file=Path(), given=Path())


def extract(text: str, *, rules: StrPath | None = None, include: Iterable[Kind] = ()) -> tuple[Card, ...]:
    """The cards of one note, in the order of its lines, in Markdown.

    text: what stands in the file, front matter and all.  rules: a folder of your own rules.  include: kinds of cards that
    are left out otherwise.
    The same text gives the same cards; no file is touched but those of the rules, which a process reads once. So this can
    be mapped over any number of notes, in processes or on a cluster.
    Raises FlashcardsError for rules that cannot be used and for a text that cannot be read.
    """
    kinds, known = _kinds(include), _rules(rules)
    try:
        return tuple(wanted(extract_document(parse_document(text, _NOWHERE), known), kinds))
    except OF_ONE_NOTE as error:
        problem = problem_of(error, _NOWHERE)
        raise FlashcardsError(problem.message, hint=problem.hint) from error


def build(
    notes: StrPath | Iterable[StrPath], output: StrPath, *, deck: str = DECK, rules: StrPath | None = None,
    assets: StrPath | Iterable[StrPath] = (), include: Iterable[Kind] = (), jobs: int = 1,
) -> Built:  # fmt: skip
    """Write the deck of some notes and, beside it, its ledger.

    notes: files and folders.  output: the .apkg.  deck: its name in Anki; {master} and {week} stand for those of each
    card.  rules: a folder of your own rules.  assets: more folders that hold pictures.  include: kinds of cards that are
    left out otherwise.  jobs: processes that read notes; a program that asks for more than one must be one that can be
    imported, with its own work below `if __name__ == "__main__"`.
    A note that cannot be used does not stop the others: see `found.unusable` of what is returned.
    Raises FlashcardsError when no deck can be written; an earlier deck and ledger are then as they were.
    """
    return building.build(
        [os.fspath(path) for path in _paths(notes)],
        Path(output),
        deck=deck,
        rules=None if rules is None else Path(rules),
        assets=[Path(path) for path in _paths(assets)],
        include=_kinds(include),
        jobs=jobs,
    )


def _paths(paths: StrPath | Iterable[StrPath]) -> tuple[StrPath, ...]:
    """One path is one, not the letters of its name."""
    return (paths,) if isinstance(paths, str | os.PathLike) else tuple(paths)


def _kinds(include: Iterable[Kind]) -> tuple[Kind, ...]:
    kinds = tuple(include)
    for kind in kinds:
        if kind != "closing":
            raise FlashcardsError(f"include holds {kind!r}", hint="""expected ["closing"], or nothing""")
    return kinds


def _rules(folder: StrPath | None) -> Rules:
    own = None if folder is None else Path(folder)
    return _read(own, _state(own) if own else ())


def _state(folder: Path) -> tuple[tuple[str, int], ...]:
    """What changes when a rule is edited, as in a notebook that goes on."""
    files = sorted([*folder.glob("*.toml"), *folder.glob("labels/*.toml")])
    return tuple((str(file), file.stat().st_mtime_ns) for file in files if file.exists())


@lru_cache(maxsize=4)
def _read(own: Path | None, _state: tuple[tuple[str, int], ...]) -> Rules:
    return read_rules(own)

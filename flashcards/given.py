"""Which folder the paths of a ledger count from: `qna.md` of one folder and `qna.md` of another are two notes.

A build names the files below the folder that it is given, so that the notes may be moved as a whole. Where the next build is
given another folder, while the first is still there, what the ledger holds is renamed by the way from the one to the other.
"""

from __future__ import annotations

import os
import posixpath
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from flashcards.card import Draft
from flashcards.ledger import OUTSIDE, Ledger
from flashcards.likeness import SIMILAR, even, overlap
from flashcards.marks import marks_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """ledger: with its paths as they count from the folder that is given now.

    elsewhere: paths of notes outside it that are there: none of their cards is gone.  returned: paths in it of notes that
    were outside the folder of the last build, which could not tell whether their cards are gone.
    folders: what its paths may count from; none where nobody can tell whether a note is there.
    """

    ledger: Ledger
    folders: tuple[Path, ...] = ()
    elsewhere: frozenset[str] = frozenset()
    returned: frozenset[str] = frozenset()


def seen_from(drafts: Sequence[Draft], ledger: Ledger, path: Path) -> Seen:
    """A ledger as seen from the folder whose notes gave the drafts. path: the ledger's.

    Nothing is renamed where the folder of the last build holds none of its notes any more, is this folder by another name,
    or held the same notes: then it is the folder that was renamed, or the notes were exported once more.
    """
    folder = Path(os.path.abspath(path.parent)).as_posix()  # noqa: PTH100 - as `Place.named` has it
    given, before = _given(drafts, folder), ledger.given
    returned: frozenset[str] = frozenset()
    if _is_another(folder, given, ledger) and (
        _is_around(folder, given, ledger.given) or not _are_same(drafts, ledger)
    ):
        known = {entry.path for entry in ledger.entries}
        ways = {old: _way(f"{folder}/{ledger.given}/{old}", f"{folder}/{given}") for old in known}
        ledger = replace(ledger, entries=tuple(entry._replace(path=ways[entry.path]) for entry in ledger.entries))
        returned = frozenset(
            way for old, way in ways.items() if old.startswith(OUTSIDE) and not way.startswith(OUTSIDE)
        )
        before = given
    outside = {entry.path for entry in ledger.entries if entry.path.startswith(OUTSIDE)} if given else set()
    now = Path(folder, given)
    there = frozenset(way for way in outside if is_note(now, way))
    folders = (now, Path(folder, before)) if given and before and now.is_dir() else ()
    return Seen(ledger=replace(ledger, given=given), folders=folders, elsewhere=there, returned=returned)


def is_note(folder: Path, way: str) -> bool:
    """Whether a file is there, by its name as the ledger spells it or as a Mac does."""
    return any((folder / unicodedata.normalize(form, way)).is_file() for form in ("NFC", "NFD"))


def _is_another(folder: str, given: str, ledger: Ledger) -> bool:
    """Whether the last build was given another folder, in which some of its notes still are."""
    if not given or not ledger.given or given == ledger.given:
        return False
    old, new = Path(folder, ledger.given), Path(folder, given)
    if not old.is_dir() or not new.is_dir() or old.samefile(new):
        return False
    present = dict.fromkeys(entry.path for entry in ledger.entries if not entry.removed)
    return any((old / way).is_file() for way in present)


def _is_around(folder: str, one: str, other: str) -> bool:
    """Whether one of two folders lies in the other."""
    ways = _way(f"{folder}/{one}", f"{folder}/{other}"), _way(f"{folder}/{other}", f"{folder}/{one}")
    return not all(way.startswith("..") for way in ways)


def _are_same(drafts: Sequence[Draft], ledger: Ledger) -> bool:
    """Whether most cards, of the drafts or of the ledger, are in both: with the same answer, or the same question and a similar one."""
    before = [entry for entry in ledger.entries if not entry.removed]
    answers = {entry.answer for entry in before}
    asked = {entry.question: entry.signs for entry in before if entry.question}
    found = 0
    for draft in drafts:
        mark, signs = draft.marks or marks_of(draft), asked.get(even(draft.question_text), ())
        found += mark.answer in answers or (bool(signs) and overlap(signs, mark.sketch.split()) >= SIMILAR)
    return 2 * found > min(len(before), len(drafts))


def _given(drafts: Sequence[Draft], folder: str) -> str:
    """The way from a folder to the one that the paths of all drafts count from; empty where there is none."""
    folders = {_folder(path, below) for path, below in {(draft.path, draft.below) for draft in drafts}}
    if len(folders) != 1:
        return ""
    try:
        way = os.path.relpath(folders.pop(), folder)
    except ValueError:  # on another drive
        return ""
    return unicodedata.normalize("NFC", Path(way).as_posix())


def _folder(path: str, below: str) -> str:
    """The folder given, of a path that ends in the way below it; the path itself where it does not, as in lines made by hand."""
    whole = Path(os.path.abspath(path)).as_posix()  # noqa: PTH100 - as `Place.named` has it
    ends = f"/{unicodedata.normalize('NFC', whole)}".endswith(f"/{below}")
    return PurePosixPath(whole).parents[len(PurePosixPath(below).parts) - 1].as_posix() if ends else whole


def _way(path: str, folder: str) -> str:
    """How a path is called from a folder; both from the root."""
    return posixpath.relpath(posixpath.normpath(path), posixpath.normpath(folder))

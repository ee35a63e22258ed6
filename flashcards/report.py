"""What a build did, as lines that a person reads at 80 columns."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from flashcards.building import Adopted, Built
from flashcards.card import Draft
from flashcards.collect import Collection
from flashcards.columns import left_out_rows, removed_rows, row, short
from flashcards.errors import Problem, count
from flashcards.hygiene import hygiene
from flashcards.media import Picture

SHOWN = 8  # lines of a list before "and N more"
FEW = 3  # of one kind of what is only worth a look


def report(built: Built, *, everything: bool = False, last: str = "") -> Iterator[str]:
    """The summary of a build, line by line.

    everything: leave no line out of a long list.  last: the line that stands for what to do next.
    """
    most = sys.maxsize if everything else SHOWN
    found, change = built.found, built.change
    decks = Counter(built.decks)
    called = f"deck {built.decks[0]}" if len(decks) == 1 else count(len(decks), "deck")
    yield f"{built.path}: {count(len(found.drafts), 'card')}, {_size(built.size)}, {called}"
    yield from left_out_rows(built.left_out)
    states = (
        (len(change.new), "new"), (len(change.changed), "changed"), (len(change.moved), "moved"),
        (len(change.unchanged), "unchanged"), (len(change.removed), "removed"),
    )  # fmt: skip
    yield row("cards", ", ".join(f"{n} {state}" for n, state in states if n))
    with_cards = len({draft.path for draft in found.drafts})
    yield row("notes", f"{len(found.read)} read, {with_cards} with questions")
    yield from _table("by deck", decks.items() if len(decks) > 1 else ())
    yield from _table("by rule", Counter(draft.card.rule for draft in found.drafts).most_common())
    yield from _table("by master", Counter(_who(draft) for draft in found.drafts).items())
    yield from _pictures(found.drafts, most)
    yield from _words(found.drafts)
    yield from _passed(found, most)
    yield from _overlooked(found, most if everything else FEW)
    yield from _problems("remarks", [*built.problems, *found.remarks], most)
    yield from _worth_a_look(hygiene(found.drafts), most if everything else FEW)
    yield from _problems("not used", found.unusable, len(found.unusable))  # each is an error: none is left unsaid
    if change.removed and (everything or not change.all_others):
        yield from removed_rows(change.removed, change.elsewhere, everything=everything)
    keep = (
        "new; keep it beside the deck, it keeps your reviews on their cards"
        if built.first
        else "keep it beside the deck"
    )
    yield row("ledger", f"{built.ledger} ({keep})")
    yield last or row("next", "double-click the deck, or open it on the phone with AnkiDroid or AnkiMobile")


def adopted(made: Adopted) -> Iterator[str]:
    """What was made of a deck."""
    yield f"{made.ledger}: {count(made.cards, 'card')}; build as before, and they keep their reviews"
    if made.strange:
        yield f"  left out: {count(len(made.strange), 'note')} of our type whose guid is not one of ours: {made.strange[0]}"


def remarks(found: Collection) -> Iterator[str]:
    """What a command that writes no deck has to say about its input."""
    yield from (str(problem) for problem in (*found.unusable, *found.remarks))
    yield from (
        _missing_line(draft, picture.line, picture.name, picture.reason) for draft, picture in _missing(found.drafts)
    )
    if not found.read and not found.unusable:
        yield "no notes found; give the folder that holds your notes (.md, .markdown)"
    elif not found.drafts and found.read:
        yield f"no question was found in {count(len(found.read), 'note')}; {found.look}"


def _table(name: str, counts: Iterable[tuple[str, int]]) -> Iterator[str]:
    rows = list(counts)
    width = len(str(max((n for _, n in rows), default=0)))
    for index, (label, n) in enumerate(rows):
        yield row("" if index else name, f"{n:>{width}}  {label}")


def _who(draft: Draft) -> str:
    week = f", week {draft.labels.week}" if draft.labels.week is not None else ""
    return (draft.master or "no master stated") + week


def _missing(drafts: Sequence[Draft]) -> list[tuple[Draft, Picture]]:
    return [(draft, picture) for draft in drafts for picture in draft.pictures if picture.missing]


def _missing_line(draft: Draft, line: int, name: str, reason: str) -> str:
    return f"{draft.path}:{line}: picture {name} is missing: {reason}"


def _pictures(drafts: Sequence[Draft], most: int) -> Iterator[str]:
    bundled = {picture.name for draft in drafts for picture in draft.pictures if not picture.missing}
    missing = _missing(drafts)
    if not bundled and not missing:
        return
    yield row("pictures", f"{len(bundled)} bundled" + (f", {len(missing)} missing" if missing else ""))
    yield from _some([_missing_line(draft, p.line, p.name, p.reason) for draft, p in missing], most)
    if not missing:
        return
    inside = [picture.link.lower().startswith("data:") for _, picture in missing]
    yield "    Its card says so and is tagged needs::image."
    if not all(inside):
        yield "    To supply a file, save it where the link points, or name its folder: --assets DIR"
    if any(inside):
        yield "    What is written into a note (data:) is damaged there: put it in anew, or link a file"


def _words(drafts: Sequence[Draft]) -> Iterator[str]:
    words = {words.name: words for draft in drafts for words in draft.transcripts if words.text}
    if words:
        left = sum(one.draft for one in words.values())
        yield row(
            "words",
            f"of {count(len(words), 'picture')} in transcripts.toml" + (f", {left} still drafts" if left else ""),
        )


def _passed(found: Collection, most: int) -> Iterator[str]:
    if not found.passed:
        return
    yield row("passed over", f"{count(len(found.passed), 'question')} without an answer")
    lines = [f"{p.path}:{p.line}: {short(p.question)} ({p.reason})" for p in found.passed]
    yield from _some(lines, most)
    yield f"    To see why: flashcards explain {shlex.quote(found.passed[0].path)}"


def _overlooked(found: Collection, most: int) -> Iterator[str]:
    """Notes that gave no card though they seem to ask."""
    if not found.overlooked:
        return
    yield row("no card", f"{count(len(found.overlooked), 'note')} with lines that look like questions")
    told = [f"{path}: {len(lines)} lines look like questions, none became a card" for path, lines in found.overlooked]
    yield from _some(told, most)
    yield f"    To see why: flashcards explain {shlex.quote(found.overlooked[0][0])}"


def _worth_a_look(problems: Sequence[Problem], most: int) -> Iterator[str]:
    """A few lines of each kind, and once for all of a kind what to do."""
    if not problems:
        return
    yield row("worth a look", count(len({(problem.path, problem.line) for problem in problems}), "card"))
    hidden: list[Problem] = []
    for hint, group in groupby(problems, key=lambda problem: problem.hint):
        alike = list(group)
        yield from _some([str(replace(problem, hint="")) for problem in alike], most)
        yield f"      {hint[:1].upper()}{hint[1:]}."
        hidden += alike[most:]
    if hidden:
        yield f"    To see all of a note: flashcards explain {shlex.quote(hidden[0].path)}"


def _problems(name: str, problems: Sequence[Problem], most: int) -> Iterator[str]:
    if problems:
        yield row(name, str(len(problems)))
        yield from _some([str(problem) for problem in problems], most)


def _some(lines: Sequence[str], most: int) -> Iterator[str]:
    yield from (f"    {line}" for line in lines[:most])
    if len(lines) > most:
        yield f"    and {len(lines) - most} more (-v names them all)"


def _size(size: int) -> str:
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(1, round(size / 2**10))} KB"

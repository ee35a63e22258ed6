"""Cards, counted: by master, week, rule and kind, how long their answers are, which pictures are missing.

One value for the table of `flashcards stats`, for its JSON and for the charts of the preview page. A length is counted in
lines of a phone, as hygiene.py counts them: that is what one has to read, in any language.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median_low

from flashcards.card import Draft
from flashcards.collect import Collection
from flashcards.errors import Problem, count
from flashcards.hygiene import SCREEN, screens

LENGTHS = ((5, "1-5"), (10, "6-10"), (20, "11-20"), (40, "21-40"))  # up to how many lines, and the name
LONGER = "41+"
NO_WORDS = "0"  # an answer that is a picture and nothing else
_TITLES = {
    "master": "by master",
    "week": "by week",
    "rule": "by rule",
    "kind": "by kind",
    "answer": "answers",
    "picture": "pictures",
}
_NONE = {"master": "no master stated", "week": "no week stated"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """rows: a name and how many cards (or pictures); the name is empty where a card states none."""

    name: str
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """notes: how many were read.  asking: how many of them have cards.  half: lines that half of the answers keep to.

    longest: lines of the longest answer, and where it is asked.
    """

    cards: int
    notes: int
    asking: int
    groups: tuple[Group, ...]
    half: int
    longest: tuple[int, str]
    missing: tuple[Problem, ...]


def figures(found: Collection) -> Figures:
    """Count the cards of some notes."""
    drafts = found.drafts
    lines = [_lines(draft) for draft in drafts]
    longest = max(zip(lines, drafts, strict=True), key=lambda pair: pair[0], default=None)
    weeks = Counter(draft.labels.week for draft in drafts)
    groups: dict[str, list[tuple[str, int]]] = {
        "master": _most(name for draft in drafts for name in draft.labels.masters or ("",)),
        "week": [(str(week), weeks[week]) for week in sorted(week for week in weeks if week is not None)],
        "rule": _most(draft.card.rule for draft in drafts),
        "kind": _most(draft.card.kind for draft in drafts),
        "answer": _lengths(lines),
    }
    groups["week"] += [("", weeks[None])] if weeks[None] else []
    missing = tuple(_missing(drafts))
    found_ones = {p.name for draft in drafts for p in draft.pictures if not p.missing}
    if found_ones or missing:
        groups["picture"] = [("found", len(found_ones)), ("missing", len(missing))]
    return Figures(
        cards=len(drafts), notes=len(found.read), asking=len({draft.path for draft in drafts}),
        groups=tuple(Group(name=name, rows=tuple(rows)) for name, rows in groups.items() if rows),
        half=median_low(lines) if lines else 0,
        longest=(longest[0], _where(longest[1])) if longest else (0, ""),
        missing=missing,
    )  # fmt: skip


def stats_text(made: Figures) -> Iterator[str]:
    """The figures for a person, line by line."""
    yield f"{count(made.cards, 'card')} in {made.asking} of {count(made.notes, 'note')}"
    width = max((len(str(n)) for group in made.groups for _, n in group.rows), default=1)
    for group in made.groups:
        for place, (name, cards) in enumerate(group.rows):
            title = "" if place else _TITLES[group.name]
            yield f"  {title:<11} {cards:>{width}}  {_shown(group.name, name)}"
        if group.name == "answer":
            lines, where = made.longest
            yield f"  {'':<11} half have {count(made.half, 'line')} or fewer; the longest, {lines}: {where}"
    yield from (f"    {problem}" for problem in made.missing)


def stats_json(made: Figures) -> str:
    """The figures for a program: one JSON object. A name is null where the cards state none."""
    groups = {
        group.name: [
            {"name": int(name) if group.name == "week" and name else name or None, "cards": n} for name, n in group.rows
        ]
        for group in made.groups
    }
    missing = [{"path": p.path, "line": p.line, "message": p.message} for p in made.missing]
    whole = {
        "cards": made.cards, "notes": made.notes, "notes_with_questions": made.asking,
        **{f"by_{name}": groups.get(name, []) for name in ("master", "week", "rule", "kind")},
        "answer_lines": {
            "groups": groups.get("answer", []), "median": made.half, "longest": made.longest[0], "at": made.longest[1] or None,
        },
        "pictures": dict(next((group.rows for group in made.groups if group.name == "picture"), ())), "missing": missing,
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _most(names: Iterable[str]) -> list[tuple[str, int]]:
    """The names, the most frequent first, those that are none last; equals in the order of the alphabet."""
    return sorted(Counter(names).items(), key=lambda row: (not row[0], -row[1], row[0]))


def _lines(draft: Draft) -> int:
    return round(screens(draft.answer_text) * SCREEN) if draft.answer_text else 0


def _lengths(lines: Sequence[int]) -> list[tuple[str, int]]:
    """How many answers are how long; from the first length to the last that any has, without a gap."""
    counted = Counter(
        next((name for most, name in LENGTHS if n <= most), LONGER) if n else NO_WORDS for n in lines
    )  # fmt: skip
    names = [NO_WORDS, *(name for _, name in LENGTHS), LONGER]
    there = [place for place, name in enumerate(names) if counted[name]]
    return [(name, counted[name]) for name in names[there[0] : there[-1] + 1]] if there else []


def _missing(drafts: Sequence[Draft]) -> Iterator[Problem]:
    for draft in drafts:
        for p in draft.pictures:
            if p.missing:
                yield Problem(path=draft.path, line=p.line, message=f"picture {p.name} is missing: {p.reason}")


def _where(draft: Draft) -> str:
    return f"{draft.path}:{draft.card.question_lines[0]}"


def _shown(group: str, name: str) -> str:
    if group == "week" and name:
        return f"week {name}"
    if group == "answer":
        return "no words, a picture alone" if name == NO_WORDS else f"{name} lines of a phone"
    return name or _NONE[group]

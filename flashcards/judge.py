"""All rules that ask for a kind of block -> the first that takes one block of it.

Most blocks ask nothing, and most rules are ruled out by where a block stands, which is the same for all of its neighbours.
So places are looked at once, texts are searched before anything is said of them, and the rest is found out when somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter

from flashcards.block import ITEMS
from flashcards.match import Verdict, asks_again, own_checks
from flashcards.pattern import Pattern
from flashcards.place import depth_check, find_section, form_checks, note_checks
from flashcards.rule import Rule
from flashcards.search import search, unbold
from flashcards.spot import Mark, Note, Spot

# The nearest title, the kind of block, its depth, whether a heading holds it and no quote or item, whether nobody asks there.
_Place = tuple[Mark | None, str, int, bool, bool]
_Fit = tuple[int, Rule, Mark | None]  # a rule that may take blocks of a place, its number, the title that it found


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the rules say of one block: those that were asked, up to the first that takes it.

    A build needs to know no more than whether one does, so what each says is found out when somebody asks.
    """

    spot: Spot
    note: Note
    inside: bool
    rules: Sequence[Rule]
    taken: bool

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        return tuple(Verdict(rule=rule, spot=self.spot, note=self.note, inside=self.inside) for rule in self.rules)

    @property
    def taking(self) -> Verdict:
        """What the rule says that takes the block; of one that no rule takes nobody may ask for it."""
        assert self.taken, "no rule takes this block"
        return Verdict(rule=self.rules[-1], spot=self.spot, note=self.note, inside=self.inside)

    @property
    def asks_idly(self) -> bool:
        """Whether an item asks that only items of its own could answer, and has none: one who answers asks back so."""
        block = self.spot.block
        owns_nothing = block.kind in ITEMS and not block.children
        return self.taken and owns_nothing and self.taking.rule.answer.take == "children"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What is known already of the places of a note; it is the same for all blocks of a kind and depth below one title.

    asking: the rules for each kind of block.  rules: of those, each with its number, that the note as a whole does not rule
    out, by the title that they look for.  left: those that a place does not rule out either.  untitled: of those, the ones
    that look for no title, by the kind and depth of a block.  sections: below which title of a kind a place lies.
    """

    note: Note
    asking: Mapping[str, Sequence[Rule]]
    rules: dict[str, dict[Pattern | None, list[tuple[int, Rule]]]] = field(default_factory=dict)
    left: dict[_Place, list[_Fit]] = field(default_factory=dict)
    untitled: dict[tuple[str, int], list[_Fit]] = field(default_factory=dict)
    sections: dict[tuple[Mark | None, str], Mark | None] = field(default_factory=dict)


def judge(spot: Spot, places: Places, *, inside: bool) -> Judged:
    """Ask the rules, which are for this kind of block, up to the first that takes it. inside: as of `Verdict`.

    One that looks for the answer inside an item that holds none leaves the item to the others.
    """
    note, kind = places.note, spot.block.kind
    rules = places.asking[kind]
    mark, shut = spot.marks[-1] if spot.marks else None, inside and not asks_again(spot, note)
    place = mark, kind, spot.depth, spot.above[-1].kind == "heading", shut
    left = places.left.get(place)
    if left is None:
        left = places.left[place] = _left(spot, places, shut=shut)
    plain = unbold(spot.block.text) if left else ""
    absent: set[Pattern | None] = set()  # rules share what they look for
    idle: Judged | None = None
    for number, rule, section in left:
        asked = rule.question
        if asked.text in absent or ((asked.follows or asked.followed_by) and _lacks_beside(rule, spot)):
            continue  # as most blocks are ruled out: what the checks would say is not asked for
        if asked.text and not search(asked.text, plain, rule.path):
            absent.add(asked.text)
            continue
        verdict = Verdict(rule=rule, spot=spot, note=note, inside=inside)
        if all(check.passed for check in own_checks(verdict, section)):
            judged = Judged(spot=spot, note=note, inside=inside, rules=rules[: number + 1], taken=True)
            if not judged.asks_idly:
                return judged
            idle = idle or judged
    return idle or Judged(spot=spot, note=note, inside=inside, rules=rules, taken=False)


def _lacks_beside(rule: Rule, spot: Spot) -> bool:
    """Whether the block before or behind lacks what a rule looks for in it."""
    asked, path = rule.question, rule.path
    return bool(
        (asked.follows and not search(asked.follows, spot.before, path))
        or (asked.followed_by and not search(asked.followed_by, spot.after, path))
    )


def _left(spot: Spot, places: Places, *, shut: bool) -> list[_Fit]:
    """The rules that the place of a block does not rule out, in order. shut: nobody asks there."""
    titles, key = _rules_for(spot.block.kind, places), (spot.block.kind, spot.depth)
    if key not in places.untitled:
        places.untitled[key] = list(_fitting(titles.get(None, ()), spot, None, places.note))
    titled: list[_Fit] = []
    for title, rules in () if shut else titles.items():
        if title and (section := _section(title, spot, places, rules[0][1])):
            titled.extend(_fitting(rules, spot, section, places.note))
    untitled = places.untitled[key]
    return sorted([*untitled, *titled], key=itemgetter(0)) if titled else untitled


def _fitting(rules: Iterable[tuple[int, Rule]], spot: Spot, section: Mark | None, note: Note) -> Iterator[_Fit]:
    """Those that ask for such a section, and for such a depth in it."""
    for number, rule in rules:
        if all(
            check.passed for check in chain(form_checks(rule, spot, section, note), depth_check(rule, spot, section))
        ):
            yield number, rule, section


def _rules_for(kind: str, places: Places) -> dict[Pattern | None, list[tuple[int, Rule]]]:
    """The rules for a kind of block that the note as a whole does not rule out. Most notes are no events."""
    if kind not in places.rules:
        titles = places.rules[kind] = {}
        for number, rule in enumerate(places.asking[kind]):
            if all(check.passed for check in note_checks(rule, places.note)):
                titles.setdefault(rule.where.section, []).append((number, rule))
    return places.rules[kind]


def _section(title: Pattern, spot: Spot, places: Places, rule: Rule) -> Mark | None:
    """The section that a block is in. Most rules look for one of a few titles."""
    key = spot.marks[-1] if spot.marks else None, title.pattern
    if key not in places.sections:
        places.sections[key] = find_section(title, spot, places.note, rule)
    return places.sections[key]

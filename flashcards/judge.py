"""All rules that ask for a kind of block -> the first that takes one block of it.

Most blocks ask nothing, and most rules are ruled out by where a block stands, which is the same for all of its neighbours.
So places are looked at once, texts are searched before anything is said of them, and the rest is found out when somebody asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from flashcards.match import (
    Verdict,
    asks_again,
    depth_check,
    own_checks,
    place_checks,
    search,
    section_of,
    unbold,
)
from flashcards.rule import Rule
from flashcards.spot import Mark, Note, Spot


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
    def last(self) -> Verdict:
        return Verdict(rule=self.rules[-1], spot=self.spot, note=self.note, inside=self.inside)


Places = dict[tuple[Mark | None, str, int, bool], list[tuple[int, Rule, Mark | None]]]


def judge(spot: Spot, rules: Sequence[Rule], note: Note, places: Places, *, inside: bool) -> Judged:
    """Ask the rules, which are for this kind of block, up to the first that takes it.

    places: what is known already of the places of this note: which rules, with which section, a place does not rule out.
    It is the same for all blocks of a kind and depth below one title.
    """
    mark = spot.marks[-1] if spot.marks else None
    key = mark, spot.block.kind, spot.depth, inside and not asks_again(spot, note, rules)
    if key not in places:
        places[key] = _left(spot, rules, note, inside=inside)
    plain = unbold(spot.block.text)
    for number, rule, section in places[key]:
        if rule.question.text and not search(rule.question.text, plain, rule.path):
            continue  # as most blocks are: what the check would say is not asked for
        verdict = Verdict(rule=rule, spot=spot, note=note, inside=inside)
        if all(check.passed for check in own_checks(verdict, section)):
            return Judged(spot=spot, note=note, inside=inside, rules=rules[: number + 1], taken=True)
    return Judged(spot=spot, note=note, inside=inside, rules=rules, taken=False)


def _left(spot: Spot, rules: Sequence[Rule], note: Note, *, inside: bool) -> list[tuple[int, Rule, Mark | None]]:
    """The rules that the place of a block does not rule out, with their numbers and sections."""
    left = []
    sections: dict[str, Mark | None] = {}  # most rules look for one of a few titles
    for number, rule in enumerate(rules):
        verdict, title = Verdict(rule=rule, spot=spot, note=note, inside=inside), rule.where.section
        if title and title.pattern not in sections:
            sections[title.pattern] = section_of(verdict)
        section = sections[title.pattern] if title else None
        if title and section is None:
            continue
        if all(check.passed for check in chain(place_checks(verdict, section), depth_check(rule, spot, section))):
            left.append((number, rule, section))
    return left

"""Every shipped rule, label rule and word does what its examples say, and shows what it takes and what it leaves."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from flashcards.card import Labels
from flashcards.check import check
from flashcards.labels import LabelRule
from flashcards.reading import Rules, read_rules
from flashcards.rule import Rule
from flashcards.shipped import shipped_folder
from flashcards.tomlfile import read_file
from flashcards.vocabulary import FILE, Vocabulary, Word

RULES = read_rules(None)
WORDS = tuple(RULES.words.words.values())
FILES = sorted(path.relative_to(shipped_folder()).as_posix() for path in shipped_folder().rglob("*.toml"))
LONGEST = 200  # characters of a pattern that one can still read


def only(*, rule: Rule | None = None, label: LabelRule | None = None, word: Word | None = None) -> Rules:
    """All rules, but the examples of one alone."""
    return Rules(
        questions=tuple(replace(r, examples=r.examples if r is rule else ()) for r in RULES.questions),
        labels=tuple(replace(r, examples=r.examples if r is label else ()) for r in RULES.labels),
        words=Vocabulary(
            words={
                w.name: replace(w, finds=w.finds if w is word else (), leaves=w.leaves if w is word else ())
                for w in WORDS
            }
        ),
    )


def failures(rules: Rules) -> list[str]:
    return [f"{failure}\n" + "\n".join(failure.diff) for failure in check(rules)[1]]


@pytest.mark.parametrize("rule", RULES.questions, ids=lambda rule: rule.id)
def test_the_examples_of_a_rule_hold(rule: Rule) -> None:
    assert failures(only(rule=rule)) == []


@pytest.mark.parametrize("label", RULES.labels, ids=lambda label: label.id)
def test_the_examples_of_a_label_rule_hold(label: LabelRule) -> None:
    assert failures(only(label=label)) == []


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.name)
def test_the_examples_of_a_word_hold(word: Word) -> None:
    assert failures(only(word=word)) == []


@pytest.mark.parametrize("rule", RULES.questions, ids=lambda rule: rule.id)
def test_a_rule_shows_what_it_takes_and_what_it_leaves(rule: Rule) -> None:
    assert {bool(example.cards) for example in rule.examples} == {True, False}


@pytest.mark.parametrize("label", RULES.labels, ids=lambda label: label.id)
def test_a_label_rule_shows_what_it_reads_and_what_it_leaves(label: LabelRule) -> None:
    assert {example.labels != Labels() for example in label.examples} == {True, False}


def test_near_half_of_all_examples_are_left_alone() -> None:
    takes = [bool(example.cards) for rule in RULES.questions for example in rule.examples]
    takes += [example.labels != Labels() for rule in RULES.labels for example in rule.examples]
    takes += [found for word in WORDS for found in (*(True for _ in word.finds), *(False for _ in word.leaves))]
    share = takes.count(False) / len(takes)
    assert 0.33 <= share <= 0.67, f"{share:.0%} of {len(takes)}"


@pytest.mark.parametrize("name", FILES)
def test_every_pattern_can_still_be_read(name: str) -> None:
    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            return [text for key, inner in value.items() if key != "examples" for text in texts(inner)]
        return [value] if isinstance(value, str) else []

    # Words, too, are written out in one line; what is called by name counts where it stands.
    long = [text for text in texts(read_file(shipped_folder() / name).data) if len(text) > LONGEST]
    assert long == []


@pytest.mark.parametrize("rules", [RULES.questions, RULES.labels], ids=["questions", "labels"])
def test_orders_differ_so_that_no_rule_is_asked_by_chance(rules: tuple[Rule | LabelRule, ...]) -> None:
    orders = [rule.order for rule in rules]
    assert orders == sorted(set(orders))


@pytest.mark.parametrize("rules", [RULES.questions, RULES.labels], ids=["questions", "labels"])
def test_orders_leave_room_for_a_rule_between(rules: tuple[Rule | LabelRule, ...]) -> None:
    orders = [rule.order for rule in rules]
    assert min(after - before for before, after in pairwise(orders)) > 1


def test_every_rule_file_is_read() -> None:
    read = {Path(path) for path in (*(r.path for r in RULES.questions), *(r.path for r in RULES.labels))}
    assert sorted(path.relative_to(shipped_folder()).as_posix() for path in read) == [n for n in FILES if n != FILE]


def test_an_example_that_does_not_hold_is_named_with_what_came_instead() -> None:
    rule = RULES.questions[0]
    good = next(example for example in rule.examples if example.cards)
    wrong = replace(good, cards=(replace(good.cards[0], question="다른 물음"), *good.cards[1:]))
    rules = replace(only(), questions=(replace(rule, examples=(wrong,)), *only().questions[1:]))
    count, (failure,) = check(rules)
    got = count, failure.name, "-question: 다른 물음" in failure.diff
    assert got == (1, good.name, True)


def test_a_word_that_finds_what_it_must_leave_is_named() -> None:
    word = replace(only().words.words["closing"], finds=("전혀 다른 말",), leaves=())
    rules = replace(only(), words=Vocabulary(words={**only().words.words, word.name: word}))
    count, (failure,) = check(rules)
    assert (count, failure.name) == (1, f"{word.name} finds '전혀 다른 말'")

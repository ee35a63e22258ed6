"""Run the examples inside the rules.

Each runs with the whole rule set, and the cards of its own rule are compared with those it asks for: so an example
guards its rule against the others too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from flashcards.card import Labels
from flashcards.document import Place, parse_document
from flashcards.errors import shown
from flashcards.labels import LabelExample, LabelRule, match_labels
from flashcards.reading import Rules, extract_document
from flashcards.rule import Example, Rule
from flashcards.search import search
from flashcards.vocabulary import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An example that does not give what it says. diff: unified, from wanted to got."""

    path: str
    line: int
    name: str
    diff: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.name}"


def check(rules: Rules) -> tuple[int, tuple[Failure, ...]]:
    """Run every example of every rule. Returns how many there are, and those that fail."""
    failures = [f for rule in rules.questions for example in rule.examples for f in _question(rule, example, rules)]
    failures += [f for label in rules.labels for text in label.examples for f in _label(label, text)]
    words = rules.words.words.values()
    failures += [failure for word in words for failure in _word(word)]
    count = sum(len(rule.examples) for rule in rules.questions) + sum(len(rule.examples) for rule in rules.labels)
    return count + sum(len(word.finds) + len(word.leaves) for word in words), tuple(failures)


def check_json(rules: Rules, examples: int, failures: Sequence[Failure]) -> str:
    """What a check found, for a program: one JSON object."""
    failed = [{"path": f.path, "line": f.line, "name": f.name, "diff": f.diff} for f in failures]
    counts = {"rules": len(rules.questions) + len(rules.labels), "examples": examples}
    return json.dumps({**counts, "failures": failed}, ensure_ascii=False, indent=1)


def _question(rule: Rule, example: Example, rules: Rules) -> Iterator[Failure]:
    note = example.note.removeprefix("\n")
    place = Place(path=rule.path, below=Path(rule.path).name, file=Path(rule.path), given=Path(rule.path).parent)
    cards = extract_document(parse_document(note, place), rules).cards
    got = [_text(c.question, c.answer, c.context) for c in cards if c.rule == rule.id]
    want = [_text(c.question, c.answer, c.context) for c in example.cards]
    others = tuple(f"taken by {c.rule}: {_text(c.question, c.answer, c.context)}" for c in cards if c.rule != rule.id)
    yield from _compare(rule.path, example.table.line, example.name, want, got, others)


def _label(rule: LabelRule, example: LabelExample) -> Iterator[Failure]:
    want, got = _labels(example.labels), _labels(match_labels(rule, example.text))
    yield from _compare(rule.path, example.table.line, example.text, [want], [got])


def _word(word: Word) -> Iterator[Failure]:
    for texts, verb in ((word.finds, "finds"), (word.leaves, "leaves alone")):
        for text in texts:
            found = bool(search(word.pattern, text, word.path))
            if found != (texts is word.finds):
                got = "finds it" if found else "leaves it alone"
                yield from _compare(word.path, word.table.line, f"{word.name} {verb} {text!r}", [verb], [got])


def _compare(
    path: str, line: int, name: str, want: Sequence[str], got: Sequence[str], others: Sequence[str] = ()
) -> Iterator[Failure]:  # fmt: skip
    """others: what other rules made of the same note: one of them may have come first."""
    if list(want) != list(got):
        rows = [[row for text in texts for row in (*text.split("\n"), "")] for texts in (want, got)]
        diff = tuple(unified_diff(rows[0], rows[1], "wanted", "got", lineterm="", n=99))
        yield Failure(path=shown(path), line=line, name=name, diff=(*diff, *others))


def _text(question: str, answer: str, context: str) -> str:
    parts = [f"question: {question}", *([f"context: {context}"] if context else []), f"answer:\n{answer}"]
    return "\n".join(line.rstrip() for line in "\n".join(parts).split("\n"))


def _labels(labels: Labels) -> str:
    stated = {"master": ", ".join(labels.masters), "week": labels.week, "day": labels.day, "date": labels.date}
    return "\n".join(f"{name}: {value}" for name, value in stated.items() if value not in {"", None})

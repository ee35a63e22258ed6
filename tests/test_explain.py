"""What is told of a note: its cards with their rule, questions without an answer, near misses, the rest on request."""

from __future__ import annotations

from pathlib import Path

import pytest

from flashcards.card import Labels
from flashcards.explain import WIDTH, explain
from flashcards.extract import extract
from tests.note import document_of, rule_of, shipped, tree_of

HEAD = 'question = { block = "bullet", text = \'^물음 (?P<question>.*)\', depth = 1 }\nanswer.take = "children"'


def told(tmp_path: Path, note: str, *, everything: bool = False, labels: Labels | None = None) -> list[str]:
    rule = rule_of(tmp_path, HEAD)
    extraction = extract(tree_of(note), [rule], shipped().words)
    return list(explain(document_of(note), labels or Labels(), extraction, everything=everything))


@pytest.mark.parametrize(
    ("note", "lines"),
    [
        pytest.param(
            "- 물음 하나\n  - 가\n",
            ["notes/a.md: 1 card; states no label", "", "CARD L1 bullet: 물음 하나", "      own takes it: '물음 하나' found", "      answer: L2", "", "1 more block inside answers or far from every rule: --all"],
            id="a card",
        ),
        pytest.param(
            "- 물음 하나\n",
            ["notes/a.md: 0 cards, 1 question without an answer; states no label", "", "skip L1 bullet: 물음 하나", "      own takes it: '물음 하나' found", "      but it has no answer: nothing is nested under it"],
            id="a question without an answer",
        ),
        pytest.param(
            "- 하나\n  - 물음 둘\n",
            ["notes/a.md: 0 cards; states no label", "", "no L2 bullet: 물음 둘", "      own refuses it: depth: 2, not 1", "", "1 more block inside answers or far from every rule: --all"],
            id="a near miss",
        ),
        pytest.param("글\n", ["notes/a.md: 0 cards; states no label", "", "No rule looks at any block of this note."], id="nothing to tell"),
        pytest.param("- 하나\n", ["notes/a.md: 0 cards; states no label", "", "1 more block inside answers or far from every rule: --all"], id="far from every rule"),
    ],
)  # fmt: skip
def test_what_was_decided_is_told(tmp_path: Path, note: str, lines: list[str]) -> None:
    assert told(tmp_path, note) == lines


def test_everything_is_told_on_request(tmp_path: Path) -> None:
    assert told(tmp_path, "- 하나\n", everything=True)[1:] == [
        "", "no L1 bullet: 하나", "      own refuses it: text: what the rule looks for is not in it",
    ]  # fmt: skip


def test_labels_stand_in_the_headline(tmp_path: Path) -> None:
    labels = Labels(masters=("한결음",), week=2, day=7, date="03.02")
    assert told(tmp_path, "글\n", labels=labels)[0] == "notes/a.md: 0 cards; master 한결음, week 2, day 7, date 03.02"


def test_no_line_is_wider_than_a_terminal(tmp_path: Path) -> None:
    note = "- 물음 " + "길" * 200 + "\n  - 가\n"
    wide = [sum(2 if c > "ᄀ" and c != "…" else 1 for c in line) for line in told(tmp_path, note)[1:]]
    assert max(wide) <= WIDTH

"""What is told of a note: its cards with their rule, questions without an answer, near misses, the rest on request."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from flashcards import plainly
from flashcards.card import Labels
from flashcards.cli import cli
from flashcards.explain import explain, fit
from flashcards.extraction import extract
from flashcards.rule import WORDS
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
            ["notes/a.md: 0 cards; states no label", "", "no L2 bullet: 물음 둘", "      no question: it is not nested as the questions of this section would be (2, not 1)", "      own refuses it: depth: 2, not 1", "", "1 more block inside answers or far from every rule: --all"],
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
        "", "no L1 bullet: 하나", "      no question: it does not read as a question here", "      own refuses it: text: what the rule looks for is not in it",
    ]  # fmt: skip


QA_BULLET = "## Q&A\n\n- 지도는 어디에서 받나요?\n\t- 안내소에서 받습니다.\n"


@pytest.mark.parametrize(
    ("note", "line", "why"),
    [
        pytest.param("# 오간 이야기\n\n- 배포는 언제 하나요?\n", 3, "this section is not a Q&A section (no heading such as `Q&A` above it)", id="no Q&A section"),
        pytest.param(f"{QA_BULLET}\n정리하면 이렇다.\n", 6, "it does not read as a question here", id="words of a Q&A section"),
        pytest.param(QA_BULLET, 4, "it is part of a card", id="an answer"),
        pytest.param("# 발표\n\n## 왜 느릴까요?\n\n멀다.\n", 3, "this section is not a Q&A section (no heading such as `Q&A` above it)", id="a heading"),
        pytest.param(f"## Q&A\n\n> 언제 하나요?\n> {'길' * 3000}\n", 3, "longer than any question: 3008 characters", id="too long"),
    ],
)  # fmt: skip
def test_a_refused_block_says_in_plain_words_why_before_any_rule_is_named(
    note: str, line: int, why: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.md"
    path.write_text(note, "utf-8")
    said = CliRunner().invoke(cli, ["explain", str(path), "--all"]).stdout.splitlines()
    at = next(n for n, text in enumerate(said) if text.startswith((f"no L{line} ", f"no L{line}-")))
    assert said[at + 1] == f"      no question: {why}"


def test_every_word_that_can_refuse_a_block_is_told_in_plain_words() -> None:
    told = {*WORDS["where"], *WORDS["question"]} - {"block"}
    assert {*plainly._WHY} == told


def test_labels_stand_in_the_headline(tmp_path: Path) -> None:
    labels = Labels(masters=("한결음",), week=2, day=7, date="03.02")
    assert told(tmp_path, "글\n", labels=labels)[0] == "notes/a.md: 0 cards; master 한결음, week 2, day 7, date 03.02"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("a" * 12, "aaaaaaaaa…", id="letters"),
        pytest.param("길" * 12, "길길길길…", id="syllables take two columns"),
        pytest.param("a" * 9, "a" * 9, id="not: it fits"),
    ],
)
def test_a_line_is_cut_to_the_columns_of_a_terminal(line: str, expected: str) -> None:
    assert fit(line, 10) == expected


def test_a_pipe_gets_every_line_whole(tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    note.write_text("## Q&A\n\n- 물음 " + "길" * 200 + "\n  - 가\n", "utf-8")
    assert "길" * 200 in CliRunner().invoke(cli, ["explain", str(note)]).stdout


def test_a_paragraph_of_an_event_that_asks_nothing_is_no_near_miss(tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    note.write_text(
        '---\ntitle: "[마스터클래스] 오름달 교수님"\n---\n\n먼저 발표가 있었다.\n\n## Q&A\n\n- 왜?\n  - 답\n', "utf-8"
    )
    said = CliRunner().invoke(cli, ["explain", str(note)]).stdout
    assert ("먼저 발표가" in said, "CARD L9" in said) == (False, True)

"""What is told of a note: its cards with their rule, questions without an answer, near misses, the rest on request."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from flashcards import plainly
from flashcards.card import Labels
from flashcards.cli import cli
from flashcards.explain import explain, fit
from flashcards.extraction import extract
from flashcards.rule import WORDS, Rule
from flashcards.search import unbold
from tests.note import document_of, extraction_of, rule_of, shipped, tree_of

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


NOT_QA = "this section is not a Q&A section (no heading such as `Q&A` above it)"
ITEM = "- 지도는 어디에서 받나요?\n  - 안내소\n"
PICTURE = "![](q.png)\n\n답이다.\n"
TABLE = "| 이름 | 값 |\n|--|--|\n| 언제 하나요? | 내일 |\n"


def reason(note: str, kind: str, rules: Sequence[Rule] = ()) -> str:
    """Why the last block of a kind that is no question is none."""
    extraction = extract(tree_of(note), rules or shipped().questions, shipped().words)
    refused = [step for step in extraction.steps if step.outcome == "not a question" and step.block.kind == kind]
    return plainly.why_not(refused[-1].verdicts)


@pytest.mark.parametrize(
    ("note", "kind", "why"),
    [
        pytest.param(f"## Q&A\n\n{ITEM}\n{PICTURE}", "image", "this section does not begin as one with such questions does (it begins with bullet)", id="a list opens the section"),
        pytest.param(f"# Q&A\n\n## 첫째\n\n{ITEM}\n{PICTURE}", "image", "this section does not begin as one with such questions does (it begins with bullet)", id="a list opens the section below"),
        pytest.param(f"## Q&A\n\n{PICTURE}\nQ: 왜?\n\nA: 멀어서\n", "image", "this section holds what tells of another kind of questions (it holds label)", id="labels ask there"),
        pytest.param(f"## FAQ\n\n{PICTURE}", "image", "this section holds nothing that such questions stand between (it holds no heading)", id="no heading there"),
        pytest.param(f"## Q&A\n\n{PICTURE}\n다음 그림과 같습니다:\n\n![](b.png)\n\n끝\n", "image", "the line before makes it a part of the talk ('다음 그림' before it announces it)", id="the line before announces it"),
        pytest.param(f"# Q&A\n\n{ITEM}\n## 공지\n\n{PICTURE}", "image", "'공지' (line 6) ends the Q&A section above it", id="a title where nobody asks"),
        pytest.param(f"# Q&A\n\n{ITEM}\n## 공지\n\n{ITEM}", "bullet", "'공지' (line 6) ends the Q&A section above it", id="an item below such a title"),
        pytest.param(f"# Q&A\n\n## 왜 그런가요?\n\n그래서\n\n{PICTURE}", "image", "it stands inside the answer to a question", id="inside an answer"),
        pytest.param(f"## Q&A\n\n{TABLE}", "row", "the header of its table does not name questions and answers", id="a table of other things"),
        pytest.param(f"## 3강\n\n{TABLE}", "row", "the header of its table does not name questions and answers", id="a table in a talk"),
        pytest.param("# Ponds\n\n## Question\n\nIs it cold?\n", "paragraph", "such questions stand below another title than this section has", id="a title of questions that others answer"),
        pytest.param(f"## 3강\n\n{PICTURE}", "image", NOT_QA, id="a picture in a talk"),
        pytest.param(f"## 공지\n\n{PICTURE}", "image", NOT_QA, id="no Q&A section to end"),
        pytest.param(PICTURE, "image", NOT_QA, id="no title at all"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_refused_block_is_so(note: str, kind: str, why: str) -> None:
    assert reason(note, kind) == why


def test_of_a_title_that_would_ask_is_said_that_it_is_one(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, 'where.headings = "요[?]$"\nquestion.block = "heading"\nanswer.take = "below"')
    note = "# 무엇이 궁금한가요?\n\n" + "".join(f"## {n}번은 언제 하나요?\n\n내일\n\n" for n in range(3))
    assert reason(note, "heading", [rule]) == "it is the title of the note"


def test_of_no_block_in_a_section_of_questions_is_said_that_the_section_is_none() -> None:
    words = shipped().words
    for example in (example for rule in shipped().questions for example in rule.examples):
        for step in extraction_of(example.note).steps:
            if step.outcome == "not a question" and plainly.why_not(step.verdicts) == NOT_QA:
                titles = [unbold(mark.text) for mark in step.judged.spot.marks]
                assert not any(words["qa_section"].search(title) for title in titles), (example.name, step.block.text)


@pytest.mark.parametrize(
    ("head", "note", "why"),
    [
        pytest.param('where = { section = "\\\\w", section_fits = "^어디" }\nquestion.block = "bullet"', "## 가\n\n- 어디서\n  - 여기\n- 어디로\n  - 저기\n", "under '가' (line 1), 2 of its 2 blocks of that kind fit", id="most of its section"),
        pytest.param('where = { section = "\\\\w", items = "nested", section_lacks = ["quote"] }\nquestion.block = "bullet"', "## 가\n\n- 어디서\n  - 여기\n", "under '가' (line 1), its items are nested", id="how its items stand, not what is absent"),
        pytest.param('where.opening = "묻다"\nquestion.block = "bullet"', "묻다\n\n- 어디서\n  - 여기\n", "'묻다' says so", id="the first lines"),
        pytest.param('where.headings = "^왜"\nquestion.block = "bullet"', "## 왜 하나\n\n- 어디서\n  - 여기\n\n## 왜 둘\n\n## 왜 셋\n", "3 of the note's 3 headings fit", id="the headings"),
        pytest.param('where.bold = "^왜"\nquestion.block = "bullet"', "**왜 하나**\n\n- 어디서\n  - 여기\n\n**왜 둘**\n\n**왜 셋**\n", "3 of the note's 3 bold lines fit", id="the lines in bold"),
        pytest.param('question = { block = "bullet", depth = 1, followed_by = "^여기" }', "- 어디서\n  - 여기\n", "'여기' after it", id="what follows, not how deep it stands"),
        pytest.param('question = { block = "bullet", lacks = "여기" }', "- 어디서\n  - 여기\n", "every such block asks", id="nothing but its kind"),
    ],
)  # fmt: skip
def test_what_speaks_for_a_question_is_told(tmp_path: Path, head: str, note: str, why: str) -> None:
    rule = rule_of(tmp_path, f'{head}\nanswer.take = "children"')
    said = explain(document_of(note), Labels(), extract(tree_of(note), [rule], shipped().words))
    assert f"      own takes it: {why}" in list(said)


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

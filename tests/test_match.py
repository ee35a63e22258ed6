"""Each word of a rule is one check of a block, and every check is made, so that a near miss can be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from flashcards.errors import FlashcardsError
from flashcards.match import Verdict
from flashcards.pattern import Pattern
from flashcards.search import LONGEST, search, short, unbold
from flashcards.spot import spots, survey
from tests.note import document_of, extraction_of, rule_of, shipped, tree_of

NOTES = [path for path in (Path(__file__).parent / "goldens").glob("*.md") if not path.name.endswith(".cards.md")]


def verdict(tmp_path: Path, head: str, note: str, text: str) -> Verdict:
    """What a rule says of the block that begins with a text."""
    root, words = tree_of(note), shipped().words
    spot = next(s for s in spots(root, words) if s.block.text.startswith(text))
    return Verdict(rule=rule_of(tmp_path, head), spot=spot, note=survey(root, words, document_of(note).stated))


def rule(block: str, more: str = "", where: str = "") -> str:
    return f'question = {{ block = "{block}"{more} }}\n{where}\nanswer.take = "following"'


SECTION = "where.section = '^모래$'"


@pytest.mark.parametrize(
    ("head", "note", "failed"),
    [
        pytest.param(rule("paragraph", ", text = '다$'"), "가나다", [], id="text found"),
        pytest.param(rule("paragraph", ", text = '다$'"), "가나다라", ["text"], id="text not found"),
        pytest.param(rule("bold", ", text = '^가'"), "**가나**", [], id="text of a bold line without its stars"),
        pytest.param(rule("paragraph", ", lacks = '나'"), "가다", [], id="lacks what it must"),
        pytest.param(rule("paragraph", ", lacks = '나'"), "가나다", ["lacks"], id="has what it must lack"),
        pytest.param(rule("paragraph", where=SECTION), "# 모래\n\n가", [], id="in its section"),
        pytest.param(rule("paragraph", where=SECTION), "# 모래\n\n## 자갈\n\n가", [], id="in a section below"),
        pytest.param(rule("paragraph", where=SECTION), "# 자갈\n\n가", ["section"], id="in another section"),
        pytest.param(rule("paragraph", where=SECTION), "# 모래\n\n# 자갈\n\n가", ["section"], id="after its section"),
        pytest.param(rule("paragraph", where=SECTION), "# 모래\n\n## 공지\n\n가", ["section"], id="under a title where nobody asks"),
        pytest.param(rule("paragraph", where="where = { section = '모래', section_lacks = ['image'] }"), "# 모래\n\n가", [], id="section lacks a kind"),
        pytest.param(rule("paragraph", where="where = { section = '모래', section_lacks = ['image'] }"), "# 모래\n\n가\n\n![](a.png)", ["section_lacks"], id="section holds the kind"),
        pytest.param(rule("paragraph", where="where = { section = '모래', section_lacks = ['image'] }"), "# 모래\n\n가\n\n- 나\n\n  ![](a.png)", [], id="the kind is deeper inside"),
        pytest.param(rule("paragraph", where="where = { section = '모래', section_holds = ['quote'] }"), "# 모래\n\n가\n\n> 나", [], id="section holds"),
        pytest.param(rule("paragraph", where="where = { section = '모래', section_holds = ['quote'] }"), "# 모래\n\n가", ["section_holds"], id="section holds none"),
        pytest.param(rule("paragraph", where="where = { section = '모래', section_lacks = ['label'] }"), "# 모래\n\n가\n\n- Q: 나", ["section_lacks"], id="section holds a label"),
        pytest.param(rule("paragraph", where="where = { section = '모래', section_opens = ['paragraph'] }"), "# 모래\n\n---\n\n가", [], id="section opens with a kind"),
        pytest.param(rule("paragraph", where="where = { section = '모래', section_opens = ['list'] }".replace("list", "bullet")), "# 모래\n\n가", ["section_opens"], id="section opens with another"),
        pytest.param(rule("bullet", where="where = { section = '모래', section_opens = ['asking_item'] }"), "# 모래\n\n- 왜?\n- 가", [], id="section opens with an item that asks"),
        pytest.param(rule("bullet", where="where = { section = '모래', section_opens = ['bullet'] }"), "# 모래\n\n- 왜?\n- 가", [], id="which is an item too"),
        pytest.param(rule("bullet", where="where = { section = '모래', section_opens = ['asking_item'] }"), "# 모래\n\n- 가\n- 왜?", ["section_opens"], id="section opens with an item that does not"),
        pytest.param(rule("bullet", ", followed_by = '^나'"), "- 가\n  - 나\n- 다", [], id="followed by what it owns"),
        pytest.param(rule("bullet", ", followed_by = '^다'"), "- 가\n  - 나\n- 다", ["followed_by"], id="not by what stands below that"),
        pytest.param(rule("bullet", ", followed_by = '^다'"), "- 가\n- 다", [], id="followed by the next item"),
        pytest.param(rule("paragraph", ", followed_by = '^>'"), "가\n\n> 나", [], id="followed by a quote"),
        pytest.param(rule("paragraph", ", follows = '^>'"), "나\n\n가", ["follows"], id="no quote before it"),
        pytest.param(rule("paragraph", where="where = { section = '모래', section_asks = 0.4 }"), "# 모래\n\n가\n\n왜?\n\n나", [], id="few blocks ask"),
        pytest.param(rule("paragraph", where="where = { section = '모래', section_asks = 0.4 }"), "# 모래\n\n가\n\n왜?\n\n왜?", ["section_asks"], id="many blocks ask"),
        pytest.param(rule("paragraph", where="where.event = '모래'"), "---\ntags: [모래]\n---\n가", [], id="a tag announces the event"),
        pytest.param(rule("paragraph", where="where.event = '모래'"), "---\ntags: [자갈]\n---\n모래\n\n가", ["event"], id="only the text names it"),
        pytest.param(rule("paragraph", where="where.headings = '나'"), "# 제목\n\n가\n\n## 나\n## 나\n## 다", [], id="most headings fit"),
        pytest.param(rule("paragraph", where="where.headings = '나'"), "# 제목\n\n가\n\n## 나\n## 다\n## 다", ["headings"], id="few headings fit"),
        pytest.param(rule("paragraph", where="where.headings = '나'"), "# 제목\n\n가\n\n## 나\n## 나", ["headings"], id="too few headings to say"),
        pytest.param(
            rule("paragraph", where="where = { event = '제목', headings = '나' }"),
            "# 제목\n\n가\n" + "\n## 나\n\n글\n\n### 다\n\n글\n" * 5,
            [],
            id="most of the highest headings fit at an event",
        ),
        pytest.param(
            rule("paragraph", where="where.headings = '나'"),
            "# 제목\n\n가\n" + "\n## 나\n\n글\n\n### 다\n\n글\n" * 5,
            ["headings"],
            id="most of the highest headings fit, and no event",
        ),
        pytest.param(rule("paragraph", where="where.headings_lack = '나'"), "# 나\n\n가\n\n## 다", [], id="only the title fits"),
        pytest.param(rule("paragraph", where="where.headings_lack = '나'"), "# 제목\n\n가\n\n## 나", ["headings_lack"], id="a heading fits"),
        pytest.param(rule("paragraph", where="where.bold = '나'"), "가\n\n**나**\n\n# 제목\n\n**나**\n\n**다**", [], id="most bold lines fit"),
        pytest.param(rule("paragraph", where="where.bold = '나'"), "가\n\n**나**\n\n**나**", ["bold"], id="too few bold lines to say"),
        pytest.param(rule("paragraph", where="where.bold = '나'"), "가\n\n**나**\n\n- **나**\n\n**다**\n\n**라**", ["bold"], id="few bold lines fit"),
        pytest.param(rule("bullet"), "- 가\n  - 어디서 하나요?\n    - 여기\n  - 언제 하나요?\n    - 지금", ["text"], id="the topic of questions asks nothing"),
        pytest.param(rule("bullet", ", depth = 2"), "- 나\n  - 가", [], id="at its depth"),
        pytest.param(rule("bullet", ", depth = 2"), "- 가", ["depth"], id="at another depth"),
        pytest.param(rule("bullet", ", depth = { min = 1, max = 2 }"), "- 나\n  - 다\n    - 가", ["depth"], id="deeper than its bounds"),
        pytest.param(rule("paragraph", ", text = '(?P<question>나?)가'"), "가", ["text"], id="nothing is asked"),
        pytest.param(rule("paragraph", ", text = '나', lacks = '가'", SECTION), "가", ["section", "text", "lacks"], id="all that fails is told"),
    ],
)  # fmt: skip
def test_a_rule_is_held_against_a_block(tmp_path: Path, head: str, note: str, failed: list[str]) -> None:
    found = verdict(tmp_path, head, note, "**가" if '"bold"' in head else "가")
    assert ([check.name for check in found.checks if not check.passed], found.passed) == (failed, not failed)


@pytest.mark.parametrize("path", sorted(NOTES), ids=lambda path: path.stem)
def test_what_is_checked_once_for_a_place_holds_for_every_block_there(path: Path) -> None:
    steps = extraction_of(path.read_text(encoding="utf-8")).steps
    told = [[verdict.passed for verdict in step.verdicts] for step in steps]
    assert told
    assert told == [[False] * (len(step.verdicts) - 1) + [step.outcome != "not a question"] for step in steps]


@pytest.mark.parametrize(
    ("pattern", "question", "answer"),
    [
        pytest.param("^가", "가: 나 = 다", "", id="without groups"),
        pytest.param("^가: (?P<question>.+)", "나 = 다", "", id="a mark is trimmed off"),
        pytest.param("^가: (?P<question>.+) = (?P<answer>.+)", "나", "다", id="an answer in the same block"),
        pytest.param("^가: (?P<question>나)(?: \\+ (?P<answer>.+))?", "나", "", id="no answer in the block"),
    ],
)
def test_groups_say_what_is_asked(tmp_path: Path, pattern: str, question: str, answer: str) -> None:
    found = verdict(tmp_path, rule("paragraph", f", text = '{pattern}'"), "가: 나 = 다", "가")
    assert (found.question, found.answer) == (question, answer)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        pytest.param("Q: _왜?_", "_왜?_", id="stressed"),
        pytest.param("Q: **_왜?_**", "**_왜?_**", id="stressed twice"),
        pytest.param("Q: [왜?](b)", "[왜?](b)", id="a link"),
        pytest.param("Q: [옛] 왜?", "[옛] 왜?", id="a word in brackets"),
        pytest.param("Q: (왜?", "왜?", id="a bracket that nothing closes"),
        pytest.param("Q: **왜** 그런가요?", "**왜** 그런가요?", id="a stressed word"),
        pytest.param("Q: [a] 왜 [b]?", "[a] 왜 [b]?", id="brackets twice"),
    ],
)
def test_what_the_question_closes_is_opened_in_it(tmp_path: Path, text: str, question: str) -> None:
    found = verdict(tmp_path, rule("paragraph", ", text = '^Q:\\W*(?P<question>.+)'"), text, "Q")
    assert found.question == question


def test_a_block_longer_than_any_question_does_not_ask(tmp_path: Path) -> None:
    found = verdict(tmp_path, rule("paragraph", ", text = '가'"), "가" * (LONGEST + 1), "가")
    assert [check.detail for check in found.checks if not check.passed] == [
        f"longer than any question: {LONGEST + 1} characters"
    ]


def test_a_pattern_that_takes_for_ever_is_named_with_its_file() -> None:
    with pytest.raises(FlashcardsError) as caught:
        search(Pattern("(?:a|aa)+$"), "a" * 60 + "b", "rules/slow.toml")
    assert str(caught.value).startswith("rules/slow.toml: pattern '(?:a|aa)+$' gave up after 1 s on 'aaaa")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("**가**", "가"), ("**가**:", "가"), (" **가** ", "가"), ("**가** 나", "**가** 나"), ("**가** **나**", "**가** **나**"), ("*가*", "*가*"), ("**", "**")],
)  # fmt: skip
def test_stars_around_the_whole_text_go(text: str, wanted: str) -> None:
    assert unbold(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"), [("가\n 나", "가 나"), ("가" * 40, "가" * 40), ("가" * 41, "가" * 39 + "…")]
)
def test_a_text_is_told_in_short(text: str, wanted: str) -> None:
    assert short(text) == wanted


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        pytest.param("3. 언제 하나요?", "언제 하나요?", id="a number"),
        pytest.param("1.2 언제 하나요?", "언제 하나요?", id="of a part"),
        pytest.param("1.2. 언제 하나요?", "언제 하나요?", id="and a full stop"),
        pytest.param("3.11 에서도 되나요?", "3.11 에서도 되나요?", id="a version"),
        pytest.param("3.11 버전에서도 되나요?", "3.11 버전에서도 되나요?", id="called so"),
        pytest.param("1.5배 느린가요?", "1.5배 느린가요?", id="how many times"),
        pytest.param("12시에 하나요?", "12시에 하나요?", id="a time"),
    ],
)
def test_a_question_is_asked_without_its_number(heading: str, question: str) -> None:
    assert [card.question for card in extraction_of(f"# Q&A\n\n## {heading}\n\n네\n").cards] == [question]

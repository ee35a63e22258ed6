"""A rule file that cannot be trusted stops the run, and one line says where, what is wrong and what is legal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from flashcards.cli import cli
from flashcards.errors import FlashcardsError
from flashcards.rule import refuse_doubles

Write = Callable[..., Path]

RULE = """id = "own-rule"
order = 9001
summary = "Under this heading a numbered item asks."
question = { block = "numbered", depth = 1, text = '[?？]$' }
where.section = '물어보기'
answer.take = "children"

[[examples]]
name = "an item that asks"
note = '''
## 물어보기
1. 비가 오면 어떻게 하나요?
   - 실내에서 합니다.
'''
[[examples.cards]]
question = "비가 오면 어떻게 하나요?"
answer = "- 실내에서 합니다."

[[examples]]
name = "an item that tells"
note = "1. 비가 오면 실내에서"
cards = []
"""

LABEL = """id = "own-label"
order = 9001
from = ["title"]
summary = "Term 3."
text = 'Term (?P<week>\\d+)'

[[examples]]
text = "Term 3 지도"
labels = { week = 3 }

[[examples]]
text = "Terminal 3"
labels = {}
"""

KINDS = ("heading", "paragraph", "bullet", "numbered", "quote", "image", "code", "table", "html", "divider")
RULE_KEYS = ("answer", "examples", "id", "order", "question", "seen_in", "summary", "where")


def check(folder: Path) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["check", str(folder)])
    return result.exit_code, result.stderr


def test_a_rule_that_is_well_loads_and_its_examples_run(write: Write, tmp_path: Path) -> None:
    write("own_rule.toml", RULE)
    write("labels/own_label.toml", LABEL)
    assert check(tmp_path) == (0, "")


@pytest.mark.parametrize(
    ("old", "new", "wrong", "legal"),
    [
        pytest.param("order = 9001", 'order = "1"', "2: 'order' is \"1\"", ("a whole number",), id="order is text"),
        pytest.param("order = 9001", "order = true", "2: 'order' is true", ("a whole number",), id="order is true"),
        pytest.param("order = 9001", "", "1: 'order' is missing", ("a whole number",), id="no order"),
        pytest.param("order = 9001", "oder = 1", "2: unknown key 'oder'", RULE_KEYS, id="unknown key"),
        pytest.param("depth = 1", "colour = 1", "4: unknown key 'colour' in [question]", ("block", "depth", "text"), id="unknown key in line"),
        pytest.param("where.section", "where.chapter", "5: unknown key 'chapter' in [where]", ("section", "section_lacks"), id="unknown dotted key"),
        pytest.param("answer.take", "answer.give", "6: unknown key 'give' in [answer]", ("stop", "take"), id="unknown answer key"),
        pytest.param('name = "an item that tells"', "title = 1", "20: unknown key 'title' in [examples]", ("cards", "name", "note"), id="unknown example key"),
        pytest.param('answer = "- 실내', 'reply = "- 실내', "17: unknown key 'reply' in [examples.cards]", ("answer", "context", "question"), id="unknown card key"),
        pytest.param('block = "numbered"', 'block = "bulet"', "4: 'question.block' is \"bulet\"", KINDS, id="unknown kind of block"),
        pytest.param('block = "numbered", ', "", "4: 'question.block' is missing", KINDS, id="no kind of block"),
        pytest.param("depth = 1", 'depth = "deep"', "4: 'question.depth' is \"deep\"", ("whole number",), id="depth is text"),
        pytest.param("depth = 1", "depth = { least = 1 }", "4: unknown key 'least' in [question.depth]", ("max", "min"), id="unknown bound"),
        pytest.param("'[?？]$'", "'(?<question'", "4: 'question.text' is not a valid pattern", ("mend the pattern",), id="bad pattern"),
        pytest.param("'물어보기'", "'물어보기('", "5: 'where.section' is not a valid pattern", ("mend the pattern",), id="bad section"),
        pytest.param("where.section", "where.section_fits", "5: this looks at a section, and nothing says at which", ("add where.section",), id="a section's form, and no section"),
        pytest.param("'물어보기'", "3", "5: 'where.section' is 3", ("a pattern in single quotes",), id="section is a number"),
        pytest.param('"children"', '"below it"', "6: 'answer.take' is \"below it\"", ("children", "following"), id="unknown place of the answer"),
        pytest.param('answer.take = "children"', "", "1: 'answer' is missing", (), id="no answer"),
        pytest.param('answer.take = "children"', 'answer = "children"', "6: 'answer' is \"children\"", ("a table",), id="answer is text"),
        pytest.param('"children"', '"children"\nanswer.stop = ["end"]', "7: 'answer.stop' holds \"end\"", ("question", *KINDS), id="unknown stop"),
        pytest.param('"children"', '"children"\nanswer.stop = "heading"', "7: 'answer.stop' is \"heading\"", ("a list", *KINDS), id="stop is no list"),
        pytest.param('"Under this heading a numbered item asks."', '" "', "3: 'summary' is blank", ("a text",), id="blank summary"),
        pytest.param('id = "own-rule"', 'id = "other-rule"', "1: id 'other-rule' does not fit the file's name", ("other_rule.toml",), id="id and file name differ"),
        pytest.param('id = "own-rule"', "id = own-rule", "1: is not valid TOML: Invalid value", ("in quotes",), id="no TOML"),
        pytest.param("cards = []", "", "19: the example says no cards", ("cards = []",), id="example without cards"),
        pytest.param("cards = []", "cards = 0", "22: 'examples.cards' is 0", ("array of tables",), id="cards is a number"),
    ],
)  # fmt: skip
def test_a_wrong_rule_file_is_refused(write: Write, old: str, new: str, wrong: str, legal: tuple[str, ...]) -> None:
    assert RULE.count(old) == 1
    path = write("own_rule.toml", RULE.replace(old, new))
    status, message = check(path.parent)
    start = f"Error: {path}:{wrong}"
    got = status, message[: len(start)], message.count("\n"), [word for word in legal if word not in message]
    assert got == (1, start, 1, [])


@pytest.mark.parametrize(
    ("drop", "message"),
    [
        pytest.param(
            "an item that asks", "no example gives a card; add [[examples]] with", id="no example with a card"
        ),
        pytest.param("an item that tells", "no example gives none; add [[examples]] with", id="no example without"),
        pytest.param("an item", "no example gives a card; add [[examples]] with", id="no example at all"),
    ],
)
def test_a_rule_must_show_what_it_takes_and_what_it_leaves(
    write: Write, tmp_path: Path, drop: str, message: str
) -> None:
    head, *examples = RULE.split("[[examples]]\n")
    path = write("own_rule.toml", head + "".join(f"[[examples]]\n{text}" for text in examples if drop not in text))
    status, said = check(tmp_path)
    start, end = said.split(": no example")[0].removeprefix("Error: "), "no example" + said.split("no example")[1]
    assert (status, start.startswith(f"{path}:"), end.startswith(message)) == (1, True, True)


@pytest.mark.parametrize(
    ("old", "new", "wrong", "legal"),
    [
        pytest.param('["title"]', '["heading", "name"]', "3: 'from' holds \"name\"", ("title", "heading", "category", "tag", "path"), id="unknown source"),
        pytest.param('from = ["title"]', "", "1: 'from' is missing", ("title", "heading", "category", "tag", "path"), id="no source"),
        pytest.param("(?P<week>", "(?P<woche>", "5: 'text' has no group that names a label", ("master", "week", "day", "date"), id="no label in the pattern"),
        pytest.param("(?P<week>", "(?P<week", "5: 'text' is not a valid pattern", ("mend the pattern",), id="bad pattern"),
        pytest.param("{ week = 3 }", '{ week = "3" }', "9: 'examples.labels.week' is \"3\"", ("a whole number",), id="a label of the wrong type"),
        pytest.param("{ week = 3 }", "{ term = 3 }", "9: unknown key 'term' in [examples.labels]", ("date", "day", "master", "week"), id="unknown label"),
        pytest.param("labels = {}", "", "11: 'examples.labels' is missing", ("a table",), id="no labels"),
        pytest.param("summary =", "order2 =", "4: unknown key 'order2'", ("examples", "from", "id", "order", "summary", "text"), id="unknown key"),
        pytest.param('id = "own-label"', 'id = "own-rule"', "1: id 'own-rule' does not fit the file's name", ("own_rule.toml",), id="id and file name differ"),
    ],
)  # fmt: skip
def test_a_wrong_label_file_is_refused(write: Write, old: str, new: str, wrong: str, legal: tuple[str, ...]) -> None:
    assert LABEL.count(old) == 1
    folder = write("own_rule.toml", RULE).parent
    path = write("labels/own_label.toml", LABEL.replace(old, new))
    status, message = check(folder)
    start = f"Error: {path}:{wrong}"
    got = status, message[: len(start)], message.count("\n"), [word for word in legal if word not in message]
    assert got == (1, start, 1, [])


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        pytest.param('"own-rule"', '"picture-question"', "1: id 'picture-question' is taken by", id="a shipped id"),
        pytest.param("9001", "200", "2: order 200 is taken by", id="a shipped order"),
    ],
)
def test_an_id_or_an_order_is_given_once(write: Write, old: str, new: str, wrong: str) -> None:
    name = "picture_question.toml" if "picture" in new else "own_rule.toml"
    path = write(name, RULE.replace(old, new, 1))
    status, message = check(path.parent)
    start = f"Error: {path}:{wrong}"
    assert (status, message[: len(start)], "picture_question.toml; give the rule" in message) == (1, start, True)


def test_two_rules_of_the_same_folder_do_not_share_an_order(write: Write, tmp_path: Path) -> None:
    write("own_rule.toml", RULE)
    path = write("second.toml", RULE.replace("own-rule", "second"))
    status, message = check(tmp_path)
    want = f"Error: {path}:2: order 9001 is taken by {tmp_path}/own_rule.toml; give the rule a free number, such as 9002: lower"
    assert (status, message[: len(want)]) == (1, want)


@pytest.mark.parametrize(
    ("order", "taken", "free"),
    [
        pytest.param(100, {100}, 101, id="the next one"),
        pytest.param(100, {90, 100, 101, 102}, 99, id="the one before"),
        pytest.param(58, {57, 58, 59, 60}, 56, id="further away"),
        pytest.param(0, {0, 1}, -1, id="below zero"),
    ],
)
def test_the_nearest_free_order_is_named(order: int, taken: set[int], free: int, write: Write) -> None:
    path = write("own_rule.toml", "order = 1\n")
    rules = [(f"a{number}", number, str(path)) for number in sorted(taken)]
    with pytest.raises(FlashcardsError) as caught:
        refuse_doubles([("own", order, str(path)), *rules])
    assert caught.value.problem.hint == f"give the rule a free number, such as {free}: lower is asked first"


@pytest.mark.parametrize("name", ["rule.txt", "own_rule.toml.bak", ".own_rule.toml", "below/own_rule.toml"])
def test_a_folder_without_a_rule_is_refused(write: Write, tmp_path: Path, name: str) -> None:
    write(name, RULE)
    want = f"Error: {tmp_path}: holds no rule (*.toml); copy a shipped rule into it, or leave out --rules\n"
    assert check(tmp_path) == (1, want)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gone"
    assert check(path) == (
        1,
        f"Error: {path}: cannot be read: no such file or directory; give a folder of rule files\n",
    )


@pytest.mark.parametrize("name", ["picture_question.toml", "quoted_question.toml"])
def test_a_file_in_place_of_a_folder_is_refused(write: Write, tmp_path: Path, name: str) -> None:
    path = write(name, RULE)
    assert check(path) == (1, f"Error: {path}: cannot be read: not a directory; give a folder of rule files\n")

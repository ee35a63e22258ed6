"""Rules and metadata may be anybody's: what explodes stops after a moment and is named, what is absurd states nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashcards.cli import cli
from flashcards.collect import collect
from flashcards.pattern import TIMEOUT, pattern_of

Write = Callable[..., Path]

GOOD = "## Q&A\n- 지도는 어디에서 받나요?\n\t- 안내소에서 받습니다.\n"
EXPLODES = r"^(?:a|aa|a{3})+$"
TRAP = "a" * 60 + "!"

RULE = """id = "own-rule"
order = 0
summary = "가"
question = {{ block = "{block}", text = '{text}' }}
answer.take = "children"
{more}
[[examples]]
name = "takes"
note = "- aa\\n  - 나"
[[examples.cards]]
question = "aa"
answer = "- 나"

[[examples]]
name = "leaves"
note = "나"
cards = []
"""
LABEL = """id = "own-label"
order = 0
summary = "가"
from = ["title"]
text = '^(?:a|aa|a{3})+(?P<week>\\d)$'
[[examples]]
text = "aaa3"
labels = { week = 3 }

[[examples]]
text = "나"
labels = {}
"""
WORD = f"""[slow]
summary = "가"
pattern = '{EXPLODES}'
finds = ["aa"]
leaves = ["나"]
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


@pytest.mark.parametrize(
    ("files", "note", "file"),
    [
        pytest.param({"own_rule.toml": RULE.format(block="bullet", text=EXPLODES, more="")}, f"- {TRAP}\n\t- 나\n", "own_rule.toml", id="a rule"),
        pytest.param({"own_rule.toml": RULE.format(block="bullet", text="^a", more="where.section = '" + EXPLODES + "'").replace("- aa\\n", "# aa\\n- aa\\n")}, f"# {TRAP}\n\n- aa\n\t- 나\n", "own_rule.toml", id="a section"),
        pytest.param({"own_rule.toml": RULE.format(block="bullet", text="(?&slow)", more=""), "vocabulary.toml": WORD}, f"- {TRAP}\n\t- 나\n", "own_rule.toml", id="a word"),
        pytest.param({"own_rule.toml": RULE.format(block="bullet", text="^aa$", more=""), "labels/own_label.toml": LABEL}, f"---\ntitle: {TRAP}3\n---\n{GOOD}", "labels/own_label.toml", id="a label"),
        pytest.param({"own_rule.toml": RULE.format(block="bullet", text=EXPLODES, more="")}, f"- {TRAP}\n\t- 나\n" * 200, "own_rule.toml", id="a rule, 200 times"),
    ],
)  # fmt: skip
def test_a_pattern_that_explodes_stops_after_a_moment_and_names_rule_and_note(
    write: Write, files: dict[str, str], note: str, file: str
) -> None:
    for name, content in files.items():
        write(f"rules/{name}", content)
    write("notes/trap.md", note)
    write("notes/z.md", GOOD)
    begun = time.process_time()
    done = run("build", "notes", "--rules", "rules", "-o", "x.apkg")
    [line] = [line for line in done.stderr.splitlines() if "gave up" in line]
    assert (done.exit_code, Path("x.apkg").exists(), time.process_time() - begun < 3 * TIMEOUT + 5) == (1, True, True)
    start = f"    notes/trap.md: rules/{file}: pattern '{EXPLODES[:15]}"
    assert (line[: len(start)], "; rewrite" in line) == (start, True)


@pytest.mark.parametrize("method", ["search", "match"])
def test_no_search_is_without_a_limit_of_time(method: str) -> None:
    with pytest.raises(TimeoutError):
        getattr(pattern_of(EXPLODES), method)(TRAP)


@pytest.mark.parametrize(
    ("front", "tags"),
    [
        pytest.param("week: 1000000000", (), id="a week of a billion"),
        pytest.param("week: " + "9" * 5_000, (), id="a week of 5,000 digits"),
        pytest.param("title: Week 99999999999 마스터클래스", (), id="a title with such a week"),
        pytest.param("day: [1, 2", (), id="a list never closed"),
        pytest.param("week: {a: 3}", (), id="a mapping for a number"),
        pytest.param("week: ~\nday: null\ntags: ~", (), id="nulls"),
        pytest.param("week: &a 3\nday: *a", ("week::03", "day::03"), id="an anchor"),
        pytest.param("week: 3\nweek: 4", ("week::04",), id="a key twice"),
        pytest.param("week: !!python/object/apply:os.getcwd []", (), id="a tag that calls"),
        pytest.param("tags: [!!binary R0lG, !!set {a}, !!timestamp 2026-03-02]", ("R0lG", "2026-03-02"), id="tags of YAML"),
        pytest.param("title: 3\ntags: [1, 2.50, true]", ("1", "2.50", "true"), id="what is no text"),
        pytest.param("title: [a, b]\ndate: 2026-99-99", (), id="a list for a title, no date"),
        pytest.param("week: 3\n? [a, b]\n: c", ("week::03",), id="a list for a key"),
        pytest.param("tags: ['week::1 tag::2', 'a::', '::', ' ']", ("week::1-tag::2", "a"), id="tags with marks of their own"),
        pytest.param('tags: ["a\\0b", "c\\u2028d", "\\x1be"]', ("a-b", "c-d", "e"), id="tags with what no text holds"),
    ],
)  # fmt: skip
def test_absurd_metadata_states_what_is_plain_in_it_and_every_card_is_found(
    write: Write, front: str, tags: tuple[str, ...]
) -> None:
    found = collect([str(write("a.md", f"---\n{front}\n---\n{GOOD}"))])
    assert ([draft.question_text for draft in found.drafts], found.unusable) == (["지도는 어디에서 받나요?"], ())
    assert found.drafts[0].tags == tags
    assert run("build", "a.md", "-o", "x.apkg").exit_code == 0

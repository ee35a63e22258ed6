"""The command: what it prints where, how it ends, and that a wrong call harms no deck that is there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashcards.cli import cli

Write = Callable[..., Path]

QA = "## Q&A\n- 지도는 어디에서 받나요?\n\t- 안내소에서 받습니다.\n"
LOOK = "shows what the rules looked for"

RULE = """id = "own-rule"
order = 9001
summary = "Under this heading a bullet that ends in 요 asks."
question = { block = "bullet", depth = 1, text = '요$' }
where.section = '물어보기'
answer.take = "children"

[[examples]]
name = "a bullet that asks"
note = '''
## 물어보기
- 비가 오면 어떻게 하나요
  - 실내에서 합니다.
'''
[[examples.cards]]
question = "비가 오면 어떻게 하나요"
answer = "- 실내에서 합니다."

[[examples]]
name = "a bullet that tells"
note = "- 비가 오면 실내에서"
cards = []
"""
OWN = "## 물어보기\n- 눈이 오면 어떻게 하나요\n  - 밖에서 합니다.\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def told(result: Result) -> tuple[int, str, list[str]]:
    """Status, standard output, lines on standard error."""
    return result.exit_code, result.stdout, result.stderr.splitlines()


def test_build_writes_the_deck_and_says_so_on_standard_error(write: Write) -> None:
    write("notes/a.md", QA)
    result = run("build", "notes")
    got = (
        result.exit_code,
        result.stdout,
        result.stderr.split(":")[0],
        sorted(path.name for path in Path("output").iterdir()),
    )
    assert got == (
        0,
        "",
        "output/masterclass.apkg",
        [".masterclass.lock", "masterclass.apkg", "masterclass.ledger.json"],
    )


def test_build_sample_gives_a_deck_with_pictures() -> None:
    result = run("build", "--sample")
    size = Path("output/sample.apkg").stat().st_size
    assert (result.exit_code, result.stdout, "missing" in result.stderr, size > 10_000) == (0, "", False, True)


def test_a_warning_does_not_change_the_exit_status(write: Write) -> None:
    write("notes/a.md", "---\ntitle: @지도\n---\n" + QA + "- 아무도 답하지 않은 질문인가요?\n")
    write("notes/b.md", "질문이 없는 글\n")
    assert run("build", "notes").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        pytest.param(["build", "gone"], ["gone: no such file or folder; check the spelling", "Error: no notes"], id="wrong path"),
        pytest.param(["build", "empty"], ["Error: no notes could be read, so nothing was written; give the folder"], id="empty folder"),
        pytest.param(["build", "none"], ["Error: no question was found in 1 note, so nothing was written; flashcards explain"], id="no question"),
        pytest.param(["build", "bin.md"], ["bin.md: is a binary file, not text; leave it out", "Error: no notes"], id="binary"),
        pytest.param(["build", "old.md", "gone"], ["gone: no such", "old.md:2: is not UTF-8 text; save it", "Error: no notes"], id="two bad ones"),
        pytest.param(["build", "bin.md", "none"], ["bin.md: is a binary", "Error: no question"], id="binary and no question"),
        pytest.param(["build", "a.md", "--assets", "gone"], ["Error: gone: no such folder of pictures; check the spelling"], id="no assets"),
        pytest.param(["build", "a.md", "--rules", "gone"], ["Error: gone: cannot be read: no such file or directory; give"], id="no rules"),
        pytest.param(["build", "a.md", "--rules", "empty"], ["Error: empty: holds no rule (*.toml); copy a shipped rule"], id="empty rules"),
        pytest.param(["build", "a.md", "--rules", "bad"], ["Error: bad/own_rule.toml:2: 'order' is \"x\"; expected a whole number"], id="bad rule"),
        pytest.param(["build", "a.md", "-o", "a.md/x.apkg"], ["Error: a.md/x.apkg: the deck cannot be written: "], id="unwritable"),
        pytest.param(["extract", "gone"], ["gone: no such file or folder; check the spelling"], id="extract: wrong path"),
        pytest.param(["extract", "a.md", "--ledger", "gone.json"], ["Error: gone.json: no such ledger; check the spelling"], id="extract: no ledger"),
        pytest.param(["explain", "gone"], ["gone: no such file or folder; check the spelling"], id="explain: wrong path"),
        pytest.param(["explain", "bin.md"], ["bin.md: is a binary file, not text; leave it out"], id="explain: binary"),
        pytest.param(["check", "gone"], ["Error: gone: cannot be read: no such file or directory; give"], id="check: wrong path"),
    ],
)  # fmt: skip
def test_a_bad_input_ends_in_1_with_a_line_each_and_the_earlier_deck_as_it_was(
    write: Write, arguments: list[str], lines: list[str]
) -> None:
    write("a.md", QA)
    run("build", "a.md")
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in Path("output").iterdir()}
    for name, content in {"none/a.md": "글\n", "bin.md": b"\0", "old.md": "ok\ncafé".encode("latin-1")}.items():
        write(name, content)
    write("bad/own_rule.toml", RULE.replace("9001", '"x"'))
    Path("empty").mkdir()
    result = run(*arguments)
    after = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in Path("output").iterdir()}
    said = [line[: len(want)] for line, want in zip(result.stderr.splitlines(), lines, strict=False)]
    got = result.exit_code, result.stdout if "extract" not in arguments else "", len(result.stderr.splitlines()), said
    assert (*got, after == before) == (1, "", len(lines), lines, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["bulid"], "no command 'bulid'; did you mean build?", id="misspelt command"),
        pytest.param(["build"], "give notes (a file or a folder), or --sample", id="no notes"),
        pytest.param(["build", "--sample", "a.md"], "give notes (a file or a folder), or --sample", id="notes and sample"),
        pytest.param(["build", "a.md", "--colour"], "No such option", id="unknown option"),
        pytest.param(["build", "a.md", "-o", "x.zip"], "x.zip: the deck's file must end in .apkg; try -o x.apkg", id="another ending"),
        pytest.param(["build", "a.md", "-o", "collection.apkg"], "collection.apkg: Anki takes a file of this name", id="collection.apkg"),
        pytest.param(["build", "a.md", "-o", "Collection.APKG"], "Collection.APKG: Anki takes a file of this name", id="in capitals"),
        pytest.param(["build", "a.md", "-o", "x/backup-1.apkg"], "x/backup-1.apkg: Anki takes a file of this name", id="backup-1.apkg"),
        pytest.param(["extract"], "give notes", id="extract without notes"),
        pytest.param(["extract", "a.md", "--format", "xml"], "'xml' is not", id="unknown format"),
        pytest.param(["explain"], "Missing argument 'NOTE'", id="explain without a note"),
    ],
)  # fmt: skip
def test_a_wrong_call_ends_in_2_and_writes_nothing(write: Write, arguments: list[str], message: str) -> None:
    write("a.md", QA)
    result = run(*arguments)
    assert (result.exit_code, result.stdout, message in result.stderr, [*Path().iterdir()]) == (
        2,
        "",
        True,
        [Path("a.md")],
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("notes/b.md", b"\0", id="a binary file"),
        pytest.param("notes/b.md", "café".encode("latin-1"), id="a file in Latin-1"),
        pytest.param("notes/b.md", b"\xff\xfe\0", id="a broken file in UTF-16"),
        pytest.param("notes/b.md", None, id="a link to nothing"),
    ],
)
def test_one_unreadable_file_among_good_ones_ends_in_1_and_the_deck_is_written(
    write: Write, name: str, content: bytes | None
) -> None:
    write("notes/a.md", QA)
    if content is None:
        Path(name).symlink_to("gone")
    else:
        write(name, content)
    result = run("build", "notes", "-o", "x.apkg")
    told = [line.strip() for line in result.stderr.splitlines() if line.strip().startswith("notes/b.md")]
    assert (result.exit_code, Path("x.apkg").exists(), len(told), "; " in told[0]) == (1, True, 1, True)


def test_every_unusable_file_is_named_however_many_there_are(write: Write) -> None:
    write("notes/a.md", QA)
    for n in range(30):
        write(f"notes/bad{n}.md", b"\0")
    assert run("build", "notes").stderr.count("is a binary file") == 30


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["extract", "none"], f"no question was found in 1 note; flashcards explain none/a.md --all {LOOK}", id="extract"),
        pytest.param(["extract", "empty"], "no notes found; give the folder that holds your notes (.md, .markdown)", id="extract, no file"),
        pytest.param(["explain", "empty"], "empty: holds no notes; give a file, or a folder with .md or .markdown files", id="explain, no file"),
    ],
)  # fmt: skip
def test_commands_that_only_look_end_in_0_where_there_is_nothing(
    write: Write, arguments: list[str], message: str
) -> None:
    write("none/a.md", "글\n")
    Path("empty").mkdir()
    assert told(run(*arguments)) == (0, "", [message])


def test_a_name_with_a_blank_is_quoted_in_the_command_to_type(write: Write) -> None:
    write("my notes/a.md", "글\n")
    assert "flashcards explain 'my notes/a.md' --all" in run("extract", "my notes").stderr


def test_the_summary_names_missing_pictures_and_questions_passed_over(write: Write) -> None:
    write("notes/a.md", f"{QA}- 나침반은 어디에 있나요?\n\n## Q&A\n- 그림은요?\n\t- ![](/img/x.png)\n")
    said = [line.strip() for line in run("build", "notes").stderr.splitlines()]
    missing = [line for line in said if line.startswith("notes/a.md:8: picture x.png is missing: ")]
    passed = [line for line in said if line.startswith("notes/a.md:4: 나침반은 어디에 있나요? (")]
    assert (len(missing), len(passed), "To see why: flashcards explain notes/a.md" in said) == (1, 1, True)


def test_the_summary_of_a_good_build_names_no_trouble(write: Write) -> None:
    write("a.md", QA)
    said = run("build", "a.md").stderr
    assert [word for word in ("missing", "passed over", "not used", "remarks", "removed") if word in said] == []


def test_rules_of_ones_own_add_cards_and_leave_the_others(write: Write) -> None:
    write("notes/a.md", QA)
    write("notes/b.md", OWN)
    write("rules/own_rule.toml", RULE)
    found = [[json.loads(row)["rule"] for row in run("extract", "notes", *more).stdout.splitlines()] for more in ([], ["--rules", "rules"])]  # fmt: skip
    assert (found[1][:-1], found[1][-1]) == (found[0], "own-rule")


def test_explain_names_the_rule_the_line_and_the_question(write: Write) -> None:
    write("a.md", "\n" * 40 + QA)
    [row] = run("extract", "a.md").stdout.splitlines()
    result = run("explain", "a.md")
    got = [word in result.stdout for word in (json.loads(row)["rule"], "42", "지도는 어디에서 받나요?")]
    assert (result.exit_code, got, result.stderr) == (0, [True, True, True], "")


def test_explain_of_a_line_speaks_of_nothing_else(write: Write) -> None:
    write("a.md", f"# 모임\n\n{QA}\n끝으로 하나 더 적는다.\n")
    found = [run("explain", f"a.md:{line}").stdout.splitlines() for line in (1, 2, 4)]
    blocks = [
        [line.split(maxsplit=2)[1] for line in said if line.startswith(("CARD", "no ", "skip"))] for said in found
    ]
    assert (blocks, found[1][-1]) == ([["L1"], [], ["L4"]], "No rule looks at line 2 of this note.")


def test_a_misspelt_file_is_told_as_such_where_a_line_stands_behind_it(write: Write) -> None:
    write("week-2.md", QA)
    said = [run("explain", name).stderr for name in ("week2.md", "week2.md:2")]
    assert (said[0], said[1].count("did you mean")) == (said[1], 1)


def test_explain_of_a_line_is_no_json(write: Write) -> None:
    write("a.md", QA)
    result = run("explain", "a.md:2", "--json")
    assert (result.exit_code, "leave out the line" in result.stderr) == (2, True)


def test_explain_of_a_note_without_questions_ends_in_0(write: Write) -> None:
    write("a.md", "글\n")
    assert run("explain", "a.md", "--all").exit_code == 0


def test_check_shows_what_a_rule_gives_beside_what_its_example_wants(write: Write) -> None:
    write("rules/own_rule.toml", RULE.replace('answer = "- 실내에서', 'answer = "- 밖에서'))
    result = run("check", "rules")
    start = "rules/own_rule.toml:8: a bullet that asks\n--- wanted\n+++ got\n"
    diff = [line for line in result.stdout.splitlines() if line in {"-- 밖에서 합니다.", "+- 실내에서 합니다."}]
    got = result.exit_code, start in result.stdout, diff, " fail\n" in result.stdout, result.stderr
    assert got == (1, True, ["-- 밖에서 합니다.", "+- 실내에서 합니다."], True, "")


def test_check_runs_the_examples_of_ones_own_rules_too(write: Write) -> None:
    write("rules/own_rule.toml", RULE)
    counts = [int(run("check", *folder).stdout.splitlines()[-1].split()[2]) for folder in ([], ["rules"])]
    assert counts[1] - counts[0] == 2


def test_verbose_names_all_that_is_only_counted_otherwise(write: Write) -> None:
    write("a.md", "## Q&A\n" + "".join(f"- {n}번 지도는 어디에서 받나요?\n\t- 네\n" for n in range(30)))
    few, all_ = run("build", "a.md"), run("build", "a.md", "-v")
    names = [result.stderr.count("the answer is only") for result in (few, all_)]
    assert (names, "and 27 more (-v names them all)" in few.stderr, " more" in all_.stderr) == ([3, 30], True, False)


def test_a_verbose_plan_names_every_card(write: Write) -> None:
    write("a.md", "## Q&A\n" + "".join(f"- {n}번 지도는 어디에서 받나요?\n\t- 안내소\n" for n in range(30)))
    few, all_ = run("build", "a.md", "--dry-run"), run("build", "a.md", "--dry-run", "--verbose")
    assert ["10 more (-v names them all)" in few.stdout, " more" in all_.stdout] == [True, False]
    assert [result.stdout.count("    a.md:") for result in (few, all_)] == [20, 30]


def test_explain_gives_a_program_every_verdict_and_the_cards_worth_a_look(write: Write) -> None:
    write("a.md", "---\nmaster: 해오름\nweek: 3\n---\n## Q&A\n- 지도를 받나요?\n\t- 네\n")
    [note] = json.loads(run("explain", "a.md", "--json").stdout)["notes"]
    [asked] = [step for step in note["steps"] if step["outcome"] == "card"]
    passed = [verdict["rule"] for verdict in asked["verdicts"] if verdict["passed"]]
    assert (note["path"], note["labels"]["masters"], note["labels"]["week"]) == ("a.md", ["해오름"], 3)
    assert (asked["lines"], asked["kind"], passed) == ([6, 6], "bullet", ["outline-question"])
    assert [look["line"] for look in note["worth_a_look"]] == [6]


def test_check_gives_a_program_what_fails(write: Write) -> None:
    write("rules/own_rule.toml", RULE.replace('answer = "- 실내에서', 'answer = "- 밖에서'))
    result, good = run("check", "rules", "--json"), run("check", "--json")
    whole = json.loads(result.stdout)
    [failure] = whole["failures"]
    assert (result.exit_code, failure["path"], failure["line"], failure["name"]) == (
        1,
        "rules/own_rule.toml",
        8,
        "a bullet that asks",
    )
    assert (good.exit_code, json.loads(good.stdout)["failures"]) == (0, [])

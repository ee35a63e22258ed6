"""Complaints about a TOML file name the line of the key, wherever and however it is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flashcards.errors import FlashcardsError
from flashcards.tomlfile import Table, read_folder, read_table

Write = Callable[..., Path]

TEXT = """# a rule
id = "own"
question = { block = "bullet", text = 'x' }
answer.take = "children"
answer.stop = ["divider"]
where.section = 'Q&A'

[[examples]]
name = "first"
note = '''
[[examples]]
name = "no key: it stands in a text"
[1]
'''
[[examples.cards]]
question = "a"
[[examples.cards]]
question = "b"

[[examples]]
name = "second"
cards = [{ question = "c" }]

[[examples]]
name = "third"
[[examples.cards]]
question = "d"
answer = "e"
[other]
name = "x"
"""


def top() -> Table:
    return read_table(TEXT, "own.toml")


def example(number: int) -> Table:
    return top().tables("examples")[number]


@pytest.mark.parametrize(
    ("table", "key", "line"),
    [
        pytest.param(top, "id", 2, id="at the top"),
        pytest.param(top, "question", 3, id="an inline table"),
        pytest.param(lambda: top().table("question"), "text", 3, id="inside an inline table"),
        pytest.param(lambda: top().table("question"), "", 3, id="the inline table itself"),
        pytest.param(lambda: top().table("answer"), "stop", 5, id="a dotted key"),
        pytest.param(lambda: top().table("answer"), "", 4, id="the first dotted key"),
        pytest.param(lambda: top().table("where"), "section", 6, id="another dotted key"),
        pytest.param(lambda: example(0), "", 8, id="the first of an array"),
        pytest.param(lambda: example(0), "name", 9, id="a key in it"),
        pytest.param(lambda: example(0).tables("cards")[1], "question", 18, id="the second of an array inside it"),
        pytest.param(lambda: example(1), "name", 21, id="the second, a text like a header before it"),
        pytest.param(lambda: example(1).tables("cards")[0], "question", 22, id="an array on one line"),
        pytest.param(lambda: example(2).tables("cards")[0], "", 26, id="an array inside the third"),
        pytest.param(lambda: example(2).tables("cards")[0], "answer", 28, id="a key in that"),
        pytest.param(lambda: top().table("other"), "name", 30, id="a table of its own"),
        pytest.param(top, "name", 1, id="a key that is not there stands for the file"),
        pytest.param(lambda: example(2), "note", 24, id="a key that is not there stands for its table"),
    ],
)
def test_a_complaint_has_the_line_of_its_key(table: Callable[[], Table], key: str, line: int) -> None:
    assert table().error(key, "wrong").problem.line == line


def test_the_first_line_of_a_file_may_open_a_table() -> None:
    assert read_table('[a]\nb = "x"\n', "x.toml").table("a").error("b", "wrong").problem.line == 2


def complain(text: str, ask: Callable[[Table], object]) -> str:
    with pytest.raises(FlashcardsError) as raised:
        ask(read_table(text, "x.toml"))
    return str(raised.value)


WORDS = ("bullet", "quote")


@pytest.mark.parametrize(
    ("text", "ask", "message"),
    [
        pytest.param("k = 1", lambda t: t.text("k"), "'k' is 1; expected a text", id="a number for a text"),
        pytest.param("k = ' '", lambda t: t.text("k"), "'k' is blank; expected a text", id="blanks for a text"),
        pytest.param("", lambda t: t.text("k"), "'k' is missing; add it: a text", id="no text"),
        pytest.param("k = '1'", lambda t: t.integer("k"), "'k' is \"1\"; expected a whole number", id="a text for a number"),
        pytest.param("k = 1.5", lambda t: t.integer("k"), "'k' is 1.5; expected a whole number", id="a fraction"),
        pytest.param("k = true", lambda t: t.integer("k"), "'k' is true; expected a whole number", id="true is no number"),
        pytest.param("k = 2026-03-02", lambda t: t.maybe_text("k"), "'k' is \"2026-03-02\"; expected a text", id="a date"),
        pytest.param("k = '글'", lambda t: t.choice("k", WORDS), "'k' is \"글\"; expected one of bullet, quote", id="a word"),
        pytest.param("k = []", lambda t: t.choice("k", WORDS), "'k' is []; expected one of bullet, quote", id="no word"),
        pytest.param("", lambda t: t.choice("k", WORDS), "'k' is missing; add it: one of bullet, quote", id="no choice"),
        pytest.param("k = ['x']", lambda t: t.choices("k", WORDS), "'k' holds \"x\"; expected any of bullet, quote", id="words"),
        pytest.param("k = 'x'", lambda t: t.choices("k", WORDS), "'k' is \"x\"; expected a list, any of bullet, quote", id="no list"),
        pytest.param("k = 1", lambda t: t.table("k"), "'k' is 1; expected a table", id="no table"),
        pytest.param("k = [1]", lambda t: t.tables("k"), "'k' is not an array of tables; write [[k]]", id="no tables"),
        pytest.param("k = 1", lambda t: t.only("a", "b"), "unknown key 'k'; expected one of a, b", id="unknown"),
        pytest.param("a = { k = 1 }", lambda t: t.table("a").only("b"), "unknown key 'k' in [a]; expected one of b", id="unknown below"),
        pytest.param("k = '('", lambda t: t.pattern("k"), "'k' is not a valid pattern: missing ) at position 1; mend the pattern", id="pattern"),
        pytest.param(f"k = '{'x' * 201}'", lambda t: t.pattern("k"), "'k' is 201 characters long; split it: 200 is the limit", id="long pattern"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_what_is_expected(text: str, ask: Callable[[Table], object], message: str) -> None:
    start = f"x.toml:1: {message}"
    assert complain(text, ask)[: len(start)] == start


@pytest.mark.parametrize(
    ("text", "ask", "want"),
    [
        pytest.param("k = ''", lambda t: t.maybe_text("k"), "", id="an empty text that may be"),
        pytest.param("", lambda t: t.maybe_integer("k"), None, id="no number"),
        pytest.param("k = -3", lambda t: t.integer("k"), -3, id="a number below zero"),
        pytest.param("", lambda t: t.choices("k", WORDS, ("quote",)), ("quote",), id="no list"),
        pytest.param("k = []", lambda t: t.choices("k", WORDS, ("quote",)), (), id="an empty list is a choice too"),
        pytest.param("", lambda t: t.pattern("k"), None, id="no pattern"),
        pytest.param("", lambda t: t.tables("k"), (), id="no tables"),
        pytest.param("", lambda t: t.only("a"), None, id="no key at all"),
    ],
)
def test_what_may_be_left_out_is(text: str, ask: Callable[[Table], object], want: object) -> None:
    assert ask(read_table(text, "x.toml")) == want


@pytest.mark.parametrize(
    ("text", "start"),
    [
        pytest.param('a = 1\nid: "x"\n', "x.toml:2: is not valid TOML: Expected '=' after a key", id="a colon"),
        pytest.param("a = 1\n\nb = x\n", "x.toml:3: is not valid TOML: Invalid value", id="no quotes"),
        pytest.param("a = 1\nb = '''\nx\n", "x.toml:4: is not valid TOML: Expected", id="a text never closed"),
        pytest.param("a = 1\na = 2\n", "x.toml:2: is not valid TOML: Cannot overwrite a value", id="a key twice"),
        pytest.param("a = " + "[" * 5_000, "x.toml:1: is not valid TOML: ", id="lists without end"),
        pytest.param("a = " + "1" * 5_000, "x.toml:1: is not valid TOML: ", id="a number without end"),
    ],
)
def test_what_is_no_toml_is_said_with_its_line_once(text: str, start: str) -> None:
    message = complain(text, lambda table: table)
    assert (message[: len(start)], "(at line" in message, "; mend the line" in message) == (start, False, True)


def ids(folder: Path) -> tuple[str, ...]:
    return read_folder(folder, lambda table: table.text("id"))


def test_a_folder_gives_its_toml_files_by_name(write: Write, tmp_path: Path) -> None:
    for name in ("b.toml", "a.toml", "c.txt", ".hidden.toml", "._a.toml", "below/d.toml"):
        write(name, f"id = '{name}'")
    assert ids(tmp_path) == ("a.toml", "b.toml")


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfid = 'x'\n", b"\r\nid = 'x'\r\n", "# 글\nid = 'x'".encode()])
def test_a_bom_and_crlf_do_not_matter(write: Write, tmp_path: Path, content: bytes) -> None:
    write("a.toml", content)
    assert ids(tmp_path) == ("x",)


def test_a_file_that_is_not_utf8_is_named_with_its_line(write: Write, tmp_path: Path) -> None:
    path = write("a.toml", "id = 'x'\nsummary = '지도'\n".encode("cp949"))
    with pytest.raises(FlashcardsError) as raised:
        ids(tmp_path)
    assert str(raised.value) == f"{path}:2: is not UTF-8 text; save it as UTF-8"


def test_a_folder_named_like_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").mkdir()
    with pytest.raises(FlashcardsError) as raised:
        ids(tmp_path)
    want = f"{tmp_path}/a.toml: cannot be read: is a directory; see that it is a file you may read, or move it away"
    assert str(raised.value) == want

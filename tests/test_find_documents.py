"""Finding files: each once, in an order that no argument changes, and what cannot be used is said."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import permutations
from pathlib import Path

import pytest

from flashcards.document import find_documents

Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test gives its arguments from inside its own folder."""
    monkeypatch.chdir(tmp_path)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of root, who may read everything."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def paths(*arguments: str) -> list[str]:
    return [place.path for place in find_documents(arguments).places]


def problems(*arguments: str) -> list[str]:
    return [str(problem) for problem in find_documents(arguments).problems]


@pytest.mark.parametrize(
    ("argument", "want"),
    [
        pytest.param("notes", [("notes/b/a.md", "b/a.md"), ("notes/c.md", "c.md")], id="a folder"),
        pytest.param("notes/", [("notes/b/a.md", "b/a.md"), ("notes/c.md", "c.md")], id="with a slash"),
        pytest.param("./notes", [("./notes/b/a.md", "b/a.md"), ("./notes/c.md", "c.md")], id="with a dot"),
        pytest.param("notes/../notes/b", [("notes/../notes/b/a.md", "a.md")], id="the long way round"),
        pytest.param("./notes/c.md", [("./notes/c.md", "c.md")], id="a file"),
        pytest.param(".", [("./notes/b/a.md", "notes/b/a.md"), ("./notes/c.md", "notes/c.md")], id="where one is"),
    ],
)
def test_a_path_is_the_argument_as_given_and_the_way_below_it(
    write: Write, argument: str, want: list[tuple[str, str]]
) -> None:
    write("notes/b/a.md", "")
    write("notes/c.md", "")
    assert [(place.path, place.below) for place in find_documents([argument]).places] == want


def test_the_order_of_the_arguments_never_matters(write: Write) -> None:
    for name in ("x/b.md", "x/a/z.md", "y/b.md", "y/a.md", "c.md"):
        write(name, "")
    got = {tuple(paths(*given)) for given in permutations(["x", "y", "c.md", "x/a", "gone"])}
    assert got == {("c.md", "x/a/z.md", "x/b.md", "y/a.md", "y/b.md")}


def test_notes_of_one_name_in_two_folders_are_told_apart(write: Write) -> None:
    for name in ("n/x/b.md", "n/y/b.md", "c.md"):
        write(name, "")
    assert [place.below for place in find_documents(["n/y", "n/x"]).places] == ["x/b.md", "y/b.md"]
    assert [place.below for place in find_documents(["n/x", "c.md"]).places] == ["c.md", "n/x/b.md"]
    assert [place.named for place in find_documents(["n/y", "n/x"]).places] == ["x/b.md", "y/b.md"]


def test_a_folder_within_one_that_is_given_changes_no_way(write: Write) -> None:
    for name in ("n/x/b.md", "n/c.md"):
        write(name, "")
    assert [place.below for place in find_documents(["n", "n/x", "n/c.md"]).places] == ["c.md", "x/b.md"]


def test_what_cannot_be_used_is_said_in_the_same_order_too(write: Write) -> None:
    got = {tuple(problems(*given)) for given in permutations(["gone", "lost.md", "away"])}
    hint = "no such file or folder; check the spelling, or give the folder that holds your notes"
    assert got == {(f"away: {hint}", f"gone: {hint}", f"lost.md: {hint}")}


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        pytest.param("note", "did you mean notes?", id="a letter too few"),
        pytest.param("./Notes", "did you mean notes?", id="another case"),
        pytest.param("notes/frist.md", "did you mean notes/first.md?", id="a file"),
        pytest.param("노트", "did you mean 노트들?", id="Korean"),
        pytest.param("git", "check the spelling, or give the folder that holds your notes", id="not what is hidden"),
        pytest.param(
            "elsewhere/first.md", "check the spelling, or give the folder that holds your notes", id="no folder"
        ),
    ],
)
def test_a_misspelt_path_is_told_the_nearest(write: Write, given: str, hint: str) -> None:
    for name in ("notes/first.md", "노트들/a.md", ".gitt/a.md"):
        write(name, "")
    assert problems(given) == [f"{given}: no such file or folder; {hint}"]


def test_a_file_given_in_several_ways_is_read_once(write: Write, tmp_path: Path) -> None:
    write("notes/a.md", "")
    (tmp_path / "link.md").symlink_to("notes/a.md")
    (tmp_path / "folder").symlink_to("notes")
    arguments = ["notes", "notes/a.md", "./notes/a.md", "link.md", "folder", "folder/a.md", str(tmp_path / "notes")]
    assert len(paths(*arguments)) == 1


def test_two_files_of_the_same_text_are_both_read(write: Write) -> None:
    write("x/a.md", "같은 글")
    write("y/a.md", "같은 글")
    assert paths("y", "x") == ["x/a.md", "y/a.md"]


@pytest.mark.parametrize(
    "name",
    ["a.markdown", "a.MD", "deep/er/a.md", "빈 칸이 있는 이름.md", "x.md/a.md", "_posts/a.md", f"{'가' * 84}.md"],
)
def test_a_folder_gives(write: Write, name: str) -> None:
    write(f"notes/{name}", "")
    assert [place.below for place in find_documents(["notes"]).places] == [name]


@pytest.mark.parametrize(
    "name",
    ["a.txt", "a.md.bak", "md", ".md", ".a.md", "._a.md", ".git/a.md", ".obsidian/x/a.md", "node_modules/p/a.md", "_site/a.md"],
)  # fmt: skip
def test_a_folder_does_not_give(write: Write, name: str) -> None:
    write(f"notes/{name}", "")
    assert (paths("notes"), problems("notes")) == ([], [])


@pytest.mark.parametrize("name", ["a.txt", "a", ".a.md", "_site/a.md", ".hidden/a.md", f"{'a' * 251}.txt"])
def test_a_file_given_by_name_is_read_whatever_its_name(write: Write, name: str) -> None:
    write(name, "")
    assert paths(name) == [name]


def test_a_hidden_folder_given_by_name_is_read(write: Write) -> None:
    write(".hidden/a.md", "")
    assert paths(".hidden") == [".hidden/a.md"]


def test_a_path_below_is_composed_and_the_path_is_as_the_disk_has_it(write: Write) -> None:
    name = unicodedata.normalize("NFD", "지도.md")
    write(f"notes/{name}", "")
    [place] = find_documents(["notes"]).places
    assert (place.path, place.below, place.file.exists()) == (f"notes/{name}", "지도.md", True)


def test_names_that_are_no_utf8_are_read_and_can_be_printed(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "notes")
    Path(os.fsdecode(folder)).mkdir()
    bad = Path(os.fsdecode(folder + b"/\xc1\xf6\xb5\xb5.md"))
    bad.write_text("# ok\n")
    [place] = find_documents(["notes"]).places
    got = place.path.encode(), place.file.read_text(), paths(os.fsdecode(b"notes/\xc1\xf6\xb5\xb5.md"))
    assert got == ("notes/\ufffd\ufffd\ufffd\ufffd.md".encode(), "# ok\n", ["notes/\ufffd\ufffd\ufffd\ufffd.md"])


def test_folders_that_link_in_a_circle_come_to_an_end(write: Write, tmp_path: Path) -> None:
    write("notes/x/a.md", "")
    (tmp_path / "notes/x/up").symlink_to("..")
    (tmp_path / "notes/x/self").symlink_to("self")
    assert (paths("notes"), problems("notes")) == (["notes/x/a.md"], [])


def test_an_empty_name_does_not_read_the_whole_folder(write: Write) -> None:
    write("a.md", "")
    hint = "an empty name was given; give the folder that holds your notes; `.` is the one you are in"
    assert (paths(""), problems("")) == ([], [hint])


def test_a_name_longer_than_the_disk_allows_is_a_problem() -> None:
    [problem] = problems("a" * 300 + ".md")
    assert problem.startswith("a" * 300 + ".md: ")


def test_a_wrong_path_beside_good_ones_stops_none_of_them(write: Write) -> None:
    write("a.md", "")
    assert paths("gone", "a.md", "b.md") == ["a.md"]


def test_a_folder_that_may_not_be_read_is_named(write: Write, tmp_path: Path) -> None:
    write("notes/a.md", "")
    write("notes/closed/b.md", "")
    tmp_path.chmod(0o755)
    (tmp_path / "notes/closed").chmod(0)
    with as_nobody():
        found = find_documents(["notes"])
    (tmp_path / "notes/closed").chmod(0o755)
    got = [place.path for place in found.places], [str(problem) for problem in found.problems], found.unread
    line = "notes/closed: cannot be read: permission denied; check that you may read it"
    assert got == (["notes/a.md"], [line], frozenset({"closed"}))

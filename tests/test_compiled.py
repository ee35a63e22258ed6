"""Compiled patterns that are kept find what freshly compiled ones do, and nothing else can come out of what was kept."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import regex

from flashcards import compiled as module
from flashcards.compiled import compiled, freeze_patterns, thaw_patterns
from flashcards.readings import CHUNK
from flashcards.rule import load_words
from tests.kept import NOTE, patterns_in

Write = Callable[..., Path]

COUNTED = """
import sys, regex
from flashcards.collect import collect
made, make = [], regex.compile
def counted(source, *flags, **more):
    made.append(sys._getframe(1).f_globals["__name__"])
    return make(source, *flags, **more)
regex.compile = counted
found = collect([sys.argv[1]], jobs=2)
print(len(found.drafts), made.count("flashcards.compiled"))
"""


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_known", {})
    monkeypatch.setattr(module, "_new", [])


class Harm:
    """What a pickle can do when it is let."""

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return os.mkdir, ("harm",)


def cards_and_compiled(note: Path) -> list[int]:
    """The cards that a run of its own finds, and the patterns of rules that it compiled."""
    command = [sys.executable, "-c", COUNTED, str(note)]
    return [int(n) for n in subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()]


def test_the_next_run_compiles_no_pattern_of_a_rule_and_finds_the_same(write: Write, cache_at: Path) -> None:
    note = write("notes/a.md", NOTE)
    first, made = cards_and_compiled(note)
    note.write_text(NOTE.replace("물", "불"), encoding="utf-8")
    again, made_again = cards_and_compiled(note)

    assert (first, again, made_again) == (1, 1, 1)  # the one by which the pickle's function is known
    assert made > 20


def test_what_several_processes_compiled_is_kept_too(write: Write, cache_at: Path) -> None:
    notes = [write(f"notes/{n}.md", NOTE.replace("물", f"물 {n}")) for n in range(CHUNK + 1)]  # too many for one
    cards, _ = cards_and_compiled(notes[0].parent)
    notes[0].write_text(NOTE.replace("물", "불"), encoding="utf-8")
    again, made_again = cards_and_compiled(notes[0].parent)

    assert (cards, again, made_again) == (CHUNK + 1, CHUNK + 1, 1)


def test_patterns_are_not_written_again_where_none_is_new(write: Write, cache_at: Path) -> None:
    note = write("notes/a.md", NOTE)
    cards_and_compiled(note)
    [kept] = patterns_in(cache_at)
    before = kept.stat().st_mtime_ns, kept.stat().st_ino
    note.write_text(NOTE.replace("물", "불"), encoding="utf-8")
    cards_and_compiled(note)

    assert (kept.stat().st_mtime_ns, kept.stat().st_ino) == before


def test_every_shipped_pattern_finds_the_same_when_it_was_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    words = load_words().words.values()
    texts = [text for word in words for text in (*word.finds, *word.leaves)]
    sources = [word.source for word in words]
    want = [[regex.search(source, text) is not None for text in texts] for source in sources]
    for source in sources:
        compiled(source)
    kept = freeze_patterns()
    monkeypatch.setattr(module, "_known", {})
    thaw_patterns(kept or b"")

    assert [[compiled(source).search(text) is not None for text in texts] for source in sources] == want
    assert freeze_patterns() is None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"x" * 100, id="no pickle"),
        pytest.param(pickle.dumps({"a": regex.compile("a")})[:-9], id="cut off"),
        pytest.param(pickle.dumps(["a"]), id="a list"),
        pytest.param(pickle.dumps({"a": "a"}), id="no pattern"),
        pytest.param(pickle.dumps({"a": regex.compile("b")}), id="the pattern of another source"),
        pytest.param(pickle.dumps({3: regex.compile("3")}), id="no source"),
        pytest.param(pickle.dumps({"a": Harm()}), id="a call of another function"),
        pytest.param(pickle.dumps({"a": Path("a")}), id="a value of another kind"),
    ],
)
def test_bytes_that_are_no_patterns_are_left_alone(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    thaw_patterns(data)

    assert compiled("a").search("xa")
    assert (list(module._known), list(tmp_path.iterdir())) == (["a"], [])


def test_a_broken_file_of_patterns_changes_no_card(write: Write, cache_at: Path) -> None:
    note = write("notes/a.md", NOTE)
    cards_and_compiled(note)
    [kept] = patterns_in(cache_at)
    kept.write_bytes(kept.read_bytes()[:-50])
    note.write_text(NOTE.replace("물", "불"), encoding="utf-8")
    found, made = cards_and_compiled(note)

    assert (found, made > 20) == (1, True)

"""What is kept of a note makes the next run faster and nothing else: whatever happens to it, the cards are the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings

from flashcards import cache as cache_module
from flashcards.building import build
from flashcards.cache import UNUSED, cache_folder, open_cache
from flashcards.card import Reading
from flashcards.collect import Collection, collect
from flashcards.entry import freeze, thaw
from flashcards.errors import FlashcardsError
from flashcards.reading import OF_ONE_NOTE, read_note
from tests.any_note import NOTES
from tests.kept import NOTE, patterns_in
from tests.note import PLACE, shipped
from tests.png import PNG
from tests.process import OURS, loaded

Write = Callable[..., Path]

SHOWN = "## Q&A\n\n![](물음.png)\n\n안내소에서 받습니다.\n"
SAID = '[[pictures]]\nname = "{name}"\ntext = "{text}"\n'
RULE = """id = "dash-question"
order = 825
summary = "A line that begins with two dashes asks."
question = {{ block = "paragraph", text = '^{mark}\\s*(?P<question>.+)' }}
answer.take = "following"
[[examples]]
name = "asks"
note = "{mark} 가\\n\\n나"
cards = [{{ question = "가", answer = "나" }}]
[[examples]]
name = "does not"
note = "가"
cards = []
"""


@pytest.fixture
def kept(cache_at: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Path]]:
    """The notes in the cache; whatever is in it, a run with it finds what one without finds."""

    def entries() -> list[Path]:
        files = sorted(path for path in cache_at.glob("notes-1/*/*") if path.is_file())
        return [path for path in files if path not in patterns_in(cache_at)]

    return entries


def old(path: Path) -> Path:
    """Make a file one that nobody has touched for a while."""
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


def same_as_without(*arguments: Path, **options: object) -> Collection:
    """What a run finds, which must be what one without a cache finds."""
    names = [str(argument) for argument in arguments]
    found = collect(names, **options)  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FLASHCARDS_CACHE", "")
        assert found == collect(names, **options)  # type: ignore[arg-type]
    return found


def test_a_second_build_gives_the_same_bytes_and_says_the_same(
    write: Write, kept: Callable[[], list[Path]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")
    note = write("notes/a.md", NOTE)
    first = build([str(note)], tmp_path / "1" / "x.apkg")
    assert len(kept()) == 1

    second = build([str(note)], tmp_path / "2" / "x.apkg")

    assert Path(second.path).read_bytes() == Path(first.path).read_bytes()
    assert (second.found, [(p.line, p.question) for p in second.found.passed]) == (
        first.found,
        [(7, "누가 대답하나요?")],
    )


def test_a_build_without_changes_loads_no_parser_no_sanitiser_and_no_rule(write: Write, cache_at: Path) -> None:
    note = write("notes/a.md", NOTE)
    command = ("build", note, "-o", note.with_name("deck.apkg"))
    assert set(OURS) <= loaded(*command)

    assert loaded(*command).isdisjoint({"markdown_it", "mdit_py_plugins", "nh3", "frontmatter", "tomllib", "pygments"})


def test_a_build_without_changes_compiles_no_pattern_of_a_rule(write: Write, cache_at: Path) -> None:
    note = write("notes/a.md", NOTE)
    code = f"from flashcards.collect import collect; import sys; collect([{str(note)!r}]); print('flashcards.rule' in sys.modules)"
    told = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout for _ in "12"
    ]

    assert told == ["True\n", "False\n"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda notes: (notes / "a.md").write_text(NOTE.replace("물", "불"), "utf-8"), id="the note"),
        pytest.param(lambda notes: (notes / "a.md").rename(notes / "b.md"), id="its name"),
        pytest.param(lambda notes: (notes / "a.md").write_bytes(b"\xff\xfe\x00"), id="it cannot be read"),
        pytest.param(lambda notes: (notes / "a.md").unlink(), id="it went away"),
    ],
)
def test_a_note_that_changed_is_read_again(write: Write, cache_at: Path, change: Callable[[Path], object]) -> None:
    notes = write("notes/a.md", NOTE).parent
    before = same_as_without(notes)

    change(notes)

    assert same_as_without(notes) != before


def test_rules_that_changed_read_every_note_again(write: Write, cache_at: Path) -> None:
    note = write("notes/a.md", "-- 왜?\n\n그냥\n\n++ 언제?\n\n지금\n")
    asked = []
    for mark in ("--", "[+]{2}"):
        rules = write("rules/dash_question.toml", RULE.format(mark=mark)).parent
        note_of_rule = (rules / "dash_question.toml").read_text("utf-8").replace('note = "[+]{2}', 'note = "++')
        (rules / "dash_question.toml").write_text(note_of_rule, "utf-8")
        asked += [draft.question_text for draft in same_as_without(note, rules=rules).drafts]

    assert asked == ["왜?", "언제?"]


def test_bad_rules_are_told_though_every_note_is_kept(write: Write, cache_at: Path) -> None:
    note, rules = write("notes/a.md", NOTE), write("rules/dash_question.toml", RULE.format(mark="--")).parent
    same_as_without(note, rules=rules)
    write("rules/dash_question.toml", "id = 3")

    with pytest.raises(FlashcardsError, match=r"dash_question\.toml"):
        collect([str(note)], rules=rules)


def test_closing_words_are_asked_for_or_not(write: Write, cache_at: Path) -> None:
    note = write(
        "notes/a.md",
        "# 강의\n\n## Q&A\n\n- 왜?\n\t- 답\n\n## 마지막으로 한마디\n\n즐겁게 하세요. 다음에 또 뵙겠습니다.\n",
    )
    counts = [len(same_as_without(note, include=include).drafts) for include in ((), ("closing",), ())]

    assert counts[0] == counts[2] < counts[1]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda notes: (notes / "물음.png").write_bytes(PNG + b"another"), id="replaced"),
        pytest.param(lambda notes: (notes / "물음.png").unlink(), id="gone"),
        pytest.param(lambda notes: (notes / "물음.png").write_bytes(b"no picture"), id="no picture any more"),
        pytest.param(lambda notes: old(notes / "물음.png").write_bytes(PNG + b"anoth"), id="replaced by one of its size"),
    ],
)  # fmt: skip
def test_a_picture_that_changed_changes_its_card(
    write: Write, cache_at: Path, change: Callable[[Path], object]
) -> None:
    notes = write("notes/a.md", SHOWN).parent
    old(write("notes/물음.png", PNG + b"first"))
    before = same_as_without(notes)

    change(notes)

    assert same_as_without(notes) != before


def test_a_picture_written_twice_at_once_is_seen(write: Write, cache_at: Path) -> None:
    notes = write("notes/a.md", SHOWN).parent
    picture = write("notes/물음.png", PNG + b"first")
    same_as_without(notes)
    status = picture.stat()

    picture.write_bytes(PNG + b"again")
    os.utime(picture, ns=(status.st_atime_ns, status.st_mtime_ns))  # as a coarse clock would have it

    same_as_without(notes)


def test_a_picture_that_was_missing_and_came_is_found(write: Write, cache_at: Path) -> None:
    notes = write("notes/a.md", SHOWN).parent
    assert same_as_without(notes).drafts[0].pictures[0].missing

    write("notes/물음.png", PNG)

    assert not same_as_without(notes).drafts[0].pictures[0].missing


def test_another_folder_of_pictures_counts(write: Write, cache_at: Path) -> None:
    notes = write("notes/a.md", SHOWN).parent
    more = write("more/물음.png", PNG).parent
    same_as_without(notes)

    assert not same_as_without(notes, assets=[more]).drafts[0].pictures[0].missing
    assert same_as_without(notes).drafts[0].pictures[0].missing


def test_words_of_a_picture_that_are_corrected_show_on_its_card(write: Write, cache_at: Path) -> None:
    notes = write("notes/a.md", SHOWN).parent
    write("notes/물음.png", PNG)
    name = same_as_without(notes).drafts[0].pictures[0].name
    texts = []
    for text in ("물은 어디에?", "불은 어디에?"):
        write("notes/transcripts.toml", SAID.format(name=name, text=text))
        texts.append(same_as_without(notes).drafts[0].transcript)

    assert texts == ["물은 어디에?", "불은 어디에?"]


def test_another_version_of_the_program_reads_anew(write: Write, cache_at: Path, kept: Callable[[], list[Path]], monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    note = write("notes/a.md", NOTE)
    collect([str(note)])
    monkeypatch.setattr(cache_module, "__version__", "99")
    collect([str(note)])

    assert len(kept()) == 2


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: data[:-9], id="cut off"),
        pytest.param(lambda data: data.replace("안내소".encode(), "안개소".encode()), id="edited"),
        pytest.param(lambda data: data[:64] + b"[]", id="another text under its sum"),
        pytest.param(lambda data: b"\x80\x04\x95", id="a pickle"),
        pytest.param(lambda data: bytes(len(data)), id="zeros"),
    ],
)
def test_a_broken_entry_is_ignored_and_made_anew(write: Write, kept: Callable[[], list[Path]], harm: Callable[[bytes], bytes]) -> None:  # fmt: skip
    note = write("notes/a.md", NOTE)
    same_as_without(note)
    [entry] = kept()
    whole = entry.read_bytes()
    entry.write_bytes(harm(whole))

    same_as_without(note)

    assert entry.read_bytes() == whole


def test_an_entry_under_the_name_of_another_is_ignored(write: Write, kept: Callable[[], list[Path]]) -> None:
    notes = write("notes/a.md", NOTE).parent
    write("notes/b.md", NOTE.replace("물", "불"))
    same_as_without(notes)
    one, other = kept()
    one.write_bytes(other.read_bytes())

    same_as_without(notes)


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b'"x"', b'{"note":null,"drafts":[[]],"passed":[],"remarks":[],"names":[],"words":{}}', b"[" * 5000],
    ids=["nothing", "a list", "an object", "a text", "a card of nothing", "nested deeply"],
)  # fmt: skip
def test_bytes_that_are_no_reading_are_none(data: bytes) -> None:
    assert thaw(data, PLACE, (), {}) is None


@settings(max_examples=60)
@given(NOTES)
def test_what_is_kept_of_any_note_is_what_reading_it_gave(text: str) -> None:
    try:
        reading = read_note(
            text.encode("utf-8", "replace"), PLACE, shipped(), include=["closing"], assets=[], transcripts={}
        )
    except OF_ONE_NOTE:  # nothing is kept then
        return

    assert thaw(freeze(reading, {}), PLACE, [], {}) == reading


def test_a_reading_of_which_a_text_holds_the_mark_between_texts_is_not_kept() -> None:
    reading = read_note(NOTE.encode(), PLACE, shipped(), include=[], assets=[], transcripts={})
    [draft] = reading.drafts
    odd = replace(reading, drafts=(replace(draft, answer_text="one\0other"),))

    assert thaw(freeze(odd, {}), PLACE, [], {}) is None


def test_a_note_that_gives_nothing_is_kept_too() -> None:
    assert thaw(freeze(Reading(), {}), PLACE, [], {}) == Reading()


Where = Literal["open to all", "a link", "a file"]


@pytest.mark.parametrize("where", ["open to all", "a link", "a file"])
def test_a_folder_that_is_not_the_users_alone_is_not_used(
    write: Write, cache_at: Path, tmp_path: Path, where: Where
) -> None:
    note = write("notes/a.md", NOTE)
    inner = cache_at / "notes-1"
    cache_at.mkdir()
    if where == "open to all":
        inner.mkdir()
        inner.chmod(0o777)
    elif where == "a link":
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        inner.symlink_to(tmp_path / "elsewhere")
    else:
        inner.write_text("")

    same_as_without(note)

    assert not any(path.is_file() for path in [*cache_at.glob("notes-1/**/*"), *tmp_path.glob("elsewhere/**/*")])


def test_the_folder_is_made_for_the_user_alone(write: Write, cache_at: Path) -> None:
    collect([str(write("notes/a.md", NOTE))])

    assert (cache_at / "notes-1").stat().st_mode & 0o777 == 0o700


def test_it_may_be_deleted_at_any_time(write: Write, cache_at: Path) -> None:
    note = write("notes/a.md", NOTE)
    same_as_without(note)
    shutil.rmtree(cache_at)

    same_as_without(note)


def test_runs_at_once_share_it(write: Write, cache_at: Path, tmp_path: Path) -> None:
    for number in range(12):
        write(f"notes/{number}.md", NOTE.replace("물", f"물{number}"))
    command = [sys.executable, "-m", "flashcards", "extract", str(tmp_path / "notes")]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) for _ in range(4)]
    told = {run.communicate()[0] for run in runs}

    assert len(told) == 1
    same_as_without(tmp_path / "notes")


@pytest.mark.parametrize(
    ("platform", "set_to", "expected"),
    [
        pytest.param("linux", {"FLASHCARDS_CACHE": "/a/b"}, "/a/b", id="named"),
        pytest.param("linux", {"FLASHCARDS_CACHE": ""}, None, id="off"),
        pytest.param("linux", {"XDG_CACHE_HOME": "/x"}, "/x/flashcards", id="XDG"),
        pytest.param("linux", {"XDG_CACHE_HOME": "x"}, "/home/h/.cache/flashcards", id="not: a relative one of XDG"),
        pytest.param("linux", {}, "/home/h/.cache/flashcards", id="Linux"),
        pytest.param("darwin", {"XDG_CACHE_HOME": "/x"}, "/home/h/Library/Caches/flashcards", id="macOS"),
        pytest.param("win32", {"LOCALAPPDATA": "/l"}, "/l/flashcards/Cache", id="Windows"),
        pytest.param("win32", {}, None, id="Windows without a profile"),
    ],
)
def test_it_lies_where_the_system_has_such_things(
    platform: str, set_to: dict[str, str], expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FLASHCARDS_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/h", **set_to}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)

    assert cache_folder() == (None if expected is None else Path(expected))


@pytest.fixture
def pruned(cache_at: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, float]], list[str]]:
    """What is left of entries of 1,000 bytes, by the days since each was used."""
    monkeypatch.setattr(cache_module, "LIMIT", 3_000)

    def prune(days: dict[str, float]) -> list[str]:
        cache = open_cache(None, ())
        assert cache
        for name, ago in days.items():
            path = cache_at / "notes-1" / "ab" / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(bytes(1_000))
            os.utime(path, (time.time() - ago * 86_400,) * 2)
        cache.prune()
        return sorted(path.name for path in (cache_at / "notes-1" / "ab").iterdir())

    return prune


def test_what_nobody_used_for_a_month_goes(pruned: Callable[[dict[str, float]], list[str]]) -> None:
    month = UNUSED / 86_400

    assert pruned({"new": 0, "older": month - 1, "oldest": month + 1}) == ["new", "older"]


def test_of_what_is_over_the_limit_the_longest_unused_goes(pruned: Callable[[dict[str, float]], list[str]]) -> None:
    assert pruned({"a": 4, "b": 3, "c": 2, "d": 1}) == ["b", "c", "d"]


def test_it_is_looked_through_once_a_day(pruned: Callable[[dict[str, float]], list[str]]) -> None:
    pruned({"a": 1})

    assert pruned({"z": 99}) == ["a", "z"]

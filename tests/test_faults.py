"""Whatever goes wrong while a deck is built, the earlier deck and its ledger go on working together."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flashcards import store
from flashcards.building import build
from flashcards.deckfile import read_state
from flashcards.errors import FlashcardsError
from flashcards.ledger import parse_ledger
from tests.anki_import import Anki

T0 = 1_760_000_000
PNG = (Path(__file__).parents[1] / "flashcards/sample/assets/images/7c15ea92.png").read_bytes()
Write = Callable[..., Path]


def outline(answer: str, count: int = 3) -> str:
    return "## Q&A\n\n" + "".join(f"- 질문 {n}은 무엇인가요?\n\t- {answer} {n}\n" for n in range(count))


def both(deck: Path) -> tuple[bytes, bytes]:
    return deck.read_bytes(), deck.with_suffix(".ledger.json").read_bytes()


def agree(deck: Path) -> bool:
    """Whether the ledger holds every note of the deck, with its time or a later one."""
    state = read_state(deck)
    known = {e.guid: e.mod for e in parse_ledger(deck.with_suffix(".ledger.json").read_text("utf-8"), "x").entries}
    return state is not None and all(known.get(guid, -1) >= mod for guid, mod in state.mods.items())


def temporary(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix == ".tmp")


@pytest.fixture
def deck(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A deck with its ledger; the note it was built from has changed since."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(T0))
    note = write("notes/a.md", outline("처음"))
    write("notes/q.png", PNG)
    write("notes/b.md", "## Q&A\n\n![](q.png)\n\n그림의 답입니다\n")
    build([str(tmp_path / "notes")], tmp_path / "out" / "x.apkg")
    note.write_text(outline("다음"), "utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(T0 + 100))
    return tmp_path / "out" / "x.apkg"


def command(deck: Path, *code: str) -> list[str]:
    """Build in a process of its own, after running some code in it."""
    program = ["import os, signal, sys", *code, "from flashcards.cli import main", "main()"]
    return [sys.executable, "-c", "\n".join(program), "build", str(deck.parents[1] / "notes"), "-o", str(deck)]


def rebuild(deck: Path) -> None:
    build([str(deck.parents[1] / "notes")], deck)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        pytest.param(lambda data: data + b"<<<<<<< HEAD\n", 6, id="merge marks"),
        pytest.param(lambda data: data.replace(b'"version": 1', b'"version": 2'), 1, id="newer version"),
        pytest.param(lambda data: b"\0" * 64, 1, id="zeros"),
        pytest.param(lambda data: b"", 1, id="empty"),
        pytest.param(lambda data: data[:-40], 5, id="cut short"),
        pytest.param(lambda data: data + data.splitlines(keepends=True)[2], 6, id="a guid twice"),
        pytest.param(lambda data: data.replace("질문 1".encode(), "질문 1".encode("cp949")), None, id="not UTF-8"),
    ],
)
def test_a_ledger_that_cannot_be_read_stops_the_build_at_its_line_and_nothing_is_written(
    change: Callable[[bytes], bytes], line: int | None, deck: Path
) -> None:
    ledger = deck.with_suffix(".ledger.json")
    good = ledger.read_bytes()
    ledger.write_bytes(change(good))
    line = line or good[: good.index("질문 1".encode())].count(b"\n") + 1
    before = both(deck)
    with pytest.raises(FlashcardsError) as caught:
        rebuild(deck)
    problem = caught.value.problem
    assert (problem.path, problem.line, bool(problem.hint), both(deck), temporary(deck.parent)) == (
        str(ledger), line, True, before, [],
    )  # fmt: skip


def test_a_folder_in_the_ledgers_place_stops_the_build(deck: Path) -> None:
    deck.with_suffix(".ledger.json").unlink()
    deck.with_suffix(".ledger.json").mkdir()
    before = deck.read_bytes()
    with pytest.raises(FlashcardsError, match=r"x\.ledger\.json: the ledger cannot be read: is a directory"):
        rebuild(deck)
    assert deck.read_bytes() == before


def test_a_folder_in_the_decks_place_stops_the_build_before_the_ledger_is_written(deck: Path) -> None:
    ledger = deck.with_suffix(".ledger.json").read_bytes()
    deck.unlink()
    deck.mkdir()
    with pytest.raises(FlashcardsError, match=r"x\.apkg: a folder of this name is in the way"):
        rebuild(deck)
    assert (deck.with_suffix(".ledger.json").read_bytes(), list(deck.iterdir())) == (ledger, [])


@pytest.mark.parametrize("below", ["x.apkg", "more/x.apkg"])
def test_a_file_in_the_place_of_the_output_folder_is_left_alone(below: str, deck: Path, write: Write) -> None:
    file = write("taken", b"mine")
    with pytest.raises(FlashcardsError, match=r"x\.apkg: the deck cannot be written: "):
        build([str(deck.parents[1] / "notes")], file / below)
    assert file.read_bytes() == b"mine"


@pytest.mark.parametrize(
    "limit",
    [pytest.param(400, id="in the ledger"), pytest.param(6000, id="in the deck"), pytest.param(1, id="at once")],
)
def test_a_full_disk_leaves_both_files_and_no_other(limit: int, deck: Path) -> None:
    before = both(deck)
    full = ["import resource", f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))"]
    done = subprocess.run(command(deck, *full), capture_output=True, check=False, text=True)
    line = f"Error: {deck}: the deck cannot be written: file too large; "
    assert (done.returncode, done.stderr.startswith(line), both(deck), temporary(deck.parent)) == (1, True, before, [])
    assert len(before[1]) < 6000 < len(before[0])  # or the cases would not be what they are called
    rebuild(deck)
    assert (agree(deck), both(deck) != before) == (True, True)


READ_ONLY = """
def closing(name, number, real):
    calls = iter(range(1, 99))
    def call(*args):
        if next(calls) == number:
            os.chmod(sys.argv[-1], 0o555)
            os.geteuid() or os.seteuid(65534)
        return real(*args)
    setattr(os, name, call)
import flashcards.building, flashcards.package, flashcards.report, filelock, tempfile, traceback, encodings.idna
"""


@pytest.mark.parametrize(
    ("call", "number", "left"),
    [
        pytest.param("fsync", 1, 1, id="the new ledger half written"),
        pytest.param("fsync", 2, 2, id="the new deck half written"),
        pytest.param("replace", 1, 2, id="both written, none in place"),
        pytest.param("replace", 2, 1, id="the ledger in place, the deck not"),
    ],
)
def test_an_output_folder_made_read_only_midway_is_told_in_a_line_and_the_next_build_clears_up(
    call: str, number: int, left: int, deck: Path
) -> None:
    before = both(deck)
    program = command(deck, READ_ONLY, f"closing('{call}', {number}, os.{call})", "folder = sys.argv.pop()")
    done = subprocess.run([*program, str(deck.parent)], capture_output=True, check=False, text=True)
    deck.parent.chmod(0o755)
    line = f"Error: {deck}: the deck cannot be written: permission denied; "
    assert (done.returncode, done.stderr[: len(line)], len(done.stderr.splitlines())) == (1, line, 1)
    assert (both(deck)[0], agree(deck), len(temporary(deck.parent))) == (before[0], True, left)
    rebuild(deck)
    assert (agree(deck), temporary(deck.parent), both(deck)[0] != before[0]) == (True, [], True)


@pytest.mark.parametrize(
    ("call", "number", "ahead"),
    [
        pytest.param("fsync", 1, False, id="the new ledger half written"),
        pytest.param("replace", 1, False, id="both written, none in place"),
        pytest.param("replace", 2, True, id="the ledger in place, the deck not"),
    ],
)
def test_ctrl_c_ends_in_one_line_and_leaves_no_half_file(call: str, number: int, ahead: bool, deck: Path) -> None:
    before = both(deck)
    stop = KILL.replace("SIGKILL", "SIGINT")
    done = subprocess.run(
        command(deck, stop, f"kill_at('{call}', {number}, os.{call})"), capture_output=True, check=False, text=True
    )
    assert (done.returncode, done.stderr) == (130, "Stopped; no deck is half written, so run it again at any time\n")
    after = both(deck)
    assert (after[0] == before[0], after[1] != before[1], agree(deck), temporary(deck.parent)) == (
        True,
        ahead,
        True,
        [],
    )


def test_ctrl_c_while_the_notes_are_read_changes_nothing(deck: Path) -> None:
    before = both(deck)
    stop = "import flashcards.readings as r; r.read_bytes = lambda place: os.kill(os.getpid(), signal.SIGINT)"
    done = subprocess.run(command(deck, stop), capture_output=True, check=False, text=True)
    assert (done.returncode, "Traceback" in done.stderr, both(deck), temporary(deck.parent)) == (130, False, before, [])


@pytest.mark.parametrize("folder", ["/proc", "/proc/1/x", "/dev/null"])
def test_a_place_that_cannot_be_written_is_told_at_once_and_blames_no_other_build(folder: str, deck: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(FlashcardsError, match=r"x\.apkg: the deck cannot be written: "):
        build([str(deck.parents[1] / "notes")], Path(folder) / "x.apkg")
    assert time.monotonic() - begun < store.LOCK_WAIT


KILL = """
def kill_at(name, number, real):
    calls = iter(range(1, 99))
    def call(*args):
        if next(calls) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args)
    setattr(os, name, call)
"""


@pytest.mark.parametrize(
    ("call", "number", "ahead"),
    [
        pytest.param("fsync", 1, False, id="the new ledger half written"),
        pytest.param("fsync", 2, False, id="the new deck half written"),
        pytest.param("replace", 1, False, id="both written, none in place"),
        pytest.param("replace", 2, True, id="the ledger in place, the deck not"),
        pytest.param("fsync", 3, True, id="both in place"),
    ],
)
def test_killed_at_any_step_the_files_agree_and_the_next_build_ends_it(
    call: str, number: int, ahead: bool, deck: Path, anki: Anki
) -> None:
    before = both(deck)
    anki.import_deck(deck)
    killed = subprocess.run(command(deck, KILL, f"kill_at('{call}', {number}, os.{call})"), check=False)
    assert (killed.returncode, agree(deck), both(deck)[1] != before[1]) == (-9, True, ahead)
    anki.import_deck(deck)
    os.environ["SOURCE_DATE_EPOCH"] = str(T0 + 200)  # the fixture's monkeypatch takes it back
    rebuild(deck)
    times = {entry.mod for entry in parse_ledger(both(deck)[1].decode(), "x").entries}
    assert (agree(deck), temporary(deck.parent), times) == (True, [], {T0, T0 + (100 if ahead else 200)})
    anki.import_deck(deck)
    assert {"다음" in note.fields["Answer"] for note in anki.notes().values() if "질문" in note.fields["Question"]} == {
        True
    }


FORKS = """
import pathlib, random, shutil, time
from flashcards.building import build
root, chance, count = pathlib.Path(sys.argv[1]), random.Random(20251009), int(sys.argv[2])
deck = root / "out" / "x.apkg"
text = (root / "next.md").read_text()

def start(n):
    (root / "notes" / "a.md").write_text(text.replace("NEW", f"n{n}"))
    os.environ["SOURCE_DATE_EPOCH"] = str(1760000200 + n)
    child = os.fork()
    if not child:
        build([str(root / "notes")], deck)
        os._exit(0)
    return child

build([str(root / "notes")], root / "warm" / "x.apkg")  # what a process does once is done here for all children
began = time.monotonic()
os.waitpid(start(0), 0)
whole = min(0.4, time.monotonic() - began)
for n in range(1, count + 1):
    child = start(n)
    time.sleep(chance.uniform(0.1, 1.4) * whole)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    shutil.copytree(deck.parent, root / f"state{n:03}")
"""
KILLS = int(os.environ.get("FLASHCARDS_KILLS", "20"))


def test_killed_at_random_moments_every_deck_imports_and_agrees_with_its_ledger(
    deck: Path, write: Write, anki: Anki
) -> None:
    write("next.md", outline("NEW", 60))
    code = "import os, signal, sys\n" + FORKS
    subprocess.run([sys.executable, "-c", code, str(deck.parents[1]), str(KILLS)], check=True)
    states = sorted(deck.parents[1].glob("state*/x.apkg"))
    logs = [anki.import_deck(state) for state in states]
    assert ([agree(state) for state in states], {log.conflicting for log in logs}) == ([True] * KILLS, {0})
    last = max(entry.mod for entry in parse_ledger(both(deck)[1].decode(), "x").entries)
    rebuild(deck)
    anki.import_deck(deck)
    shown = {note.fields["Answer"] for note in anki.notes().values() if "질문" in note.fields["Question"]}
    assert (temporary(deck.parent), len(shown), all(f"n{KILLS}" in answer for answer in shown)) == ([], 60, True)
    assert (len(anki.notes()), last >= T0) == (61, True)  # no killed build gave a card a second guid


def test_builds_at_the_same_time_all_end_well_and_the_files_agree(deck: Path) -> None:
    running = [
        subprocess.Popen(command(deck), env={**os.environ, "SOURCE_DATE_EPOCH": str(T0 + n)}, stderr=subprocess.PIPE)
        for n in range(4)
    ]
    codes = [(process.communicate(), process.returncode)[1] for process in running]
    assert (codes, agree(deck), temporary(deck.parent)) == ([0] * 4, True, [])


@pytest.fixture
def holder(deck: Path) -> Iterator[Callable[[], None]]:
    """Another process holds the deck's lock until the fixture's value is called."""
    code = "import sys, filelock; lock = filelock.FileLock(sys.argv[1]); lock.acquire(); print(1, flush=True); sys.stdin.read()"
    arguments = [sys.executable, "-c", code, str(deck.parent / ".x.lock")]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        yield process.stdin.close
        process.stdin.close()


def test_a_build_that_waits_too_long_says_so_and_writes_nothing(
    deck: Path, holder: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LOCK_WAIT", 0.3)
    before = both(deck)
    with pytest.raises(FlashcardsError, match="another build of this deck has been at work for"):
        rebuild(deck)
    assert both(deck) == before


def test_a_build_goes_on_when_the_one_before_it_ends(deck: Path, holder: Callable[[], None]) -> None:
    before = both(deck)
    timer = threading.Timer(0.4, holder)
    timer.start()
    rebuild(deck)
    timer.join()
    assert (both(deck) != before, agree(deck)) == (True, True)


def test_another_deck_in_the_same_folder_waits_for_nobody(deck: Path, holder: Callable[[], None]) -> None:
    build([str(deck.parents[1] / "notes")], deck.with_name("y.apkg"))
    assert agree(deck.with_name("y.apkg"))


@pytest.mark.parametrize("stem", ["x", "[x]*", "v1.2"])
def test_what_killed_builds_of_this_deck_left_is_removed_and_nothing_else(stem: str, deck: Path, write: Write) -> None:
    others = [f".{stem}.more.abcd1234.tmp", ".z.abcd1234.tmp", f"{stem}.tmp", f".{stem}.abcd1234.txt"]
    for name in [f".{stem}.abcd1234.tmp", f".{stem}.________.tmp", *others]:
        write(f"out/{name}", b"left")
    build([str(deck.parents[1] / "notes")], deck.with_name(f"{stem}.apkg"))
    left = [path.name for path in deck.parent.iterdir() if path.read_bytes() == b"left"]
    assert sorted(left) == sorted(others)


def test_a_build_whose_times_come_at_random_never_goes_back_in_time(
    deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(7)
    note = deck.parents[1] / "notes" / "a.md"
    steps = []
    for n in range(12):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(T0 + chance.randrange(-50, 50)))
        state = read_state(deck)
        note.write_text(outline(f"답 {n}"), "utf-8")
        rebuild(deck)
        after = read_state(deck)
        assert state
        assert after
        steps.append(all(after.mods[guid] >= mod for guid, mod in state.mods.items()) and after.latest > state.latest)
    assert steps == [True] * 12

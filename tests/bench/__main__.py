"""How fast the program is at any size, as ratios that hold on any machine: each row beside what it cannot do without.

    python -m tests.bench              the whole table, some minutes
    python -m tests.bench --large      and the row of 100,000 cards, some more
    python -m tests.bench start cold   rows by their names

Where `ankdown` is on the path (pip install ankdown==0.7.1, in an environment of its own), the fastest of its kind stands in the
table too.

A row and its floor run in turn and the ratio is the median of the pairs. Nothing here is a test: a shared machine would
fail it.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from tests.bench.bench_start import QUESTIONS, as_for_users, seconds
from tests.bench.bench_start import write_notes as write_five
from tests.bench.notes import write_for_ankdown, write_lectures, write_notes

PROGRAM = [sys.executable, "-m", "flashcards"]
START, LONG = 9, 3  # pairs of runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """took, floor: seconds.  ratio: of the one to the other.  wanted: what it should be at most, or at least."""

    what: str
    beside: str
    took: float
    floor: float
    ratio: float
    wanted: str


Bench = Callable[[Path], Iterator[Row]]


def start(folder: Path) -> Iterator[Row]:
    """Short commands beside their imports."""
    notes = folder / "five"
    write_five(notes)
    build = [*PROGRAM, "build", str(notes), "-o", str(folder / "out" / "five.apkg")]
    for what, command, imports, cache, wanted in (
        ("--help", [*PROGRAM, "--help"], "click", "", "≤ 1.3"),
        (f"five notes, {5 * QUESTIONS} cards", build, "genanki, markdown_it, frontmatter, regex, nh3", "", "≤ 1.5"),
        ("the same again", build, "genanki, markdown_it", str(folder / "cache"), "≤ 2"),
    ):
        os.environ["FLASHCARDS_CACHE"] = cache
        pairs = []
        for _ in range(START + 1):
            if not cache:
                shutil.rmtree(folder / "out", ignore_errors=True)
            pairs.append((_spent(command), _spent([sys.executable, "-c", f"import {imports}"])))
        yield _row(what, f"import {imports}", pairs[1:], wanted)  # the first warms up


def cold(folder: Path) -> Iterator[Row]:
    """10,000 cards, nothing kept: one process, and as many as a user gets."""
    notes, os.environ["FLASHCARDS_CACHE"] = _ten_thousand(folder), ""
    floor = "read, parse, render, clean, genanki"
    alone, pairs = [], []
    for _ in range(LONG):
        shutil.rmtree(folder / "out", ignore_errors=True)
        alone.append((_spent(_build(notes, folder, "--jobs", "1")), _floor("read", notes)))
        shutil.rmtree(folder / "out", ignore_errors=True)
        pairs.append((seconds(_build(notes, folder))[1], seconds(_floor_command("read", notes))[1]))
    yield _row("10,000 cards in 500 notes", floor, alone, "≤ 1.5")
    yield _row("the same by the clock, all cores", f"{floor}, by the clock", pairs, "≤ 1.5")
    if ankdown := shutil.which("ankdown"):
        marked, out = folder / "ankdown", folder / "out" / "ankdown.apkg"
        write_for_ankdown(notes, marked)
        theirs = [ankdown, "-r", str(marked), "-p", str(out)]
        pairs = [(ours, seconds(theirs)[1]) for ours, _ in pairs]
        yield _row("the same by the clock, all cores", "ankdown", pairs, "≤ 1.0")


def again(folder: Path) -> Iterator[Row]:
    """10,000 cards of which one changed."""
    notes, os.environ["FLASHCARDS_CACHE"] = _ten_thousand(folder), str(folder / "cache")
    note = notes / "00007.md"
    _spent(_build(notes, folder))
    pairs = []
    for n in range(LONG + 2):
        note.write_text(f"{note.read_text('utf-8')}  - {n}\n", encoding="utf-8")
        pairs.append((_spent(_build(notes, folder)), _floor("write", notes)))
    yield _row("the same, one note changed", "import genanki, write them", pairs, "≤ 2")


def lectures(folder: Path) -> Iterator[Row]:
    """250 notes of which 20 hold questions."""
    notes = folder / "lectures"
    write_lectures(notes, 230)
    write_notes(notes, 400)
    for what, cache in (("250 notes, 20 with questions", ""), ("the same again", str(folder / "cache"))):
        os.environ["FLASHCARDS_CACHE"] = cache
        command = [*PROGRAM, "extract", str(notes), "--jobs", "1"]
        pairs = [(_spent(command), _floor("parse", notes)) for _ in range(LONG + 1)]
        yield _row(what, "parse all of them", pairs[1:], "≤ 0.5")


def jobs(folder: Path) -> Iterator[Row]:
    """Two processes, by the clock."""
    notes, os.environ["FLASHCARDS_CACHE"] = _ten_thousand(folder), ""
    extract = [*PROGRAM, "extract", str(notes), "--jobs"]
    pairs = [(seconds([*extract, "1"])[1], seconds([*extract, "2"])[1]) for _ in range(LONG)]
    yield _row("extract, one process", "the same in two, by the clock", pairs, "≥ 1.6")


def growth(folder: Path) -> Iterator[Row]:
    """100,000 cards beside 10,000: time and memory of each card."""
    os.environ["FLASHCARDS_CACHE"] = ""
    small, large, none = _ten_thousand(folder), folder / "100000", folder / "1"
    write_notes(large, 100_000)
    write_notes(none, 1)
    (_, empty), (few, small_peak), (many, large_peak) = (
        _with_peak(_build(notes, folder, "--jobs", "1")) for notes in (none, small, large)
    )
    yield _row("100,000 cards, a card", "10,000 cards, a card", [(many / 10, few)], "≤ 1.15")
    peaks = (large_peak - empty) / 10, small_peak - empty
    yield Row(
        what=f"peak of memory, {large_peak:.0f} MB, a card", beside=f"with 10,000: {small_peak:.0f} MB", took=peaks[0],
        floor=peaks[1], ratio=peaks[0] / peaks[1], wanted="≤ 1.15",
    )  # fmt: skip


ROWS: dict[str, Bench] = {"start": start, "cold": cold, "again": again, "lectures": lectures, "jobs": jobs}


def _ten_thousand(folder: Path) -> Path:
    notes = folder / "10000"
    if not notes.exists():
        write_notes(notes, 10_000)
    return notes


def _build(notes: Path, folder: Path, *more: str) -> list[str]:
    return [*PROGRAM, "build", str(notes), "-o", str(folder / "out" / f"{notes.name}.apkg"), *more]


def _spent(command: Sequence[str]) -> float:
    return seconds(command)[0]


def _with_peak(command: Sequence[str]) -> tuple[float, float]:
    """The processor's seconds of a process, and the most memory that it had, in MB."""
    code = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""
    told = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True).stdout
    took, peak = map(float, told.split())
    return took, peak


def _floor(name: str, notes: Path) -> float:
    return float(subprocess.run(_floor_command(name, notes), check=True, capture_output=True, text=True).stdout)


def _floor_command(name: str, notes: Path) -> list[str]:
    return [sys.executable, "-W", "ignore", "-m", "tests.bench.floors", name, str(notes)]


def _row(what: str, beside: str, pairs: Sequence[tuple[float, float]], wanted: str) -> Row:
    took, floor = (statistics.median(pair[n] for pair in pairs) for n in (0, 1))
    ratio = statistics.median(a / b for a, b in pairs)
    return Row(what=what, beside=beside, took=took, floor=floor, ratio=ratio, wanted=wanted)


@click.command(help=__doc__)
@click.argument("names", nargs=-1, type=click.Choice(list(ROWS)))
@click.option("--large", is_flag=True)
def main(names: tuple[str, ...], *, large: bool) -> None:
    as_for_users()
    click.echo("| what | seconds | beside | seconds | ratio | wanted |\n|---|--:|---|--:|--:|--:|")
    benches = [bench for name, bench in ROWS.items() if not names or name in names]
    with tempfile.TemporaryDirectory() as folder:
        for bench in [*benches, *([growth] if large else [])]:
            for row in bench(Path(folder)):
                numbers = f"{row.took:.2f} | {row.beside} | {row.floor:.2f} | {row.ratio:.2f} | {row.wanted}"
                click.echo(f"| {row.what} | {numbers} |")


if __name__ == "__main__":
    main()

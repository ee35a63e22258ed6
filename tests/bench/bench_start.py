"""How long a command takes as a whole process, beside the imports that it cannot do without.

    python -m tests.bench.bench_start             a table: what it takes, as a multiple of the imports beside it

The two run in turn and the ratio is that of each pair, so it holds on a machine that is busy with something else. Nothing
is kept from one run to the next: every build reads rules and notes, and writes a deck where there was none. Only `.pyc` files
are, as for any user; without them every start compiles this program anew.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import click

PAIRS = 15
NOTES, QUESTIONS = 5, 13  # so many had five write-ups of talks, in some thousand lines
PICTURE = Path(__file__).parents[2] / "flashcards" / "sample" / "assets" / "images" / "3f9a1c07.png"

_TALK = """---
title: 오름 특강 {n}
categories: [강연, week_{n}]
tags: [기록]
---
# {n}주차 강연

## 들어가며

강연에서 들은 것을 적는다. 빠진 것이 있다면 **내 탓**이다.

## Q&A
"""
_ASKED = "\n- {q}번째로 넓힐 때 무엇을 먼저 보나요?\n"
_SHOWN = "\n![](assets/{n}-{q}.png)\n\n"
_ANSWER = """\
\t- 쓰는 사람이 **기다리는** 곳을 먼저 본다. 빠른 곳을 더 빠르게 해도 아무도 모르기 때문이다.
\t\t- 재지 않은 것은 고치지 않는다.
\t\t- 고친 뒤에는 같은 자리에서 다시 잰다. 느려진 곳이 있으면 되돌린다.
\t- `profile`을 켜고 하루를 둔다.
\t\t- 한 번 잰 것은 믿지 않는다.
\t- 그날의 [기록](https://example.org/log)을 남긴다.
\t\t- 무엇을 왜 바꾸었는지, 얼마나 빨라졌는지를 한 줄로 적는다.
\t\t- 다음 사람이 읽는다.
\t- 기다리는 사람이 없는 일은 밤에 한다.
"""


def write_notes(folder: Path) -> None:
    """Five notes, three with a picture for each question, two outlines."""
    (folder / "assets").mkdir(parents=True)
    picture, flat = PICTURE.read_bytes(), _ANSWER.replace("\n\t", "\n").removeprefix("\t")
    for n in range(1, NOTES + 1):
        form = _SHOWN + flat if n % 2 else _ASKED + _ANSWER
        cards = [form.format(n=n, q=q) for q in range(QUESTIONS)]
        (folder / f"{n}.md").write_text(_TALK.format(n=n) + "".join(cards), encoding="utf-8")
        for q in range(QUESTIONS if n % 2 else 0):
            (folder / "assets" / f"{n}-{q}.png").write_bytes(picture + f"{n}-{q}".encode())


def as_for_users() -> None:
    """Let Python write `.pyc` files, whatever this machine's settings are."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def seconds(command: Sequence[str]) -> tuple[float, float]:
    """The processor's seconds and the clock's, of a whole process."""
    before, start = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    clock, after = time.perf_counter() - start, getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock


def ratios(command: Sequence[str], imports: str, output: Path) -> tuple[float, float]:
    """How many times as long as its imports a command takes: for the processor and by the clock."""
    floor = [sys.executable, "-c", f"import {imports}"]
    pairs = []
    for _ in range(PAIRS + 1):
        shutil.rmtree(output, ignore_errors=True)
        pairs.append((seconds(command), seconds(floor)))
    processor, clock = (statistics.median(a[n] / b[n] for a, b in pairs[1:]) for n in (0, 1))  # the first warms up
    return processor, clock


def main() -> None:
    as_for_users()
    os.environ["FLASHCARDS_CACHE"] = ""
    flashcards = [sys.executable, "-m", "flashcards"]
    with tempfile.TemporaryDirectory() as folder:
        notes, output = Path(folder, "notes"), Path(folder, "output")
        write_notes(notes)
        build = [*flashcards, "build", str(notes), "-o", str(output / "deck.apkg")]
        click.echo(f"{'command':<22}{'beside the imports of':<52}{'processor':>10}{'clock':>8}")
        for name, command, imports in (
            ("--help", [*flashcards, "--help"], "click"),
            (f"build, {NOTES} notes", build, "genanki, markdown_it"),
            ("", build, "genanki, markdown_it, frontmatter, regex, nh3"),
        ):
            processor, clock = ratios(command, imports, output)
            click.echo(f"{name:<22}{imports:<52}{processor:>10.2f}{clock:>8.2f}")


if __name__ == "__main__":
    main()

"""The least that a job can take with the libraries of this program and nothing of its own: what it is measured beside.

    python -m tests.bench.floors write|read|parse FOLDER       prints the seconds of the processor, start-up included

write  import genanki, write the cards of the folder's cards.json
read   read each note, split off its front matter, parse it, render and clean its cards, write them; one process, no check
parse  parse each note of the folder, and no more
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import click

Rows = Iterable[tuple[str, str]]


def write(folder: Path) -> float:
    cards = json.loads((folder / "cards.json").read_text("utf-8"))
    rows = [(question, answer) for _, asked in cards for question, answer in asked]
    spent = time.process_time()
    _write(rows)
    return time.process_time() - spent


def read(folder: Path) -> float:
    cards = json.loads((folder / "cards.json").read_text("utf-8"))
    spent = time.process_time()
    import frontmatter  # noqa: PLC0415
    import nh3  # noqa: PLC0415

    from flashcards.markdown import block_parser, parser  # noqa: PLC0415

    clean, rows = nh3.Cleaner().clean, []
    for name, asked in cards:
        note = frontmatter.loads((folder / name).read_text("utf-8"))
        block_parser().parse(note.content, {})
        rows += [(clean(parser().render(question)), clean(parser().render(answer))) for question, answer in asked]
    _write(rows)
    return time.process_time() - spent


def parse(folder: Path) -> float:
    from markdown_it import MarkdownIt  # noqa: PLC0415

    md = MarkdownIt("commonmark").enable("table")
    for path in sorted(folder.glob("*.md")):
        md.parse(path.read_text("utf-8"))
    return time.process_time()


def _write(rows: Rows) -> None:
    import genanki  # noqa: PLC0415

    fields = [{"name": name} for name in "ABCDEFGHIJKLM"]  # as many as ours
    model = genanki.Model(1, "x", fields=fields, templates=[{"name": "x", "qfmt": "{{A}}", "afmt": "{{B}}"}])
    deck = genanki.Deck(1_234_567_890, "x")
    for n, (question, answer) in enumerate(rows):
        stated = ["", "", "오름달", "1", "1", "", "기록", f"{n}.md", f"{n:016x}", "", ""]
        deck.add_note(genanki.Note(model=model, fields=[question, answer, *stated], tags=["기록", "week::01"]))
    with tempfile.TemporaryDirectory() as out:
        genanki.Package([deck]).write_to_file(Path(out, "x.apkg"))


FLOORS: dict[str, Callable[[Path], float]] = {"write": write, "read": read, "parse": parse}


if __name__ == "__main__":
    started = time.process_time()
    took = FLOORS[sys.argv[1]](Path(sys.argv[2]))
    click.echo(f"{took if sys.argv[1] == 'parse' else took + started:.4f}")

"""How well and how fast pictures are read: the character error rate on real pictures, blanks left out.

    python -m tests.bench.bench_ocr ../corpus/one ../corpus/two       a row a corpus, then all; -v: a row a picture

A corpus is a folder of notes with a transcripts.json, which maps the name of each picture file to its words. Counted are
the pictures that ask, as `extract` says, and that have words: summed edits over summed characters.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from flashcards.collect import collect
from flashcards.ocr import open_reader, read_picture
from tests.character_errors import character_errors


def pictures(folder: Path) -> dict[Path, str]:
    """The pictures that ask, with their words."""
    said = json.loads((folder / "transcripts.json").read_text("utf-8"))
    drafts = collect([str(folder)]).drafts
    found = [p.file for draft in drafts for p in draft.pictures if p.role == "question" and p.file]
    return {file: said[file.name] for file in found if said.get(file.name)}


@click.command(help=__doc__)
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("-v", "verbose", is_flag=True)
def main(folders: tuple[Path, ...], *, verbose: bool) -> None:
    click.echo(f"{'corpus':<24}{'pictures':>9}{'edits':>8}{'characters':>12}{'rate':>8}{'s each':>8}")
    rows = []
    with open_reader() as reader:
        for folder in folders:
            start, edits, characters, asked = time.perf_counter(), 0, 0, pictures(folder)
            for file, said in asked.items():
                text = read_picture(reader, file).text
                wrong, length = character_errors(text, said)
                edits, characters = edits + wrong, characters + length
                if verbose:
                    click.echo(f"  {file.name:<30}{wrong:>4} of {length:<4} {' '.join(text.split())}")
            rows.append((folder.name, len(asked), edits, characters, time.perf_counter() - start))
    _, counts, wrongs, lengths, times = zip(*rows, strict=True)
    rows.append(("all", sum(counts), sum(wrongs), sum(lengths), sum(times)))
    for name, n, edits, characters, seconds in rows:
        click.echo(f"{name:<24}{n:>9}{edits:>8}{characters:>12}{edits / characters:>8.4f}{seconds / n:>8.2f}")


if __name__ == "__main__":
    main()

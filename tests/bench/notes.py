"""Notes to measure with, always the same for the same numbers: invented words in the forms that people use.

python -m tests.bench.notes 10000 FOLDER       10,000 questions, 20 a note; FOLDER/cards.json holds them for the floors
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import click

A_NOTE = 20  # questions
_SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서어저처고노도로모보소오조초구누두루무부수우주추그느드르므브스으즈츠기니디리미비시이지치강산들길물"
_HEAD = '---\ntitle: "Day_{n} [마스터클래스] 오름달 마스터"\ncategories:\n  - 강연/Week_{week}/Day_{n}\ntags: [기록]\n---\n\n# [마스터클래스] 오름달 마스터\n\n'


class _Words:
    """Sentences of words that nobody uses; few of them are common, as in any language."""

    def __init__(self) -> None:
        self.random = random.Random(11)
        self.known = ["".join(self.random.choices(_SYLLABLES, k=self.random.randint(1, 4))) for _ in range(2_000)]
        self.weights = [1 / (rank + 3) for rank in range(2_000)]

    def some(self, count: int) -> str:
        return " ".join(self.random.choices(self.known, self.weights, k=count))


def write_notes(folder: Path, questions: int) -> None:
    """Outlines below `Q&A`, and beside them cards.json: of each note the questions and answers as Markdown."""
    words, cards = _Words(), []
    folder.mkdir(parents=True, exist_ok=True)
    for n, first in enumerate(range(0, questions, A_NOTE)):
        asked = [_card(words, number) for number in range(first, min(first + A_NOTE, questions))]
        name = f"{n:05}.md"
        body = "".join(f"- {question}\n{_nested(answer)}" for question, answer in asked)
        (folder / name).write_text(_HEAD.format(n=n, week=n % 20) + "## Q&A\n\n" + body, encoding="utf-8")
        cards.append((name, asked))
    (folder / "cards.json").write_text(json.dumps(cards, ensure_ascii=False), encoding="utf-8")


def write_for_ankdown(notes: Path, folder: Path) -> None:
    """The cards of notes by `write_notes` with the marks that ankdown wants."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, asked in json.loads((notes / "cards.json").read_text("utf-8")):
        marked = "\n\n---\n\n".join(f"{question}\n\n%\n\n{answer}" for question, answer in asked)
        (folder / name).write_text(marked, encoding="utf-8")


def write_lectures(folder: Path, notes: int) -> None:
    """Notes of lectures: headings, sentences, lists and code of ten thousand characters, and no question."""
    words = _Words()
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(notes):
        parts = "".join(part for _ in range(25) for part in _part(words))
        (folder / f"lecture-{n:04}.md").write_text(f"# {n}강 {words.some(3)}\n\n{parts}", encoding="utf-8")


def _card(words: _Words, number: int) -> tuple[str, str]:
    lines = [f"- {words.some(12)}. **{words.some(2)}** {words.some(10)}."]
    lines += [f"{'  ' * depth}- {words.some(count)}" for depth, count in ((0, 5), (0, 6), (1, 4), (1, 3), (0, 5))]
    if number % 10 == 0:
        lines += ["- ```python", f"  def f{number}(x):", f"      return x + {number}  # {words.some(2)}", "  ```"]
    return f"{words.some(8)} {number}번은 무엇인가요?", "\n".join(lines)


def _nested(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.split("\n"))


def _part(words: _Words) -> Iterator[str]:
    yield f"## {words.some(3)}\n\n{words.some(40)}.\n\n"
    yield f"- {words.some(6)}\n  - {words.some(8)}\n  - {words.some(5)}\n- {words.some(7)}\n\n"
    yield f"{words.some(30)}.\n\n```\n{words.some(4)}\n```\n\n"


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise click.UsageError("give the number of questions and a folder")
    write_notes(Path(sys.argv[2]), int(sys.argv[1]))

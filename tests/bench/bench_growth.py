"""How the time to read a note grows with its size, for shapes that are easy to make slow.

    python -m tests.bench.bench_growth            a table: seconds for each doubling, and by how much it grew

A doubled note should take twice the time; near four says that every block looks at every other.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import click

from tests.note import extraction_of
from tests.pace import LEAST

LONGEST = 4.0

SHAPES: dict[str, Callable[[int], str]] = {
    "quoted questions": lambda n: "# Q&A\n\n" + "".join(f"> 왜 {i}인가요?\n\n- 답 {i}\n\n" for i in range(n)),
    "labelled questions": lambda n: "## Q&A\n\n" + "".join(f"Q: why {i}?\nA: because\n\n" for i in range(n)),
    "picture questions": lambda n: "# Q&A\n\n" + "![](a.png)\n\n답\n\n" * n,
    "outline with follow-ups": lambda n: "## Q&A\n\n" + "- 왜인가요?\n\t- 답\n\t- (질문) 왜?\n\t\t- 답\n" * n,
    "outline that is code": lambda n: "## Q&A\n\n" + "    3.1 왜인가요?\n        - 답\n" * n,
    "questions in bold": lambda n: "# Q&A\n\n" + "**왜 그런가요?**\n\n글\n\n" * n,
    "questions of a fold": lambda n: "<details><summary>왜?</summary>\n\n답\n\n</details>\n\n" * n,
    "answers on the line": lambda n: "## Q&A\n\n" + "- 언제 하나요? 내일 한다\n" * n,
    "names before lines": lambda n: "# Q&A\n\n" + "지훈: 왜 그런가요?\n멘토님: 그냥\n" * n,
    "numbers that count on": lambda n: (
        "# Q&A\n\n" + "".join(f"{2 * i}. 왜?\n   - 답\n   {2 * i + 1}. 왜?\n" for i in range(n))
    ),
    "rows of a table": lambda n: "| 질문 | 답변 |\n|--|--|\n" + "| 왜? | 그냥 |\n" * n,
    "labels in HTML": lambda n: "## Q&A\n\n<div>\n" + "Q: 왜?<br>\nA: 답<br>\n" * n + "</div>\n",
    "paragraphs under Q&A": lambda n: "# Q&A\n\n" + "글이 있다\n\n" * n,
    "paragraphs that ask": lambda n: "# Q&A\n\n" + "왜 그런가요?\n\n답\n\n" * n,
    "questions first, then answers": lambda n: (
        "## 사전 질문\n\n" + "1. 왜 그런가요?\n" * n + "\n## 답변\n\n" + "1. 그냥\n" * n
    ),
    "answers below their numbers": lambda n: (
        "## 사전 질문\n\n"
        + "1. 왜 그런가요?\n" * n
        + "\n## 답변\n\n"
        + "".join(f"### {i}번\n\n그냥\n\n" for i in range(n))
    ),
    "questions beside an empty title": lambda n: "## Q&A\n\n" + "## 왜 그런가요?\n\n답\n\n" * n,
    "questions first, other titles between": lambda n: (
        "# 멘토링\n\n## 사전 질문\n\n"
        + "1. 왜 그런가요?\n" * n
        + "\n"
        + "## 근황\n\n글\n\n" * n
        + "## 답변\n\n"
        + "1. 그냥\n" * n
    ),
    "definitions of a term": lambda n: "# Q&A\n\n왜 그런가요?\n: 그냥\n\n" + "  글\n\n" * n,
    "arrows beside questions": lambda n: "# Q&A\n\n- 왜 그런가요?\n" + "- → 그냥\n" * n,
    "turns of a talk": lambda n: "# 커피챗\n\n" + "나 : 왜 그런가요?\n\n선배 : 그냥\n\n나 : ㅋㅋ\n\n" * n,
    "messages of a chat": lambda n: (
        "# 스터디 오픈채팅\n\n" + "[다온] [오후 2:13] 왜 그런가요?\n[라온] [오후 2:14] 그냥\n" * n
    ),
    "a chat after one question": lambda n: (
        "# 스터디 오픈채팅\n\n[다온] [오후 2:13] 왜 그런가요?\n" + "[라온] [오후 2:14] 그냥\n" * n
    ),
    "boxes of Jekyll": lambda n: "# Q&A\n\n" + "왜 그런가요?\n{: .notice}\n\n답\n\n" * n,
    "further questions of headings": lambda n: "### 왜인지 설명해 주세요.\n\n답\n\n- **어떤가요?**\n    - TODO\n\n" * n,
    "bullets of a lecture": lambda n: "# 강의\n\n" + "- 하나\n" * n,
    "bullets under Q&A": lambda n: "# Q&A\n\n" + "- 하나\n" * n,
    "headings": lambda n: "# 하나\n\n글\n\n" * n,
    "headings that ask": lambda n: "# Q&A\n\n" + "## 왜 그런가요?\n\n답\n\n" * n,
    "folds never closed": lambda n: "<details><summary>왜?</summary>\n\n" * n,
    "folds in folds": lambda n: "<details><summary>왜?</summary>\n\n" * n + "답\n\n" + "</details>\n\n" * n,
    "summaries never closed": lambda n: "<details>\n" + "<summary>" * n,
    "quotes in quotes": lambda n: ">" * n + " 가\n",
    "lists in lists": lambda n: "- " * n + "가\n",
    "one long line": lambda n: "# Q&A\n\n- " + "가나다? " * n + "\n  - 답\n",
    "one long answer": lambda n: "## Q&A\n\nQ: 왜?\n\nA: " + "...... " * n + "\n",
    "one long line of links": lambda n: "![](a " * n,
    "questions nobody answers": lambda n: "# Q&A\n\n" + "Q: 왜?\n\n" * n,
    "one long piece of code": lambda n: "```\n" + "x = 1\n" * n,
}


def growth(make: Callable[[int], str], longest: float = LONGEST) -> Iterator[tuple[int, float]]:
    """Size and seconds of a shape, doubled until a note takes too long."""
    size, seconds = 125, 0.0
    while seconds < longest / 2 and size <= 500_000:
        note = make(size)
        start = time.perf_counter()
        extraction_of(note)
        seconds = time.perf_counter() - start
        if seconds >= LEAST:
            yield size, seconds
        size *= 2


def main() -> None:
    for name, make in SHAPES.items():
        rows = list(growth(make))
        grew = [f"{b / a:.1f}" for (_, a), (_, b) in pairwise(rows)]
        last = f"{rows[-1][0]:>7} in {rows[-1][1]:5.2f} s" if rows else "no time at all"
        click.echo(f"{name:<26} {last}   x {' '.join(grew)}")


if __name__ == "__main__":
    main()

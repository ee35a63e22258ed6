"""`extract --format md`: one text in which every card stands by itself, whatever its note left open."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from flashcards.collect import collect
from flashcards.export import export
from tests.hostile import CASES, draft_of

Write = Callable[..., Path]

PNG = (Path(__file__).parents[1] / "flashcards/sample/assets/images/7c15ea92.png").read_bytes()
NOTE = """---
title: "Week_3 Day_12 [마스터클래스](a) 한결음 마스터 (03.10)"
---

## Q&A
- **지도**는 *어디*에서 받나요?
\t- 안내소
\t\t1. 정문
\t\t2. 후문

\t\t```python
\t\t# 첫 줄

\t\tprint(1)
\t\t```
\t- (질문) `C#` 지도도 있나요 #
\t\t- 네, 있고 무료입니다.
"""
VOID = {"br", "hr", "img"}


def text_of(folder: Path) -> str:
    drafts = collect([str(folder)]).drafts
    return "".join(export("md", drafts, [""] * len(drafts), deck="x", folder=str(folder)))


def shown(text: str) -> str:
    """As a reader of CommonMark with tables shows it: not the program's own parser."""
    return str(MarkdownIt("commonmark").enable("table").render(text))


class _Tags(HTMLParser):
    """What is left open, and what ends that never began."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:  # <img />
            return
        self.open = self.open[:-1] if self.open[-1:] == [tag] else [*self.open, f"/{tag}"]


def test_a_note_is_a_heading_each_question_one_below_and_the_rest_is_as_written(write: Write, tmp_path: Path) -> None:
    path = write("notes/a.md", NOTE)
    write("notes/b.md", "# Q&A\n\n> 왜 그런가요?\n\n그래서 그렇습니다.\n")
    a, b = str(path), str(path.with_name("b.md"))
    assert text_of(tmp_path / "notes").replace(a, "a.md").replace(b, "b.md") == (
        "# Week_3 Day_12 [마스터클래스\\](a) 한결음 마스터 (03.10)\n\n한결음 · week 3 · day 12 · 03.10\n\n"
        "## **지도**는 *어디*에서 받나요?\n\n"
        "- 안내소\n    1. 정문\n    2. 후문\n\n    ```python\n    # 첫 줄\n\n    print(1)\n    ```\n\n"
        "<sub>a.md:6</sub>\n\n"
        "## `C#` 지도도 있나요 \\#\n\n> **지도**는 *어디*에서 받나요?\n\n- 네, 있고 무료입니다.\n\n<sub>a.md:16</sub>\n\n"
        "# Q&A\n\n## 왜 그런가요?\n\n그래서 그렇습니다.\n\n<sub>b.md:3</sub>\n"
    ).replace("# Q&A\n", "# Q\\&A\n")


FOOTNOTES = """# Q&A

- 캐시[^1]는 왜 두나요?
\t- 느린 길[^길]을 덜 가려고요. ![](img/p.png)

[^1]: 가까이 둔 **사본**.
[^길]: 디스크나 네트워크.
"""


def test_a_footnote_keeps_its_text_whatever_others_are_called(write: Write, tmp_path: Path) -> None:
    write("img/p.png", PNG)
    write("a.md", FOOTNOTES)
    write("b.md", FOOTNOTES.replace("가까이 둔", "멀리 둔"))
    one, other = shown(text_of(tmp_path)).split("<h1>")[1:]
    assert "<h2>캐시[1]는 왜 두나요?</h2>" in one
    assert [text in one for text in ("가까이 둔 <strong>사본</strong>", "디스크나 네트워크", 'src="img/p.png"')] == [
        True
    ] * 3
    assert ("멀리 둔" in other, "[^" in one + other, _Tags(f"<h1>{one}").open) == (True, False, [])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("정규식 `[^1]`은 부정입니다.", id="code"),
        pytest.param("각주가 없는 표시[^9]입니다.", id="a mark that nothing defines"),
    ],
)
def test_what_is_no_footnote_is_as_written(text: str, write: Write, tmp_path: Path) -> None:
    write("a.md", f"# Q&A\n\n- 왜 두나요?\n\t- {text}\n\n[^1]: 가까이 둔 사본.\n")
    assert f"- {text}\n" in text_of(tmp_path)


@pytest.mark.parametrize(
    ("link", "path"),
    [
        pytest.param("img/p.png", "img/p.png", id="beside the note"),
        pytest.param("<img/그림 (1).png>", "img/그림%20%281%29.png", id="blanks and brackets"),
        pytest.param("/img/p.png", "img/p.png", id="from the root"),
        pytest.param("img/%ED%91%9C.png", "img/표.png", id="percent-encoded"),
    ],
)
def test_a_picture_is_linked_where_it_lies_below_the_current_folder(
    write: Write, tmp_path: Path, link: str, path: str
) -> None:
    write("_config.yml", "")
    write("img/p.png", PNG)
    write("img/그림 (1).png", PNG)
    write("img/표.png", PNG)
    write("a.md", f"# Q&A\n\n![]({link})\n\n그래서 `![]({link})` 그렇습니다. ![끝]({link})\n")
    text = text_of(tmp_path)
    assert [line for line in text.split("\n") if "!" in line] == [
        f"## ![]({path})", f"그래서 `![]({link})` 그렇습니다. ![끝]({path})",
    ]  # fmt: skip


def test_a_picture_linked_by_reference_or_html_is_shown_too(write: Write, tmp_path: Path) -> None:
    write("_config.yml", "")
    write("img/p q.png", PNG)
    write("a.md", '# Q&A\n\n> 왜요?\n\n<img src="/img/p q.png" width="400"> 그래서\n')
    assert '<img src="img/p%20q.png" alt="">' in text_of(tmp_path)


def test_a_missing_picture_keeps_the_link_that_its_writer_gave(write: Write, tmp_path: Path) -> None:
    write("a.md", "# Q&A\n\n> 왜요?\n\n그래서 ![](https://a.example/p.png) 그렇고 ![](gone.png)\n")
    assert "그래서 ![](https://a.example/p.png) 그렇고 ![](gone.png)\n" in text_of(tmp_path)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("```\n답", id="an open fence"),
        pytest.param("- 답\n  ~~~\n  답", id="an open fence in a list"),
        pytest.param("답 <details><summary>더", id="an open fold"),
        pytest.param("답\n\n<!-- 메모", id="an open comment"),
        pytest.param("답\n\n<pre>\n\n답", id="an open pre"),
        pytest.param("</div></div> 답", id="what never began"),
        pytest.param("<table><tr><td>답", id="an open table"),
        pytest.param("<pre>\n\n# 답\n\n   \n\n## 답\n</pre>", id="blank lines in pre"),
        pytest.param("`List<String>` 또는 List<String> 답", id="what only looks like a tag"),
        pytest.param("# 답\n\n## 답\n\n답\n===\n\n답\n---", id="headings"),
        *(pytest.param(answer, id=name) for name, (answer, *_) in CASES.items()),
    ],
)
def test_no_card_swallows_the_next_one(answer: str) -> None:
    first, second = draft_of(answer), replace(draft_of("둘째 답", "둘째인가요?"), path="notes/z.md")
    html = shown("".join(export("md", [first, second], ["", ""], deck="x", folder="/")))
    tops = re.findall(r"^<(h[12])>", html, re.MULTILINE)
    assert (tops, "<h2>둘째인가요?</h2>\n<p>둘째 답</p>" in html, _Tags(html).open) == (
        ["h1", "h2", "h1", "h2"],
        True,
        [],
    )


@pytest.mark.parametrize(
    "answer",
    ["- 하나\n    - 둘", "| 가 | 나 |\n| --- | --- |\n| 1 | 2 |", "a * b", "```c\n<b>\n```", "### 셋째", "`<b>`"],
)
def test_markdown_that_is_closed_is_left_as_it_is(answer: str) -> None:
    assert f"\n\n{answer}\n\n<sub>" in "".join(export("md", [draft_of(answer)], [""], deck="x", folder="/"))


def test_headings_of_an_answer_keep_their_ranks_below_the_question() -> None:
    text = "".join(export("md", [draft_of("# 하나\n\n답\n\n둘\n---\n\n답")], [""], deck="x", folder="/"))
    assert "\n\n### 하나\n\n답\n\n#### 둘\n\n답\n\n" in text


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        pytest.param("첫 줄\n둘째 줄", "## 첫 줄 둘째 줄\n", id="two lines"),
        pytest.param("왜요?\n\n```\na\n```", "## 왜요?\n\n```\na\n```\n", id="code below"),
        pytest.param("### 왜요?", "## 왜요?\n", id="a heading"),
        pytest.param("> 왜요?", "## 왜요?\n\n> 왜요?\n", id="a quote"),
        pytest.param("<b>왜</b> 그런_가요_?", "## 왜 그런_가요\\_?\n", id="HTML"),
    ],
)
def test_a_question_is_one_heading(question: str, heading: str) -> None:
    text = "".join(export("md", [draft_of("답", question)], [""], deck="x", folder="/"))
    assert f"\n{heading}\n답\n" in text


def test_a_link_that_tells_its_address_elsewhere_leads_there_from_this_text_too(write: Write, tmp_path: Path) -> None:
    below = "[1]: https://a.example\n"
    write("a.md", f"# Q&A\n\n- [왜][1] 두나요?\n\t- [글][1]을 보세요.\n\n- 언제 두나요?\n\t- [지금]입니다.\n\n{below}")
    html = shown(text_of(tmp_path))
    assert (html.count('<a href="https://a.example">'), "[왜]" in html, "[지금]" in html) == (2, False, True)

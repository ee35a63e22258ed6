"""Raw HTML: a label begins a block, and a fold with a summary owns what it folds away."""

from __future__ import annotations

import pytest

from flashcards.block import walk
from tests.note import outline, tree_of

FOLD = "<details>\n<summary>{}</summary>\n\n{}\n\n</details>\n\n"


@pytest.mark.parametrize(
    ("note", "blocks"),
    [
        pytest.param(FOLD.format("가", "나") + "다\n", ["details 2-2..6 가", "  paragraph 4 나", "paragraph 8 다"], id="a fold"),
        pytest.param(FOLD.format("Q1. 가", "나"), ["details 2-2..6 Q1. 가", "  paragraph 4 나"], id="a summary with a label stays with its fold"),
        pytest.param("<p><b>가</b><br>\n나</p>\n", ["bold 1 **가**", "html 2 나"], id="a line in bold before a line break"),
        pytest.param("<details>\n<summary>\n🙂 가\n</summary>\n\n나\n\n</details>\n", ["details 3-3..8 🙂 가", "  paragraph 6 나"], id="a summary that begins like a label"),
        pytest.param("<details><summary><b>가</b></summary>\n나\n</details>\n", ["details 1-1..3 가", "  html 2 나"], id="a summary in bold"),
        pytest.param("<details><summary><b>가</b> 나</summary>\n다\n</details>\n", ["details 1-1..3 <b>가</b> 나", "  html 2 다"], id="a word of it in bold"),
        pytest.param("<details><summary>가</summary>나</details>\n\n다\n", ["details 1 가", "paragraph 3 다"], id="on one line"),
        pytest.param("<details><summary>가</summary>\n나\n</details>\n다\n", ["details 1-1..3 가", "  html 2 나", "html 4 다"], id="without blank lines"),
        pytest.param("<DETAILS open>\n<Summary class=x>가</Summary>\n\n나\n\n</DETAILS>\n", ["details 2-2..6 가", "  paragraph 4 나"], id="capitals and attributes"),
        pytest.param("<details>\n<summary>\n가\n</summary>\n\n나\n</details>\n", ["details 3-3..7 가", "  paragraph 6 나"], id="the summary on a line of its own"),
        pytest.param(
            FOLD.format("모음", FOLD.format("가", "나") + FOLD.format("다", "라")),
            ["details 2-2..20 모음", "  details 5-5..9 가", "    paragraph 7 나", "  details 12-12..16 다", "    paragraph 14 라"],
            id="folds in a fold",
        ),
        pytest.param(
            "<details>\n<summary>가</summary>\n나\n</details>\n<details>\n<summary>다</summary>\n라\n</details>\n",
            ["details 2-2..4 가", "  html 3 나", "details 6-6..8 다", "  html 7 라"],
            id="one after the other in one piece of HTML",
        ),
        pytest.param(
            "<details><summary>가</summary>\n\n<details><summary>나</summary>\n\n다\n\n</details>\n",
            ["html 1 가", "details 3-3..7 나", "  paragraph 5 다"],
            id="the outer one never closes",
        ),
        pytest.param("- 가\n  <details><summary>나</summary>\n\n  다\n\n  </details>\n", ["bullet 1-1..6 가", "  details 2-2..6 나", "    paragraph 4 다"], id="in a list"),
        pytest.param("<div>\nQ: 왜<br>\nA: 답\n</div>\n", ["html 1", "html 2 Q: 왜", "html 3 A: 답"], id="labels begin blocks"),
        pytest.param("<p>가</p>\n<hr>\n<p>나</p>\n", ["html 1 가", "divider 2 <hr>", "html 3 나"], id="a rule divides"),
        pytest.param(
            '<p><span style="color: red"><strong>[질문 1] 왜?</strong></span></p>\n<p>답</p>\n',
            ["bold 1 **[질문 1] 왜?**", "html 2 답"],
            id="a line in bold that is coloured too",
        ),
        pytest.param('<div dir="ltr">\n<p><b>질문 1. 왜?</b></p>\n<p>답</p>\n</div>\n', ["html 1", "bold 2 **질문 1. 왜?**", "html 3 답"], id="a post as Blogger exports it"),
        pytest.param('<p><b><span class="c">왜</span> 가?</b></p>\n<p>답</p>\n', ["bold 1 **왜  가?**", "html 2 답"], id="a line in bold, a word of it coloured"),
    ],
)  # fmt: skip
def test_raw_html_becomes_blocks(note: str, blocks: list[str]) -> None:
    assert outline(tree_of(note)) == blocks


@pytest.mark.parametrize(
    ("note", "blocks"),
    [
        pytest.param("<details>\n\n가\n\n</details>\n", ["html 1", "paragraph 3 가", "html 5"], id="a fold without a summary"),
        pytest.param("<details><summary>가</summary>\n\n나\n", ["html 1 가", "paragraph 3 나"], id="a fold that never closes"),
        pytest.param("<summary>가</summary>\n\n나\n\n</details>\n", ["html 1 가", "paragraph 3 나", "html 5"], id="a fold that never opens"),
        pytest.param("```\n<details><summary>가</summary>\n</details>\n```\n", ["code 1-4 ```"], id="a fold in code"),
        pytest.param("<div>\n가 Q: 왜\n나\n</div>\n", ["html 1-3 가 Q: 왜"], id="a label inside a line"),
        pytest.param('<div dir="ltr">\n<pre>\n<b>왜?</b>\n1\n</pre>\n</div>\n', ["html 1-4 왜?"], id="bold words in what is kept as it stands"),
        pytest.param("<p><b>가</b> 나</p>\n<p>다</p>\n", ["html 1-2 가  나"], id="a word in bold"),
        pytest.param("<p><b><img src=a.png></b></p>\n", ["html 1"], id="nothing but a picture in bold"),
        pytest.param("<p>가 &lt;b&gt; &amp; 나</p>\n", ["html 1 가 &lt;b> & 나"], id="what is written out stays text"),
    ],
)  # fmt: skip
def test_other_html_is_left_as_it_is(note: str, blocks: list[str]) -> None:
    assert outline(tree_of(note)) == blocks


def test_folds_of_any_depth_are_read() -> None:
    note = "<details><summary>가</summary>\n\n" * 300 + "나\n\n" + "</details>\n\n" * 300 + "끝\n"
    found = [block.text for block in walk(tree_of(note)) if block.kind == "paragraph"]
    assert found == ["나", "끝"]

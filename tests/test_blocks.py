"""Markdown becomes a tree in which headings own sections, items own what is nested, and every block knows its lines."""

from __future__ import annotations

import pytest

from flashcards.block import KINDS, is_blank, parse_blocks, walk
from tests.note import document_of, outline, tree_of


@pytest.mark.parametrize(
    ("note", "blocks"),
    [
        pytest.param("가나\n다\n\n라\n", ["paragraph 1-2 가나", "paragraph 4 라"], id="paragraphs"),
        pytest.param(
            "# 하나\n\n가\n\n## 둘\n\n나\n\n# 셋\n\n다\n",
            ["heading 1-1..7 하나", "  paragraph 3 가", "  heading 5-5..7 둘", "    paragraph 7 나", "heading 9-9..11 셋", "  paragraph 11 다"],
            id="a heading owns its section up to its like",
        ),
        pytest.param("### 셋\n\n가\n\n# 하나\n", ["heading 1-1..3 셋", "  paragraph 3 가", "heading 5 하나"], id="a higher heading ends a lower one"),
        pytest.param("가\n===\n나\n---\n다\n", ["heading 1-2..5 가", "  heading 3-4..5 나", "    paragraph 5 다"], id="underlined headings"),
        pytest.param(
            "- 가\n  - 나\n\n    다\n- 라\n1. 마\n",
            ["bullet 1-1..4 가", "  bullet 2-2..4 나", "    paragraph 4 다", "bullet 5 라", "numbered 6 마"],
            id="an item owns what is nested",
        ),
        pytest.param("- 가\n\t나\n", ["bullet 1-1..2 가", "  paragraph 2   나"], id="a line indented by a tab is a paragraph of its item"),
        pytest.param("- 가\n  나\n", ["bullet 1-2 가"], id="a line indented by blanks goes on"),
        pytest.param("-\n- 가\n", ["bullet 1", "bullet 2 가"], id="an item without text"),
        pytest.param("- 1) 가\n  - 나\n- 2) 다\n", ["numbered 1-1..2 가", "  bullet 2 나", "numbered 3 다"], id="an item that is nothing but another"),
        pytest.param("- 1) 가\n  2) 나\n", ["bullet 1-1..2", "  numbered 1 가", "  numbered 2 나"], id="an item that holds a list"),
        pytest.param("- ```\n  x\n  ```\n", ["bullet 1-1..3", "  code 1-3 - ```"], id="an item that is code"),
        pytest.param("- # 가\n  나\n- 다\n", ["bullet 1-1..2", "  heading 1-1..2 가", "    paragraph 2 나", "bullet 3 다"], id="a heading in an item"),
        pytest.param("> 가\n이어서\n\n나\n", ["quote 1-2 가", "  paragraph 1 가", "  paragraph 2 이어서", "paragraph 4 나"], id="a lazy line goes on with the quote, and stands apart in it"),
        pytest.param("> 가\nA: 나\n", ["quote 1 가", "  paragraph 1 가", "paragraph 2 A: 나"], id="a lazy line with a label is no more of the quote"),
        pytest.param("> 가\n> A: 나\n", ["quote 1-2 가", "  paragraph 1 가", "  paragraph 2 A: 나"], id="a marked line with a label is"),
        pytest.param("> 가\n> 이어서\n\n나\n", ["quote 1-2 가", "  paragraph 1-2 가", "paragraph 4 나"], id="a marked line does not"),
        pytest.param("1. 가\n   - 하\n   2. 나\n3. 다\n", ["numbered 1-1..2 가", "  bullet 2 하", "numbered 3 나", "numbered 4 다"], id="a number that counts on was indented by accident"),
        pytest.param("1. 가\n   - 하\n   2. 나\n", ["numbered 1-1..3 가", "  bullet 2 하", "  numbered 3 나"], id="without a number after it, it is nested"),
        pytest.param("가\n나\n다인가요?\nㄴ 라\n마인가요?\nㄴ 바\n", ["paragraph 1-3 가", "paragraph 4 ㄴ 라", "paragraph 5 마인가요?", "paragraph 6 ㄴ 바"], id="below a reply, the line that the next one replies to"),
        pytest.param("가\n나인가요?\nㄴ 다\n", ["paragraph 1-2 가", "paragraph 3 ㄴ 다"], id="several lines may ask together"),
        pytest.param("가\n나\n다\nㄴ 라\n", ["paragraph 1-3 가", "paragraph 4 ㄴ 라"], id="a line that asks nothing"),
        pytest.param("1. 가\n1) 나\n\n2. 다\n1) 라\n", ["numbered 1-1..2 가", "  bullet 2 나", "numbered 4-4..5 다", "  bullet 5 라"], id="numbers behind another mark, between numbers that count on"),
        pytest.param("1) 가\n- 하\n3. 나\n\n2) 다\n", ["numbered 1 가", "bullet 2 하", "bullet 3 나", "numbered 5 다"], id="whatever they begin with"),
        pytest.param("- 가\n  1. 나\n  1) 다\n  2. 라\n", ["bullet 1-1..4 가", "  numbered 2-2..3 나", "    bullet 3 다", "  numbered 4 라"], id="inside an item too"),
        pytest.param("1. 가?\n\n나\n\n1) 다?\n\n라\n\n2. 마\n", ["numbered 1 가?", "paragraph 3 나", "numbered 5 다?", "paragraph 7 라", "numbered 9 마"], id="what asks itself"),
        pytest.param("1. 가\n2. 나\n\n1) 다\n2) 라\n", ["numbered 1 가", "numbered 2 나", "numbered 4 다", "numbered 5 라"], id="two lists, each with its mark"),
        pytest.param("1. 가\n\n1) 나\n\n1. 다\n", ["numbered 1 가", "numbered 3 나", "numbered 5 다"], id="what does not count on"),
        pytest.param("1. 가\n1) 나\n\n# 둘\n\n2. 다\n", ["numbered 1 가", "numbered 2 나", "heading 4-4..6 둘", "  numbered 6 다"], id="a heading begins anew"),
        pytest.param("1. 가\n   1. 나\n2. 다\n", ["numbered 1-1..2 가", "  numbered 2 나", "numbered 3 다"], id="numbers from 1 are nested"),
        pytest.param('<h3 data-size="2">가</h3>\n<p>나</p>\n', ["heading 1-1..2 가", "  html 2 나"], id="a heading as raw HTML"),
        pytest.param("<!--\n<h3>가</h3>\n-->\n\n나\n", ["html 1-2", "paragraph 5 나"], id="a heading in a comment is none"),
        pytest.param('<h3><a name="x">\n가?\n</a></h3>\n\n나\n', ["heading 1-3..5 가?", "  paragraph 5 나"], id="a heading over several lines"),
        pytest.param("<h3>가</h3>\n<h3>나</h3>\n", ["heading 1 가", "heading 2 나"], id="two headings that touch"),
        pytest.param("<b>Q. 가</b>\n나\n\n<b>다</b> 라\n", ["bold 1 **Q. 가**", "paragraph 2 나", "paragraph 4 <b>다</b> 라"], id="bold as HTML in a paragraph"),
        pytest.param("**가**\\\n나\n\n**다**<br>\n라\n\n**마** 바\\\n사\n", ["bold 1 **가**", "paragraph 2 나", "bold 4 **다**", "paragraph 5 라", "paragraph 7-8 **마** 바\\"], id="bold before a break"),
        pytest.param("__가__\n\n__나__ 다\n", ["bold 1 **가**", "paragraph 3 __나__ 다"], id="bold by lines below"),
        pytest.param(
            '??? question "가?"\n\n    나\n\n    - 다\n\n    ??? faq "라?"\n\n        마\n\n바\n',
            ["details 1-1..9 가?", "  paragraph 3 나", "  bullet 5 다", "  details 7-7..9 라?", "    paragraph 9 마", "paragraph 11 바"],
            id="an admonition that asks owns what is indented",
        ),
        pytest.param('??? help "가?"\n    나\n다\n', ["details 1-1..3 가?", "  paragraph 2-3 나"], id="without a blank line"),
        pytest.param('!!! question "가?"\n\n    나\n', ['paragraph 1 !!! question "가?"', "code 3     나"], id="one that asks nobody is none"),
        pytest.param(
            ":::spoiler 가?\n나\n\n- 다\n:::\n\n라\n",
            ["details 1-1..5 가?", "  paragraph 2 나", "  bullet 4 다", "paragraph 7 라"],
            id="a fold between lines of colons",
        ),
        pytest.param(
            "- 하\n\n::: details 가?\n::: tip\n나\n:::\n:::spoiler 다?\n라\n:::\n:::\n",
            ["bullet 1 하", "details 3-3..10 가?", "  paragraph 5 나", "  details 7-7..9 다?", "    paragraph 8 라"],
            id="with others in it",
        ),
        pytest.param(":::note\n나\n:::\n\n:::tip 다\n라\n:::\n", ["paragraph 2 나", "paragraph 5-7 :::tip 다"], id="colons that fold nothing"),
        pytest.param(
            "- 하\n:::details 가?\n나\n:::\n다\n", ["bullet 1 하", "details 2-2..4 가?", "  paragraph 3 나", "paragraph 5 다"], id="it ends what it touches"
        ),
        pytest.param("````\n```\n````\n:::spoiler 가?\n```\n:::\n```\n:::\n", ["code 1-3 ````", "details 4-4..8 가?", "  code 5-7 ```"], id="fences of any length"),
        pytest.param("> :::spoiler 가?\n> 나\n> :::\n", ["quote 1-3 :::spoiler 가?", "  paragraph 1-3 :::spoiler 가?"], id="colons in a quote"),
        pytest.param(':::spoiler {state="open"} 가?\n나\n:::\n', ["details 1-1..3 가?", "  paragraph 2 나"], id="with attributes"),
        pytest.param("```\n:::spoiler 가?\n:::\n```\n", ["code 1-4 ```"], id="colons in code"),
        pytest.param('<blockquote class="q">가?</blockquote>\n<p>나</p>\n', ["quote 1 가?", "html 2 나"], id="a quote as raw HTML"),
        pytest.param("<blockquote>\n가?\n</blockquote>\n", ["html 1-2 가?"], id="a quote over several lines is not"),
        pytest.param('??? question "가?"\n\n나\n', ["details 1 가?", "paragraph 3 나"], id="nothing indented below it"),
        pytest.param("<pre>\n<h3>가</h3>\n<b>나</b>\n</pre>\n", ["html 1-3 가"], id="nor in code"),
        pytest.param("<dl>\n<dt>가?</dt>\n<dd>나</dd>\n</dl>\n", ["html 1", "bold 2 **가?**", "html 3 나"], id="a term that asks"),
        pytest.param("<pre>\n<dt>가?</dt>\n<dd>나</dd>\n</pre>\n", ["html 1-3 가?"], id="no term in code"),
        pytest.param("<div>\n<h3>가</h3>\n<p>나</p>\n</div>\n", ["html 1-3 가"], id="nor in a box"),
        pytest.param("<p><b>가</b></p>\n<p>나</p>\n", ["bold 1 **가**", "html 2 나"], id="a line in bold as raw HTML"),
        pytest.param(">\n> 가\n나\n", ["quote 2-3 가", "  paragraph 2 가", "  paragraph 3 나"], id="a quote begins with its first words"),
        pytest.param("<p>가 <h3>나</h3></p>\n", ["html 1 가  나"], id="a heading inside raw HTML is text"),
        pytest.param("> - 가\n>   - 나\n> - 다\n", ["quote 1-3 - 가", "  bullet 1-1..2 가", "    bullet 2 나", "  bullet 3 다"], id="a list in a quote"),
        pytest.param("> [!question] 가\n> 나\n", ["quote 1-1..2 [!question] 가", "  paragraph 2 나"], id="a callout with a title owns the rest"),
        pytest.param("> [!note]\n> 나\n", ["quote 1-2 [!note]", "  paragraph 1-2 [!note]"], id="a callout without a title is all text"),
        pytest.param("> [!faq]\n> 가\n>\n> 나\n", ["quote 1-2..4 [!faq]", "  paragraph 4 나"], id="its first words are one where more follows"),
        pytest.param("**가나다**\n\n**가** 나\n\n**가** **나**\n", ["bold 1 **가나다**", "paragraph 3 **가** 나", "paragraph 5 **가** **나**"], id="bold as a whole, and not"),
        pytest.param(
            '![](a.png)\n\n![](a.png) ![](b.png)\n\n<img src="a.png">\n',
            ["image 1 ![](a.png)", "image 3 ![](a.png) ![](b.png)", 'image 5 <img src="a.png">'],
            id="nothing but pictures",
        ),
        pytest.param("![](a.png) 설명\n\n[가](a.png)\n", ["paragraph 1 ![](a.png) 설명", "paragraph 3 [가](a.png)"], id="words beside a picture, and a link"),
        pytest.param("Q: 왜\nA: 그냥\n이어서\n", ["paragraph 1 Q: 왜", "paragraph 2-3 A: 그냥"], id="a label begins a paragraph"),
        pytest.param("QA 왜\nAB 그냥\n", ["paragraph 1-2 QA 왜"], id="what only looks like a label does not"),
        pytest.param("```\nQ: 왜\n\nA: 답\n```\n", ["code 1-5 ```"], id="labels in code are code"),
        pytest.param("| 가 | 나 |\n|--|--|\n| 1 | 2 |\n| 3 | |\n", ["table 1-4 | 가 | 나 |", "  row 3 1 | 2", "  row 4 3 |"], id="a table owns its rows"),
        pytest.param("| 가 | 나 |\n| 1 | 2 |\n", ["paragraph 1-2 | 가 | 나 |"], id="pipes without a rule under the header are text"),
        pytest.param("가\n\n---\n\n나\n", ["paragraph 1 가", "divider 3 ---", "paragraph 5 나"], id="a divider"),
        pytest.param("```\n가\n\n", ["code 1-2 ```"], id="code that never ends, without the blank line"),
        pytest.param("[가]: https://a.example\n", [], id="an address alone shows nothing"),
        pytest.param("", [], id="nothing"),
        pytest.param("\n \n\t\n", [], id="blank lines"),
    ],
)  # fmt: skip
def test_markdown_becomes_blocks(note: str, blocks: list[str]) -> None:
    assert outline(tree_of(note)) == blocks


def test_lines_are_those_of_the_file_with_its_front_matter() -> None:
    assert outline(tree_of("---\ntitle: 가\n---\n\n# 나\n\n다\n")) == ["heading 5-5..7 나", "  paragraph 7 다"]


def test_without_a_pattern_for_labels_no_line_begins_a_paragraph() -> None:
    assert outline(parse_blocks("Q: 왜\nA: 그냥\n")) == ["paragraph 1-2 Q: 왜"]


def test_the_root_holds_the_whole_body() -> None:
    root = tree_of("가\n\n나")
    assert (root.kind, root.text, root.lines, root.last, "root" in KINDS) == ("root", "가\n\n나", (1, 1), 3, False)


def test_walk_gives_blocks_in_document_order() -> None:
    note = "# 가\n\n- 나\n  - 다\n\n> 라\n"
    assert [block.lines[0] for block in walk(tree_of(note))] == [1, 3, 4, 6, 6]


@pytest.mark.parametrize(
    ("mark", "kind"), [("> ", "quote"), ("- ", "bullet"), ("1. ", "numbered"), ("> - ", "quote"), ("- > 1. ", "bullet")]
)
def test_no_depth_of_nesting_is_too_much(mark: str, kind: str) -> None:
    assert [block.kind for block in tree_of("앞\n\n" + mark * 5000 + "가\n").children] == ["paragraph", kind]


@pytest.mark.parametrize(
    "markdown", ["가", "3", "![](a.png)", "<img src=a.png>", "<b>가</b>", "👍", "`x`", "<!-- 가 --> 나", "&#44032;", "[a]: b c [x](y)", "`<script>`", "``<!-- x -->``", "`<b>` 앞 `<!--`", "```jsx\n<App />\n```", "> ~~~\n> \n> <!-- 가 -->\n> ~~~"]
)  # fmt: skip
def test_a_reader_sees_something(markdown: str) -> None:
    assert not is_blank(markdown)


@pytest.mark.parametrize(
    "markdown",
    ["", " \n\t", "---", "***", "<br>", "</details>", "<!-- 가 -->", "<!-- 가", "<style>가</style>", "<script>가", "```py\n```", "&nbsp;", ".", "[a]: https://a.example", "> ", "``", "` `", "<!-- `x` -->", "```\n```"],
)  # fmt: skip
def test_a_reader_sees_nothing(markdown: str) -> None:
    assert is_blank(markdown)


def test_a_document_of_mixed_line_ends_has_the_same_blocks() -> None:
    note = "# 가\n\n- 나\n\t- 다\n\n> 라\n마\n"
    want = outline(tree_of(note))
    assert [outline(tree_of(note.replace("\n", end))) for end in ("\r\n", "\r")] == [want, want]


def test_a_document_keeps_the_count_of_its_lines() -> None:
    note = "---\ntitle: 가\n---\n![[그림 하나.png]]\n\x0b나\n"
    assert document_of(note).body.count("\n") == note.count("\n")


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        pytest.param("- 하나\nQ. 왜?\n- 둘\n", ["bullet", "paragraph", "bullet"], id="a label below an item"),
        pytest.param(
            "1. 하나\n   - 둘\n**Q. 왜?**\n1. 셋\n", ["numbered", "bold", "numbered"], id="below a nested item"
        ),
        pytest.param("- 하나\n  Q. 왜?\n- 둘\n", ["bullet", "bullet"], id="not: it is indented"),
        pytest.param("- 하나\n왜요?\n- 둘\n", ["bullet", "bullet"], id="not: it has no label"),
    ],
)
def test_a_label_that_is_not_indented_ends_the_list_above_it(note: str, expected: list[str]) -> None:
    assert [block.kind for block in tree_of(note).children] == expected

"""Card Markdown becomes the HTML that its writer meant, and that HTML reads back as the writer's words."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from flashcards.field import text_html
from flashcards.html import lone, picture, plain_text, render, replace_pictures

MARKDOWN = {
    "nothing": ("", ""),
    "words": ("꾸준히 하기", "<p>꾸준히 하기</p>"),
    "two-paragraphs": ("하나\n\n둘", "<p>하나</p>\n<p>둘</p>"),
    "hard-break-by-two-blanks": ("하나  \n둘", "<p>하나<br>\n둘</p>"),
    "hard-break-by-backslash": ("하나\\\n둘", "<p>하나<br>\n둘</p>"),
    "stress": ("*약하게* **세게**", "<p><em>약하게</em> <strong>세게</strong></p>"),
    "strikethrough": ("~~틀린 말~~", "<p><s>틀린 말</s></p>"),
    "heading": ("### 작은 제목", "<h3>작은 제목</h3>"),
    "quote": ("> 들은 말", "<blockquote>\n<p>들은 말</p>\n</blockquote>"),
    "divider": ("***", "<hr>"),
    "nested-lists": (
        "- 겉\n    - 속\n        1. 더 속",
        "<ul>\n<li>겉\n<ul>\n<li>속\n<ol>\n<li>더 속</li>\n</ol>\n</li>\n</ul>\n</li>\n</ul>",
    ),
    "list-that-starts-at-three": ("3. 셋\n4. 넷", '<ol start="3">\n<li>셋</li>\n<li>넷</li>\n</ol>'),
    "table-with-alignment": (
        "| 가 | 나 |\n|:-:|--:|",
        '<table>\n<thead>\n<tr>\n<th style="text-align:center">가</th>\n<th style="text-align:right">나</th>\n</tr>\n</thead>\n</table>',
    ),
    "table-without-alignment": (
        "| 가 |\n|---|\n| `a\\|b` |",
        "<table>\n<thead>\n<tr>\n<th>가</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td><code>a|b</code></td>\n</tr>\n</tbody>\n</table>",
    ),
    "code-span": ("`a < b && c`", "<p><code>a &lt; b &amp;&amp; c</code></p>"),
    "fenced-code": ("```\nif x:\n    y\n```", "<pre><code>if x:\n    y\n</code></pre>"),
    "indented-code": ("    x = 1", "<pre><code>x = 1\n</code></pre>"),
    "link": ("[문서](https://docs.example/a?b=1&c)", '<p><a href="https://docs.example/a?b=1&amp;c">문서</a></p>'),
    "address-in-brackets": ("<me@mail.example>", '<p><a href="mailto:me@mail.example">me@mail.example</a></p>'),
    "relative-link-leads-nowhere": ("[옆 글](./next.md)", "<p><a>옆 글</a></p>"),
    "bare-address-is-left-alone": ("https://docs.example", "<p>https://docs.example</p>"),
    "raw-html-that-cards-can-hold": ("H<sub>2</sub>O<br><kbd>Tab</kbd>", "<p>H<sub>2</sub>O<br><kbd>Tab</kbd></p>"),
    "raw-table": (
        '<table><tr><td colspan="2" align="left" style="text-align:right;width:9px">칸</td></tr></table>',
        '<table><tbody><tr><td colspan="2" style="text-align:right">칸</td></tr></tbody></table>',
    ),
    "folded-text": ("<details><summary>힌트</summary>답</details>", "<details><summary>힌트</summary>답</details>"),
    "abbreviation": ('<abbr title="풀이">약</abbr>', '<p><abbr title="풀이">약</abbr></p>'),
}

AS_WRITTEN = {
    "signs-of-html": "1 < 2 && 3 > 2",
    "quotes": "\"큰\" '작은'",
    "type-of-a-language": "List<String> 과 Map<String, List<Integer>>",
    "nested-type": "Optional<List<T>>",
    "placeholder": "git checkout <branch-name>",
    "closing-of-an-unknown-tag": "이것은 </Widget> 입니다",
    "component": '<MyButton onClick="go">눌러요</MyButton>',
    "comparison-without-blanks": "a<bb>c 이면 d",
    "arrow": "a <- b -> c <-> d",
    "heart": "고맙습니다 <3",
    "money": "$5 와 $10, $$많이$$",
    "single-braces": "{a: {b: 1}}",
    "brackets": "[1, 2] [참고] [x] [[위키]]",
    "lone-backslash": r"C:\Users\me",
    "percent-and-hash": "100% #1 & @you",
    "emoji-and-hanja": "👍🏽 漢字 カナ",
    "marks-of-obsidian": "==강조== ![[그림.png]] ^ref",
}

WORDS = {
    "no-html": ("", ""),
    "blanks-become-one": ("<p>가  \n 나</p>", "가 나"),
    "no-break-space-is-a-blank": ("<p>&nbsp;가&nbsp;나</p>", "가 나"),
    "paragraphs-become-lines": ("<p>가</p>\n<p>나</p>", "가\n나"),
    "hard-break": ("<p>가<br>나</p>", "가\n나"),
    "entities": ("<p>&lt;b&gt; &amp; &#91;x]</p>", "<b> & [x]"),
    "stress-joins": ("<p>가<strong>나</strong>다</p>", "가나다"),
    "link-without-address": ('<p><a href="https://a.example">문서</a> 참고</p>', "문서 참고"),
    "picture-left-out": ('<p>앞 <img src="a.png" alt="말"> 뒤</p>', "앞 뒤"),
    "picture-alone": ('<p><img src="a.png" alt="말"></p>', ""),
    "bullets-without-mark": ("<ul><li>가</li><li>나<ul><li>다</li></ul></li></ul>", "가\n나\n다"),
    "numbers": ("<ol><li>가</li><li>나</li></ol>", "1. 가\n2. 나"),
    "numbers-from-three": ('<ol start="3"><li>가</li><li>나</li></ol>', "3. 가\n4. 나"),
    "numbers-from-nought": ('<ol start="0"><li>가</li></ol>', "0. 가"),
    "number-stays-by-a-loose-item": ("<ol>\n<li>\n<p>가</p>\n<p>나</p>\n</li>\n</ol>", "1. 가\n나"),
    "number-of-an-item-without-words": ('<ol><li><img src="a.png"></li><li>나</li></ol>', "1.\n2. 나"),
    "outer-numbers-go-on": ("<ol><li>가<ol><li>나</li></ol></li><li>다</li></ol>", "1. 가\n1. 나\n2. 다"),
    "bullets-inside-numbers": ("<ol><li>가<ul><li>나</li></ul></li><li>다</li></ol>", "1. 가\n나\n2. 다"),
    "cells": ("<table><tr><td>가</td><td>나</td></tr><tr><td>다</td></tr></table>", "가 나\n다"),
    "blanks-between-tags-become-one": ("<table><tr>\n<td>가 </td>\n<td> 나</td>\n</tr></table>", "가 나"),
    "code-keeps-its-indent": ("<pre><code>if x:\n    y  = 1\n</code></pre>", "if x:\n    y  = 1"),
    "code-keeps-its-first-indent": ("<pre><code>    y\nz\n</code></pre>", "    y\nz"),
    "code-in-a-numbered-item": ("<ol><li><pre><code>a\n  b\n</code></pre></li></ol>", "1. a\n  b"),
    "no-empty-lines": ("<p>가</p><hr><p> </p><p>나</p>", "가\n나"),
}


@pytest.mark.parametrize(("markdown", "expected"), MARKDOWN.values(), ids=MARKDOWN)
def test_markdown_becomes_the_html_that_was_meant(markdown: str, expected: str) -> None:
    assert render(markdown) == expected


# Texts around the line between words alone, which are shown without being parsed, and Markdown.
NEARLY_WORDS = st.lists(
    st.sampled_from(
        [*"가나 Qa1-+.,?!():;/%·…“”’", "**", "_", "`", "[", "]", "&amp;", "&", "<", ">", "$", "~~", "^", "\\", "#"]
    ),
    max_size=12,
).map("".join)


@given(text=NEARLY_WORDS)
def test_words_that_are_shown_without_being_parsed_look_the_same_parsed(text: str) -> None:
    shown = [render(markdown) for markdown in (text, f"## {text}")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flashcards.html._LINE", regex.compile(r"(?!)"))
        patch.setattr("flashcards.markdown._MARKS", regex.compile(""))
        assert [render(markdown) for markdown in (text, f"## {text}")] == shown


@pytest.mark.parametrize("text", AS_WRITTEN.values(), ids=AS_WRITTEN)
def test_text_that_looks_like_markup_reads_back_as_written(text: str) -> None:
    assert plain_text(render(text)) == text


@pytest.mark.parametrize("text", [*AS_WRITTEN.values(), "<b>굵게</b> *별* `코드` [글](https://a.example)"])
def test_a_label_is_shown_as_written(text: str) -> None:
    assert plain_text(text_html(text)) == text


@pytest.mark.parametrize(("html", "expected"), WORDS.values(), ids=WORDS)
def test_the_words_of_a_field_are_what_a_reader_sees(html: str, expected: str) -> None:
    assert plain_text(html) == expected


SWALLOWING = [
    "applet", "body", "button", "colgroup", "embed", "font", "form", "frameset", "head", "html", "iframe", "input", "link",
    "math", "meta", "noframes", "noscript", "object", "option", "plaintext", "script", "section", "select", "style", "svg",
    "template", "textarea", "title", "video",
]  # fmt: skip


@pytest.mark.parametrize("tag", SWALLOWING)
def test_a_sentence_about_a_tag_loses_no_word_after_it(tag: str) -> None:
    words = plain_text(render(f"먼저 <{tag}> 태그를 씁니다.\n\n- 다음 *말*")).replace(f"<{tag}> ", "")
    assert words == "먼저 태그를 씁니다.\n다음 말"


@pytest.mark.parametrize("tag", SWALLOWING)
def test_what_follows_a_tag_in_a_sentence_keeps_its_form(tag: str) -> None:
    assert "<ul>\n<li>다음 <em>말</em></li>\n</ul>" in render(f"먼저 <{tag}> 태그를 씁니다.\n\n- 다음 *말*")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>가 <em>나</em></p>", "가 <em>나</em>"),
        ("<p>가</p>\n<p>나</p>", "<p>가</p>\n<p>나</p>"),
        ("<ul><li>가</li></ul>", "<ul><li>가</li></ul>"),
        ("", ""),
    ],
    ids=["one-paragraph", "two-paragraphs", "list", "nothing"],
)
def test_only_the_paragraph_around_a_whole_field_goes(html: str, expected: str) -> None:
    assert lone(html) == expected


def test_each_picture_is_shown_by_its_link_and_its_words() -> None:
    html = render('![말 "둘"](a%20b.png "제목") 와 <img alt="x" src="/c&amp;d.png"> 와 `![](no.png)`')
    got = replace_pictures(html, lambda link, alt: f"[{link}|{alt}]")
    assert got == '<p>[a%20b.png|말 "둘"] 와 [/c&d.png|x] 와 <code>![](no.png)</code></p>'


def test_a_picture_of_the_deck_holds_its_name_and_words_safely() -> None:
    assert picture("fc-0.png", 'a" onload="x {{b}}') == (
        '<img src="fc-0.png" alt="a&quot; onload=&quot;x &#123;&#123;b}}">'
    )


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("", True),
        ("<script>x</script>", True),
        ("<!-- 나중에 -->", True),
        ("---", True),
        ("<div></div>", True),
        ("[](https://a.example)", True),
        ("가", False),
        ("![](a.png)", True),
        ("<Foo>", False),
        ("`x`", False),
    ],
)
def test_what_shows_no_word_has_no_text(markdown: str, expected: bool) -> None:
    assert (plain_text(render(markdown)) == "") is expected

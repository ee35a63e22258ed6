"""The habits of people who write notes: stress beside particles, line ends, formulas and money, footnotes, coloured code."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt, parser_block

from flashcards.colours import colour
from flashcards.html import plain_text, render
from flashcards.markdown import BEGINS, MAX_NESTING, commonmark
from tests.any_note import NOTES

STRESSED = {
    "quotation marks": ('그는 **"강조"**라고 했다', '그는 <strong>"강조"</strong>라고 했다'),
    "brackets": ("**중요(important)**은 남는다", "<strong>중요(important)</strong>은 남는다"),
    "full stop": ("**끝났다.**그리고 쉰다", "<strong>끝났다.</strong>그리고 쉰다"),
    "link": ("**[문서](https://a.example)**를 본다", '<strong><a href="https://a.example">문서</a></strong>를 본다'),
    "code": ("**`set`**을 쓴다", "<strong><code>set</code></strong>을 쓴다"),
    "words on both sides": ("이른바**(큰)**것", "이른바<strong>(큰)</strong>것"),
    "light": ('*"약하게"*도 된다', '<em>"약하게"</em>도 된다'),
    "both": ('***"둘 다"***는', '<em><strong>"둘 다"</strong></em>는'),
    "crossed out": ('~~"틀린 말"~~은 빼고', '<s>"틀린 말"</s>은 빼고'),
    "two in a row": ('**"하나"**와 **"둘"**은', '<strong>"하나"</strong>와 <strong>"둘"</strong>은'),
    "Japanese": ("**「強調」**です", "<strong>「強調」</strong>です"),
    "Chinese": ("这是**“重点”**吗", "这是<strong>“重点”</strong>吗"),
}

# As CommonMark has it: nothing of this may change.
NOT_STRESSED = {
    "blank inside": ("** 가 **나", "** 가 **나"),
    "blank before the end": ("**가 **나", "**가 **나"),
    "stars alone": ("2 ** 10 가 ** 나", "2 ** 10 가 ** 나"),
    "one side only": ('**"가"는', '**"가"는'),
    "Latin letters": ('**"a"**b', '**"a"**b'),
    "Latin letters before": ('a**"b"** c', 'a**"b"** c'),
    "digits": ("1**(2)**3", "1**(2)**3"),
    "underscores": ('__"가"__는', '__"가"__는'),
    "escaped": (r'\*\*"가"\*\*는', '**"가"**는'),
}


@pytest.mark.parametrize(("markdown", "expected"), STRESSED.values(), ids=STRESSED)
def test_stress_ends_before_a_word_that_is_written_without_a_blank(markdown: str, expected: str) -> None:
    assert render(markdown) == f"<p>{expected}</p>"


@pytest.mark.parametrize(("markdown", "expected"), NOT_STRESSED.values(), ids=NOT_STRESSED)
def test_what_commonmark_does_not_stress_is_left_alone(markdown: str, expected: str) -> None:
    assert render(markdown) == f"<p>{expected}</p>"


LINES_MEANT = {
    "short lines": "물을 준다\n햇빛을 준다\n기다린다",
    "sentences": "먼저 문제를 작게 나누고 하나씩 풀어 보는 것이 좋다고 하셨다.\n그다음에 합친다.",
    "sentences without a full stop": "먼저 문제를 작게 나누고 하나씩 풀어 보는 것이 좋다고 생각함\n그다음에 합침",
    "marks": "-> 먼저 문제를 작게 나누고 하나씩 풀어 보는 것이 좋고 그 반대로\n-> 합치는 것은 나중 일",
    "in an item": "- 물\n  햇빛",
    "in a quote": "> 물은 왜 주나요?\n> 햇빛은요?",
}

WRAPPED = {
    "Korean by hand": (
        "작은 팀에서는 문서를 길게 쓰는 것보다 매일 아침에 십 분씩 이야기를 나누는 편이 훨씬\n"
        "도움이 되었고 그 이야기를 한 줄로 남겨 두면 나중에 들어온 사람이 왜 그렇게 되었는지를\n알 수 있음"
    ),
    "English by an editor": (
        "Start with the part that hurts most when it is wrong. Money, and anything\n"
        "that deletes data. Then work outwards, one boundary at a time, and stop\nwhen it bores you."
    ),
    "two lines": "가장 먼저 틀렸을 때 가장 아픈 곳부터 시험하는 코드를\n쓰면 된다",
}


@pytest.mark.parametrize("markdown", LINES_MEANT.values(), ids=LINES_MEANT)
def test_a_line_end_that_was_meant_is_one_on_the_card(markdown: str) -> None:
    assert render(markdown).count("<br>\n") == markdown.count("\n")


@pytest.mark.parametrize("markdown", WRAPPED.values(), ids=WRAPPED)
def test_a_sentence_that_was_only_wrapped_goes_on(markdown: str) -> None:
    assert render(markdown) == f"<p>{markdown}</p>"


def test_a_short_line_in_a_wrapped_paragraph_ends_where_it_ends() -> None:
    first, *_ = WRAPPED["two lines"].split("\n")

    assert render(f"{first}\n쓰면 된다\n다음은 나중에") == f"<p>{first}\n쓰면 된다<br>\n다음은 나중에</p>"


@pytest.mark.parametrize(
    ("markdown", "breaks"),
    [
        pytest.param("하나  \n둘\n셋", 1, id="two blanks somewhere"),
        pytest.param("하나\\\n둘\n셋", 1, id="a backslash somewhere"),
        pytest.param("하나<br>\n둘", 1, id="a break in HTML"),
        pytest.param("![](a.png)\n둘", 0, id="beside a picture"),
        pytest.param("`하나\n둘`", 0, id="in code"),
        pytest.param("| 하나 |\n|---|\n| 둘 |", 0, id="in a table"),
        pytest.param("하나\n\n둘", 0, id="between paragraphs"),
    ],
)
def test_no_other_line_end_becomes_a_break(markdown: str, breaks: int) -> None:
    assert render(markdown).count("<br>") == breaks


FORMULAS = {
    "in a line": ("학습률 $\\eta$는 작다", r"<p>학습률 \(\eta\)는 작다</p>"),
    "first sign of a text that ends in a digit": ("$x$는 2", r"<p>\(x\)는 2</p>"),
    "stars and lines": ("$a_1 * b_1 * c_1$", r"<p>\(a_1 * b_1 * c_1\)</p>"),
    "angles": ("$a < b$", r"<p>\(a &lt; b\)</p>"),
    "on lines of its own": ("$$\na &= b \\\\[2pt]\n$$", "<p>\\[\na &amp;= b \\\\[2pt]\n\\]</p>"),
    "on its own line of a paragraph": ("가\n$$x$$", "<p>가<br>\n\\[x\\]</p>"),
    "four dollars in a sentence": ("행렬 $$A$$는", r"<p>행렬 \(A\)는</p>"),
    "with an environment": (r"$\begin{pmatrix}1\end{pmatrix}$", r"<p>\(\begin{pmatrix}1\end{pmatrix}\)</p>"),
    "in a cell": ("| $x$ |\n|---|", r"<table>" + "\n<thead>\n<tr>\n" + r"<th>\(x\)</th>" + "\n</tr>\n</thead>\n</table>"),
    "in an item": ("- $x$", "<ul>\n<li>\\(x\\)</li>\n</ul>"),
    "its label": (r"$x \label{eq:a}$", r"<p>\(x  \)</p>"),
    "a label in the middle of a command": (r"$\hr\label{a}ef{x}{y}$", r"<p>\(\hr ef{x}{y}\)</p>"),
    "a wide one": (f"${'x + ' * 20}x$", rf'<p><span class="long">\({"x + " * 20}x\)</span></p>'),
    "marks of Anki": ("$[sound:a.mp3] x^{{2}}$", r"<p>\(&#91;sound:a.mp3] x^&#123;&#123;2}}\)</p>"),
}  # fmt: skip

NO_FORMULAS = {
    "two prices": "$5 and $10",
    "two prices in Korean": "비용이 $100에서 $200로 올랐다",
    "a range of prices": "$5~$10, $5-$10, ($5)와($10)",
    "a price with words, and dollars after a number": "$5(약 7천원)에서 10$까지",
    "a price for a time": "costs $5/month or 50$ at once",
    "a price with a unit": "US$5 and A$10",
    "variables": "$HOME/bin:$PATH 와 ${a}-${b}",
    "stock": "$AAPL, $TSLA",
    "words": "$$많이$$ 벌었다",
    "a grade of prices": "$$ 또는 $$$",
    "blanks inside": "$ x $",
    "one dollar": "1$",
    "nothing": "$$ $$",
    "code": "`$x$`",
}


@pytest.mark.parametrize(("markdown", "expected"), FORMULAS.values(), ids=FORMULAS)
def test_a_formula_is_one_for_mathjax(markdown: str, expected: str) -> None:
    assert render(markdown) == expected


@pytest.mark.parametrize("text", NO_FORMULAS.values(), ids=NO_FORMULAS)
def test_money_and_other_dollars_are_left_alone(text: str) -> None:
    html = render(text)

    assert (regex.findall(r"\\[(\[]", html), plain_text(html)) == ([], text.replace("`", ""))


def test_an_escaped_dollar_is_a_dollar() -> None:
    assert render(r"\$x\$") == "<p>$x$</p>"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("식 $x^2$와 $$\\frac{1}{2} \\\\[2pt]$$", "식 $x^2$와 $\\frac{1}{2} \\\\[2pt]$"),
        ("$$\nx\n$$", "$$ x $$"),
        ("`\\(x\\)`와 $x$", "\\(x\\)와 $x$"),
    ],
    ids=["in a line", "on its own", "code about formulas"],
)
def test_a_formula_reads_as_it_was_written(markdown: str, expected: str) -> None:
    assert plain_text(render(markdown)) == expected


def test_a_footnote_is_a_number_and_a_small_list_below() -> None:
    html = render("둘[^b] 하나[^a] 둘[^b]\n\n[^a]: 첫째\n[^b]: 둘째 *말*")

    assert html == (
        '<p>둘<sup class="ref">1</sup> 하나<sup class="ref">2</sup> 둘<sup class="ref">1</sup></p>\n<ol class="notes">\n'
        "<li><p>둘째 <em>말</em></p>\n</li>\n<li><p>첫째</p>\n</li>\n</ol>"
    )
    assert plain_text(html) == "둘[1] 하나[2] 둘[1]\n1. 둘째 말\n2. 첫째"
    assert plain_text(html, footnotes=False) == "둘 하나 둘"


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        pytest.param("가[^a]", "가[^a]", id="without a definition"),
        pytest.param("가\n\n[^a]: 나", "가", id="a definition that nothing refers to"),
        pytest.param("문자 집합 ^[a-z]+", "문자 집합 ^[a-z]+", id="a pattern"),
        pytest.param("`[^a]`\n\n[^a]: 나", "[^a]", id="code"),
        pytest.param("H<sup>2</sup>", "H2", id="raised figures"),
    ],
)
def test_what_refers_to_nothing_is_no_footnote(markdown: str, words: str) -> None:
    assert plain_text(render(markdown)) == words


def test_code_of_a_known_language_is_coloured_by_class_alone() -> None:
    html = render("```python\ndef f(x):  # 왜\n    return 'a' + 1\n```")

    assert html == (
        '<pre><code><span class="k">def</span> <span class="f">f</span>(x):  <span class="c"># 왜</span>\n'
        '    <span class="k">return</span> <span class="s">\'a\'</span> + <span class="n">1</span>\n</code></pre>'
    )


@pytest.mark.parametrize("info", ["Python", "py title=a", "{.python}", "python:a.py", "python{1,3}", "py3"])
def test_a_language_is_known_however_it_is_stated(info: str) -> None:
    assert '<span class="k">def</span>' in render(f"```{info}\ndef f(): ...\n```")


@pytest.mark.parametrize("info", ["", "nolanguage", "text", "{}", "../python", "2026"])
def test_other_code_is_left_plain(info: str) -> None:
    assert render(f"```{info}\ndef f(): ...\n```") == "<pre><code>def f(): ...\n</code></pre>"


@pytest.mark.parametrize("language", ["python", "js", "html", "bash", "sql", "kotlin", "diff", "console"])
@pytest.mark.parametrize("code", ["", "\n", "\n\n  x\n\n", "\tx = '가\n", "<b>&amp;\n$ x\n- y\n+ z"], ids=range(5))
def test_colours_keep_every_sign_of_the_code(language: str, code: str) -> None:
    assert "".join(text for _, text in colour(code, language)) == code


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("def f(): ...\n" * 2000, id="many lines"),
        pytest.param("def f(): ..." + " " * 1000, id="a long line"),
        pytest.param("def f(): ..." + "\n" * 1000, id="many empty lines"),
    ],
)
def test_code_of_a_length_that_nobody_learns_is_left_plain(code: str) -> None:
    assert colour(code, "python") == (("", code),)


SIGNS = "`~>*-_+#[<|:=$ \t1.)가a\n"


@settings(max_examples=150)
@given(st.one_of(NOTES, st.text(SIGNS, max_size=60)))
def test_a_look_at_the_first_sign_finds_the_blocks_that_the_parser_finds_by_itself(text: str) -> None:
    own = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table").disable("inline")

    assert blocks_alone().parse(text) == own.parse(text)


BOXES = {
    "callout": ("> [!tip] 먼저\n>\n> 재기", "<blockquote>\n<p><strong>먼저</strong></p>\n<p>재기</p>\n</blockquote>"),
    "folded callout": ("> [!note]- 접은 것", "<blockquote>\n<p><strong>접은 것</strong></p>\n</blockquote>"),
    "callout without a title": (
        "> [!WARNING]\n> 위험",
        "<blockquote>\n<p><strong>Warning</strong><br>\n위험</p>\n</blockquote>",
    ),
    "tasks": ("- [ ] 할 일\n- [x] 한 일", "<ul>\n<li>☐ 할 일</li>\n<li>☑ 한 일</li>\n</ul>"),
}
NO_BOXES = {
    "link in a quote": ("> [!가](https://a.example)", '<a href="https://a.example">!가</a>'),
    "mark within a quote": ("> 가 [!tip] 나", "가 [!tip] 나"),
    "mark outside a quote": ("[!tip] 가", "[!tip] 가"),
    "a Korean word": ("> [!팁] 가", "[!팁] 가"),
    "brackets within an item": ("- 가 [x] 나", "가 [x] 나"),
    "empty brackets": ("- [] 가", "[] 가"),
    "another letter": ("- [y] 가", "[y] 가"),
    "a link in an item": ("- [x](https://a.example) 가", '<a href="https://a.example">x</a> 가'),
    "code": ("- `[x] 가`", "<code>[x] 가</code>"),
    "a box outside a list": ("[x] 가", "[x] 가"),
}


@pytest.mark.parametrize(("markdown", "expected"), BOXES.values(), ids=BOXES)
def test_callouts_and_tasks_look_as_editors_show_them(markdown: str, expected: str) -> None:
    assert render(markdown) == expected


@pytest.mark.parametrize(("markdown", "expected"), NO_BOXES.values(), ids=NO_BOXES)
def test_other_brackets_are_shown_as_written(markdown: str, expected: str) -> None:
    assert expected in render(markdown)


def test_rules_that_are_asked_by_the_first_sign_end_what_they_ended() -> None:
    known = {name: (rule, ends) for name, rule, ends in parser_block._rules}

    assert {name: (rule, ends) for name, (_, rule, ends) in BEGINS.items()} == {name: known[name] for name in BEGINS}


def blocks_alone() -> MarkdownIt:
    return commonmark().enable("table").disable("inline")

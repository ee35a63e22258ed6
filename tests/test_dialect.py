"""Marks of Jekyll, Obsidian and Typora become CommonMark or go, on their own line; everything else stays."""

from __future__ import annotations

import pytest

from flashcards.dialect import to_commonmark


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        pytest.param("![[그림 하나.png]]", "![그림 하나.png](<그림 하나.png>)", id="Obsidian"),
        pytest.param("![[a.png|300]] 와 ![[b.png#x|작게]]", "![a.png](<a.png>) 와 ![b.png](<b.png>)", id="Obsidian with a size"),
        pytest.param("![[a.png\\|300]]", "![a.png](<a.png>)", id="Obsidian in a table"),
        pytest.param("![[노트 하나]] 와 ![[발표.pdf#page=2]]", "노트 하나 와 발표.pdf > page=2", id="a note and a file put in"),
        pytest.param("[[노트 하나]]를 [[노트 하나|그 노트]]와 [[폴더/노트#절]]에", "노트 하나를 그 노트와 폴더/노트 > 절에", id="links to notes"),
        pytest.param("| [[노트\\|그것]] | [[노트#^a1b2c3]] |", "| 그것 | 노트 |", id="links in a table and to a block"),
        pytest.param("화요일%%확인%%에 %% 또 하나 %%한다", "화요일에 한다", id="remarks of Obsidian"),
        pytest.param("`x` [[노트]] ``[[y]]`` [[절]] `", "`x` 노트 ``[[y]]`` 절 `", id="links between code"),
        pytest.param("![그림](내 그림.PNG)", "![그림](<내 그림.PNG>)", id="a blank in the path"),
        pytest.param("![]( a.png)", "![](<a.png>)", id="a blank before the path"),
        pytest.param("![]({{ site.url }}/a.png)", "![](/a.png)", id="Jekyll"),
        pytest.param('<img src="{{site.url}}{{ site.baseurl }}/a.png">', '<img src="/a.png">', id="Jekyll in a tag"),
        pytest.param("> - ![[a.png]]", "> - ![a.png](<a.png>)", id="in a quoted list"),
        pytest.param("```\n![[a.png]]\n```\n![[b.png]]", "```\n![[a.png]]\n```\n![b.png](<b.png>)", id="after code"),
        pytest.param("![]({{ '/a.png' | relative_url }})", "![](/a.png)", id="Jekyll with a filter"),
        pytest.param("[글]({{ site.url }}{% post_url 2026-03-06-a %}#b)", "[글](2026-03-06-a#b)", id="a post of Jekyll"),
        pytest.param("[글]({% link notes/a.md %})", "[글](notes/a.md)", id="a page of Jekyll"),
        pytest.param("{% raw %}\n`{{ x }}`\n{% endraw %}", "\n`{{ x }}`\n", id="raw around lines"),
        pytest.param("`{% raw %}{{ x }}{% endraw %}` 와", "`{{ x }}` 와", id="raw in a line"),
        pytest.param("{% highlight python linenos %}\n{{ x }}\n{% endhighlight %}", "~~~~~~python\n{{ x }}\n~~~~~~", id="code of Jekyll"),
        pytest.param("> {% highlight c++ %}\n> x\n> {% endhighlight %}", "> ~~~~~~c++\n> x\n> ~~~~~~", id="code of Jekyll in a quote"),
        pytest.param("글\n{: .center}\n{:toc}", "글\n\n", id="classes of kramdown"),
        pytest.param("## 절\n왜 높은가요?\n둑이요\n{: .notice--info}\n\n흙", "## 절\n> 왜 높은가요?\n> 둑이요\n\n\n흙", id="a box of kramdown"),
        pytest.param("- 하나\n{: .notice}\n\n**봄**\n{: .notice .big}", "- 하나\n\n\n> **봄**\n", id="a box, and a list, which is none"),
        pytest.param("> 왜?\n\n그래서\n{: .notice}", "> 왜?\n\n그래서\n", id="boxes in a note that quotes otherwise"),
        pytest.param("글\n:+1: 4\n:eyes: 1 :heart: 2\n: 뜻", "글\n\n\n: 뜻", id="reactions of Slack"),
        pytest.param("==왜 높은가요?==\n둑은==높다== a==b && c==d `==x==` ====", "<mark>왜 높은가요?</mark>\n둑은<mark>높다</mark> a==b && c==d `==x==` ====", id="highlights of Obsidian"),
        pytest.param("1、왜?\n네、그래요\n 2、 둘", "1. 왜?\n네、그래요\n 2. 둘", id="numbers as in Chinese"),
        pytest.param("> 네\n> [name=다온] [time=Mon, Jan 2] [color=#3b75c6]", "> 네\n> — 다온", id="who said it, in HackMD"),
        pytest.param('![](a.png){: width="300"} [글](u){:target="_blank"} `a.py`{: .filepath}', "![](a.png) [글](u) `a.py`", id="classes in a line"),
        pytest.param("## 제목 {#own-id}\n## Q&A {#q&a}", "## 제목\n## Q&A", id="a heading with a name"),
        pytest.param('<a name="q1"></a>\n**왜?**\n\n### <a id=q2></a>언제?', "\n**왜?**\n\n### 언제?", id="names in HTML that a table of contents leads to"),
        pytest.param(r"# **R\&D팀 Q \& A**", "# **R&D팀 Q & A**", id="an escaped ampersand, as of Google Docs"),
        pytest.param("`$$` 1\\. 왜?\n\n1\\. 왜?\n\n> 2\\) 왜?\n\n## 3\\. 왜?\n\n**Q4\\. 왜?**\n\n- A\\) 그냥", "`$$` 1\\. 왜?\n\n1. 왜?\n\n> 2) 왜?\n\n## 3. 왜?\n\n**Q4. 왜?**\n\n- A) 그냥", id="escaped numbers and labels"),
        pytest.param("## 물음\n1\\. 왜?\n네.\n2\\. 왜?", "## 물음\n1. 왜?\n네.\n2. 왜?", id="escaped numbers below a heading and below each other"),
        pytest.param(r"\[질문 1\] 왜? \[Q1\] 왜?", "[질문 1] 왜? [Q1] 왜?", id="escaped brackets around words"),
        pytest.param("- Q. 왜?\n  collapsed:: true\n  id:: 65650f5e\n\t- 그냥", "- Q. 왜?\n\n\n\t- 그냥", id="properties of Logseq"),
        pytest.param("- ```\n  ![[a.png]]\n  ```\n- ![[b.png]]", "- ```\n  ![[a.png]]\n  ```\n- ![b.png](<b.png>)", id="after code that opens an item"),
        pytest.param("```x``` 와\n![[b.png]]", "```x``` 와\n![b.png](<b.png>)", id="after code in a line"),
        pytest.param("{% include figure.html image_path='a.png' %}\n{%- assign a = 1 -%}", "\n", id="tags of Jekyll"),
    ],
)  # fmt: skip
def test_a_mark_of_another_program_is_made_commonmark(written: str, wanted: str) -> None:
    assert to_commonmark(written) == wanted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("![그림](a.png)", id="CommonMark"),
        pytest.param("![그림](<내 그림.png>)", id="brackets already"),
        pytest.param('![그림](a.png "제목 하나")', id="a title"),
        pytest.param("![그림](a b)", id="no picture's ending"),
        pytest.param("[글](내 글.png)", id="a link"),
        pytest.param("[[pdf]](https://example.com/a.pdf) [[글]][a] [[글]]: 뜻", id="links of other kinds"),
        pytest.param("[[1, 2], [3, 4]] 와 [[0]] 과 a[[i]]", id="lists and matrices"),
        pytest.param("[[ -f 파일 ]] && `[[ $x ]]` `[[노트]]`", id="conditions of a shell, and code"),
        pytest.param("std::vector<int>:: x\n  값:: 하나\nid:: 65\n  id:: a -> a", id="colons that are no property"),
        pytest.param("50%% 에서 60%% 로, %%time과 %%timeit, `%%sql%%`", id="percentages and magic words"),
        pytest.param("%% 끝나지 않는 말", id="a remark that never ends"),
        pytest.param("![[]] ![[#절]] [[]]", id="no path"),
        pytest.param("{{ site.title }} 와 {{ page.url }}", id="other variables"),
        pytest.param("`{{ site.url }}`", id="a variable that is no link"),
        pytest.param("```md\n![[a.png]]\n", id="code that never ends"),
        pytest.param("> ~~~\n> ![[a.png]]\n> ~~~", id="code in a quote"),
        pytest.param("````\n```\n![[a.png]]\n````", id="code about code"),
        pytest.param("```liquid\n{% raw %}\n{: .x}\n```", id="code about Jekyll"),
        pytest.param("{% highlight python %}\n가", id="code of Jekyll that never ends"),
        pytest.param("`{% raw %}` 와 `{: .x}` 를 쓴다", id="words about Jekyll"),
        pytest.param("{% for x in y %}\n    {% include 'a.html' %}\n{% endfor %}", id="tags of Django"),
        pytest.param("f'{x: .2f}' {:>10} {: <5}", id="formats of Python"),
        pytest.param("#태그 {#a} 와 #{a}", id="braces outside headings"),
        pytest.param("## `{#id}`", id="a heading about names"),
        pytest.param(r"R\&amp;D 와 \&#38; 와 \\& 와", id="an ampersand that would act, and a backslash before one"),
        pytest.param("- 1\\. 왜?\n\n긴 문장이다\\) 끝났습니다\\.", id="escapes that are not before a label"),
        pytest.param(r"\[글\](a) 와 \[x\] 와 \[^1\] 와 \[a]", id="brackets that would act"),
        pytest.param("$a\\&b$ 와 \\(a\\&b\\) 와 `Q\\&A`\n\n```\nQ\\&A\n```", id="formulas and code with a backslash"),
        pytest.param("$$\nR \\& D\n$$\n\\text{R \\& D}", id="formulas of several lines"),
        pytest.param("    sed 's/a\\&b/c/'\n\n<pre>a\\&b</pre>", id="code by its indent, and HTML"),
        pytest.param(
            "- 하나\n\n  1\\. 둘\n\n> 셋\n1\\. 넷", id="numbers that would begin a list in an item or a quote"
        ),
        pytest.param("\\[Q1\\] 왜?\n\n[Q1]: http://a.example", id="brackets that the note defines"),
        pytest.param('<a href="#q1">왜?</a> `<a name="q1"></a>`', id="a link, and code about names"),
    ],
)
def test_what_is_no_foreign_mark_is_left_alone(text: str) -> None:
    assert to_commonmark(text) == text


def test_lines_keep_their_numbers() -> None:
    lines = ["![[a.png]]", "", "가", "![](b c.png)", ""]
    assert [not line for line in to_commonmark("\n".join(lines)).split("\n")] == [not line for line in lines]


@pytest.mark.parametrize(
    "piece",
    [
        "![",
        "![[",
        "![[a#",
        "[[",
        "[[가",
        "[[가|",
        "`[[가]",
        "%%a",
        "![](",
        "![](a ",
        "a ",
        "](  {{",
        "{% raw %}",
        "){:",
        "## {#a ",
        "{% highlight a ",
        "({% link ",
        "==a ",
        "==",
        "[name=",
    ],
)
def test_a_line_without_end_takes_no_time_to_speak_of(piece: str) -> None:
    line = "![](" + piece * 50_000  # the slow way took minutes
    assert to_commonmark(line) == line

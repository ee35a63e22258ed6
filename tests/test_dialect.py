"""Picture links of Jekyll, Obsidian and Typora become CommonMark, on their own line; everything else stays."""

from __future__ import annotations

import pytest

from flashcards.dialect import to_commonmark


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        pytest.param("![[그림 하나.png]]", "![그림 하나.png](<그림 하나.png>)", id="Obsidian"),
        pytest.param("![[a.png|300]] 와 ![[b.png#x|작게]]", "![a.png](<a.png>) 와 ![b.png](<b.png>)", id="Obsidian with a size"),
        pytest.param("![그림](내 그림.PNG)", "![그림](<내 그림.PNG>)", id="a blank in the path"),
        pytest.param("![]( a.png)", "![](<a.png>)", id="a blank before the path"),
        pytest.param("![]({{ site.url }}/a.png)", "![](/a.png)", id="Jekyll"),
        pytest.param('<img src="{{site.url}}{{ site.baseurl }}/a.png">', '<img src="/a.png">', id="Jekyll in a tag"),
        pytest.param("> - ![[a.png]]", "> - ![a.png](<a.png>)", id="in a quoted list"),
        pytest.param("```\n![[a.png]]\n```\n![[b.png]]", "```\n![[a.png]]\n```\n![b.png](<b.png>)", id="after code"),
    ],
)  # fmt: skip
def test_a_picture_link_is_made_commonmark(written: str, wanted: str) -> None:
    assert to_commonmark(written) == wanted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("![그림](a.png)", id="CommonMark"),
        pytest.param("![그림](<내 그림.png>)", id="brackets already"),
        pytest.param('![그림](a.png "제목 하나")', id="a title"),
        pytest.param("![그림](a b)", id="no picture's ending"),
        pytest.param("[[노트 하나]] 와 [글](내 글.png)", id="links"),
        pytest.param("![[]] ![[#절]]", id="no path"),
        pytest.param("{{ site.title }} 와 {{ page.url }}", id="other variables"),
        pytest.param("`{{ site.url }}`", id="a variable that is no link"),
        pytest.param("```md\n![[a.png]]\n", id="code that never ends"),
        pytest.param("> ~~~\n> ![[a.png]]\n> ~~~", id="code in a quote"),
        pytest.param("````\n```\n![[a.png]]\n````", id="code about code"),
    ],
)
def test_what_is_no_foreign_picture_is_left_alone(text: str) -> None:
    assert to_commonmark(text) == text


def test_lines_keep_their_numbers() -> None:
    lines = ["![[a.png]]", "", "가", "![](b c.png)", ""]
    assert [not line for line in to_commonmark("\n".join(lines)).split("\n")] == [not line for line in lines]


@pytest.mark.parametrize("piece", ["![", "![[", "![[a#", "![](", "![](a ", "a ", "](  {{"])
def test_a_line_without_end_takes_no_time_to_speak_of(piece: str) -> None:
    line = "![](" + piece * 50_000  # the slow way took minutes
    assert to_commonmark(line) == line

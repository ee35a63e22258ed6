"""Front matter: what it states is read as written, broken or not, and it never costs a line or much time."""

from __future__ import annotations

import pytest

from flashcards.frontmatter import FrontMatter, split_front_matter
from tests.pace import done_within

NONE = FrontMatter()


def read(source: str) -> FrontMatter:
    """What is read from the lines between two `---`."""
    return split_front_matter(f"---\n{source}\n---\n본문\n", "a.md")[0]


def remarks(text: str) -> list[str]:
    return [str(problem) for problem in split_front_matter(text, "a.md")[2]]


@pytest.mark.parametrize(
    ("value", "title"),
    [
        pytest.param("바람의 지도", "바람의 지도", id="plain text"),
        pytest.param('"Day_07 [특강]: 지도"', "Day_07 [특강]: 지도", id="quoted"),
        pytest.param("'it''s'", "it's", id="quoted twice"),
        pytest.param(">-\n  두 줄\n  제목", "두 줄 제목", id="folded over lines"),
        pytest.param("2026-03-02", "2026-03-02", id="a date"),
        pytest.param("2026-13-45", "2026-13-45", id="a date that no calendar has"),
        pytest.param("07", "07", id="a number with a leading zero"),
        pytest.param("3.10", "3.10", id="a number that ends in zero"),
        pytest.param("12:30", "12:30", id="a time of day"),
        pytest.param("yes", "yes", id="a word that YAML takes for true"),
        pytest.param("null", "", id="null"),
        pytest.param("~", "", id="a tilde"),
        pytest.param("", "", id="nothing"),
        pytest.param("{a: b}", "", id="a mapping"),
        pytest.param("'   '", "", id="blanks"),
    ],
)
def test_a_title_is_the_text_that_stands_there(value: str, title: str) -> None:
    assert read(f"title: {value}") == FrontMatter(title=title)


@pytest.mark.parametrize(
    ("source", "tags"),
    [
        pytest.param("tags: 지도", ("지도",), id="one"),
        pytest.param("tags: [지도, 3.10, 2026-03-02]", ("지도", "3.10", "2026-03-02"), id="in brackets"),
        pytest.param("tags:\n  - 지도\n  - yes", ("지도", "yes"), id="a line each"),
        pytest.param("Tags: 지도", ("지도",), id="capital"),
        pytest.param("tag: 지도", ("지도",), id="singular"),
        pytest.param("tags: [a, [b, c], {d: e}, ~, '']", ("a",), id="what is no text is left out"),
        pytest.param("tags:", (), id="none"),
        pytest.param("hashtags: 지도", (), id="another key"),
        pytest.param("params:\n  tags: 지도", (), id="below another key"),
    ],
)
def test_tags_are_one_text_or_a_list_of_texts(source: str, tags: tuple[str, ...]) -> None:
    assert read(source) == FrontMatter(tags=tags)


@pytest.mark.parametrize(
    ("value", "speakers"),
    [
        pytest.param('"[[한결음]]"', ("한결음",), id="a link of Obsidian"),
        pytest.param("[[한결음]]", ("한결음",), id="without quotes"),
        pytest.param('"[[사람/한결음|결음]]"', ("결음",), id="with a name of its own"),
        pytest.param('["[[한결음]]", "[[오름달]]"]', ("한결음", "오름달"), id="two"),
        pytest.param('"한결음 [CTO]"', ("한결음 [CTO]",), id="other brackets stay"),
    ],
)
def test_a_master_may_be_a_link_to_a_note(value: str, speakers: tuple[str, ...]) -> None:
    assert read(f"master: {value}").speakers == speakers


def test_categories_and_category_are_read_as_one_list() -> None:
    assert read("category: 지도\ncategories: [Camp/Week_3, 특강]").categories == ("Camp/Week_3", "특강", "지도")


BROKEN = """title: [마스터클래스] 윤슬 마스터
date: 2026-03-02
categories:
  - Camp/Week_3
custom-list:
  - 딴 것
tags: [지도, "바람"]"""


def test_broken_yaml_is_read_line_by_line_all_the_same() -> None:
    want = FrontMatter(
        title="[마스터클래스] 윤슬 마스터",
        categories=("Camp/Week_3",),
        tags=("지도", "바람"),
        keys=("date 2026-03-02",),
    )
    assert read(BROKEN) == want


@pytest.mark.parametrize(
    ("source", "line"),
    [
        pytest.param(BROKEN, 2, id="at its first line"),
        pytest.param("layout: post\ntags: 지도\ntitle: @윤슬", 4, id="further down"),
        pytest.param("title: a: b", 2, id="a second colon"),
        pytest.param("title: 지도\n\tlayout: post", 3, id="a tab"),
    ],
)
def test_the_remark_on_broken_yaml_names_its_line_and_what_to_do(source: str, line: int) -> None:
    [remark] = remarks(f"---\n{source}\n---\n")
    start = f"a.md:{line}: front matter is not valid YAML; put a value that holds [ ] : # or @ in quotes"
    assert remark[: len(start)] == start


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("", id="nothing"),
        pytest.param("\n오늘은 지도를 보았다.\n", id="text"),
        pytest.param("# 지도", id="a heading, which is a comment in YAML"),
        pytest.param("## 지도\nnote: 바람", id="a heading above a label"),
        pytest.param("## Q&A\n- 지도는 어디에?\n\t- 안내소에", id="an outline with tabs, which is no YAML"),
        pytest.param("- 지도\n- 바람", id="a list"),
        pytest.param("- 지도: 바람", id="a list of pairs"),
        pytest.param("Q: 지도는 어디에?\nA: 안내소에", id="a question and its answer"),
        pytest.param("질문: 지도는 어디에?\n답변: 안내소에", id="a question and its answer in Korean"),
        pytest.param("**지도**: 안내소에", id="bold text"),
        pytest.param("> 지도: 안내소에", id="a quote"),
        pytest.param("오늘의 주제: 지도\n바람이 불었다", id="prose with a colon"),
        pytest.param("https://maps.example/a", id="an address"),
    ],
)
def test_what_stands_between_two_dividers_stays_in_the_body(source: str) -> None:
    text = f"---\n{source}\n---\n본문\n"
    assert split_front_matter(text, "a.md") == (NONE, text, ())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty file"),
        pytest.param("본문\n", id="text alone"),
        pytest.param("본문\n---\ntitle: 지도\n---\n", id="further down"),
        pytest.param("\n---\ntitle: 지도\n---\n", id="after a blank line"),
        pytest.param("----\ntitle: 지도\n----\n", id="four dashes"),
        pytest.param(" ---\ntitle: 지도\n ---\n", id="indented"),
        pytest.param("---\n\n본문\n", id="a divider alone"),
        pytest.param("--- title: 지도 ---\n", id="on one line"),
    ],
)
def test_text_without_front_matter_is_left_alone(text: str) -> None:
    assert split_front_matter(text, "a.md") == (NONE, text, ())


@pytest.mark.parametrize(
    ("source", "front"),
    [
        pytest.param('title = "지도"\ntags = ["길", "강"]', FrontMatter(title="지도", tags=("길", "강")), id="texts"),
        pytest.param(
            "week = 4\ndate = 2026-03-20", FrontMatter(keys=("week 4", "date 2026-03-20")), id="numbers and dates"
        ),
    ],
)
def test_what_stands_between_plus_signs_is_toml(source: str, front: FrontMatter) -> None:
    assert split_front_matter(f"+++\n{source}\n+++\n본문\n", "a.md") == (front, "\n\n\n\n본문\n", ())


@pytest.mark.parametrize("source", ["본문", "", "1 + 1"], ids=["text", "nothing", "a sum"])
def test_what_is_no_toml_stays_in_the_body(source: str) -> None:
    text = f"+++\n{source}\n+++\n본문\n"
    assert split_front_matter(text, "a.md") == (NONE, text, ())


@pytest.mark.parametrize(
    "source", ["title = [", "title = 지도", "a = " + "[" * 5000], ids=["open", "no quotes", "nested"]
)
def test_broken_toml_stays_in_the_body_and_is_told(source: str) -> None:
    text = f"+++\n{source}\n+++\n본문\n"
    front, body, [problem] = split_front_matter(text, "a.md")
    assert (front, body) == (NONE, text)
    assert str(problem).startswith("a.md:1: front matter is not valid TOML; mend it, a text stands in quotes")


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        pytest.param("week: 4\nday: '12'", ("week 4", "day 12"), id="numbers"),
        pytest.param("week: 4주차\nlayout: post", ("week 4주차",), id="as written"),
        pytest.param("weekly: 4\nyear: 2026", (), id="other keys"),
    ],
)
def test_week_day_and_date_are_kept_with_their_keys(source: str, keys: tuple[str, ...]) -> None:
    assert read(source) == FrontMatter(keys=keys)


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        pytest.param("---\ntitle: 지도\n---", 3, id="plain"),
        pytest.param("---  \ntitle: 지도\n---\t", 3, id="blanks after the dashes"),
        pytest.param("---\ntitle: 지도\n...", 3, id="closed by dots"),
        pytest.param("---\n# comment\n\ntitle: 지도\n---", 5, id="a comment first"),
        pytest.param("---\ntitle: 지도\nx: |\n  한 줄\n\n  ---\n---", 7, id="dashes inside a text"),
        pytest.param("---\ntitle: 지도\ntags: [\n---", 4, id="broken"),
    ],
)
def test_the_body_keeps_the_numbers_of_its_lines(block: str, lines: int) -> None:
    front, body, _ = split_front_matter(f"{block}\n본문\n---\n끝\n", "a.md")
    assert (front.title, body) == ("지도", "\n" * lines + "본문\n---\n끝\n")


def test_front_matter_never_closed_is_text_and_a_remark_says_so() -> None:
    text = "---\ntitle: 지도\n\n본문\n"
    got = split_front_matter(text, "a.md")[:2], remarks(text)
    remark = (
        "a.md:1: front matter is never closed; end it with a line --- before the text; until then it is read as text"
    )
    assert got == ((NONE, text), [remark])


def _bomb(start: str, link: str) -> str:
    """Twenty levels, each of which names the one before it nine times."""
    levels = [f"b{n}: &b{n} " + link.replace("*", ", ".join([f"*b{n - 1}"] * 9)) for n in range(1, 20)]
    return "\n".join(["title: 지도", f"b0: &b0 {start}", *levels])


HUGE = "title: 지도\n" + "".join(f"key{n}: {'x' * 40}\n" for n in range(20_000))


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(_bomb("[x, x]", "[*]"), id="aliases"),
        pytest.param(_bomb("{k: v}", "{<<: [*]}"), id="merges"),
        pytest.param("title: 지도\nx: " + "[" * 5_000, id="lists in lists"),
        pytest.param("title: 지도\nx: " + "[" * 90_000, id="lists in lists without end"),
        pytest.param("title: 지도\nx:\n  " + "- " * 90_000 + "x", id="items in items without end"),
        pytest.param("title: 지도\nx: " + "{a: " * 2_000, id="mappings in mappings"),
        pytest.param(HUGE, id="a megabyte"),
        pytest.param("title: 지도\nx: &a [*a]", id="a list that holds itself"),
    ],
)
def test_hostile_front_matter_takes_no_time_and_its_title_is_read(source: str) -> None:
    assert (read(source).title, done_within(2, lambda: read(source))) == ("지도", True)


def test_yaml_makes_no_object_of_a_tagged_value() -> None:
    assert read("title: !!python/object/apply:os.getcwd []\ntags: !!python/name:os.sep x") == FrontMatter(tags=("x",))


def test_front_matter_of_unusual_length_is_remarked() -> None:
    [remark] = remarks(f"---\n{HUGE}---\n")
    want = f"a.md:1: front matter of {len(HUGE):,} characters is not read as YAML; shorten it; what is plain in it is used as it stands"
    assert remark == want


def test_front_matter_that_is_well_gets_no_remark() -> None:
    assert remarks('---\ntitle: "지도"\ntags: [a, b]\n---\n본문\n') == []

"""The page of a preview does what a person wants of it: finding, filtering, flipping, by hand and by keys alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import flashcards
from flashcards.collect import collect
from flashcards.extraction import A
from flashcards.picturename import LIMIT
from flashcards.preview import compare, page_of, preview
from tests.preview_page import Shown, found_of, load, opened

PNG = (Path(flashcards.__file__).parent / "sample/assets/images/7c15ea92.png").read_bytes()
NOTES = {
    "week1.md": """\
---
title: "Day_03 [마스터클래스] 이가온 마스터"
categories: [Camp/Week_1/Day_03]
---
# 사전질문

> Redis 캐시는 언제 넣나요?

재 보고 **느린 곳**에 넣는다. [문서](https://example.org/cache)와 <details><summary>더 보기</summary>만료 시간</details>

> 로그는 얼마나 남기나요?

한 달이다. `\\(코드\\)`

![](q.png)

그림에 답한다.
""",
    "week2.md": """\
# Week 2 마스터클래스 - 나래 CTO님

## Q&A

- 첫 질문은 놓쳤습니다…
- 코드 리뷰는 누가 하나요?
\t- 둘이 한다 ![](gone.png)
\t- (질문) 바쁠 때는요?
\t\t- 다음 날 한다
""",
    "none.md": "## Q&A\n\n- 이름 없는 사람도 답하나요?\n\t- 답한다\n",
}
FIRST, SECOND, THIRD, FOURTH = "이름 없는 사람도 답하나요?", "Redis 캐시는 언제 넣나요?", "로그는 얼마나 남기나요?", ""
FIFTH, SIXTH = "코드 리뷰는 누가 하나요?", "바쁠 때는요?"
ALL = [FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH]


def write_reasons(folder: Path) -> None:
    (folder / "notes").mkdir()
    (folder / "notes/a.md").write_text(REASONS, "utf-8")
    (folder / "notes/folder.png").mkdir()
    (folder / "notes/text.png").write_text("글")
    (folder / "outside.png").write_bytes(PNG)
    with (folder / "notes/large.png").open("wb") as file:
        file.truncate(LIMIT + 1)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    (folder / "notes").mkdir()
    for name, text in NOTES.items():
        (folder / "notes" / name).write_text(text, "utf-8")
    (folder / "notes" / "q.png").write_bytes(PNG)
    preview([str(folder / "notes")], folder / "a.html")
    return folder / "a.html"


@pytest.fixture(scope="module")
def tab(browser: Browser, file: Path) -> Iterator[Shown]:
    with opened(browser, file) as tab:
        yield tab


@pytest.fixture
def shown(tab: Shown, file: Path) -> Iterator[Shown]:
    """The page, loaded anew. Whatever is done with it, it complains of nothing and asks for nothing."""
    tab.noises.clear()
    load(tab.page, file)
    yield tab
    assert tab.noises == []


def test_the_page_opens_on_the_front_of_the_first_card(shown: Shown) -> None:
    assert (shown.rows, shown.chosen, shown.flipped, FIRST in shown.side) == (ALL, "1 / 6", False, True)


def test_a_card_is_shown_as_anki_shows_it(shown: Shown, file: Path) -> None:
    draft = collect([str(file.parent / "notes")]).drafts[2]
    shown.press("j", "j", "Space")
    card = shown.card
    assert card.locator(".answer").inner_html() == draft.answer_html
    assert card.locator(".marks span").all_inner_texts() == ["이가온", "1주차", "3일차"]
    assert card.locator("body").evaluate("b => getComputedStyle(b).fontSize") == "18px"


def test_pictures_are_shown_in_the_card_and_in_the_list(shown: Shown) -> None:
    shown.press("j", "j", "j")
    decoded = "async i => (await i.decode(), i.naturalWidth)"
    widths = {shown.card.locator("img").evaluate(decoded), shown.page.locator(".row img").evaluate(decoded)}
    assert (len(widths), min(widths) > 100, shown.noises) == (1, True, [])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("캐시", [SECOND], id="in a question"),
        pytest.param("느린 곳", [SECOND], id="in an answer, through its markup"),
        pytest.param("REDIS", [SECOND], id="in other letters"),
        pytest.param("\u1105\u1169\u1100\u1173", [THIRD], id="in letters typed on a Mac, apart"),
        pytest.param("  답한다 이름 ", [FIRST], id="two words, apart, in any order"),
        pytest.param("다음 날", [SIXTH], id="in a follow-up"),
        pytest.param("답한다", [FIRST, FOURTH], id="in several"),
        pytest.param("", ALL, id="nothing leaves them all"),
        pytest.param("   ", ALL, id="blanks leave them all"),
        pytest.param("strong", [], id="a tag is no text"),
        pytest.param("example.org", [], id="an address is no text"),
        pytest.param(".*", [], id="a pattern is no pattern"),
        pytest.param("<b>", [], id="markup is no markup"),
        pytest.param("없는말", [], id="nothing found"),
    ],
)
def test_search_finds_what_a_reader_reads(query: str, expected: list[str], shown: Shown) -> None:
    shown.page.fill("#query", query)
    total = len(expected)
    assert (shown.rows, shown.chosen) == (expected, f"{1 if total else 0} / {total}")
    assert shown.page.locator("#nothing").is_visible() == (not expected)


def test_search_finds_the_words_of_a_pictures_transcript(browser: Browser, file: Path, tmp_path: Path) -> None:
    with_words = tmp_path / "b.html"
    with_words.write_text(
        file.read_text("utf-8").replace('"transcript": ""', '"transcript": "받아 적은 말"', 1), "utf-8"
    )
    with opened(browser, with_words) as shown:
        shown.page.fill("#query", "적은 말")
        assert shown.rows == [FIRST]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        pytest.param({"master": "이가온"}, [SECOND, THIRD, FOURTH], id="master"),
        pytest.param({"master": "-"}, [FIRST], id="no master stated"),
        pytest.param({"week": "2"}, [FIFTH, SIXTH], id="week"),
        pytest.param({"week": "-"}, [FIRST], id="no week stated"),
        pytest.param({"rule": "picture-question"}, [FOURTH], id="rule"),
        pytest.param({"master": "이가온", "week": "2"}, [], id="two that no card passes"),
        pytest.param({"master": "나래", "rule": "outline-question"}, [FIFTH], id="two"),
        pytest.param({"master": "", "week": "", "rule": ""}, ALL, id="none"),
    ],
)
def test_filters_narrow_the_list(choices: dict[str, str], expected: list[str], shown: Shown) -> None:
    for name, value in choices.items():
        shown.page.select_option(f"#{name}", value)
    assert shown.rows == expected


def test_a_filter_and_a_search_work_together(shown: Shown) -> None:
    shown.page.select_option("#master", "이가온")
    shown.page.fill("#query", "답한다")
    assert shown.rows == [FOURTH]


def test_the_chosen_card_stays_while_it_passes_and_the_first_follows_when_it_does_not(shown: Shown) -> None:
    shown.press("j", "j", "Space")
    shown.page.fill("#query", "로그")
    stays = (shown.chosen, shown.flipped, THIRD in shown.side)
    shown.page.fill("#query", "리뷰")
    assert (stays, shown.chosen, shown.flipped, FIFTH in shown.side) == (("1 / 1", True, True), "1 / 1", False, True)


def test_cards_are_limited_to_those_that_the_next_import_adds_or_changes(
    browser: Browser, file: Path, tmp_path: Path
) -> None:
    drafts = collect([str(file.parent / "notes")]).drafts
    page = tmp_path / "b.html"
    page.write_text(page_of(*found_of(drafts), {}), "utf-8")
    with opened(browser, page) as shown:
        chips = shown.page.locator("#states button")
        names = [name.split() for name in chips.all_inner_texts()]
        chips.nth(2).click()
        assert (names, shown.rows) == (
            [["전체", "6"], ["새", "카드", "2"], ["바뀜", "2"], ["그대로", "2"]],
            [SECOND, FIFTH],
        )
        assert "a.ledger.json" in shown.page.locator("#compared").inner_text()


def test_without_a_ledger_the_page_says_so(shown: Shown) -> None:
    assert "비교할 ledger 파일이 없어" in shown.page.locator("#compared").inner_text()


@pytest.mark.parametrize("how", ["Space", "Enter", "button", "card"])
def test_a_card_is_flipped_and_flipped_back(how: str, shown: Shown) -> None:
    def flip() -> bool:
        if how in {"button", "card"}:
            (shown.page.locator("#flip") if how == "button" else shown.card.locator(".question")).click()
        else:
            shown.press(how)
        return shown.flipped

    assert [flip(), flip()] == [True, False]


def test_a_fold_and_chosen_text_do_not_flip(shown: Shown) -> None:
    shown.press("j", "Space")
    shown.card.locator("summary").click()
    opened_fold = shown.card.locator("details").get_attribute("open")
    box = shown.card.locator(".answer p").first.bounding_box()
    assert box
    shown.page.mouse.move(box["x"] + 5, box["y"] + 10)
    shown.page.mouse.down()
    shown.page.mouse.move(box["x"] + 80, box["y"] + 10)
    shown.page.mouse.up()
    selected = shown.card.locator("body").evaluate("() => getSelection().toString()")
    assert (opened_fold, selected != "", shown.flipped) == ("", True, True)


def test_a_link_of_a_card_opens_elsewhere_and_is_told_nothing(shown: Shown) -> None:
    shown.press("j", "Space")
    link = shown.card.locator(".answer a")
    assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener noreferrer")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        pytest.param(["j"], "2 / 6", id="j"),
        pytest.param(["ArrowDown", "ArrowDown"], "3 / 6", id="down"),
        pytest.param(["j", "j", "k"], "2 / 6", id="k"),
        pytest.param(["j", "ArrowUp"], "1 / 6", id="up"),
        pytest.param(["k"], "1 / 6", id="not before the first"),
        pytest.param(["End"], "6 / 6", id="end"),
        pytest.param(["End", "j"], "6 / 6", id="not after the last"),
        pytest.param(["End", "Home"], "1 / 6", id="home"),
        pytest.param(["J"], "2 / 6", id="with caps lock"),
        pytest.param(["Control+j", "Alt+j", "x", "Tab"], "1 / 6", id="others are left alone"),
        pytest.param(["/", "j"], "0 / 0", id="a letter typed into the search"),
        pytest.param(["/", "Escape", "j"], "2 / 6", id="out of the search"),
        pytest.param(["/", "Space", "ArrowDown", "j"], "2 / 6", id="down out of the search"),
        pytest.param(["?", "j"], "1 / 6", id="not behind the dialog"),
        pytest.param(["?", "Escape", "j"], "2 / 6", id="after the dialog"),
    ],
)
def test_keys_move(keys: list[str], expected: str, shown: Shown) -> None:
    shown.press(*keys)
    assert shown.chosen == expected


def test_moving_on_shows_the_front_of_the_next_card(shown: Shown) -> None:
    shown.press("Space", "j")
    assert (shown.flipped, SECOND in shown.side) == (False, True)


def test_keys_work_inside_the_card_too(shown: Shown) -> None:
    shown.card.locator(".question").click()
    shown.press("j", "Space")
    assert (shown.chosen, shown.flipped) == ("2 / 6", True)


def test_a_key_on_a_button_or_a_choice_is_that_ones(shown: Shown) -> None:
    shown.page.focus("#desktop")
    shown.press("Space")
    shown.page.focus("#master")
    shown.press("ArrowDown")
    assert (shown.flipped, shown.page.locator("#desktop").get_attribute("aria-pressed")) == (False, "true")
    assert shown.rows == [FIFTH, SIXTH]


def test_the_keys_are_told(shown: Shown) -> None:
    shown.press("?")
    dialog = shown.page.locator("dialog")
    assert (dialog.is_visible(), [k in dialog.inner_text() for k in ("j", "k", "Space", "/", "?")]) == (
        True,
        [True] * 5,
    )


def test_what_needs_a_look_has_its_own_list(shown: Shown) -> None:
    shown.page.click("#tab-notices")
    text = shown.page.locator("#notices").inner_text()
    words = [
        "찾지 못한 그림",
        "gone.png",
        "그런 파일이 없습니다",
        "첫 질문은 놓쳤습니다…",
        "week2.md:5",
        "바로 다음이 글머리표입니다 (6번째 줄)",
    ]
    assert [word for word in words if word not in text] == []


REASONS = """\
# 기록

## Q&A

> 인용문 다음은요?

> 아무것도 없나요?

질문: 라벨은요?

## 사전질문

![](/gone.png)

![](https://example.org/a.png) 그림들 ![](data:image/png;base64,AA) ![](../outside.png) ![](folder.png) ![](text.png)
![](large.png)

## 표

| 질문 | 답변 |
|---|---|
| 빈 칸은요? | |

## 질문과 답변

질문: 또 묻나요?

답변: 왜 그럴까요?

## 실시간 질문

여기에 질문을 적어 주세요

> 하나는요?

> 둘은요?

> 셋은요?

오늘은 쉽니다

## Q&A

1. 끝에는요?

- 아래는요?
\t- 답
- (질문) 들여 쓴 것은요?

## 강의

- Q: 라벨 없는 답은요?
- 글

## 질의응답

> 주석뿐인가요?

<!-- 나중에 -->

## Q&A

- 첫째는 어디에서 받나요?
- 둘째는 어디에서 받나요?
- 셋째는 어디에서 받나요?

안내소에서 받습니다.

### 시간이 없어 못 다룬 질문

Q: 남은 것은요?

A: 답

Q: 다음은 언제인가요?

Q: 어디에서 하나요?

## Q&A

> 끝인가요?
"""


def test_every_reason_is_told_in_korean(browser: Browser, tmp_path: Path) -> None:
    write_reasons(tmp_path)
    found = collect([str(tmp_path / "notes")])
    reasons = {passed.reason for passed in found.passed}
    reasons |= {picture.reason for draft in found.drafts for picture in draft.pictures if picture.missing}
    kinds = [f"{a} follows at once (line 6)" for a in A.values()]
    known = found.passed[0]
    every = tuple(replace(known, reason=reason) for reason in (*sorted(reasons), *kinds))
    page = tmp_path / "a.html"
    page.write_text(page_of(replace(found, passed=every), compare(found, None), {}), "utf-8")
    with opened(browser, page) as shown:
        shown.page.click("#tab-notices")
        told = shown.page.locator("#notices li p:not(:has(code))").all_inner_texts()
    assert len({re.sub(r"a \w+ follows at once \(line \d+\)", "", reason) for reason in reasons}) == 16
    assert [line for line in told if not re.search("[가-힣]", line) or "follows" in line] == []
    assert len(told) >= len(every)


def test_what_is_worth_a_look_is_told_in_korean(browser: Browser, tmp_path: Path) -> None:
    asked = "".join(f"- {question}\n\t- {answer}\n" for question, answer in (
        ("표는 언제 사나요?", "네"), ("배는 언제 타나요?", "Don't"), ("배는 언제 타나요", "아침에"), ("길이는요?", "\n\t- ".join(["한 줄"] * 40)),
    ))  # fmt: skip
    (tmp_path / "a.md").write_text(f"## Q&A\n\n{asked}", "utf-8")
    preview([str(tmp_path / "a.md")], tmp_path / "a.html")
    with opened(browser, tmp_path / "a.html") as shown:
        shown.page.click("#tab-notices")
        told = shown.page.locator("#notices li p:not(:has(code))").all_inner_texts()
    assert told[:2] == ["답이 휴대전화 화면 2.0장을 채웁니다", "답이 ‘네’뿐입니다"]
    assert told[2].endswith("a.md:5의 질문과 거의 같습니다")


def test_what_the_program_says_in_english_is_marked_as_english(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\0")
    (tmp_path / "b.md").write_text("---\ntitle: [\n---\n## Q&A\n- 왜요?\n\t- 그래서요\n", "utf-8")
    found = collect([str(tmp_path)])
    page = tmp_path / "a.html"
    page.write_text(page_of(found, compare(found, None), {}), "utf-8")
    with opened(browser, page) as shown:
        shown.page.click("#tab-notices")
        told = shown.page.locator("#notices [lang=en]").all_inner_texts()
    assert [word for word in ("is a binary file, not text", "front matter is not valid YAML") if word not in told] == []


def test_the_line_that_a_card_came_from_is_told(shown: Shown, file: Path) -> None:
    shown.press("j")
    assert shown.page.locator("#where").inner_text() == f"{file.parent}/notes/week1.md:7"


def test_notes_without_a_card_say_so(browser: Browser, tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    note.write_text("# 강의\n", "utf-8")
    found = collect([str(note)])
    page = tmp_path / "a.html"
    page.write_text(page_of(found, compare(found, None), {}), "utf-8")
    with opened(browser, page) as shown:
        shown.press("j", "Space", "End", "/", "Escape", "k")
        told = shown.page.locator("#nothing").inner_text()
        assert (told, shown.chosen, shown.side, shown.noises) == ("노트에서 질문을 찾지 못했습니다.", "0 / 0", "", [])

"""The page of a preview can be read and used by everybody, opens at once, and nothing in a note can act in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

import flashcards
from flashcards.collect import collect
from flashcards.preview import page_of, preview
from tests.card_page import FIND_FAULTS
from tests.hostile import CASES, PWN, draft_of
from tests.preview_page import DESKTOP, PHONE, Shown, found_of, load, opened

LONG = "가나다라마바사아자차카타파하" * 8
NOTE = f"""\
---
title: "[마스터클래스] 한결음 마스터"
---
# 사전질문

> 인용된 질문인데 띄어쓰기가 없으면 {LONG} 어떻게 되나요? https://example.org/{"0123456789abcdef/" * 8}

긴 이름 `{"very_long_name_" * 12}`가 온다. {LONG}

| 이름 | {LONG} | 기본값 |
| --- | --- | --- |
| {"long_option_name_" * 6} | 1,000 | {LONG} |

![]({"very-long-file-name-" * 8}.png)

그림이 없는 질문의 답.

> 대답이 없으면 어떻게 되나요 {LONG}?
"""
# Every element that Tab reaches, by what it is called, with whether one sees that the focus is there.
FOCUS = """() => {
  const e = document.activeElement, chosen = e.id === 'list' ? e.querySelector('[aria-selected=true]') : e;
  const style = getComputedStyle(chosen);
  const name = e.getAttribute('aria-label') || e.title || e.textContent.trim();
  return [e.id, name, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2];
}"""
# What no sanitiser has seen: the page's own walls have to hold.
WORK = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
RAW = {
    "scripts": f"<script>{PWN}</script><img src=x onerror='{PWN}'><svg onload='{PWN}'></svg>",
    "frames": f"<iframe srcdoc='<script>{PWN}</script>'></iframe><iframe src='https://evil.example/'></iframe>",
    "objects": "<object data='https://evil.example/'></object><embed src='https://evil.example/'>",
    "sheets": "<style>@import 'https://evil.example/'; .card { background: url(https://evil.example/) }</style>",
    "links": "<link rel=stylesheet href='https://evil.example/'><link rel=preload as=image href='https://evil.example/'>",
    "an address": f"<a id=go href='javascript:{PWN}'>가</a>",
    "a form": "<form action='https://evil.example/'><button id=go>가</button></form>",
    "a form elsewhere": "<form target=_top action='https://evil.example/'><button id=go>가</button></form>",
    "a refresh": "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "a base": "<base href='https://evil.example/'><img src='a.png'>",
    "media": "<video autoplay src='https://evil.example/'></video><img srcset='https://evil.example/ 2x'>",
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("look")
    (folder / f"{'long-name-of-a-note-' * 6}.md").write_text(NOTE, "utf-8")
    preview([str(folder)], folder / "a.html")
    return folder / "a.html"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("hostile") / "a.html"
    drafts = [
        replace(draft_of(answer, f"질문 {n}인가요?"), title=answer, path=f"{answer}.md", question_text=answer)
        for n, (answer, _words) in enumerate(CASES.values())
    ]
    file.write_text(page_of(*found_of(drafts), {}), "utf-8")
    return file


def faults(shown: Shown, width: int) -> list[str]:
    """What cannot be read on the page around the card, and what makes the page wider than the screen."""
    script = FIND_FAULTS.replace("'#qa'", "'body'")
    found: list[str] = shown.page.evaluate(f"width => ({script})(width)", width)
    return [fault for fault in found if fault.startswith(("contrast", "page is"))]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_all_words_stand_out_and_nothing_runs_off_the_screen(
    size: dict[str, int], theme: str, file: Path, browser: Browser
) -> None:
    with opened(browser, file, size, theme) as shown:
        found = faults(shown, size["width"])
        shown.page.click("#tab-notices")
        found += faults(shown, size["width"])
        shown.page.click("#tab-figures")
        found += faults(shown, size["width"])
        shown.page.click("#tab-cards")
        shown.page.click(".row >> nth=0")
        for button in ("#flip", "#desktop"):
            shown.page.click(button)
            found += faults(shown, size["width"])
        assert (found, shown.noises) == ([], [])


def test_these_tests_would_see_faint_text_and_a_page_that_is_too_wide(file: Path, browser: Browser) -> None:
    with opened(browser, file, PHONE) as shown:
        shown.page.add_style_tag(content="#about { color: #999; min-width: 500px }")
        found = faults(shown, PHONE["width"])
        assert ([f.split()[0] for f in found], "page is" in found[-1]) == (["contrast", "page"], True)


@pytest.mark.parametrize(("theme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(27, 29, 32)")])
def test_the_theme_starts_as_the_system_has_it_and_can_be_changed(
    theme: str, paper: str, file: Path, browser: Browser
) -> None:
    def colours(shown: Shown) -> tuple[str, str]:
        script = "e => getComputedStyle(e).backgroundColor"
        side = shown.page.locator(".side").evaluate(script)
        return str(side), str(shown.card.locator("body").evaluate(script))

    with opened(browser, file, theme=theme) as shown:
        first = colours(shown)
        shown.press("Space")
        shown.page.click("#theme")
        second = colours(shown)
        shown.press("j")
        assert (first, second[0] == second[1] != paper, colours(shown) == second) == ((paper, paper), True, True)


@pytest.mark.parametrize("size", [PHONE, DESKTOP, {"width": 900, "height": 600}], ids=["phone", "desktop", "between"])
def test_a_card_is_as_wide_as_on_a_phone_or_on_a_desktop_whatever_the_screen(
    size: dict[str, int], file: Path, browser: Browser
) -> None:
    def seen(shown: Shown) -> list[object]:
        width = shown.card.locator("html").evaluate("e => innerWidth")
        return [width, shown.card.locator("html").evaluate("e => matchMedia('(min-width: 600px)').matches")]

    with opened(browser, file, size) as shown:
        shown.page.click(".row >> nth=0")
        narrow = seen(shown)
        shown.page.click("#desktop")
        assert (narrow, seen(shown)) == ([360, False], [820, True])


def test_on_a_phone_the_list_leads_to_the_card_and_back(browser: Browser, file: Path) -> None:
    with opened(browser, file, PHONE) as shown:
        seen = [shown.page.locator("#card").is_visible()]
        shown.page.click(".row >> nth=1")
        seen += [shown.page.locator("#card").is_visible(), shown.page.locator("#list").is_visible()]
        shown.page.click("#back")
        seen += [shown.page.locator("#card").is_visible(), shown.page.locator("#list").is_visible()]
        assert seen == [False, True, False, False, True]


def test_every_control_is_reached_by_tab_has_a_name_and_shows_the_focus(file: Path, browser: Browser) -> None:
    with opened(browser, file) as shown:
        reached: dict[str, tuple[str, bool]] = {}
        for _ in range(40):
            shown.press("Tab")
            name, label, seen = shown.evaluate(FOCUS)
            if name:
                reached[name] = (label, seen)
        want = {
            "theme",
            "help",
            "tab-cards",
            "query",
            "master",
            "week",
            "rule",
            "list",
            "phone",
            "desktop",
            "card",
            "flip",
            "next",
        }
        assert want - set(reached) == set()
        assert {name: it for name, it in reached.items() if not it[0] or not (it[1] or name == "card")} == {}


def test_the_card_shows_that_the_focus_is_inside_it(file: Path, browser: Browser) -> None:
    with opened(browser, file) as shown:
        shown.page.focus("#phone")
        before = shown.page.locator("#card").evaluate("e => getComputedStyle(e).outlineStyle")
        shown.card.locator("body").evaluate("() => window.focus()")
        after = shown.page.locator("#card").evaluate("e => getComputedStyle(e).outlineStyle")
        assert (before, after) == ("none", "solid")


def test_the_page_says_its_language_its_headings_and_what_is_chosen(file: Path, browser: Browser) -> None:
    with opened(browser, file) as shown:
        page = shown.page
        assert page.locator("html").get_attribute("lang") == "ko"
        assert page.get_by_role("heading", level=1).all_inner_texts() == ["카드 미리보기"]
        cards = page.get_by_role("listbox", name="카드")
        assert cards.get_by_role("option").count() == 2
        shown.press("j")
        active = page.locator("#list").get_attribute("aria-activedescendant")
        assert cards.get_by_role("option", selected=True).get_attribute("id") == active
        titles = [page.locator("#card").get_attribute("title")]
        shown.press("Space")
        titles += [page.locator("#card").get_attribute("title"), page.locator("#side").text_content()]
        assert titles == ["카드 앞면", "카드 뒷면", "카드 뒷면"]


@pytest.fixture(scope="module")
def seen(hostile: Path, browser: Browser) -> Iterator[Shown]:
    """The page after a look at both sides of every hostile card."""
    with opened(browser, hostile) as shown:
        for _ in CASES:
            shown.press("Space", "j")
        shown.page.wait_for_timeout(200)  # for events that come later, such as a picture that fails
        yield shown


def test_no_card_acts_or_asks_for_anything(seen: Shown) -> None:
    acted = [seen.evaluate("window.pwned"), seen.card.locator("html").evaluate("() => window.pwned")]
    assert (acted, seen.noises, seen.page.locator(".row").count()) == ([None, None], [], len(CASES))


def test_what_notes_say_is_text_in_the_list(seen: Shown) -> None:
    assert seen.rows == [answer for answer, _words in CASES.values()]
    assert (
        seen.page.locator("main script, #cards svg, #notices svg, .stage svg, main form, .side style, .side a").count()
        == 0
    )


def requests_of(shown: Shown, html: str) -> list[str]:
    """What leaves the page when some HTML is the front of its first card. The policy stops a request before it is routed."""
    left: list[str] = []

    def stop(route: Route) -> None:
        left.append(route.request.url)
        route.abort()

    shown.page.context.route("https://evil.example/**", stop)
    shown.page.evaluate("html => { data.cards[0].front = html; show(); }", html)
    if "id=go" in html:
        shown.card.locator("#go").click()
    shown.page.wait_for_timeout(150)
    return left


@pytest.mark.parametrize("html", RAW.values(), ids=RAW)
def test_html_that_no_sanitiser_saw_runs_no_script_and_fetches_nothing(html: str, file: Path, browser: Browser) -> None:
    with opened(browser, file) as shown:
        left = requests_of(shown, html)
        frames = [frame for frame in shown.page.frames if frame.url.startswith(("file:", "about:"))]
        pwned = {frame.evaluate("window.pwned") for frame in frames}
        assert (left, pwned, shown.page.url) == ([], {None}, file.as_uri())


def test_these_tests_would_see_a_card_that_fetches(file: Path, browser: Browser, tmp_path: Path) -> None:
    without_walls = tmp_path / "a.html"
    without_walls.write_text(file.read_text("utf-8").replace("Content-Security-Policy", "X-Nothing"), "utf-8")
    with opened(browser, without_walls) as shown:
        assert requests_of(shown, RAW["media"]) == ["https://evil.example/"] * 2


def test_a_formula_is_shown_as_its_source_and_says_so(file: Path, browser: Browser) -> None:
    html = r"앞 \(a &lt; b\) 사이 \[x^2\] 뒤 <code>\(c\)</code> <span>\</span>(d\) \(끝"
    with opened(browser, file) as shown:
        shown.page.evaluate("html => { data.cards[0].front = html; show(); }", html)
        formulas = shown.card.locator(".preview-tex")
        assert formulas.all_inner_texts() == ["a < b", "x^2"]
        assert [formulas.nth(n).get_attribute("title") for n in (0, 1)] == ["Anki에서는 수식으로 보입니다"] * 2
        assert "monospace" in formulas.first.evaluate("e => getComputedStyle(e).fontFamily")
        assert [text in shown.side for text in (r"\(c\)", r"\(d\)", r"\(끝")] == [True] * 3


def test_two_thousand_cards_open_and_are_searched_at_once(browser: Browser, tmp_path: Path) -> None:
    drafts = collect([str(Path(flashcards.__file__).parent / "sample")]).drafts
    many = [replace(drafts[n % 12], question_text=f"{n}번째 질문인가요?") for n in range(2000)]
    file = tmp_path / "a.html"
    file.write_text(page_of(*found_of(many), {}), "utf-8")
    with opened(browser, file) as shown:
        devtools = shown.page.context.new_cdp_session(shown.page)
        devtools.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})  # the machine may be shared
        devtools.send("Performance.enable")

        def work() -> float:
            """Seconds of work on this document so far."""
            metrics = devtools.send("Performance.getMetrics")["metrics"]
            return sum(float(m["value"]) for m in metrics if m["name"] in WORK)

        opens, searches = [9.0], [9.0]
        while len(opens) < 6 and (
            min(opens) > 0.5 or min(searches) > 0.1
        ):  # the best of some: a busy machine is no fault
            load(shown.page, file)
            opens.append(work())
            shown.page.fill("#query", "1999번째")
            shown.evaluate("document.getElementById('list').scrollHeight")
            searches.append(work() - opens[-1])
        assert shown.rows == ["1999번째 질문인가요?"]
        assert (min(opens) < 0.5, min(searches) < 0.1) == (True, True), f"opens in {opens}, searches in {searches} s"

"""A page that a watch keeps fresh is read again when somebody comes back to it; any other page is left alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from flashcards.preview import page_of
from tests.hostile import draft_of
from tests.preview_page import Shown, found_of, opened

# A headless browser always has the focus; what the page asks for is answered here.
LEAVE = "() => { document.hasFocus = () => false; window.dispatchEvent(new Event('blur')); }"
RETURN = "() => { delete document.hasFocus; window.dispatchEvent(new Event('focus')); }"
DRAFTS = [draft_of(f"{n}번 답", f"{n}번 질문인가요?") for n in range(4)]


def write(file: Path, *numbers: int, watched: bool = True, answer: str = "") -> None:
    drafts = [replace(DRAFTS[n], answer_html=answer or DRAFTS[n].answer_html) for n in numbers]
    found, compared = found_of(drafts)
    compared = replace(compared, guids=tuple(f"{n:016x}" for n in numbers))
    file.write_text(page_of(found, compared, {}, watched=watched), "utf-8")


def come_back(shown: Shown) -> None:
    """Go away, come back, and wait until the page is there."""
    shown.evaluate(LEAVE)
    shown.page.wait_for_timeout(20)  # the page looks for the focus once the event is over
    with shown.page.expect_navigation():
        shown.evaluate(RETURN)
    shown.card.locator("#qa > *").first.wait_for(state="attached")


def stays(shown: Shown) -> bool:
    """Whether the page that was there is still there."""
    shown.page.wait_for_timeout(50)
    return bool(shown.evaluate("window.mark === 1"))


def test_who_comes_back_sees_the_new_page_and_the_card_and_side_that_they_left(
    tmp_path: Path, browser: Browser
) -> None:
    file = tmp_path / "a.html"
    write(file, 0, 1, 2)
    with opened(browser, file) as shown:
        shown.press("j", "Space")
        write(file, 3, 0, 1, 2, answer="<p>고친 답</p>")
        come_back(shown)
        assert (shown.chosen, shown.rows[2], shown.flipped) == ("3 / 4", "1번 질문인가요?", True)
        assert ("고친 답" in shown.side, shown.noises) == (True, [])


def test_what_was_searched_for_is_searched_for_again(tmp_path: Path, browser: Browser) -> None:
    file = tmp_path / "a.html"
    write(file, 0, 1, 2)
    with opened(browser, file) as shown:
        shown.page.fill("#query", "2번")
        come_back(shown)
        assert (shown.page.input_value("#query"), shown.rows) == ("2번", ["2번 질문인가요?"])


def test_a_card_that_is_gone_gives_its_place_to_the_first(tmp_path: Path, browser: Browser) -> None:
    file = tmp_path / "a.html"
    write(file, 0, 1, 2)
    with opened(browser, file) as shown:
        shown.press("j", "Space")
        write(file, 2, 0)
        come_back(shown)
        assert (shown.chosen, shown.flipped) == ("1 / 2", False)


@pytest.mark.parametrize("watched", [True, False], ids=["watched", "any other"])
def test_a_page_is_left_alone_while_one_is_in_it(watched: bool, tmp_path: Path, browser: Browser) -> None:
    file = tmp_path / "a.html"
    write(file, 0, 1, watched=watched)
    with opened(browser, file) as shown:
        shown.evaluate("window.mark = 1")
        shown.card.locator("body").evaluate("() => window.focus()")
        shown.page.focus("#query")
        shown.evaluate(RETURN)
        assert stays(shown)


def test_a_page_that_nobody_keeps_fresh_is_not_read_again(tmp_path: Path, browser: Browser) -> None:
    file = tmp_path / "a.html"
    write(file, 0, 1, watched=False)
    with opened(browser, file) as shown:
        shown.evaluate("window.mark = 1")
        shown.evaluate(LEAVE)
        shown.page.wait_for_timeout(20)
        shown.evaluate(RETURN)
        assert stays(shown)

"""Hostile answers do nothing in a real browser, whether it parses them with the page or is handed them as Anki does it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import regex
from playwright.sync_api import Dialog, Route, sync_playwright

from flashcards.notetype import CSS
from tests.hostile import CASES, draft_of

HOME = "http://cards.test/"

# What a client does with a field: put it in by innerHTML and start the scripts that came with it.
SHOW = """fields => fields.map(([name, html]) => {
  const field = document.createElement('section');
  field.id = `handed ${name}`;
  document.body.append(field);
  field.innerHTML = html;
  for (const dead of field.querySelectorAll('script')) {
    const live = document.createElement('script');
    for (const { name, value } of dead.attributes) live.setAttribute(name, value);
    live.textContent = dead.textContent;
    dead.replaceWith(live);
  }
})"""

# MathJax reads the text between two tags as one run, comments left out, <br> and <wbr> included; code is left alone.
READ = """() => Object.fromEntries([...document.querySelectorAll('section')].map(field => {
  const runs = [''];
  const walk = node => {
    if (node.nodeType === Node.TEXT_NODE) runs[runs.length - 1] += node.data;
    else if (node.nodeName === 'BR') runs[runs.length - 1] += '\\n';
    else if (node.nodeType === Node.ELEMENT_NODE && node.nodeName !== 'WBR') {
      runs.push('');
      if (!['CODE', 'PRE'].includes(node.nodeName)) node.childNodes.forEach(walk);
      runs.push('');
    }
  };
  field.childNodes.forEach(walk);
  const shown = field.cloneNode(true);
  shown.querySelectorAll('.missing').forEach(note => note.remove());
  return [field.id, {
    formulas: runs.filter(run => /\\\\([()[\\]]|begin|end)/.test(run)),
    links: [...field.querySelectorAll('[href]')].map(link => link.protocol).filter(p => !/^(https?|mailto):$/.test(p)),
    covers: [...field.querySelectorAll('*')].filter(e => getComputedStyle(e).position !== 'static').length,
    words: shown.textContent.replace(/\\s/g, ''),
  }];
}))"""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a browser did with all cases at once. sections: by how a field came in and the case's name."""

    sections: dict[str, dict[str, object]]
    requests: list[str]
    dialogs: list[str]
    pwned: object
    address: str
    sheets: int


def show(chromium: str, fields: list[tuple[str, str]]) -> Seen:
    """Open one page of fields with every road out of it closed, and see what happens."""
    sections = "\n".join(f'<section id="parsed {name}">{html}</section>' for name, html in fields)
    page_html = f'<!doctype html><meta charset="utf-8"><style>{CSS}</style><body class="card">{sections}</body>'
    requests: list[str] = []
    dialogs: list[str] = []

    def answer(route: Route) -> None:
        if route.request.url == HOME and not requests:
            route.fulfill(body=page_html, content_type="text/html; charset=utf-8")
        else:
            route.abort()
        requests.append(route.request.url)

    def close(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("dialog", close)
        page.route("**/*", answer)
        page.goto(HOME)
        page.evaluate(SHOW, fields)
        page.wait_for_timeout(300)  # for events that come later than the page, such as a picture that fails
        seen = Seen(
            sections=page.evaluate(READ), requests=requests, dialogs=dialogs, pwned=page.evaluate("window.pwned"),
            address=page.url, sheets=page.evaluate("document.styleSheets.length"),
        )  # fmt: skip
        browser.close()
    return seen


@pytest.fixture(scope="module")
def seen(chromium: str) -> Seen:
    return show(chromium, [(name, draft_of(answer).answer_html) for name, (answer, _) in CASES.items()])


def test_these_tests_would_see_a_field_that_acts(chromium: str) -> None:
    unsafe = show(
        chromium, [("a", CASES["event-of-a-picture"][0]), ("b", r"<style></style>\(x\)<script>alert('hi')</script>")]
    )
    assert (unsafe.pwned, unsafe.dialogs, HOME + "x" in unsafe.requests, unsafe.sheets) == (1, ["hi"] * 2, True, 3)
    assert unsafe.sections["handed b"]["formulas"] == [r"\(x\)"]


def test_no_script_runs(seen: Seen) -> None:
    assert (seen.pwned, seen.dialogs) == (None, [])


def test_no_request_leaves_the_page(seen: Seen) -> None:
    assert (seen.requests, seen.address) == ([HOME], HOME)


def test_no_case_brings_a_style_sheet(seen: Seen) -> None:
    assert seen.sheets == 1


def test_every_case_is_on_the_page_both_ways(seen: Seen) -> None:
    assert list(seen.sections) == [f"{way} {name}" for way in ("parsed", "handed") for name in CASES]


@pytest.mark.parametrize("way", ["parsed", "handed"])
def test_no_formula_no_link_to_code_nothing_over_the_card_is_left(seen: Seen, way: str) -> None:
    left = {
        n: {k: v for k, v in s.items() if k != "words" and v} for n, s in seen.sections.items() if n.startswith(way)
    }
    assert {name: wrong for name, wrong in left.items() if wrong} == {}


@pytest.mark.parametrize("way", ["parsed", "handed"])
def test_the_browser_shows_the_words_as_they_were_written(seen: Seen, way: str) -> None:
    shown = {name: seen.sections[f"{way} {name}"]["words"] for name in CASES}
    assert shown == {name: regex.sub(r"\s", "", words) for name, (_, words) in CASES.items()}

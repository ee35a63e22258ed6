"""Notes shown as a preview in a real Chromium: the page, what it asked for, and what a reader sees of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, FrameLocator, Page

from flashcards.card import Draft
from flashcards.collect import Collection
from flashcards.preview import Compared
from tests.note import PLACE

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An open page. noises: what it said on the console, threw, asked for or popped up."""

    page: Page
    noises: list[str] = field(default_factory=list)

    @property
    def card(self) -> FrameLocator:
        """The document of the card that is looked at."""
        return self.page.frame_locator("#card")

    @property
    def side(self) -> str:
        """The words of the side that is shown."""
        return self.card.locator("#qa").inner_text()

    @property
    def flipped(self) -> bool:
        return self.card.locator(".fc.back").count() == 1

    @property
    def rows(self) -> list[str]:
        """The questions of the list, in order, those that are filtered out left out."""
        rows: list[str] = self.page.eval_on_selector_all(
            ".row:not([hidden]) .asks", "all => all.map(e => e.textContent)"
        )
        return rows

    @property
    def chosen(self) -> str:
        return self.page.locator("#place").text_content() or ""

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def evaluate(self, script: str) -> Any:
        return self.page.evaluate(script)


@contextmanager
def opened(browser: Browser, file: Path, size: dict[str, int] = DESKTOP, theme: str = "light") -> Iterator[Shown]:
    """Open a page from the disk, without a network."""
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        color_scheme="dark" if theme == "dark" else "light",
        offline=True,
    )
    page = context.new_page()
    page.set_default_timeout(5_000)
    shown = Shown(page=page)
    page.on("console", lambda message: shown.noises.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: shown.noises.append(f"error: {error}"))
    page.on("popup", lambda popup: shown.noises.append(f"popup: {popup.url}"))
    page.on("request", lambda request: None if _own(request.url, file) else shown.noises.append(f"wants {request.url}"))
    load(page, file)
    try:
        yield shown
    finally:
        context.close()


def load(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    page.frame_locator("#card").locator("#qa").wait_for(state="attached")


def found_of(drafts: Sequence[Draft]) -> tuple[Collection, Compared]:
    """What a preview knows of some drafts when every third of them is new, changed or unchanged."""
    names = ("new", "changed", "unchanged")
    found = Collection(
        drafts=tuple(drafts), places=(PLACE,), passed=(), unusable=(), remarks=(), unread=frozenset()
    )  # fmt: skip
    compared = Compared(
        ledger="a.ledger.json",
        guids=tuple(f"{n:016x}" for n in range(len(drafts))),
        states=tuple(names[n % 3] for n in range(len(drafts))),
        removed=(),
    )
    return found, compared


def _own(url: str, file: Path) -> bool:
    return url == file.as_uri() or url.startswith("data:image/")

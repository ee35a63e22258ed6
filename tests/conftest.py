"""What the tests share: where the corpus lies, what to do without a tool, and the real Anki."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from flashcards.building import build
from tests.anki_import import Anki

T0 = 1_760_000_000
Edit = Callable[[Mapping[str, str | bytes]], Path]

REQUIRE_ALL = os.environ.get("FLASHCARDS_REQUIRE") == "all"
CORPUS = Path(os.environ.get("FLASHCARDS_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))


# Tests say what a program makes of notes, not what it made of them before; what holds with a cache is in test_cache.py.
os.environ["FLASHCARDS_CACHE"] = ""

# The machine may be shared: how long an example takes says nothing.
settings.register_profile("notes", max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("notes")


def absent(what: str, *, required: bool = REQUIRE_ALL) -> None:
    """Skip the test, naming what is absent; fail it where everything is required."""
    if required:
        pytest.fail(f"{what} is absent, and FLASHCARDS_REQUIRE=all wants it")
    pytest.skip(f"{what} is absent")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real notes, which are not ours to ship."""
    if not CORPUS.is_dir():
        absent("the corpus of real notes", required="FLASHCARDS_CORPUS" in os.environ)
    return CORPUS


@pytest.fixture
def cache_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache for the test."""
    monkeypatch.setenv("FLASHCARDS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(scope="session")
def chromium() -> str:
    """A Chromium that is already there; none is ever fetched."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        absent("Chromium")
    assert found
    return found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for the tests of a module. Not for all: two at once in one process do not get along."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file below the test's own folder: write("notes/a.md", "# text")."""

    def put(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return put


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Anki]:
    """A fresh collection of the real Anki."""
    collection = Anki(tmp_path / "anki")
    yield collection
    collection.close()


@pytest.fixture
def edit(tmp_path: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Edit:
    """Make the notes what they are from now on, and build their deck, a day after the build before."""
    days = iter(range(1000))

    def again(files: Mapping[str, str | bytes]) -> Path:
        for old in tmp_path.glob("notes/**/*.md"):
            old.unlink()
        for name, content in files.items():
            write(f"notes/{name}", content)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(T0 + 86400 * next(days)))
        build([str(tmp_path / "notes")], tmp_path / "out" / "x.apkg")
        return tmp_path / "out" / "x.apkg"

    return again

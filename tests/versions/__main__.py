"""The same reviews over Anki's versions: build, import, study, edit, import again, in the backend of each.

Each time by the import dialog's way, by that of AnkiConnect (`flashcards push`), and by both in turn.

    python -m tests.versions [VERSION...]        (default: the four below)

Each version gets an environment of its own with pip, kept under .ankis/ in the working folder. A version that pip cannot
install is named and makes the exit status 1.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from flashcards.building import build
from flashcards.deckfile import read_notes

VERSIONS = ("2.1.54", "2.1.66", "24.11", "26.9.3")
SCRIPT = Path(__file__).with_name("import_deck.py")
PICTURE = Path(__file__).parents[2] / "flashcards/sample/assets/images/7c15ea92.png"

BEFORE = """\
# Week 3 마스터클래스 - 오름달 교수님

## Q&A

- 배포는 보통 언제 하시는지 궁금합니다
	- 사람이 다 있는 화요일 오전에 한다
	- (질문) 금요일에는요?
		- 금요일에는 쉰다
- 로그에는 무엇을 꼭 남겨야 하나요?
	- 되돌릴 때 필요한 것을 먼저 남긴다
- 팀이 커지면 코드 리뷰는 어떻게 바뀌나요?
	- 규칙을 글로 적고 기계에 맡긴다
"""
# Reworded, moved to another file, answered anew; then the week corrected and one more card on top.
EDITS: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace("보통 언제", "주로 언제쯤").replace("먼저 남긴다", "가장 먼저 남긴다"),
    lambda text: text.replace("Week 3", "Week 4").replace(
        "## Q&A\n\n", "## Q&A\n\n- 새 질문은 어디로 가나요?\n\t- 맨 위로 간다\n"
    ),
)
NEW = (0, 1)
ROADS = (
    ("dialog", "dialog", "dialog"),
    ("connect", "connect", "connect"),
    ("dialog", "connect", "dialog"),
    ("connect", "dialog", "connect"),
)
ASKED = "# 모임\n\n## Q&A\n\n![](q.png)\n\n그림 속의 질문에는 이렇게 답했다\n"


def environment(version: str) -> Path:
    """The Python of one Anki version; made with pip where it is not there yet."""
    folder = Path(".ankis") / version
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", f"anki=={version}"], check=True)
        (folder / "ready").touch()
    return python.absolute()


def faults(python: Path, folder: Path, roads: Sequence[str]) -> list[str]:
    """What went wrong for the cards of one collection over all edits. roads: of each import."""
    notes, deck, text, found = folder / "notes", folder / "x.apkg", BEFORE, []
    notes.mkdir()
    (notes / "b.md").write_text(ASKED, "utf-8")

    def step(road: str, name: str, picture: bytes, *study: str) -> dict[str, Any]:
        for old in notes.glob("a*.md"):
            old.unlink()
        (notes / name).write_text(text, "utf-8")
        (notes / "q.png").write_bytes(picture)
        time.sleep(
            1.1
        )  # Anki's times are seconds, and up to 24.11 an import stamps what it updates with its own moment
        build([str(notes)], deck)
        command = [str(part) for part in (python, SCRIPT, folder, deck, road, *study)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
        return dict(json.loads(done.stdout))

    before = step(roads[0], "a.md", PICTURE.read_bytes(), "study")
    for number, (edit, new) in enumerate(zip(EDITS, NEW, strict=True)):
        text = edit(text)
        after = step(roads[number + 1], f"a{number}.md", PICTURE.read_bytes() + bytes([number]))
        wanted = {note.guid: [list(note.fields), sorted(note.tags)] for note in read_notes(deck).notes}
        shown = {guid: [list(fields.values()), tags] for guid, (_, fields, tags) in after["held"].items()}
        kept = {guid: days for guid, (days, *_) in after["held"].items() if days}
        old = {guid: days for guid, (days, *_) in before["held"].items()}
        wanted_media = after["kinds"] == ["flashcards Q&A"] and len(after["media"]) == number + 2
        found += [] if kept == old else [f"edit {number}: reviews {kept}, wanted {old}"]
        found += [] if after["cards"] == len(old) + new else [f"edit {number}: {after['cards']} cards"]
        found += [] if fields_and_tags(shown) == fields_and_tags(wanted) else [f"edit {number}: fields or tags differ"]
        found += [] if wanted_media else [f"edit {number}: pictures {after['media']}, note types {after['kinds']}"]
    return found


def fields_and_tags(held: dict[str, list[list[str]]]) -> dict[str, tuple[list[str], list[str]]]:
    """What must be that of the deck; `Source` may lag: a moved file rewrites nothing."""
    source = 9
    return {guid: (fields[:source] + fields[source + 1 :], tags) for guid, (fields, tags) in held.items()}


def main() -> int:
    bad = 0
    for version in sys.argv[1:] or VERSIONS:
        start = time.monotonic()
        try:
            python = environment(version)
        except subprocess.CalledProcessError:
            sys.stdout.write(f"Anki {version}: pip cannot install it here\n")
            bad = 1
            continue
        found = []
        for roads in ROADS:
            with tempfile.TemporaryDirectory() as folder:
                found += [f"{' '.join(roads)}: {fault}" for fault in faults(python, Path(folder), roads)]
        told = "; ".join(found) or "all reviews kept, on every road"
        sys.stdout.write(f"Anki {version}: {told} ({time.monotonic() - start:.0f} s)\n")
        bad = bad or bool(found)
    return int(bad)


if __name__ == "__main__":
    raise SystemExit(main())

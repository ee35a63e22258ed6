"""`flashcards push` against programs that are not ours: a real AnkiConnect server, and the real Anki desktop.

    python -m tests.connect [server] [desktop]        (default: server)

server: the package anki-connect-server, AnkiConnect's actions without a window. It wants Python 3.12 or newer: one that is
        found is used, and where there is none, that is said.  desktop: Anki's own window, drawn nowhere, with an add-on that
        answers as AnkiConnect does (addon.py); 620 MB are installed for it.

Each gets an environment of its own with pip, kept under .ankis/ in the working folder. Notes are pushed, every card is
answered, the notes are edited and pushed again, and every review, field and tag is looked at. The exit status is 1 where
one is not as it should be.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from flashcards.deckfile import read_notes
from tests.pythons import versions
from tests.versions.__main__ import ASKED, BEFORE, EDITS, PICTURE, fields_and_tags

HERE = Path(__file__).parent
NEWER = ("python3.12", "python3.13", "python3.14")
PACKAGES = {
    # The release forgot httpx, and its bounds are open: these are the ones it was seen to run with.
    "server": ("anki-connect-server==0.5.0", "anki==26.9.3", "fastapi==0.165.0", "fastmcp==4.1.2", "httpx==0.28.1"),
    "desktop": ("aqt[qt6]==26.9.3",),
}
# Qt and Chromium draw into memory, as any user.
OFFSCREEN = {
    "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1", "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox --disable-gpu",
    "QT_QUICK_BACKEND": "software", "LIBGL_ALWAYS_SOFTWARE": "1", "ANKI_SOFTWAREOPENGL": "1", "LANG": "C.UTF-8",
}  # fmt: skip


def python_for(kind: str) -> str:
    """A Python that can run it, on the path or of pyenv; empty where there is none."""
    if kind == "desktop":
        return sys.executable
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    named = [shutil.which(name) or "" for name in NEWER]
    kept = [str(path) for name in NEWER for path in sorted(pyenv.glob(f"*/bin/{name}"))]
    return next((python for python in (*named, *kept) if python and versions(python)), "")


def environment(kind: str, python: str) -> Path:
    folder = (Path(".ankis") / f"connect-{kind}").absolute()
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([python, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin/python", "-m", "pip", "install", "-q", *PACKAGES[kind]], check=True)
        (folder / "ready").touch()
    return folder / "bin/python"


@contextmanager
def running(kind: str, python: Path, folder: Path, *arguments: str) -> Iterator[str]:
    """The address of the program, once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env = {**os.environ, **OFFSCREEN, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    command = [str(python), str(HERE / f"{kind}.py"), str(folder), str(port), *arguments]
    with (
        (folder / "said.txt").open("wb") as said,
        subprocess.Popen(command, env=env, stdout=said, stderr=said) as process,
    ):
        try:
            yield _address(port, process)
        finally:
            process.terminate()
            process.wait(30)


def _address(port: int, process: subprocess.Popen[bytes]) -> str:
    for _ in range(240):
        time.sleep(0.5)
        if process.poll() is not None:
            break
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return f"http://127.0.0.1:{port}"
    raise RuntimeError("it did not start")


def ask(url: str, action: str, **params: object) -> Any:
    body = json.dumps({"action": action, "version": 6, "params": params}).encode()
    request = Request(url, body, {"Content-Type": "application/json"})
    with build_opener(ProxyHandler({})).open(request, timeout=60) as reply:
        answer = json.load(reply)
    if answer["error"]:
        raise RuntimeError(f"{action}: {answer['error']}")
    return answer["result"]


def held(url: str) -> dict[str, tuple[int, list[str], list[str]]]:
    """The interval, fields and tags of each note by guid, as the program tells them."""
    found = {}
    for note in ask(url, "notesInfo", notes=ask(url, "findNotes", query="deck:Masterclass")):
        fields = [field["value"] for field in sorted(note["fields"].values(), key=lambda field: field["order"])]
        [days] = ask(url, "getIntervals", cards=ask(url, "findCards", query=f"nid:{note['noteId']}"))
        found[note["fields"]["Key"]["value"]] = (days, fields, sorted(note["tags"]))
    return found


def push(folder: Path, url: str) -> tuple[int, Mapping[str, Any], str]:
    """Status, what it says to a program of Anki, and to a person."""
    command = [sys.executable, "-m", "flashcards", "push", "notes", "-o", "x.apkg", "--json", "-q", "--anki", url]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    told = json.loads(done.stdout)["written"]["anki"] if done.stdout else {}
    return done.returncode, told or {}, done.stderr


def faults(folder: Path, url: str) -> list[str]:
    """What went wrong over some pushes, with a review on every card."""
    notes, text, found = folder / "notes", BEFORE, []
    notes.mkdir()
    (notes / "q.png").write_bytes(PICTURE.read_bytes())
    (notes / "b.md").write_text(ASKED, "utf-8")
    learnt: dict[str, int] = {}
    for number, added in enumerate((5, 0, 1, 0)):  # new, edited, edited with one more, as before
        text = EDITS[number - 1](text) if number in {1, 2} else text
        (notes / "a.md").write_text(text, "utf-8")
        time.sleep(1.1)
        status, told, said = push(folder, url)
        now = held(url)
        wanted = {note.guid: [list(note.fields), sorted(note.tags)] for note in read_notes(folder / "x.apkg").notes}
        shown = {guid: [fields, tags] for guid, (_, fields, tags) in now.items()}
        kept = {guid: now[guid][0] for guid in learnt if guid in now}
        found += [] if (status, told.get("added")) == (0, added) else [f"push {number}: status {status}, {told} {said}"]
        found += [] if fields_and_tags(shown) == fields_and_tags(wanted) else [f"push {number}: fields or tags differ"]
        found += [] if kept == learnt else [f"push {number}: reviews {kept}, wanted {learnt}"]
        if not learnt:
            every = ask(url, "findCards", query="deck:Masterclass")
            ask(url, "answerCards", answers=[{"cardId": card, "ease": 4} for card in every])
            learnt = {guid: days for guid, (days, *_) in held(url).items()}
            found += [] if all(learnt.values()) else [f"no card was learnt: {learnt}"]
    return found


def refusal(folder: Path, url: str) -> list[str]:
    """What went wrong where the program cannot import: the deck must be there all the same."""
    (folder / "notes").mkdir()
    (folder / "notes/a.md").write_text(BEFORE, "utf-8")
    status, told, said = push(folder, url)
    whole = len(read_notes(folder / "x.apkg").notes) == 4
    good = (status, told, whole, "double-click x.apkg" in said) == (1, {}, True, True)
    return [] if good else [f"status {status}, {told}, deck whole: {whole}, {said}"]


def main() -> int:
    bad = 0
    for kind in sys.argv[1:] or ["server"]:
        python = python_for(kind)
        if not python:
            sys.stdout.write(f"{kind}: no Python 3.12 or newer is here, so nothing was tried\n")
            continue
        path = environment(kind, python)
        tries = [(faults, "all reviews kept"), *([(refusal, "the deck stays")] if kind == "server" else [])]
        for check, good in tries:
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                arguments = ("as released",) if check is refusal else ()
                with running(kind, path, Path(folder), *arguments) as url:
                    found = check(Path(folder), url)
            sys.stdout.write(f"{kind} {' '.join(arguments)}: {'; '.join(found) or good}\n")
            bad = bad or bool(found)
    return int(bad)


if __name__ == "__main__":
    raise SystemExit(main())

"""The same bytes from two versions of Python: builds the sample with each that is installed, and compares the files.

    python -m tests.pythons [PYTHON...]        (default: every other python3.11 to python3.14 that can be started)

Each gets an environment of its own with pip, kept under .ankis/ in the working folder. What is in a deck beside our own
work comes from SQLite and zlib, so their versions are printed, and of a Python that has others the ledger alone is compared:
it knows every card by its guid, its content and its time. The exit status is 1 where bytes differ; where there is no
other Python, that is said.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAMES = ("python3.11", "python3.12", "python3.13", "python3.14")
VERSIONS = (
    "import platform, sqlite3, zlib; "
    "print(platform.python_version(), 'SQLite', sqlite3.sqlite_version, 'zlib', zlib.ZLIB_RUNTIME_VERSION)"
)


def versions(python: str) -> str:
    """What a Python is made of; empty where it cannot be started."""
    done = subprocess.run([python, "-c", VERSIONS], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def environment(python: str, version: str) -> str:
    """A Python that has the program and what it needs."""
    folder = (Path(".ankis") / f"python-{version.split(maxsplit=1)[0]}").absolute()
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([python, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin/python", "-m", "pip", "install", "-q", str(ROOT)], check=True)
        (folder / "ready").touch()
    return str(folder / "bin/python")


def bytes_of(python: str, folder: Path) -> tuple[str, str]:
    """Fingerprints of the sample's ledger and of its deck."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1760000000", "FLASHCARDS_CACHE": ""}
    arguments = ["build", "--sample"]
    subprocess.run([python, "-m", "flashcards", *arguments], cwd=folder, env=env, check=True, capture_output=True)
    files = (folder / "output/sample.ledger.json", folder / "output/sample.apkg")
    ledger, deck = (hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in files)
    return ledger, deck


def main() -> int:
    own, seen = versions(sys.executable), list[str]()
    wanted = ("", "")
    for python in (sys.executable, *(sys.argv[1:] or NAMES)):
        version = versions(python) if shutil.which(python) else ""
        if not version or version in seen:
            continue
        seen.append(version)
        with tempfile.TemporaryDirectory() as folder:
            found = bytes_of(python if version == own else environment(python, version), Path(folder))
        wanted = found if version == own else wanted
        alike = version.partition(" ")[2] == own.partition(" ")[2]
        same = found == wanted if alike else found[0] == wanted[0]
        note = "" if alike else " (made by another SQLite or zlib, so not compared)"
        sys.stdout.write(f"Python {version}: ledger {found[0]}, deck {found[1]}{note}{'' if same else ' DIFFERS'}\n")
        if not same:
            return 1
    if len(seen) < 2:
        sys.stdout.write("no other Python is here, so nothing was compared\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

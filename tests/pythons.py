"""The same bytes from two versions of Python: builds the sample with each that is installed, and compares the files.

    python -m tests.pythons [PYTHON...]        (default: every other python3.11 to python3.14 that can be started)

Each gets an environment of its own with pip, kept under .ankis/ in the working folder. What is in a deck beside our own
work comes from SQLite and zlib, so their versions are printed, and only a Python that has the same ones is compared. The
exit status is 1 where bytes differ; where there is no other Python, that is said.
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


def bytes_of(python: str, folder: Path) -> str:
    """A fingerprint of the sample's deck and ledger."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1760000000"}
    arguments = ["build", "--sample"]
    subprocess.run([python, "-m", "flashcards", *arguments], cwd=folder, env=env, check=True, capture_output=True)
    files = (folder / "output/sample.apkg", folder / "output/sample.ledger.json")
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def main() -> int:
    own, wanted = versions(sys.executable), ""
    seen, same = set[str](), 0
    for python in (sys.executable, *(sys.argv[1:] or NAMES)):
        version = versions(python) if shutil.which(python) else ""
        if not version or version in seen:
            continue
        seen.add(version)
        if version.partition(" ")[2] != own.partition(" ")[2]:
            sys.stdout.write(f"Python {version}: another SQLite or zlib, not compared\n")
            continue
        with tempfile.TemporaryDirectory() as folder:
            found = bytes_of(python if version == own else environment(python, version), Path(folder))
        wanted = wanted or found
        same += found == wanted
        sys.stdout.write(f"Python {version}: {found} {'' if found == wanted else 'DIFFERS'}\n")
        if found != wanted:
            return 1
    if same < 2:
        sys.stdout.write("no other Python with the same SQLite and zlib is here, so nothing was compared\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

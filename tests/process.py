"""The command as a process of its own: with its messages in a pipe, or on a real terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

FLASHCARDS = (sys.executable, "-m", "flashcards")
# The same command where every run takes long enough for its progress to be shown.
SLOW = (
    sys.executable,
    "-c",
    "import flashcards.cli.terminal as t; t.AFTER = t.EVERY = 0; from flashcards.cli import main; main()",
)

# What a build loads, and help on it does not.
OURS = ("genanki", "markdown_it", "regex", "nh3", "yaml", "frontmatter", "filelock", "sqlite3", "tomllib")
_LOADED = """
import sys
sys.argv = ["flashcards", *sys.argv[1:]]
from flashcards.cli import main
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
own = {name for name in sys.modules if name.startswith("flashcards.")}
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules} | own))
"""


@dataclass(frozen=True, kw_only=True)
class Ended:
    status: int
    out: bytes
    err: str


def piped(command: tuple[str, ...], *arguments: str | Path, **variables: str) -> Ended:
    command = (*command, *map(str, arguments))
    done = subprocess.run(command, check=False, capture_output=True, env=_with(variables), timeout=60)
    return Ended(status=done.returncode, out=done.stdout, err=done.stderr.decode("utf-8", "replace"))


def on_terminal(command: tuple[str, ...], *arguments: str | Path, **variables: str) -> Ended:
    """Standard error is a terminal, standard output a pipe."""
    master, slave = os.openpty()
    variables = {"TERM": "xterm", "COLUMNS": "80", **variables}
    with subprocess.Popen(
        [*command, *map(str, arguments)], stdout=subprocess.PIPE, stderr=slave, env=_with(variables)
    ) as process:
        os.close(slave)
        said = b""
        with suppress(OSError):  # Linux tells the end of a terminal as an error
            while piece := os.read(master, 65536):
                said += piece
        os.close(master)
        assert process.stdout
        return Ended(out=process.stdout.read(), status=process.wait(60), err=said.decode("utf-8", "replace"))


def loaded(*arguments: str | Path) -> set[str]:
    """The packages that a command has loaded when it ends, and the program's own modules."""
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *map(str, arguments)], check=True, capture_output=True, encoding="utf-8"
    )
    return set(done.stdout.rpartition("loaded:")[2].split())


def _with(variables: dict[str, str]) -> dict[str, str]:
    left_out = ("NO_COLOR", "FORCE_COLOR")
    return {**{name: value for name, value in os.environ.items() if name not in left_out}, **variables}

"""How to get what the program can do without: the packages of one of its extras, for the Python that runs it.

They are named as the installed metadata names them, so they stand in pyproject.toml alone. The extra itself, as in
`flashcards[ocr]`, would be looked for in an index of packages, while this program may come from a clone or a wheel, and
neither need be there any more.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import PackageNotFoundError, requires


def command_for(extra: str) -> str:
    """The command that installs an extra; what to look for where the program runs without being installed."""
    try:
        stated = [line.partition(";") for line in requires("flashcards") or ()]
    except PackageNotFoundError:
        stated = []
    marks = {f"extra == '{extra}'", f'extra == "{extra}"'}
    packages = [f'"{package.strip()}"' for package, _, mark in stated if mark.strip() in marks]
    if not packages:
        return f"the extra [{extra}] of this program's pyproject.toml names what to install"
    return f"{_python()} -m pip install {' '.join(packages)}"


def _python() -> str:
    """The Python that runs, as a person would type it here."""
    near = os.path.relpath(sys.executable) if sys.executable.startswith(os.path.join(os.getcwd(), "")) else ""  # noqa: PTH109, PTH118
    path = near or sys.executable
    return f'"{path}"' if " " in path else path

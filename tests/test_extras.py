"""The command that a message names for an optional package is one that works where the program runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flashcards.extras import command_for


@pytest.mark.skipif(sys.platform == "win32", reason="tesserocr has no wheel there")
@pytest.mark.parametrize("extra", ["watch", "ocr"])
def test_the_command_runs_in_a_shell_as_it_stands(extra: str) -> None:
    done = subprocess.run(command_for(extra), shell=True, capture_output=True, text=True, check=False)
    assert (done.returncode, "Requirement already satisfied" in done.stdout) == (0, True)


def test_the_python_below_the_working_folder_is_named_as_one_would_type_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "executable", str(tmp_path / ".venv" / "bin" / "python"))
    assert command_for("watch") == '.venv/bin/python -m pip install "watchfiles<2,>=1"'


def test_a_python_in_a_folder_with_a_blank_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/my notes/python")
    assert command_for("watch").startswith('"/my notes/python" -m pip install ')


def test_without_an_installed_package_the_place_of_the_names_is_told() -> None:
    script = (
        "import sys; sys.path.append(sys.argv[1]); from flashcards.extras import command_for; print(command_for('ocr'))"
    )
    command = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        script,
        str(Path(__file__).parents[1]),
    ]  # -S: without what is installed
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == "the extra [ocr] of this program's pyproject.toml names what to install\n"

"""The wheel holds all that the command needs, works away from the checkout, and carries no test and no deck."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "*.apkg", "*.egg-info", "build", "dist")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of a copy of the tree, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = folder / "tree"
    tree.mkdir()
    for name in ("flashcards", "rules", "tests", "output"):
        shutil.copytree(ROOT / name, tree / name, ignore=LEFT_OUT)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree / name)
    (tree / "output" / "masterclass.ledger.json").write_text("{}\n")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(tree)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which pip has unpacked the wheel."""
    target = tmp_path_factory.mktemp("installed")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--no-index",
        "--quiet",
        "--target",
        str(target),
        str(wheel),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return target


def contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as file:
        return {name for name in file.namelist() if not name.endswith("/")}


def below(folder: str, pattern: str) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).glob(pattern) if path.is_file()}


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "flashcards", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


def test_the_wheel_holds_the_package_the_sample_and_the_rules(wheel: Path) -> None:
    want = below("flashcards", "**/*.py") | below("flashcards", "sample/**/*") | {"flashcards/py.typed"}
    want |= below("flashcards", "page/*")
    want |= {f"flashcards/{name}" for name in below("rules", "**/*.toml")}
    assert {name for name in contents(wheel) if ".dist-info/" not in name} == want


def test_the_wheel_holds_no_test_and_no_deck(wheel: Path) -> None:
    assert {name.split("/")[0].split("-")[0] for name in contents(wheel)} == {"flashcards"}


def test_the_wheel_carries_the_licence(wheel: Path) -> None:
    assert sum(name.endswith(".dist-info/licenses/LICENSE") for name in contents(wheel)) == 1


def test_the_installed_package_is_the_one_that_runs(installed: Path, tmp_path: Path) -> None:
    code = "import flashcards.rule as r; print(r.__file__); print(r.shipped_folder())"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-c", code]
    out = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    assert out.split() == [f"{installed}/flashcards/rule.py", f"{installed}/flashcards/rules"]


def test_the_sample_is_built_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "build", "--sample")
    with zipfile.ZipFile(tmp_path / "output/sample.apkg") as deck:
        names = set(deck.namelist())
    assert (done.returncode, done.stdout, "media" in names, len(names) > 2) == (0, "", True, True)


def test_the_sample_is_shown_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "preview", "--sample")
    page = (tmp_path / "output/sample.html").read_text("utf-8")
    assert (done.returncode, done.stdout, page.startswith("<!doctype html>"), "%%" in page) == (0, "", True, False)


def test_the_examples_inside_the_installed_rules_pass(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "check")
    assert (done.returncode, done.stdout.endswith(" 0 fail\n"), done.stderr) == (0, True, "")


def test_the_installed_command_writes_nothing_beside_itself(installed: Path, tmp_path: Path) -> None:
    before = {path for path in installed.rglob("*") if "__pycache__" not in path.parts}
    run(installed, tmp_path, "build", "--sample")
    assert {path for path in installed.rglob("*") if "__pycache__" not in path.parts} == before

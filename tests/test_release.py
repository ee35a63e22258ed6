"""What is handed out, a wheel and a source archive: each holds what it should, and works where nothing else is.

Both are built from a copy of the tree that is littered as a working folder is, and installed with pip into an environment
of their own, in which only what the program depends on can be found beside it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import absent

ROOT = Path(__file__).parents[1]
HANDED_OUT = (
    ".ci/run", ".gitignore", "CHANGELOG.md", "LICENSE", "README.ko.md", "README.md", "SECURITY.md", "docs", "flashcards",
    "output/.gitignore", "pyproject.toml", "rules", "tests",
)  # fmt: skip
LITTER = (
    "output/masterclass.apkg", "output/masterclass.ledger.json", "flashcards/sample/x.apkg", "tests/x.apkg",
    "tests/x.ledger.json", "my-notes/talk.md", "shared/corpus/talk.md", "notes.toml", ".venv/lib/x.py",
    "flashcards/__pycache__/x.pyc", "build/lib/flashcards/x.py", "dist/x.whl", ".mypy_cache/x.json",
)  # fmt: skip
LEFT_OUT = shutil.ignore_patterns("__pycache__")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    wheel: Path
    sdist: Path
    unpacked: Path  # the source archive
    again: Path  # the wheel that it gives


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Both, built without a network."""
    folder = tmp_path_factory.mktemp("release")
    for name in HANDED_OUT:
        (folder / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / "tree" / name, ignore=LEFT_OUT)
        else:
            shutil.copy(ROOT / name, folder / "tree" / name)
    for name in LITTER:
        (folder / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "tree" / name).write_text("{}\n")
    make(folder / "tree", folder, "--sdist", "--wheel")
    [wheel], [sdist] = folder.glob("*.whl"), folder.glob("*.tar.gz")
    with tarfile.open(sdist) as file:
        file.extractall(folder / "unpacked", filter="data")
    [unpacked] = (folder / "unpacked").iterdir()
    make(unpacked, folder / "again", "--wheel")
    [again] = (folder / "again").iterdir()
    return Release(wheel=wheel, sdist=sdist, unpacked=unpacked, again=again)


def make(tree: Path, folder: Path, *what: str) -> None:
    command = [sys.executable, "-m", "build", *what, "--no-isolation", "--outdir", str(folder), str(tree)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


@pytest.fixture(scope="module", params=["wheel", "sdist"])
def bin_folder(request: pytest.FixtureRequest, release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands of a new environment lie, into which pip has installed the one or the other."""
    folder = tmp_path_factory.mktemp(request.param) / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=60)
    # What it depends on is here already. A .pth adds the folder alone: what is installed there for editing stays out.
    [packages] = folder.glob("lib/*/site-packages") if os.name != "nt" else folder.glob("Lib/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    options = ("--no-deps", "--no-index", "--no-build-isolation", "--no-cache-dir", "--ignore-installed", "--quiet")
    command = [sys.executable, "-m", "pip", "--python", str(scripts / "python"), "install", *options]
    subprocess.run([*command, str(getattr(release, request.param))], check=True, capture_output=True, timeout=120)
    return scripts


def run(scripts: Path, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the environment where nothing of the checkout is in sight."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "FLASHCARDS"))}
    environment = {**mine, "PYTHONDONTWRITEBYTECODE": "1", "SOURCE_DATE_EPOCH": "1760000000", "FLASHCARDS_CACHE": ""}
    return subprocess.run(
        [scripts / command[0], *command[1:]],
        cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as file:
        return {name: file.read(name) for name in file.namelist() if not name.endswith("/")}


def below(folder: Path, pattern: str = "**/*") -> set[str]:
    """The files of a folder, as Python and ruff leave them."""
    found = (path.relative_to(folder) for path in folder.glob(pattern) if path.is_file())
    return {path.as_posix() for path in found if not {"__pycache__", ".hypothesis"} & {*path.parts}}


def test_the_wheel_holds_the_package_the_sample_and_the_rules(release: Release) -> None:
    want = {f"flashcards/{name}" for name in below(ROOT / "flashcards")}
    want |= {f"flashcards/rules/{name}" for name in below(ROOT / "rules")}
    assert {name for name in contents(release.wheel) if ".dist-info/" not in name} == want
    assert {"flashcards/py.typed", "flashcards/sample/_config.yml", "flashcards/page/page.html"} <= want


def test_the_wheel_holds_no_test_and_no_deck(release: Release) -> None:
    assert {name.split("/")[0].split("-")[0] for name in contents(release.wheel)} == {"flashcards"}


def test_the_wheel_carries_the_licence(release: Release) -> None:
    assert sum(name.endswith(".dist-info/licenses/LICENSE") for name in contents(release.wheel)) == 1


def test_the_source_archive_holds_all_files_of_the_repository_and_no_other(release: Release) -> None:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        absent("the git repository")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout
    known = {name for name in told.split("\0") if name and (ROOT / name).is_file()}
    assert below(release.unpacked) == {*known, "PKG-INFO"}


def test_the_source_archive_gives_the_very_wheel_that_the_tree_gives(release: Release) -> None:
    assert contents(release.again) == contents(release.wheel)
    assert release.again.name == release.wheel.name


def test_every_test_in_the_source_archive_finds_what_it_imports(release: Release, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(release.unpacked), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "--collect-only", "-n", "0", "-p", "no:cacheprovider", "tests"]
    done = subprocess.run(
        command, cwd=release.unpacked, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    files = {line.partition(":")[0] for line in done.stdout.splitlines() if line.startswith("tests/")}
    assert (done.returncode, files) == (0, {f"tests/{name}" for name in below(ROOT / "tests", "test_*.py")}), (
        done.stdout
    )


def test_the_installed_package_is_the_one_that_runs(bin_folder: Path, tmp_path: Path) -> None:
    code = "import flashcards.shipped as s; print(s.__file__); print(s.shipped_folder())"
    told = [Path(line) for line in run(bin_folder, tmp_path, "python", "-c", code).stdout.splitlines()]
    assert [path.name for path in told if path.is_relative_to(bin_folder.parent)] == ["shipped.py", "rules"]


def test_the_installed_command_builds_the_sample_that_the_checkout_builds(bin_folder: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1760000000"}
    (tmp_path / "checkout").mkdir()
    command = [sys.executable, "-m", "flashcards", "build", "--sample"]
    subprocess.run(command, cwd=tmp_path / "checkout", env=environment, check=True, capture_output=True, timeout=60)
    done = run(bin_folder, tmp_path, "flashcards", "build", "--sample")
    decks = [(folder / "output/sample.apkg").read_bytes() for folder in (tmp_path, tmp_path / "checkout")]
    assert (done.returncode, done.stdout, decks[0] == decks[1]) == (0, "", True)


def test_the_sample_is_shown_away_from_the_checkout(bin_folder: Path, tmp_path: Path) -> None:
    done = run(bin_folder, tmp_path, "flashcards", "preview", "--sample")
    page = (tmp_path / "output/sample.html").read_text("utf-8")
    assert (done.returncode, done.stdout, page.startswith("<!doctype html>"), "%%" in page) == (0, "", True, False)


def test_the_examples_inside_the_installed_rules_pass(bin_folder: Path, tmp_path: Path) -> None:
    done = run(bin_folder, tmp_path, "python", "-m", "flashcards", "check")
    assert (done.returncode, done.stdout.endswith(" 0 fail\n"), done.stderr) == (0, True, "")


def test_the_installed_package_is_imported_by_programs(bin_folder: Path, tmp_path: Path) -> None:
    code = r"import flashcards; print(len(flashcards.extract('## Q&A\n- 왜요?\n\t- 그래서요\n')))"
    assert run(bin_folder, tmp_path, "python", "-X", "utf8", "-c", code).stdout == "1\n"


def test_what_installs_an_extra_is_named_as_the_installed_package_names_it(bin_folder: Path, tmp_path: Path) -> None:
    code = "from flashcards.extras import command_for; print(command_for('ocr'), command_for('watch'), sep='\\n')"
    python = bin_folder / "python"
    told = run(bin_folder, tmp_path, "python", "-c", code).stdout.splitlines()
    assert told == [
        f'{python} -m pip install "pillow>=11.3" "tesserocr>=2.7"', f'{python} -m pip install "watchfiles<2,>=1"',
    ]  # fmt: skip


def test_the_installed_command_writes_nothing_beside_itself(bin_folder: Path, tmp_path: Path) -> None:
    before = below(bin_folder.parent)
    assert run(bin_folder, tmp_path, "flashcards", "build", "--sample").returncode == 0
    assert below(bin_folder.parent) == before

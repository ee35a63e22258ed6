"""What other programs import: it does what the commands do, is typed, costs nothing until it is used, and stays."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from multiprocessing import get_context
from pathlib import Path

import pytest

import flashcards
from flashcards import Built, Card, FlashcardsError, Problem, api, build, extract

Write = Callable[..., Path]

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
NOTE = "---\ntitle: 오름 특강\n---\n## Q&A\n- 물은 어디에서 받나요?\n\t- 안내소에서 받습니다.\n"
CLOSING = "# 오름 특강\n\n## Q&A\n- 물은요?\n\t- 여기요.\n\n## 마지막으로 한마디\n\n- 천천히 오르세요.\n"
RULE = """id = "own-rule"
order = 9001
summary = "Under this heading a bullet that ends in 요 asks."
question = {{ block = "bullet", depth = 1, text = '{}$' }}
where.section = '물어보기'
answer.take = "children"

[[examples]]
name = "a bullet that asks"
note = "## 물어보기\\n- 언제 {}\\n  - 지금"
[[examples.cards]]
question = "언제 {}"
answer = "- 지금"

[[examples]]
name = "a bullet that tells"
note = "- 지금"
cards = []
"""
OWN = "## 물어보기\n- 언제 오르나요\n  - 지금\n- 언제 오를까\n  - 지금\n"


def told(code: str, *, folder: Path) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, encoding="utf-8", timeout=60).stdout


def questions(cards: Sequence[Card]) -> list[str]:
    return [card.question for card in cards]


def test_the_text_of_a_note_gives_its_cards_with_the_lines_of_the_file() -> None:
    assert extract(NOTE) == (
        Card(
            question="물은 어디에서 받나요?", answer="- 안내소에서 받습니다.", context="", kind="question", rule="outline-question",
            question_lines=(5, 5), answer_lines=((6, 6),),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("# 강의\n\n왜 설계를 먼저 할까?\n\n설계는 싸다.\n", id="a lecture"),
        pytest.param("## Q&A\n- 아무도 답하지 않은 질문인가요?\n", id="no answer"),
        pytest.param("> " * 3000, id="quotes in quotes"),
        pytest.param("## Q&A\n\ud800\0\x1b\n", id="no text at all"),
    ],
)
def test_a_text_without_questions_gives_no_card_and_no_error(text: str) -> None:
    assert extract(text) == ()


def test_what_the_title_announces_counts_as_it_does_for_the_command() -> None:
    asked = ["언제 오르나요?", "어디로 내려가나요?", "왜 그런가요?"]
    note = "---\ntitle: {}\n---\n" + "".join(f"### {question}\n\n그렇게 합니다.\n\n" for question in asked)
    assert [questions(extract(note.format(title))) for title in ("오피스아워", "강의")] == [asked, []]


def test_a_text_opens_no_file_but_those_of_the_rules(tmp_path: Path) -> None:
    code = (
        f"import sys\nfrom flashcards import extract\nextract({NOTE!r})\nopened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(args) if event in {'open', 'os.listdir'} else None)\n"
        f"assert len(extract({NOTE.replace('물', '밥')!r})) == 1\nsys.stdout.write(repr(opened))"
    )
    assert told(code, folder=tmp_path) == "[]"


def test_notes_may_be_mapped_over_processes() -> None:
    texts = [NOTE.replace("물", name) for name in ("물", "밥", "배")]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(extract, texts)) == [extract(text) for text in texts]


def test_cards_are_values() -> None:
    cards = extract(NOTE)
    assert (pickle.loads(pickle.dumps(cards)), len({*cards, *extract(NOTE)})) == (cards, 1)


def test_rules_of_ones_own_are_asked_and_read_again_when_they_change(write: Write) -> None:
    assert extract(OWN) == ()
    folder = write("my-rules/own_rule.toml", RULE.format("요", "하나요", "하나요")).parent
    first = questions(extract(OWN, rules=folder))
    write("my-rules/own_rule.toml", RULE.format("까", "할까", "할까"))
    assert (first, questions(extract(OWN, rules=str(folder)))) == (["언제 오르나요"], ["언제 오를까"])


def test_closing_words_are_cards_for_who_asks() -> None:
    kinds = [[card.kind for card in cards] for cards in (extract(CLOSING), extract(CLOSING, include=["closing"]))]
    assert kinds == [["question"], ["question", "closing"]]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        pytest.param(lambda: extract("", rules="gone"), "gone: cannot be read: no such file or directory; give", id="no rules"),
        pytest.param(lambda: extract("", include="closing"),  # type: ignore[arg-type]
            "include holds 'c'; expected [\"closing\"]", id="one kind as a text"),
        pytest.param(lambda: build("gone", "x.apkg"), "no notes could be read, so nothing was written; give", id="no notes"),
        pytest.param(lambda: build([], "x.apkg"), "no notes could be read, so nothing was written; give", id="none given"),
        pytest.param(lambda: build("a.md", "x.zip"), "x.zip: the deck's file must end in .apkg; try -o x.apkg", id="another ending"),
        pytest.param(lambda: build("a.md", "x.apkg", deck=" "), "--deck holds no name", id="no name"),
        pytest.param(lambda: build("a.md", "x.apkg", assets="gone"), "gone: no such folder of pictures", id="no pictures"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_kind_of_exception_and_writes_nothing(
    write: Write, monkeypatch: pytest.MonkeyPatch, call: Callable[[], object], message: str
) -> None:
    folder = write("a.md", NOTE).parent
    monkeypatch.chdir(folder)
    with pytest.raises(FlashcardsError) as raised:
        call()
    assert (str(raised.value)[: len(message)], [*folder.iterdir()]) == (message, [folder / "a.md"])


@pytest.mark.parametrize("many", [False, True], ids=["a text", "a list of paths"])
def test_build_writes_the_bytes_that_the_command_writes_and_prints_nothing(
    write: Write, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], many: bool
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")
    notes = write("notes/a.md", NOTE).parent
    built = build([notes] if many else str(notes), notes.parent / "a" / "x.apkg", deck="오름", assets=notes)
    said = capfd.readouterr()
    command = [sys.executable, "-m", "flashcards", "build", str(notes), "-o", str(notes.parent / "b" / "x.apkg")]
    subprocess.run([*command, "--deck", "오름"], check=True, capture_output=True, timeout=60)
    made = [[(notes.parent / way / f"x.{ending}").read_bytes() for ending in ("apkg", "ledger.json")] for way in "ab"]
    assert (made[0] == made[1], built.size, [*said]) == (True, len(made[0][0]), ["", ""])


def test_a_note_that_cannot_be_used_is_told_and_the_others_are_built(write: Write) -> None:
    notes = write("notes/a.md", NOTE).parent
    write("notes/b.md", b"\0")
    built = build(notes, notes.parent / "x.apkg")
    told = [(problem.path, problem.message) for problem in built.found.unusable]
    assert (len(built.found.drafts), told) == (1, [(f"{notes}/b.md", "is a binary file, not text")])


def test_importing_the_package_loads_none_of_its_modules(tmp_path: Path) -> None:
    code = "import sys, flashcards\nflashcards.__version__, dir(flashcards)\nsys.stdout.write(repr([n for n in sys.modules if n.startswith('flashcards.')]))"
    assert told(code, folder=tmp_path) == "[]"


def test_the_names_are_functions_whatever_was_imported_before(tmp_path: Path) -> None:
    code = (
        "import flashcards.cli.build, flashcards.cli.extract, flashcards.building, flashcards.extraction\n"
        "from flashcards import *\nprint(callable(build), callable(extract), Card.__name__)"
    )
    assert told(code, folder=tmp_path).split() == ["True", "True", "Card"]


def test_no_module_has_the_name_of_what_is_public() -> None:
    modules = {path.stem for path in (ROOT / "flashcards").iterdir()}
    assert modules.isdisjoint(flashcards.__all__)


def test_another_name_is_not_there() -> None:
    with pytest.raises(AttributeError, match="module 'flashcards' has no attribute 'bulid'"):
        flashcards.bulid  # type: ignore[attr-defined] # noqa: B018


def test_what_is_public_is_listed_once() -> None:
    assert sorted({*flashcards.__all__} - {"__version__"}) == sorted(api.__all__)
    assert {*flashcards.__all__} <= {*dir(flashcards)}


def test_a_type_checker_sees_the_types(write: Write, tmp_path: Path) -> None:
    program = write(
        "program.py",
        "from pathlib import Path\nfrom flashcards import Built, Card, FlashcardsError, Problem, build, extract\n"
        "cards: tuple[Card, ...] = extract('', rules=Path('a'), include=['closing'])\n"
        "built: Built = build('notes', Path('x.apkg'), assets=['a', Path('b')])\n"
        "problem: Problem = FlashcardsError('').problem\n"
        "extract(1)\nbuild('notes')\nextract('', include=['other'])\nfrom flashcards import bulid\n",
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", str(ROOT / ".mypy_cache")]
    done = subprocess.run(
        [*command, str(program)], cwd=tmp_path, check=False, capture_output=True, text=True, timeout=120
    )
    assert re.findall(r"program\.py:(\d+): error: .*\[([\w-]+)\]", done.stdout) == [
        ("6", "arg-type"), ("7", "call-arg"), ("8", "list-item"), ("9", "attr-defined")
    ], done.stdout + done.stderr  # fmt: skip


def chapter() -> str:
    return README.partition("\n## From Python\n")[2].partition("\n## ")[0]


def test_the_program_of_the_readme_runs(write: Write) -> None:
    [program] = re.findall(r"^```python\n(.*?)^```$", chapter(), re.DOTALL | re.MULTILINE)
    folder = write("my-notes/week-1.md", NOTE).parents[1]
    assert told(program, folder=folder).splitlines() == [
        "5 물은 어디에서 받나요? -> - 안내소에서 받습니다.",
        "output/masterclass.apkg 1",
    ]


def test_the_readme_names_all_that_is_public_and_every_field_of_it() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", chapter(), re.MULTILINE))
    parts = {name: [field.name for field in fields(kind)] for name, kind in (("Card", Card), ("Built", Built), ("Problem", Problem))}  # fmt: skip
    assert {*rows, "extract", "build", "__version__"} == {*flashcards.__all__}
    assert [f"{name}.{part}" for name, named in parts.items() for part in named if f"`{part}`" not in rows[name]] == []


def test_the_readme_names_every_argument() -> None:
    for function in (extract, build):
        named = ", ".join(name for name in function.__annotations__ if name != "return")
        told = re.search(rf"`{function.__name__}\(([^)]+)\)` (?:gives|is) ", chapter())
        assert told
        assert told[1].replace("*, ", "") == named

"""The cards, counted: as a table, for a program, and as a chart in the preview page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser

from flashcards.card import Labels
from flashcards.cli import cli
from flashcards.collect import collect
from flashcards.preview import page_of
from flashcards.stats import Figures, figures
from tests.hostile import PWN, draft_of
from tests.preview_page import DESKTOP, PHONE, Shown, found_of, opened

Write = Callable[..., Path]

HEAD = "---\nmaster: {master}\nweek: {week}\n---\n## Q&A\n"
SHORT = "- 나침반은 어디에 두나요?\n\t- 북쪽 창가에 둡니다.\n"
LONG = "- 항해 일지는 어떻게 쓰나요?\n" + "".join(f"\t- {n}번째 줄은 바람입니다.\n" for n in range(12))
FOLLOWED = (
    "- 돛은 언제 내리나요?\n\t- 바람이 셀 때 내립니다.\n\t- (질문) 얼마나 세면 내리나요?\n\t\t- 깃발이 펴질 때입니다.\n"
)
PICTURE = "- 별자리는 어떻게 보나요?\n\t- ![](gone.png)\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["stats", *arguments])


@pytest.fixture
def notes(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    write("notes/a.md", HEAD.format(master="해오름", week=10) + SHORT + LONG + FOLLOWED)
    write("notes/b.md", HEAD.format(master="달무리", week=2) + SHORT + PICTURE)
    write("notes/c.md", "## Q&A\n" + SHORT)
    write("notes/d.md", "질문이 없는 글\n")
    return "notes"


def rows(made: Figures) -> dict[str, tuple[tuple[str, int], ...]]:
    return {group.name: group.rows for group in made.groups}


def test_cards_are_counted_by_all_that_they_state(notes: str) -> None:
    made = figures(collect([notes]))
    assert (made.cards, made.notes, made.asking) == (7, 4, 3)
    assert rows(made) == {
        "master": (("해오름", 4), ("달무리", 2), ("", 1)),
        "week": (("2", 2), ("10", 4), ("", 1)),
        "rule": (("outline-question", 6), ("marked-followup", 1)),
        "kind": (("question", 6), ("followup", 1)),
        "answer": (("0", 1), ("1-5", 5), ("6-10", 0), ("11-20", 1)),
        "picture": (("found", 0), ("missing", 1)),
    }
    assert (made.half, made.longest, [str(problem) for problem in made.missing]) == (
        1,
        (12, "notes/a.md:8"),
        ["notes/b.md:9: picture gone.png is missing: no such file"],
    )


@pytest.mark.parametrize(
    ("answer", "name"),
    [("", "0"), ("가", "1-5"), ("가\n" * 4 + "가", "1-5"), ("가\n" * 5 + "가", "6-10"), ("가" * 17 * 6, "6-10"),
     ("가\n" * 19 + "가", "11-20"), ("가\n" * 20 + "가", "21-40"), ("가\n" * 40 + "가", "41+")],
    ids=["none", "one", "five", "six", "six by width", "a screen", "more", "two screens"],
)  # fmt: skip
def test_an_answer_is_as_long_as_its_lines_on_a_phone(answer: str, name: str) -> None:
    found, _ = found_of([replace(draft_of("가"), answer_text=answer)])
    assert rows(figures(found))["answer"] == ((name, 1),)


def test_a_card_of_two_masters_counts_for_both() -> None:
    found, _ = found_of([replace(draft_of("가"), labels=Labels(masters=("해오름", "달무리"), week=3))])
    assert (rows(figures(found))["master"], figures(found).cards) == ((("달무리", 1), ("해오름", 1)), 1)


def test_notes_without_a_question_have_nothing_to_count(write: Write, tmp_path: Path) -> None:
    write("notes/a.md", "글\n")
    made = figures(collect([str(tmp_path / "notes")]))
    assert (made.cards, made.notes, made.groups, made.missing) == (0, 1, (), ())


def test_the_table_is_data_and_stands_on_standard_output(notes: str) -> None:
    result = run(notes)
    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr, lines[0]) == (0, "", "7 cards in 3 of 4 notes")
    assert lines[1:4] == ["  by master   4  해오름", "              2  달무리", "              1  no master stated"]
    assert lines[-1] == "    notes/b.md:9: picture gone.png is missing: no such file"


def test_a_program_gets_the_same_as_one_object(notes: str) -> None:
    whole = json.loads(run(notes, "--json").stdout)
    assert whole["by_week"] == [{"name": 2, "cards": 2}, {"name": 10, "cards": 4}, {"name": None, "cards": 1}]
    assert whole["by_master"][-1] == {"name": None, "cards": 1}
    assert (whole["answer_lines"]["median"], whole["answer_lines"]["longest"], whole["answer_lines"]["at"]) == (
        1,
        12,
        "notes/a.md:8",
    )
    assert (whole["pictures"], [one["line"] for one in whole["missing"]]) == ({"found": 0, "missing": 1}, [9])


def test_a_note_that_cannot_be_read_is_named_and_the_others_are_counted(notes: str, write: Write) -> None:
    write("notes/e.md", b"\0")
    result = run(notes)
    assert (result.exit_code, "notes/e.md: is a binary file" in result.stderr) == (1, True)
    assert result.stdout.startswith("7 cards in 3 of 4 notes")


@pytest.fixture
def page(notes: str, tmp_path: Path, browser: Browser) -> Iterator[Shown]:
    file = tmp_path / "a.html"
    file.write_text(page_of(*found_of(collect([notes]).drafts), {}), "utf-8")
    with opened(browser, file) as shown:
        shown.page.click("#tab-figures")
        yield shown


def chart(shown: Shown, title: str) -> list[tuple[str, float, str]]:
    """Name, length of the bar as a share of its row, and number of each row that one sees."""
    script = """tables => tables.map(table => [table.caption.textContent, [...table.rows].map(row => {
        const svg = row.querySelector('svg').getBoundingClientRect(), bar = row.querySelector('rect').getBoundingClientRect();
        return [row.cells[0].innerText, Math.round(100 * bar.width / svg.width) / 100, row.cells[2].innerText];
    })])"""
    charts: list[tuple[str, list[list[object]]]] = shown.page.eval_on_selector_all("#figures table", script)
    return [(str(name), float(str(share)), str(cards)) for name, share, cards in dict(charts)[title]]


def test_a_bar_is_as_long_as_its_number_is_great(page: Shown) -> None:
    assert chart(page, "마스터") == [("해오름", 1, "4"), ("달무리", 0.5, "2"), ("마스터 없음", 0.25, "1")]
    assert chart(page, "주차") == [("2주차", 0.5, "2"), ("10주차", 1, "4"), ("주차 없음", 0.25, "1")]
    assert chart(page, "답의 길이 (휴대폰 화면의 줄 수)")[:3] == [
        ("그림뿐", 0.2, "1"),
        ("1~5줄", 1, "5"),
        ("6~10줄", 0, "0"),
    ]
    assert page.noises == []


def test_the_keys_lead_through_all_three_tabs_and_back_to_the_first(page: Shown) -> None:
    seen = []
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"):
        page.press(key)
        seen.append(page.evaluate("document.activeElement.id"))
    assert seen == ["tab-cards", "tab-notices", "tab-figures", "tab-notices"]
    assert [page.page.locator(f"#{name}").is_visible() for name in ("cards", "notices", "figures")] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_bar_stands_out_from_its_ground(size: dict[str, int], theme: str, tmp_path: Path, browser: Browser) -> None:
    file = tmp_path / "a.html"
    file.write_text(page_of(*found_of([draft_of("가")]), {}), "utf-8")
    contrast = """svg => {
      const light = colour => { const [r, g, b] = colour.match(/\\d+/g).map(n => n / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const [a, b] = [getComputedStyle(svg).fill, getComputedStyle(svg).backgroundColor].map(light).sort((x, y) => y - x);
      return (a + 0.05) / (b + 0.05);
    }"""
    with opened(browser, file, size, theme) as shown:
        shown.page.click("#tab-figures")
        assert shown.page.locator("#figures svg").first.evaluate(contrast) >= 3


def test_a_name_is_text_in_the_chart_whatever_it_holds(tmp_path: Path, browser: Browser) -> None:
    name = f"<img src=x onerror='{PWN}'></table>"
    file = tmp_path / "a.html"
    file.write_text(page_of(*found_of([replace(draft_of("가"), labels=Labels(masters=(name,)))]), {}), "utf-8")
    with opened(browser, file) as shown:
        shown.page.click("#tab-figures")
        assert ([row[0] for row in chart(shown, "마스터")], shown.noises) == ([name], [])


def test_without_cards_the_page_says_so(tmp_path: Path, browser: Browser) -> None:
    file = tmp_path / "a.html"
    file.write_text(page_of(*found_of([]), {}), "utf-8")
    with opened(browser, file) as shown:
        shown.page.click("#tab-figures")
        assert (shown.page.locator("#figures .nothing").inner_text(), shown.noises) == ("셀 카드가 없습니다.", [])

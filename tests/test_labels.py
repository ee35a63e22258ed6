"""Whose answer a card is, and of which week: what the titles above a question say, what its note says, where it lies.

A label rule's own examples test its pattern; here is which statement wins.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from flashcards.cli import cli
from flashcards.collect import collect

Write = Callable[..., Path]
ASKED = "\n\n- {0} 언제 하나요?\n\t- 화요일에\n- {0} 누가 하나요?\n\t- 당번이\n\n"
TWO = f"## 멘토링 - 한결음 멘토님{ASKED.format('배포는')}## 멘토링 - 서민준 멘토님{ASKED.format('청소는')}"


def stated(note: Path, folder: Path | None = None) -> list[tuple[tuple[str, ...], int | None, int | None]]:
    drafts = collect([str(folder or note)]).drafts
    return [(draft.labels.masters, draft.labels.week, draft.labels.day) for draft in drafts]


@pytest.mark.parametrize(
    ("text", "masters"),
    [
        pytest.param(f"# 9월 28일\n\n{TWO}", [("한결음",)] * 2 + [("서민준",)] * 2, id="headings of a diary"),
        pytest.param(TWO.replace("## ", "# "), [("한결음",)] * 2 + [("서민준",)] * 2, id="headings, none above them"),
        pytest.param(f"# 9월 28일\n\n{TWO.replace('## 멘토링 - 서민준 멘토님', '## Q&A')}", [("한결음",)] * 2 + [()] * 2, id="one of two names nobody"),
        pytest.param("# 9월 28일\n\n- 17:00 멘토링 (한결음 멘토님)\n\t- 언제 하나요?\n\t\t- 화요일\n\t- 누가 하나요?\n\t\t- 당번\n", [("한결음",)] * 2, id="an item of a diary in one list"),
        pytest.param(f"# 회고\n\n## 마스터클래스 : 한결음 마스터 (추천)\n\n들었다.\n\n## Q&A{ASKED.format('배포는')}", [("한결음",)] * 2, id="the talk right before it"),
        pytest.param(f"# 회고\n\n## 마스터클래스 : 한결음 마스터\n\n들었다.\n\n## 알고리즘\n\n풀었다.\n\n## Q&A{ASKED.format('배포는')}", [()] * 2, id="another section between them"),
        pytest.param(f"[캠프] Day 42 - 오피스아워 : 대회 (한결음 멘토님)\n\n2021. 9. 30.\n\n## 1. 소개\n\n## 2. Q&A{ASKED.format('배포는')}", [("한결음",)] * 2, id="the first line, where no title is marked"),
        pytest.param(f"오늘은 오피스아워 - 한결음 멘토님을 만났다.\n\n## 1. 소개\n\n## 2. Q&A{ASKED.format('배포는')}", [()] * 2, id="the first line is a sentence"),
        pytest.param(f"# 회고\n\n## 멘토링 - 한결음 멘토님\n\n### Q&A{ASKED.format('배포는')}", [("한결음",)] * 2, id="not the nearest title"),
        pytest.param(f"# 마스터클래스 Q&A\n\n## 한결음 마스터님{ASKED.format('배포는')}## 서민준 멘토 (서버){ASKED.format('지도는')}", [("한결음",)] * 2 + [("서민준",)] * 2, id="nothing but names"),
        pytest.param(f"# 마스터클래스 Q&A\n\n멘토: 오름달\n\n## 한결음 마스터님{ASKED.format('배포는')}", [("오름달",)] * 2, id="the first lines say who"),
    ],
)  # fmt: skip
def test_a_card_has_the_master_of_its_own_section(text: str, masters: list[tuple[str, ...]], write: Write) -> None:
    assert [found[0] for found in stated(write("a.md", text))] == masters


@pytest.mark.parametrize(
    ("text", "masters"),
    [
        pytest.param(f"---\ntitle: '[오피스아워] 길 찾기'\n---\n# [오피스아워] 지도 - 한결음 멘토님{ASKED.format('배포는')}# [오피스아워] 나침반 - 서민준 멘토님\n", ("한결음", "서민준"), id="one event, as the title says"),
        pytest.param(f"# [마스터클래스] 한결음 마스터\n\n## Q&A{ASKED.format('배포는')}", ("한결음",), id="the title alone names one"),
        pytest.param(f"# [마스터클래스] 한결음 마스터\n\n## Q&A{ASKED.format('서민준님은')}", ("한결음",), id="a question names somebody"),
        pytest.param(f"# [마스터클래스] 한결음 마스터\n\n## 멘토링 - 서민준 멘토님\n\n메일을 보냈다.\n\n## Q&A{ASKED.format('배포는')}", ("한결음",), id="a section beside it"),
        pytest.param(f"# [마스터클래스] 한결음 마스터\n\n# Q&A\n\n## 한결음 마스터님과 서민준 멘토님 특강 비교{ASKED.format('배포는')}", ("한결음",), id="several titles of one level"),
        pytest.param(f"# [마스터클래스] 한결음 마스터\n\n## 3주차 멘토링 - 서민준 멘토님 Q&A{ASKED.format('배포는')}", ("한결음",), id="all of it is one event"),
    ],
)  # fmt: skip
def test_what_the_note_states_is_left_alone(text: str, masters: tuple[str, ...], write: Write) -> None:
    assert {found[0] for found in stated(write("a.md", text))} == {masters}


def test_a_note_of_several_weeks_gives_each_card_its_own(write: Write) -> None:
    weeks = "".join(f"## {n}주차 Q&A{ASKED.format(f'{n}조는')}" for n in (1, 2, 3))
    found = stated(write("a.md", f"# 스터디 기록\n\n{weeks}"))
    assert [week for _, week, _ in found] == [1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"---\ntitle: Notes\nweek: 6\n---\n# Notes\n\n## Q&A\n\n### About the week 2 homework{ASKED.format('지도는')}",
            id="a key",
        ),
        pytest.param(f"# 6주차 기록\n\n## Q&A\n\n### 1주차에 배운 것{ASKED.format('지도는')}", id="the title"),
        pytest.param(
            f"# 스터디 (6주차)\n\n# Q&A\n\n## 3주차 과제 관련{ASKED.format('지도는')}", id="the first of several"
        ),
    ],
)
def test_a_topic_that_names_another_week_is_left_alone(text: str, write: Write) -> None:
    assert {week for _, week, _ in stated(write("a.md", text))} == {6}


@pytest.mark.parametrize(
    ("name", "title", "week", "day"),
    [
        pytest.param("notes/week_3/day11_qna.md", "Q&A", 3, 11, id="folder and file"),
        pytest.param("notes/6주차/a.md", "Q&A", 6, None, id="in Korean"),
        pytest.param("notes/week_3/day11.md", "Week 5 Q&A", 5, 11, id="the title goes before"),
        pytest.param("notes/weekend/today-1.md", "Q&A", None, None, id="other words"),
        pytest.param("notes/4주차에 끝내는 스프링/a.md", "Q&A", None, None, id="a book"),
        pytest.param("notes/100일차 습관/a.md", "Q&A", None, None, id="another book"),
        pytest.param("notes/02_w3-day 12.md", "Q&A", 3, 12, id="marks between"),
        pytest.param("notes/2021-08-05.md", "Q&A", None, None, id="a date"),
    ],
)
def test_where_a_note_lies_tells_week_and_day_where_the_note_does_not(
    name: str, title: str, week: int | None, day: int | None, write: Write, tmp_path: Path
) -> None:
    note = write(name, f"# {title}{ASKED.format('배포는')}")
    assert stated(note, tmp_path / "notes")[0][1:] == (week, day)


def test_the_folder_given_tells_too_whatever_is_kept_of_another_one(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for week in (3, 4):
        note = write(f"week_{week}/a.md", f"# Q&A{ASKED.format('배포는')}")
        monkeypatch.chdir(note.parent)
        assert [drafts.labels.week for drafts in collect(["."]).drafts] == [week, week]
        assert [drafts.labels.week for drafts in collect(["a.md"]).drafts] == [week, week]


def test_explain_names_the_labels_of_a_section(write: Write) -> None:
    note = write("a.md", f"# 9월 28일 Day 38\n\n{TWO}")
    said = CliRunner().invoke(cli, ["explain", str(note)]).stdout
    assert "4 cards; day 38\n" in said
    assert [said.count(f"its section states: master {name}, day 38") for name in ("한결음", "서민준")] == [2, 2]
    alone = (
        CliRunner()
        .invoke(cli, ["explain", str(write("b.md", f"# [마스터클래스] 한결음 마스터{ASKED.format('배포는')}"))])
        .stdout
    )
    assert "its section states" not in alone


def test_tags_deck_and_preview_follow_the_section_and_so_does_a_second_run(write: Write, tmp_path: Path) -> None:
    note = write("a.md", f"# 9월 28일\n\n{TWO}")
    for _ in range(2):  # the second time out of the cache
        said = CliRunner().invoke(cli, ["build", str(note), "-o", str(tmp_path / "x.apkg"), "--deck", "특강::{master}"])
        assert (said.exit_code, "2  한결음" in said.stderr, "2  서민준" in said.stderr) == (0, True, True)
        drafts = collect([str(note)]).drafts
        assert [draft.tags[0] for draft in drafts] == ["master::한결음"] * 2 + ["master::서민준"] * 2

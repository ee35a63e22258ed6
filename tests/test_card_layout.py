"""Every card is readable as the clients show it: nothing runs off a phone's screen, all text stands out, nothing is fetched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import flashcards
from flashcards.building import build
from tests.anki_import import Anki
from tests.card_page import HEIGHT, ask, faults_of, in_shell
from tests.png import white_png

SIDES = ("front", "back")
SHELLS = ("desktop light", "desktop dark", "android light", "android dark")

LONG = "가나다라마바사아자차카타파하" * 6
URL = "https://example.org/" + "0123456789abcdef/" * 8
OWN_NOTE = f"""\
---
title: "[마스터클래스] 가람 마스터와 함께한 {LONG[:40]}"
---
# [마스터클래스] 가람 마스터

## 사전질문

![](gone.png)

질문의 그림이 없어도 답은 있다. ![](also-gone.png)

![](tall.png)

답 속의 그림이다.

- 그림을 품은 점

    ![](wide.png)

> 인용된 질문인데 띄어쓰기가 없으면 {LONG} 어떻게 되나요? {URL}

긴 이름 `{"very_long_name_" * 8}` 뒤에 [링크]({URL})와 {URL} 주소가 온다. {LONG}

그의 말로는 **"천천히(slowly)"**가 답이다.[^말] 식은 $\\eta$이고, 긴 식은 ${"x_i + " * 30}x$이며 $5와 $10은 돈이다.

$$
f(x) = {"a_1 x^2 + " * 20}c
$$

```sql
SELECT name, count(*) FROM orders WHERE price > 1000 GROUP BY name; -- 많이 산 사람
```

```html
<p class="{"a-class-" * 12}">글</p> <!-- 왜 -->
```

```python
@decorator
class Name(Base):
    '''글'''

def {"a_name_without_any_break_" * 5}(first: dict[str, list[int]], second: tuple[str, ...] = ()) -> None:
    return "{URL}" + 3  # {LONG}
```

[^말]: 발표에서 [한 말]({URL})이다. `code` {LONG}
[^안]: 아무도 부르지 않는다.

<h3>작은 제목</h3>

**굵게**, *기울여*, ~~지운~~, <mark>형광펜</mark>, <kbd>Ctrl</kbd>, <small>작게</small>, <a>주소 없는 링크</a>

<details><summary>펼치기</summary>속에 든 글</details>

> 답 속의 인용

1. 하나
    1. 하나의 하나
2. 둘

| 이름 | {LONG} | 기본값 | 범위 | 비고 | 처음 나온 판 | 주소 |
| --- | :---: | ---: | --- | --- | --- | --- |
| {"long_option_name_" * 4} | 처음 몇 걸음 동안 학습률을 올린다 | 1,000 | 0 이상 | 너무 작으면 발산한다 | 1.2.3 | {URL} |

> Which test do you write first when nobody has written a single one yet?

Whatever hurts most when it is wrong. {"Then work outwards, one boundary at a time, and break the code on purpose. " * 60}
"""
OWN_OUTLINE = """\
# Week 3 마스터클래스 - 다온 CTO님(04.17)

## Q&A

- 올리기 전에 무엇을 확인하시나요?
	- 되돌릴 수 있는지 먼저 본다
		- 돌아가는 데 걸리는 시간을 재 둔다
			- 5분을 넘으면 올리지 않는다
	- (질문) 그 기준은 누가 정하나요?
		- 서비스를 가장 잘 아는 사람
	- 작은 비율부터 연다
"""

COLOURS = "['backgroundColor', 'color'].map(part => getComputedStyle(document.body)[part])"


@dataclass(frozen=True, kw_only=True)
class Cards:
    """The cards of a deck as Anki renders them. folder: where their pictures lie.  front, back: all cards, stacked."""

    folder: Path
    front: str
    back: str


MakeCards = Callable[[Path], Cards]


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> MakeCards:
    """Build the deck of some notes and have the real Anki import and render it; once for each folder."""
    made: dict[Path, Cards] = {}

    def make(notes: Path) -> Cards:
        if notes not in made:
            folder = tmp_path_factory.mktemp("deck")
            build((str(notes),), folder / "deck.apkg")
            anki = Anki(folder / "anki")
            anki.import_deck(folder / "deck.apkg")
            sides = [anki.rendered(guid) for guid in anki.notes()]
            media = Path(anki.col.media.dir())
            anki.close()
            made[notes] = Cards(
                folder=media,
                front="".join(front for front, _back in sides),
                back="".join(back for _front, back in sides),
            )
        return made[notes]

    return make


@pytest.fixture(scope="module")
def own_notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    (folder / "_config.yml").touch()
    (folder / "layout.md").write_text(OWN_NOTE, encoding="utf-8")
    (folder / "outline.md").write_text(OWN_OUTLINE, encoding="utf-8")
    (folder / "tall.png").write_bytes(white_png(600, 2400))
    (folder / "wide.png").write_bytes(white_png(2400, 300))
    return folder


def notes_of(name: str, request: pytest.FixtureRequest) -> Path:
    if name == "sample":
        return Path(flashcards.__file__).parent / "sample"
    if name == "own":
        return Path(request.getfixturevalue("own_notes"))
    folder: Path = request.getfixturevalue("corpus") / name
    return next(folder / sub for sub in ("_posts", "notes") if (folder / sub).is_dir())


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("notes", ["sample", "own", "masterclass", "blog", "wild"])
def test_no_card_has_a_fault_on_a_phone(
    *, notes: str, shell: str, side: str, cards: MakeCards, browser: Browser, request: pytest.FixtureRequest
) -> None:
    shown = cards(notes_of(notes, request))

    assert faults_of(browser, shown.folder, in_shell(shell, getattr(shown, side))) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param('<p style="color: #999">옅은 글</p>', ["contrast 2.8 in <P> 옅은 글"], id="faint text"),
        pytest.param(
            '<p style="background: #000">어두운 바탕</p>', ["contrast 1.0 in <P> 어두운 바탕"], id="dark on dark"
        ),
        pytest.param(
            '<pre style="width: 500px">넓다</pre>',
            ["page is 508 wide", "<PRE> from 8 to 508 in "],
            id="too wide",
        ),
        pytest.param('<img src="none.png">', ["broken none.png in "], id="picture without a file"),
        pytest.param("<script>console.error('x')</script>", ["console: x"], id="console error"),
        pytest.param('<div style="background: url(https://example.org/a.png)">', ["wants https://example.org/a.png"], id="address"),
        pytest.param('<p style="color: #666">보이는 글</p>', [], id="no fault"),
        pytest.param('<table style="display: block; overflow: auto"><td style="min-width: 900px">표</table>', [], id="a table that scrolls inside itself"),
    ],
)  # fmt: skip
def test_the_check_itself_sees_a_fault_and_nothing_else(
    body: str, expected: list[str], browser: Browser, tmp_path: Path
) -> None:
    faults = faults_of(browser, tmp_path, in_shell("android light", body))

    assert [f for f in faults if "ERR_" not in f] == expected


@pytest.mark.parametrize("shell", ["desktop light", "android light"])
@pytest.mark.parametrize("night", ["body nightMode", "body night_mode", "html nightMode", "html night_mode"])
def test_night_comes_with_either_class_on_the_body_or_on_the_page(
    night: str, shell: str, own_notes: Path, cards: MakeCards, browser: Browser
) -> None:
    shown = cards(own_notes)
    page = in_shell(shell, shown.front, night)

    colours, _noises = ask(browser, shown.folder, page, COLOURS)

    assert colours == ["rgb(27, 29, 32)", "rgb(230, 232, 234)"]


@pytest.mark.parametrize("shell", ["desktop light", "android light"])
def test_without_a_night_class_it_is_day(shell: str, own_notes: Path, cards: MakeCards, browser: Browser) -> None:
    shown = cards(own_notes)

    colours, _noises = ask(browser, shown.folder, in_shell(shell, shown.front, "body light"), COLOURS)

    assert colours == ["rgb(255, 255, 255)", "rgb(31, 35, 40)"]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(("side", "most"), [("front", 0.7), ("back", 0.34)])
def test_a_tall_picture_question_fits_the_screen(
    *, side: str, most: float, shell: str, own_notes: Path, cards: MakeCards, browser: Browser
) -> None:
    shown = cards(own_notes)
    script = "[...document.querySelectorAll('.question img')].map(i => i.getBoundingClientRect().height)"

    heights, _noises = ask(browser, shown.folder, in_shell(shell, getattr(shown, side)), script)

    assert [round(height / HEIGHT, 2) for height in heights] == [most]


@pytest.mark.parametrize("shell", ["desktop light", "android dark"])
def test_all_text_follows_the_one_font_size_of_the_card(
    shell: str, own_notes: Path, cards: MakeCards, browser: Browser
) -> None:
    shown = cards(own_notes)
    page = in_shell(shell, shown.front + shown.back)
    script = "[...document.querySelectorAll('.fc *')].map(e => parseFloat(getComputedStyle(e).fontSize))"

    usual, _noises = ask(browser, shown.folder, page, script)
    double, _noises = ask(browser, shown.folder, page + "<style>.card { font-size: 36px }</style>", script)

    assert [round(size / 2, 3) for size in double] == [round(size, 3) for size in usual]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_question_leads_on_the_front_and_the_answer_on_the_back(
    shell: str, own_notes: Path, cards: MakeCards, browser: Browser
) -> None:
    shown = cards(own_notes)
    parts = [".front .question", ".answer", ".back .question", ".context", ".marks", ".foot"]
    script = "parts => parts.map(p => parseFloat(getComputedStyle(document.querySelector(p)).fontSize))"

    sizes, _noises = ask(browser, shown.folder, in_shell(shell, shown.front + shown.back), script, parts)

    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == len(parts) - 1  # marks and foot are alike


@pytest.mark.parametrize("shell", SHELLS)
def test_each_level_of_an_outline_is_indented_further(
    shell: str, own_notes: Path, cards: MakeCards, browser: Browser
) -> None:
    shown = cards(own_notes)
    script = """['되돌릴', '돌아가는', '5분을'].map(start => [...document.querySelectorAll('.answer li')]
      .find(li => li.textContent.trim().startsWith(start)).getBoundingClientRect().left)"""

    lefts, _noises = ask(browser, shown.folder, in_shell(shell, shown.back), script)

    assert lefts == sorted(set(lefts))

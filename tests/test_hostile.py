"""Whatever stands in a note, the field that is made of it holds words, harmless tags and nothing that acts."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
import regex

from flashcards.field import text_html
from tests.hostile import CASES, MARKS, draft_of

HARMLESS = {
    "a", "abbr", "b", "blockquote", "br", "code", "details", "div", "em", "i", "li", "p", "pre", "s", "span", "strong",
    "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
VALUES = {
    "href": r"https?://.*|mailto:.*",
    "style": r"text-align:\s?(left|right|center)",
    "title": r".*",
    "class": r"missing|[cksnf]",
}
ACTING = r"(?i)\[\s*/?(sound:|anki:|latex|\$)|\[\[type:|\{\{|[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]|<!|<\?"
FORMULA = r"\\([()\[\]]|begin|end)"


class Reader(HTMLParser):
    """Collects what is wrong with a field, read by another parser than the one that cleaned it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.code += tag in {"code", "pre"}
        if tag not in HARMLESS:
            self.wrong.append(f"<{tag}>")
        self.wrong += [
            f"{name}={value}" for name, value in attrs if not regex.fullmatch(VALUES.get(name, ""), value or "")
        ]

    def handle_endtag(self, tag: str) -> None:
        self.code -= tag in {"code", "pre"}

    def handle_data(self, data: str) -> None:
        if not self.code and regex.search(FORMULA, data):
            self.wrong.append(data)

    def handle_comment(self, data: str) -> None:
        self.wrong.append(data)


def wrong_with(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.wrong + [str(found[0]) for found in regex.finditer(ACTING, html)]


@pytest.mark.parametrize(("answer", "words"), CASES.values(), ids=CASES)
def test_nothing_in_a_field_acts(answer: str, words: str) -> None:
    assert wrong_with(draft_of(answer).answer_html) == []


@pytest.mark.parametrize(("answer", "words"), CASES.values(), ids=CASES)
def test_the_words_are_still_there(answer: str, words: str) -> None:
    assert draft_of(answer).answer_text == words


@pytest.mark.parametrize(("question", "words"), MARKS.values(), ids=MARKS)
def test_nothing_in_a_question_acts(question: str, words: str) -> None:
    assert wrong_with(draft_of("답", question).question_html) == []


@pytest.mark.parametrize(("label", "_words"), CASES.values(), ids=CASES)
def test_nothing_in_a_label_acts(label: str, _words: str) -> None:
    assert wrong_with(text_html(label)) == []


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>가 <a href='https://a.example'>나</a></p>", []),
        ("<code>\\(x\\)</code>", []),
        ("<script>x</script>", ["<script>"]),
        ("<b onclick='x'>가</b>", ["onclick=x"]),
        ("<a href='javascript:x'>가</a>", ["href=javascript:x"]),
        ("<p>\\(x</p>", ["\\(x"]),
        ("[sound:a.mp3]{{x", ["[sound:", "{{"]),
    ],
)
def test_the_reader_of_these_tests_sees_what_acts(html: str, expected: list[str]) -> None:
    assert wrong_with(html) == expected

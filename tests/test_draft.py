"""A card and its note become what a note in Anki shows: fields, texts, tags, and pictures with the lines they stand on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flashcards.card import Card, Draft, Labels
from flashcards.document import Place, parse_document
from flashcards.draft import draft_cards
from flashcards.errors import Problem
from flashcards.media import find_site
from flashcards.notetype import FIELDS

Write = Callable[..., Path]

PNG = b"\x89PNG\r\n\x1a\n"
BODY = """\
---
title: 'Day_49 <서민준> {{Title}}'
tags: [회고, 'ML 기초', week::11]
---
(질문) 왜 그런가요?

하나
둘
"""
PLAIN = Card(
    question="왜 **그런가요?**", answer="하나\n둘", context="", kind="question", rule="a-rule",
    question_lines=(5, 5), answer_lines=((7, 8),),
)  # fmt: skip


@pytest.fixture
def draft(write: Write) -> Callable[..., Draft]:
    """Draft one card of a note: draft(card, body, labels)."""

    def make(card: Card = PLAIN, body: str = BODY, labels: Labels | None = None) -> Draft:
        file = write("notes/sub/a.md", body)
        place = Place(path="notes/sub/a.md", below="sub/a.md", file=file, given=file.parents[1])
        site = find_site(file, place.given, [])
        (made,), problems = draft_cards(parse_document(body, place), labels or Labels(), [card], site)
        assert problems == ()
        return made

    return make


def test_the_fields_stand_in_the_order_of_the_note_type(draft: Callable[..., Draft]) -> None:
    labels = Labels(masters=("서민준", "Ted & Co"), week=7, day=49, date="03.02")
    card = replace(PLAIN, context="앞선 *질문*", kind="followup")
    fields = dict(zip(FIELDS, draft(card, labels=labels).fields("0123456789abcdef"), strict=True))
    assert fields == {
        "Question": "왜 <strong>그런가요?</strong>",
        "Answer": "하나<br>\n둘",
        "Context": "앞선 <em>질문</em>",
        "Transcript": "",
        "Master": "서민준, Ted &amp; Co",
        "Week": "7",
        "Day": "49",
        "Date": "03.02",
        "Title": "Day_49 &lt;서민준&gt; &#123;&#123;Title}}",
        "Source": "sub/a.md",
        "Key": "0123456789abcdef",
        "Extra1": "",
        "Extra2": "",
    }


def test_a_note_without_labels_leaves_their_fields_empty(draft: Callable[..., Draft]) -> None:
    fields = dict(zip(FIELDS, draft().fields("0123456789abcdef"), strict=True))
    assert [fields[name] for name in ("Context", "Master", "Week", "Day", "Date")] == [""] * 5


def test_the_texts_are_the_notes_words_without_markup(draft: Callable[..., Draft]) -> None:
    made = draft(
        replace(PLAIN, answer="1. [문서](https://a.example)\n2. `코드`", context="**앞선** 질문", kind="followup")
    )
    assert (made.question_text, made.answer_text, made.context_text) == (
        "왜 그런가요?",
        "1. 문서\n2. 코드",
        "앞선 질문",
    )


def test_one_paragraph_stands_bare_and_more_keep_theirs(draft: Callable[..., Draft]) -> None:
    made = draft(replace(PLAIN, answer="하나\n\n둘"))
    assert (made.question_html, made.answer_html) == ("왜 <strong>그런가요?</strong>", "<p>하나</p>\n<p>둘</p>")


TAGS = {
    "own-tags-alone": (Labels(), "question", "답", ("회고", "ML-기초", "week::11")),
    "labels-before-own-tags": (
        Labels(masters=("서민준", "Ted Dunning"), week=3, day=4),
        "question",
        "답",
        ("master::서민준", "master::Ted-Dunning", "week::03", "day::04", "회고", "ML-기초", "week::11"),
    ),
    "a-tag-stands-once": (Labels(week=11), "question", "답", ("week::11", "회고", "ML-기초")),
    "follow-up": (Labels(), "followup", "답", ("회고", "ML-기초", "week::11", "type::followup")),
    "missing-picture-comes-last": (
        Labels(day=4),
        "followup",
        "답 ![](no.png)",
        ("day::04", "회고", "ML-기초", "week::11", "type::followup", "needs::image"),
    ),
    "picture-that-is-there": (Labels(), "question", "답 ![](../yes.png)", ("회고", "ML-기초", "week::11")),
}


@pytest.mark.parametrize("case", TAGS.values(), ids=TAGS)
def test_tags_say_what_a_card_is_in_a_fixed_order(
    draft: Callable[..., Draft], write: Write, case: tuple[Labels, str, str, tuple[str, ...]]
) -> None:
    labels, kind, answer, expected = case
    write("notes/yes.png", PNG)
    card = replace(PLAIN, kind="followup" if kind == "followup" else "question", answer=answer)
    assert draft(card, labels=labels).tags == expected


def test_a_found_picture_is_shown_by_its_name_in_the_deck(draft: Callable[..., Draft], write: Write) -> None:
    file = write("notes/sub/a b.png", PNG)
    made = draft(replace(PLAIN, answer="![도식 <1>](a%20b.png)"))
    (picture,) = made.pictures
    assert made.answer_html == f'<img src="{picture.name}" alt="도식 &lt;1&gt;">'
    assert (picture.path, picture.role, picture.missing) == (str(file), "answer", False)


def test_a_missing_question_picture_is_named_in_korean_and_is_no_word_of_the_question(
    draft: Callable[..., Draft],
) -> None:
    made = draft(replace(PLAIN, question="![채팅](/assets/%EC%A7%88%EB%AC%B8%201.png)"))
    assert made.question_html == '<div class="missing">그림이 없습니다: 질문 1.png</div>'
    assert (made.question_text, made.tags[-1]) == ("", "needs::image")


def test_a_missing_answer_picture_leaves_the_words_around_it(draft: Callable[..., Draft]) -> None:
    made = draft(replace(PLAIN, answer="앞\n\n![말](b.png)\n\n뒤"))
    assert '<div class="missing">그림이 없습니다: b.png</div>' in made.answer_html
    assert made.answer_text == "앞\n뒤"


def test_the_name_of_a_missing_picture_does_nothing(draft: Callable[..., Draft]) -> None:
    made = draft(replace(PLAIN, answer="답 ![](<{{Key}}[sound:a].png>)"))
    assert "그림이 없습니다: &#123;&#123;Key}}&#91;sound:a].png<" in made.answer_html


LINES = """\
# 사전질문
![](x/old.png)
앞선 질문
![](한글.png)

![](/assets/q%20one.png)

답 ![](b/a.png)
![](ba.png) ![](c/a.png)
![](a.png)
<img src="raw&amp;.png">
"""
PICTURES = {
    "of-the-question": ("![](/assets/q%20one.png)", "답", "", [("question", 6)]),
    "of-the-answer": ("질문", "![](b/a.png)", "", [("answer", 8)]),
    "another-of-the-same-name": ("질문", "![](c/a.png)", "", [("answer", 9)]),
    "a-name-that-ends-another": ("질문", "![](a.png)", "", [("answer", 10)]),
    "all-of-them-in-order": ("질문", "![](b/a.png) ![](ba.png) ![](a.png)", "", [("answer", 8), ("answer", 9), ("answer", 10)]),
    "the-same-twice-is-one": ("질문", "![](ba.png) ![](ba.png)", "", [("answer", 9)]),
    "in-raw-html": ("질문", '<img src="raw&amp;.png">', "", [("answer", 11)]),
    "in-both": ("![](a.png)", "![](a.png)", "", [("question", 6), ("answer", 10)]),
    "of-the-question-before-it": ("질문", "답", "![](x/old.png)", [("question", 2)]),
    "decomposed-in-the-link": ("질문", "답", "![](%E1%84%92%E1%85%A1%E1%86%AB%E1%84%80%E1%85%B3%E1%86%AF.png)", [("question", 4)]),
    "nowhere-in-the-note": ("질문", "![](gone.png)", "", [("answer", 8)]),
    "no-picture": ("질문", "답", "", []),
}  # fmt: skip


@pytest.mark.parametrize(("question", "answer", "context", "expected"), PICTURES.values(), ids=PICTURES)
def test_a_missing_picture_has_the_line_that_links_to_it(
    draft: Callable[..., Draft], question: str, answer: str, context: str, expected: list[tuple[str, int]]
) -> None:
    card = replace(
        PLAIN, question=question, answer=answer, context=context, question_lines=(6, 6), answer_lines=((8, 8), (9, 11))
    )
    assert [(picture.role, picture.line) for picture in draft(card, LINES).pictures] == expected


@pytest.mark.parametrize(
    ("question", "answer"),
    [("질문", "<script>x</script>"), ("<style>x</style>", "답"), ("질문", "<!-- 나중에 -->"), ("질문", "<div></div>")],
)
def test_a_card_that_shows_nothing_is_a_problem_and_no_card(write: Write, question: str, answer: str) -> None:
    file = write("a.md", "")
    place = Place(path="a.md", below="a.md", file=file, given=file.parent)
    card = replace(PLAIN, question=question, answer=answer)
    drafts, problems = draft_cards(parse_document("", place), Labels(), [card, PLAIN], find_site(file, file.parent, []))
    assert [draft.card for draft in drafts] == [PLAIN]
    assert problems == (
        Problem(
            message="nothing is left of this card once HTML that cards cannot hold is removed: no card",
            path="a.md",
            line=5,
            hint="write words or a picture there, or mark it as code",
        ),
    )

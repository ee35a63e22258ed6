"""Templates are filled as Anki fills them: what a preview shows is what a review will show."""

from __future__ import annotations

from pathlib import Path

import pytest

import flashcards
from flashcards import notetype
from flashcards.building import build
from flashcards.collect import collect
from flashcards.identify import identify
from flashcards.ledger import Ledger
from flashcards.template import fill, sides
from tests.anki_import import Anki

SAMPLE = str(Path(flashcards.__file__).parent / "sample")
FIELDS = {
    "A": "<b>가</b>",
    "B": "나",
    "Empty": "",
    "Blank": " \n",
    "Break": "<br><div></div>",
    "Braces": "{{B}} {{#A}}",
    "Zero": "0",
}


def test_both_sides_of_every_sample_card_are_those_of_the_real_anki(anki: Anki, tmp_path: Path) -> None:
    build([SAMPLE], tmp_path / "a.apkg")
    anki.import_deck(tmp_path / "a.apkg")
    drafts = collect([SAMPLE]).drafts
    guids = identify(drafts, Ledger(), now=0, notetype_hash="").guids
    style = f"<style>{notetype.CSS}</style>"
    ours = {}
    for draft, guid in zip(drafts, guids, strict=True):
        fields = dict(zip(notetype.FIELDS, draft.fields(guid), strict=True))
        ours[guid] = tuple(style + side for side in sides(notetype.FRONT, notetype.BACK, fields))

    assert ours == {guid: anki.rendered(guid) for guid in anki.notes()}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param("{{A}}와 {{B}}", "<b>가</b>와 나", id="fields"),
        pytest.param("{{#A}}있다{{/A}}", "있다", id="section of a field that holds something"),
        pytest.param("{{#Zero}}있다{{/Zero}}", "있다", id="a zero is something"),
        pytest.param("가{{#Empty}}있다{{/Empty}}나", "가나", id="section of an empty field"),
        pytest.param("가{{#Blank}}있다{{/Blank}}나", "가나", id="section of a field of blanks"),
        pytest.param("가{{#Break}}있다{{/Break}}나", "가나", id="section of a field of line breaks"),
        pytest.param("{{^Empty}}없다{{/Empty}}{{^A}}없다{{/A}}", "없다", id="section of what is absent"),
        pytest.param("{{#A}}1{{#Empty}}2{{/Empty}}3{{/A}}4", "134", id="a section in a section"),
        pytest.param("{{#Empty}}1{{#A}}2{{/A}}3{{/Empty}}4", "4", id="a section in one that is left out"),
        pytest.param("{{Braces}}", "{{B}} {{#A}}", id="braces in a field are left alone"),
        pytest.param("{A} {{ } }", "{A} {{ } }", id="other braces are left alone"),
        pytest.param("\\1 \\g<0> $&", "\\1 \\g<0> $&", id="marks of patterns are left alone"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_template_is_filled(template: str, expected: str) -> None:
    assert fill(template, FIELDS) == expected


def test_the_back_may_hold_the_front() -> None:
    assert sides("{{A}}", "{{FrontSide}}<hr>{{B}}", FIELDS) == ("<b>가</b>", "<b>가</b><hr>나")


@pytest.mark.parametrize("template", ["{{Other}}", "{{cloze:A}}", "{{#Other}}{{/Other}}"])
def test_a_template_that_wants_more_than_this_is_no_silent_blank(template: str) -> None:
    with pytest.raises(KeyError):
        fill(template, FIELDS)

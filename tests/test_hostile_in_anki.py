"""Decks made of hostile notes go through the real Anki: it shows every field as it stands and acts on none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flashcards.building import build
from tests.anki_import import Anki, import_note
from tests.hostile import CASES, MARKS

Write = Callable[..., Path]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str, int]]:
    """By case: the answer's field, the side that Anki makes of it, and how many sounds it would play."""
    folder = tmp_path_factory.mktemp("hostile")
    for number, (answer, _) in enumerate(CASES.values()):
        note = f"# 사전질문\n\n> {number}번은 위험한가요?\n\n조심하면 됩니다\n\n{answer}\n"
        (folder / f"{number}.md").write_bytes(note.encode())
    build([str(folder)], folder / "out.apkg")
    anki = Anki(folder / "anki")
    try:
        anki.import_deck(folder / "out.apkg")
        notes = {found.fields["Source"]: found for found in anki.notes().values()}
        sides = {}
        for number, name in enumerate(CASES):
            found = notes[f"{number}.md"]
            [card] = anki.col.get_note(anki.col.find_notes(f"Key:{found.guid}")[0]).cards()
            output = card.render_output()
            tags = len(output.question_av_tags) + len(output.answer_av_tags)
            sides[name] = found.fields["Answer"], output.answer_text, tags
        return sides
    finally:
        anki.close()


def test_anki_shows_every_answer_as_its_field_stands(shown: dict[str, tuple[str, str, int]]) -> None:
    assert {name: field in side for name, (field, side, _) in shown.items()} == dict.fromkeys(CASES, True)


def test_anki_plays_nothing(shown: dict[str, tuple[str, str, int]]) -> None:
    assert {name: tags for name, (_, _, tags) in shown.items() if tags} == {}


@pytest.mark.parametrize("sign", ["<script", "<style>", "<iframe", "<img", "[anki:", "[sound:", "[latex", "[[type:"])
def test_no_answer_side_holds_what_a_client_acts_on(shown: dict[str, tuple[str, str, int]], sign: str) -> None:
    assert [name for name, (_, side, _) in shown.items() if sign in side.lower()] == []


@pytest.mark.parametrize("mark", ["sound", "speech", "latex", "typed-answer", "front-side", "cloze", "formula"])
def test_a_title_full_of_marks_is_shown_as_written(write: Write, anki: Anki, mark: str) -> None:
    words = MARKS[mark][1]
    guid = import_note(write, anki, f"---\ntitle: '{words}'\n---\n# 사전질문\n\n> 위험한가요?\n\n조심하면 됩니다\n")
    side = anki.rendered(guid)[1]
    assert anki.notes()[guid].fields["Title"] in side
    assert not [sign for sign in ("[anki:", "[sound:", "[latex", "[[type:", "{{", r"\(") if sign in side]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("[sound:a.mp3].md", "&#91;sound:a.mp3].md"),
        ("{{Key}}.md", "&#123;&#123;Key}}.md"),
        ("<b>.md", "&lt;b&gt;.md"),
        ("1주차 & [참고].md", "1주차 &amp; [참고].md"),
    ],
)
def test_a_files_name_is_shown_as_it_is(write: Write, anki: Anki, name: str, field: str) -> None:
    guid = import_note(write, anki, "# 사전질문\n\n> 위험한가요?\n\n조심하면 됩니다\n", name)
    assert anki.notes()[guid].fields["Source"] == field
    assert field in anki.rendered(guid)[1]


def test_hostile_tags_of_a_note_reach_anki_as_words(write: Write, anki: Anki) -> None:
    front = "---\ntags: ['<script>x</script>', '[sound:a.mp3]', '가 나']\n---\n"
    guid = import_note(write, anki, front + "# 사전질문\n\n> 위험한가요?\n\n조심하면 됩니다\n")
    assert anki.notes()[guid].tags == {"<script>x</script>", "[sound:a.mp3]", "가-나"}

"""The pages in docs/ are true: their commands are run as they stand on folders as other programs leave them, and looked at.

What comes of them is read in the real Anki, or where a claim is about many places, as `extract` gives it.
"""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashcards.cli import cli
from tests.anki_import import Anki, AnkiNote, card, log, study
from tests.docs import README, blocks, command_lines
from tests.neighbours import (
    BLOG,
    CALLOUTS,
    CAMP,
    GOOGLE,
    HOME,
    NOTION,
    OTHER_SHOT,
    PASTED,
    PNG,
    SHOT,
    TALK,
    TOGGLES,
    VAULT,
    WEEK,
    Files,
    downloaded,
)

ENDLESS = {"--watch", "--open"}  # until Ctrl-C; a browser
DECK = Path("output/masterclass.apkg")
Write = Callable[..., Path]


@pytest.fixture
def put(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Files], None]:
    """Write a folder of another program, and go where the page's reader stands: beside it."""
    monkeypatch.chdir(tmp_path)

    def put(files: Files) -> None:
        for name, content in files.items():
            write(name, content)

    return put


def run(line: str) -> Result:
    result = CliRunner().invoke(cli, shlex.split(line)[1:])
    assert result.exit_code == 0, f"{line}\n{result.output}"
    return result


def run_page(page: str) -> list[Result]:
    """Every command of a page, in order."""
    lines = [line for line in command_lines(page) if not ENDLESS & set(shlex.split(line))]
    assert lines
    return [run(line) for line in lines]


def cards_of(arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run(f"flashcards extract {arguments}").stdout.splitlines()]


def in_anki(anki: Anki, deck: Path) -> dict[str, AnkiNote]:
    """The notes of a deck by their questions; a picture is one without words."""
    anki.import_deck(deck.absolute())
    assert anki.missing_media() == ()
    return {note.fields["Question"]: note for note in anki.notes().values()}


def found(notes: dict[str, AnkiNote], words: str) -> AnkiNote:
    [note] = [note for question, note in notes.items() if words in question]
    return note


def digest(folder: str) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


# README.md


def test_the_commands_of_the_readme_run_in_their_order_on_a_folder_of_notes(put: Callable[[Files], None]) -> None:
    put(CAMP)
    ran = []
    for line in command_lines(README):
        words = [word for word in shlex.split(line.split(" > ")[0]) if word != "--open"]
        if words[1] == "adopt":  # a friend's deck comes without its ledger
            shutil.move(DECK, "friend.apkg")
            DECK.with_suffix(".ledger.json").unlink()
        if "--watch" not in words and words[1] != "push":  # one never ends, one needs an Anki that runs
            run(shlex.join(words))
            ran.append(words[1])

    assert ran == ["build", "explain", "preview", "build", "transcribe", "adopt", "init", "extract"]
    assert Path("flashcards.toml").is_file()
    assert run("flashcards build").output.startswith("output/masterclass.apkg: 2 cards")


# Obsidian


def test_the_commands_of_the_page_on_obsidian_make_the_cards_that_it_tells(
    put: Callable[[Files], None], anki: Anki
) -> None:
    put(VAULT)
    before = digest("vault")
    run_page("docs/obsidian.md")
    notes = in_anki(anki, DECK)

    assert len(notes) == 5  # a picture, a bullet and three callouts; nothing hidden, no template, no diary, no [!note]
    assert all(found(notes, words) for words in ("<img", "배포는", "코드 리뷰는", "이직은", "막히면"))
    assert "배울 것이 없을 때" in found(notes, "이직은").fields["Answer"]
    assert {"week::02", "backend/deploy"} <= found(notes, "배포는").tags
    new = {Path(name).name for name in digest("vault").keys() - before.keys()}
    assert new == {"masterclass.apkg", "masterclass.ledger.json", ".masterclass.lock"}
    assert before.items() <= digest("vault").items()
    assert len(in_anki(anki, Path("output/talks.apkg"))) == len(notes)  # two of them again


def test_what_is_written_for_obsidian_is_on_the_card_as_the_page_tells(put: Callable[[Files], None]) -> None:
    put(VAULT)
    by_rule = {str(one["rule"]): str(one["answer_html"]) for one in cards_of("vault/talks --assets vault/attachments")}

    assert by_rule["picture-question"] == "릴리스 전날 체크리스트를 읽고 그 목록대로 한다. 체크리스트 &gt; 롤백도 본다."
    assert "<li><mark>화요일</mark>에 한다  #회고 ^a1b2c3</li>" in by_rule["outline-question"]
    assert "<li>체크리스트</li>" in by_rule["outline-question"]
    assert 'src="fc-' in by_rule["outline-question"]


@pytest.mark.parametrize(
    ("place", "given"),
    [
        pytest.param("vault", "--assets vault", id="vault folder"),
        pytest.param("vault/attachments", "--assets vault/attachments", id="a folder of their own"),
        pytest.param("vault/talks", "", id="beside the note"),
        pytest.param("vault/talks/files", "--assets vault/talks/files", id="in a folder below the note"),
    ],
)
def test_pasted_pictures_are_found_wherever_obsidian_puts_them(
    place: str, given: str, put: Callable[[Files], None]
) -> None:
    put({"vault/talks/a.md": TALK, f"{place}/{PASTED}": PNG})

    assert "1 bundled" in run(f"flashcards build vault {given}").output


def test_a_pasted_picture_elsewhere_is_missing_until_its_folder_is_named(put: Callable[[Files], None]) -> None:
    put({"vault/talks/a.md": TALK, f"vault/attachments/{PASTED}": PNG})

    assert "1 missing" in run("flashcards build vault").output


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("vault/talks/2주차.md", "vault/보관/둘째 주.md", id="a note"),
        pytest.param(f"vault/attachments/{PASTED}", "vault/attachments/질문.png", id="a picture"),
    ],
)
def test_what_is_renamed_in_a_vault_keeps_its_reviews(
    old: str, new: str, put: Callable[[Files], None], anki: Anki
) -> None:
    put(VAULT)
    run("flashcards build vault --assets vault/attachments")
    anki.import_deck(DECK.absolute())
    Path(new).parent.mkdir(exist_ok=True)
    Path(old).rename(new)
    if new.endswith(".png"):  # Obsidian corrects the links
        put({"vault/talks/2주차.md": TALK.replace(PASTED, "질문.png")})
    run("flashcards build vault --assets vault/attachments")

    assert anki.import_deck(DECK.absolute()).new == 0


def test_callouts_of_every_other_kind_ask_nothing(put: Callable[[Files], None]) -> None:
    kinds = ("note", "abstract", "info", "todo", "tip", "success", "warning", "failure", "danger", "bug", "example")
    put({"vault/a.md": "".join(CALLOUTS[-40:].replace("[!note]", f"[!{kind}]") for kind in kinds)})

    assert cards_of("vault") == []


# Notion


def test_the_commands_of_the_page_on_notion_make_the_cards_that_it_tells(
    put: Callable[[Files], None], anki: Anki
) -> None:
    put(NOTION)
    again = {name.replace("notion/", "notion-2/", 1): content for name, content in NOTION.items()}
    again[f"notion-2/{HOME}/{WEEK}.md"] = str(again[f"notion-2/{HOME}/{WEEK}.md"]).replace("시간부터", "오류부터")
    put(again)
    first, explained, second = run_page("docs/notion.md")
    notes = in_anki(anki, DECK)

    assert ("2 bundled" in first.output, "missing" in first.output) == (True, False)
    assert ("4 new" in first.output, "1 changed, 3 unchanged" in second.output) == (True, True)
    assert "outline-question takes it: under '면접 질문'" in explained.output
    assert len(anki.media()) == 2  # both pictures are called Untitled.png
    assert "종이에 먼저 그리셨다고" in found(notes, "<img").fields["Answer"]
    assert "스레드는 함께" in found(notes, "프로세스와").fields["Answer"]
    log_card = found(notes, "로그는")
    assert log_card.fields["Title"] == "Week 3"
    assert log_card.tags == {"week::03", "master::오름달"}
    assert (log_card.fields["Source"], "오류부터" in log_card.fields["Answer"]) == (f"{HOME}/{WEEK}.md", True)


def test_an_export_whose_pages_got_other_signs_has_the_same_cards(put: Callable[[Files], None]) -> None:
    put(NOTION)
    other = "f" * 32
    run("flashcards build notion")
    put({
        name.replace("notion", "notion-2", 1).replace(TOGGLES[-32:], other): (
            content.replace(TOGGLES[-32:], other) if isinstance(content, str) else content
        )
        for name, content in NOTION.items()
    })  # fmt: skip

    assert "2 moved, 2 unchanged" in run(f"flashcards build notion-2 -o {DECK}").output


# Google Docs


def test_the_commands_of_the_page_on_google_docs_make_the_cards_that_it_tells(
    put: Callable[[Files], None], anki: Anki
) -> None:
    put(GOOGLE)
    first, second = run_page("docs/google.md")
    notes = in_anki(anki, DECK)

    assert ("3 new" in first.output, "3 unchanged" in second.output) == (True, True)
    assert found(notes, "R&amp;D 팀과는").fields["Title"] == "3주차 오피스아워 Q&amp;A"
    assert found(notes, "<img").tags == {"week::03", "master::한결음"}
    assert "금요일은" in found(notes, "릴리스는").fields["Answer"]
    assert len(anki.media()) == 1


def test_a_picture_put_in_before_another_in_google_docs_is_one_new_card(
    put: Callable[[Files], None], anki: Anki
) -> None:
    put(GOOGLE)
    run("flashcards build google")
    anki.import_deck(DECK.absolute())
    put({"google/3주차 오피스아워.md": downloaded(OTHER_SHOT, SHOT)})

    assert "1 new, 3 unchanged" in run("flashcards build google").output
    assert anki.import_deck(DECK.absolute()).new == 1


# Jekyll


def test_the_commands_of_the_page_on_jekyll_make_the_cards_that_it_tells(
    put: Callable[[Files], None], anki: Anki
) -> None:
    put(BLOG)
    before = digest("blog")
    run_page("docs/jekyll.md")
    notes = in_anki(anki, Path("blog/_cards/masterclass.apkg"))

    assert len(notes) == 3  # neither drafts nor the built site, nor a post without questions
    asked = found(notes, "<img")
    assert asked.tags == {"master::한결음", "week::02", "data"}
    assert asked.fields["Date"] == "2026-03-13"
    assert asked.fields["Answer"].count("<img") == 1
    assert '<span class="s">"안녕"</span>' in asked.fields["Answer"]
    shown = "".join(note.fields["Answer"] for note in notes.values())
    assert [mark for mark in ("{:", "{%", "notice", "toc.html", "more-->", "raw") if mark in shown] == []
    assert "지난 글" in found(notes, "배포는").fields["Answer"]
    assert "q9.png" in found(notes, "그림은").fields["Answer"]
    assert before.items() <= digest("blog").items()


def test_drafts_are_cards_where_the_whole_blog_is_given(put: Callable[[Files], None]) -> None:
    put(BLOG)

    assert [one["question_text"] for one in cards_of("blog") if "_drafts" in str(one["source"])] == [
        "초안도 카드가 되나요?"
    ]
    assert [one for one in cards_of("blog") if "_site" in str(one["source"])] == []


def test_a_base_url_that_is_written_out_is_found_by_naming_the_blog(put: Callable[[Files], None]) -> None:
    put(BLOG)
    put({"blog/_posts/2026-03-20-c.md": "## Q&A\n\n![](/blog/assets/images/q1.png)\n\n이렇게 답했다.\n"})

    assert "2 missing" in run("flashcards build blog/_posts").output  # with the one on the net
    assert "1 missing" in run("flashcards build blog/_posts --assets blog").output


def test_the_toml_of_the_page_on_jekyll_builds_in_its_own_folder(
    put: Callable[[Files], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(BLOG)
    [toml] = [block for block in blocks("docs/jekyll.md") if "notes =" in block]
    put({"blog/_cards/flashcards.toml": toml})
    monkeypatch.chdir("blog/_cards")
    run("flashcards build")

    assert sorted(path.name for path in Path().iterdir() if path.suffix != ".lock") == [
        "flashcards.toml",
        "masterclass.apkg",
        "masterclass.ledger.json",
    ]


# The phone


def test_the_commands_of_the_page_on_phones_make_a_deck_that_anki_takes(
    put: Callable[[Files], None], anki: Anki
) -> None:
    put(CAMP)
    run_page("docs/phone.md")
    notes = in_anki(anki, DECK)

    assert len(notes) == 2
    assert anki.col.decks.id_for_name("Masterclass")
    assert list(anki.col.find_notes("tag:week::02")) == list(anki.col.find_notes(""))


def test_the_options_of_an_import_are_at_first_what_the_page_says(anki: Anki) -> None:
    options = anki.col._backend.get_import_anki_package_presets()

    assert (options.with_scheduling, options.with_deck_configs, options.merge_notetypes) == (False, False, False)
    assert (options.update_notes, options.update_notetypes) == (0, 0)  # if newer


def test_no_import_makes_a_full_sync_necessary_and_any_name_will_do(put: Callable[[Files], None], anki: Anki) -> None:
    put(CAMP)
    run("flashcards build my-notes")
    schema = anki.col.db.scalar("select scm from col")
    anki.import_deck(DECK.absolute())
    study(anki, "로그에는", 9)
    text = str(CAMP["my-notes/week-2.md"])
    put({"my-notes/week-2.md": text.replace("화요일", "수요일") + "- 새 질문인가요?\n\t- 그렇습니다\n"})
    run("flashcards build my-notes")
    shutil.copy(DECK, "masterclass (1).apkg")

    assert anki.import_deck(Path("masterclass (1).apkg").absolute()) == log(new=1, updated=1, duplicate=1)
    assert anki.import_deck(Path("masterclass (1).apkg").absolute()) == log(duplicate=3)
    assert anki.col.db.scalar("select scm from col") == schema
    assert card(anki, "로그에는").ivl == 9


def test_a_question_that_is_removed_stays_in_anki_and_the_build_tells_how_to_find_it(
    put: Callable[[Files], None], anki: Anki
) -> None:
    put(CAMP)
    run("flashcards build my-notes")
    anki.import_deck(DECK.absolute())
    put({"my-notes/week-2.md": str(CAMP["my-notes/week-2.md"]).split("- 로그")[0]})
    said = run("flashcards build my-notes").output
    anki.import_deck(DECK.absolute())
    [search] = [word for word in said.split() if word.startswith("Key:")]

    assert len(anki.notes()) == 2
    assert "로그에는" in anki.col.get_note(anki.col.find_notes(search)[0])["Question"]


# Other programs


def test_the_commands_of_the_page_on_other_programs_run_and_lines_become_the_same_deck(
    put: Callable[[Files], None],
) -> None:
    put(CAMP)
    run("flashcards build my-notes")
    built = DECK.read_bytes()
    lines = run("flashcards extract my-notes").stdout
    [line] = [line for line in command_lines("docs/extract.md") if "pack" in line]
    result = CliRunner().invoke(cli, shlex.split(line.split("| ")[1])[1:], input=lines)

    assert (result.exit_code, DECK.read_bytes() == built) == (0, True)
    others = [line.split(" > ")[0] for line in command_lines("docs/extract.md") if "pack" not in line]
    assert [run(other).stdout != "" for other in others] == [True, True]

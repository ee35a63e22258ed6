"""`flashcards push`: the deck of a build, handed to Anki through AnkiConnect.

The collection is Anki's own, and what answers in its name imports as the add-on does (tests/anki_connect.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashcards import notetype, push
from flashcards.building import build
from flashcards.cli import cli
from tests.anki_connect import AnkiConnect, free_address, listening
from tests.anki_import import Anki, card, log, outline, study
from tests.conftest import T0, Edit

Write = Callable[..., Path]

WHEN = ("배포는 보통 언제 하시는지 궁금합니다", "사람이 다 있는 화요일 오전에 한다")
LOGS = ("로그에는 무엇을 꼭 남겨야 하나요?", "되돌릴 때 필요한 것을 먼저 남긴다")
TEAM = ("팀이 커지면 코드 리뷰는 어떻게 바뀌나요?", "규칙을 글로 적고 기계에 맡긴다")
LAST = ("처음 시작하는 사람에게 한마디 부탁드립니다", "작게 만들고 자주 보여 주세요")
PNG = (Path(__file__).parents[1] / "flashcards/sample/assets/images/7c15ea92.png").read_bytes()
PICTURE = "# 모임\n\n## Q&A\n\n![](q.png)\n\n그림 속의 질문에는 이렇게 답했다\n"
LOOKS = ["version", "findNotes"]
ALL_ASKED = [*LOOKS, "importPackage", "findNotes"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(push.KEY, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(T0))


@pytest.fixture
def connect(anki: Anki) -> AnkiConnect:
    return AnkiConnect(anki)


@pytest.fixture
def url(connect: AnkiConnect) -> Iterator[str]:
    with listening(connect) as address:
        yield address


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["push", *map(str, arguments)])


def last(result: Result) -> tuple[int, str]:
    """Status and the last line on standard error."""
    return result.exit_code, result.stderr.splitlines()[-1].strip()


def test_a_push_builds_the_deck_and_anki_has_it(anki: Anki, connect: AnkiConnect, url: str, write: Write) -> None:
    write("notes/a.md", outline(WHEN, LOGS))
    result = run("notes", "-o", "x.apkg", "--anki", url)
    assert (result.stdout, last(result)) == ("", (0, "anki        has the deck: 2 cards added, 0 were there before"))
    assert {note.fields["Question"] for note in anki.notes().values()} == {WHEN[0], LOGS[0]}
    assert connect.asked == ALL_ASKED


def test_its_files_and_its_summary_are_those_of_build(url: str, write: Write) -> None:
    write("notes/a.md", outline(WHEN))
    pushed = run("notes", "-o", "one/x.apkg", "--anki", url)
    built = CliRunner().invoke(cli, ["build", "notes", "-o", "two/x.apkg"])
    said = [result.stderr.replace("two/", "one/").splitlines()[:-1] for result in (pushed, built)]
    assert said[0] == said[1]
    for name in ("x.apkg", "x.ledger.json"):
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes()


def test_a_second_push_changes_nothing(anki: Anki, url: str, write: Write) -> None:
    write("notes/a.md", outline(WHEN))
    run("notes", "--anki", url)
    before = anki.notes()
    again = run("notes", "--anki", url)
    assert ("1 unchanged" in again.stderr, last(again)) == (
        True, (0, "anki        has the deck: no card added, 1 was there before"),
    )  # fmt: skip
    assert anki.notes() == before


def intervals(anki: Anki) -> dict[str, int]:
    cards = map(anki.col.get_card, anki.col.find_cards(""))
    return {card.note().guid: card.ivl for card in cards}


STEPS: tuple[dict[str, str | bytes], ...] = (
    {"a.md": outline(WHEN, LOGS, TEAM), "q.md": PICTURE, "q.png": PNG},
    {
        "b.md": outline(
            ("배포는 보통 언제쯤 하시는지 궁금합니다", WHEN[1]), (LOGS[0], "가장 먼저 되돌릴 길을 남긴다"), TEAM
        ),
        "q.md": PICTURE,
        "q.png": PNG + b"sharper",
    },
    {
        "b.md": outline(LAST, TEAM, LOGS, WHEN, title="Week 4 마스터클래스 - 오름달 교수님"),
        "q.md": PICTURE,
        "q.png": PNG + b"sharper",
    },
)


@pytest.mark.parametrize("roads", tuple(product(("push", "import"), repeat=3)), ids=" then ".join)
def test_pushes_and_imports_mix_in_any_order_and_keep_every_review(
    anki: Anki, url: str, edit: Edit, roads: tuple[str, ...], tmp_path: Path
) -> None:
    learnt: dict[str, int] = {}
    for road, files in zip(roads, STEPS, strict=True):
        deck = edit(files)
        if road == "push":
            assert run(tmp_path / "notes", "-o", deck, "--anki", url).exit_code == 0
        else:
            anki.import_deck(deck)
        held = intervals(anki)
        assert {guid: held[guid] for guid in learnt} == learnt
        for days, guid in enumerate(sorted(held), 11):
            study(anki, f"Key:{guid}", days)
        learnt = intervals(anki)
    alone = Anki(tmp_path / "alone")
    alone.import_deck(deck)
    wanted = {guid: (note.fields, note.tags) for guid, note in alone.notes().items()}
    alone.close()
    assert {guid: (note.fields, note.tags) for guid, note in anki.notes().items()} == wanted
    assert (len(wanted), anki.missing_media()) == (5, ())
    assert [kind.name for kind in anki.col.models.all_names_and_ids() if "flash" in kind.name] == ["flashcards Q&A"]


def test_a_card_that_did_not_change_keeps_what_its_owner_did_in_anki(
    anki: Anki, url: str, edit: Edit, tmp_path: Path
) -> None:
    anki.import_deck(edit({"a.md": outline(WHEN, LOGS)}))
    [mine] = [note for note in map(anki.col.get_note, anki.col.find_notes("")) if note["Question"] == WHEN[0]]
    mine.tags.append("시험")
    anki.col.update_note(mine)
    own = anki.col.decks.id("내 덱")
    assert own
    anki.col.set_deck([mine.cards()[0].id], own)
    anki.col.sched.suspend_cards([mine.cards()[0].id])
    edit({"a.md": outline(WHEN, (LOGS[0], "새 답"))})
    run(tmp_path / "notes", "-o", tmp_path / "out/x.apkg", "--anki", url)
    after = card(anki, f"nid:{mine.id}")
    assert ("시험" in after.note().tags, after.did, after.queue) == (True, own, -1)
    assert "새 답" in card(anki, f"-nid:{mine.id}").note()["Answer"]


def test_options_of_the_deck_stay_those_of_its_owner(anki: Anki, url: str, edit: Edit, tmp_path: Path) -> None:
    anki.import_deck(edit({"a.md": outline(WHEN)}))
    decks = anki.col.decks
    [usual] = decks.all_config()
    usual["new"]["perDay"] = 7
    decks.update_config(usual)
    own = decks.add_config("mine")
    deck = decks.by_name("Masterclass")
    assert deck
    decks.set_config_id_for_deck_dict(deck, own["id"])
    edit({"a.md": outline(WHEN, LOGS)})
    run(tmp_path / "notes", "-o", tmp_path / "out/x.apkg", "--anki", url)
    deck = decks.by_name("Masterclass")
    assert deck
    assert (deck["conf"], [c["new"]["perDay"] for c in decks.all_config()]) == (own["id"], [7, 20])


def test_a_newer_look_arrives_and_rewrites_no_note(
    anki: Anki, url: str, edit: Edit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"a.md": outline(WHEN)}
    anki.import_deck(edit(files))
    before = anki.notes()
    monkeypatch.setattr(notetype, "CSS", notetype.CSS + "\n/* newer */")
    monkeypatch.setattr(notetype, "HASH", "0" * 16)
    edit(files)
    run(tmp_path / "notes", "-o", tmp_path / "out/x.apkg", "--anki", url)
    kind = anki.col.models.by_name("flashcards Q&A")
    assert kind
    assert (kind["css"].endswith("/* newer */"), anki.notes()) == (True, before)


def test_it_leaves_options_ticked_in_the_dialog_and_the_next_import_keeps_reviews_all_the_same(
    anki: Anki, url: str, edit: Edit, tmp_path: Path
) -> None:
    edit({"a.md": outline(WHEN)})
    run(tmp_path / "notes", "-o", tmp_path / "out/x.apkg", "--anki", url)
    options = anki.col._backend.get_import_anki_package_presets()
    assert (options.with_scheduling, options.with_deck_configs, options.merge_notetypes) == (True, True, True)
    study(anki, "", 30)
    assert anki.import_deck(edit({"a.md": outline((WHEN[0], "새 답"))})) == log(updated=1)
    assert card(anki, "").ivl == 30


def test_pictures_come_with_it(anki: Anki, url: str, write: Write) -> None:
    write("notes/q.png", PNG)
    write("notes/a.md", PICTURE)
    run("notes", "--anki", url)
    assert (len(anki.media()), anki.missing_media()) == (1, ())


def test_a_program_reads_what_was_done_and_what_anki_held(url: str, write: Write) -> None:
    write("notes/a.md", outline(WHEN))
    result = run("notes", "-o", "x.apkg", "--json", "-q", "--anki", url)
    told = json.loads(result.stdout)
    assert (told["counts"]["new"], told["written"]["anki"]) == (1, {"url": url, "before": 0, "added": 1})
    assert result.stderr == ""


def test_a_configured_folder_needs_no_arguments(anki: Anki, url: str, write: Write) -> None:
    write("notes/a.md", outline(WHEN))
    write("flashcards.toml", 'notes = "notes"\noutput = "decks/own.apkg"\ndeck = "스터디"\n')
    assert run("--anki", url).exit_code == 0
    assert (Path("decks/own.apkg").is_file(), anki.col.decks.name(card(anki, "").did)) == (True, "스터디")


def test_what_can_be_read_is_pushed_and_what_cannot_is_named(anki: Anki, url: str, write: Write) -> None:
    write("notes/a.md", outline(WHEN))
    write("notes/b.md", b"\x00\x01")
    result = run("notes", "--anki", url)
    assert ("b.md: is a binary file" in result.stderr, result.exit_code, len(anki.notes())) == (True, 1, 1)


def test_a_build_that_fails_hands_over_nothing(connect: AnkiConnect, url: str, write: Write) -> None:
    write("notes/a.md", "# 강의\n\n글만 있다\n")
    result = run("notes", "--anki", url)
    assert (last(result)[1][:28], result.exit_code, connect.asked) == ("Error: no question was found", 1, LOOKS)


def test_a_refused_import_leaves_the_deck_to_import_by_hand(
    anki: Anki, connect: AnkiConnect, url: str, write: Write
) -> None:
    write("notes/a.md", outline(WHEN))
    connect.faults["importPackage"] = "[Errno 2] No such file or directory"
    result = run("notes", "-o", "x.apkg", "--anki", url)
    by_hand = "the deck is there: double-click x.apkg to import it by hand"
    assert last(result) == (1, f"Error: Anki refused importPackage: [Errno 2] No such file or directory; {by_hand}")
    assert ("1 new" in result.stderr, "double-click the deck" in result.stderr, anki.notes()) == (True, True, {})
    anki.import_deck(Path("x.apkg"))
    assert len(anki.notes()) == 1


def test_a_program_is_told_that_anki_has_nothing(connect: AnkiConnect, url: str, write: Write) -> None:
    write("notes/a.md", outline(WHEN))
    connect.faults["importPackage"] = "no"
    result = run("notes", "--json", "-q", "--anki", url)
    assert (json.loads(result.stdout)["written"]["anki"], result.exit_code, result.stderr[:6]) == (None, 1, "Error:")


@pytest.mark.parametrize(
    ("wanted", "given_", "said"),
    [
        pytest.param("", "", "", id="none asked for"),
        pytest.param("열쇠", "열쇠", "", id="the right one"),
        pytest.param("열쇠", "", "FLASHCARDS_ANKI_KEY must state its apiKey: set it (in Anki,", id="none given"),
        pytest.param("열쇠", "다른", "FLASHCARDS_ANKI_KEY is not its apiKey: compare them (in Anki,", id="another"),
        pytest.param("", "남는", "FLASHCARDS_ANKI_KEY is not its apiKey: compare them (in Anki,", id="one too many"),
    ],
)
def test_the_key_of_ankiconnect_comes_from_the_environment(
    connect: AnkiConnect, url: str, write: Write, monkeypatch: pytest.MonkeyPatch, wanted: str, given_: str, said: str
) -> None:
    write("notes/a.md", outline(WHEN))
    connect.key = wanted
    monkeypatch.setenv(push.KEY, given_)
    result = run("notes", "-o", "x.apkg", "--anki", url)
    assert (result.exit_code, Path("x.apkg").exists()) == ((1, False) if said else (0, True))
    assert said in result.stderr
    assert (wanted or "-none-") not in result.stderr


@pytest.mark.parametrize(
    ("error", "said"),
    [
        pytest.param("collection is not available", "choose your profile in Anki", id="no profile"),
        pytest.param(
            "\x1b[2J" + "x" * 5000, "Error: Anki refused findNotes: \ufffd[2Jxxx", id="long, and acts on a terminal"
        ),
        pytest.param("unsupported action", "start Anki with the add-on", id="not known"),
    ],
)
def test_what_anki_says_is_shown_with_what_to_do(
    connect: AnkiConnect, url: str, write: Write, error: str, said: str
) -> None:
    write("notes/a.md", outline(WHEN))
    connect.faults["findNotes"] = error
    result = run("notes", "-o", "x.apkg", "--anki", url)
    assert (said in result.stderr, len(result.stderr) < 400, Path("x.apkg").exists()) == (True, True, False)


def test_no_proxy_is_asked(anki: Anki, url: str, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, free_address())
    write("notes/a.md", outline(WHEN))
    assert run("notes", "--anki", url).exit_code == 0
    assert len(anki.notes()) == 1


def test_the_address_that_help_names_is_the_one_used() -> None:
    assert push.URL in CliRunner().invoke(cli, ["push", "--help"]).stdout


@pytest.mark.parametrize("command", [["push"], ["push", "a.md", "-o", "x.zip"], ["push", "a.md", "--deck", ""]])
def test_a_wrong_command_line_asks_nobody(connect: AnkiConnect, url: str, command: list[str]) -> None:
    assert (run(*command[1:], "--anki", url).exit_code, connect.asked) == (2, [])


def test_a_deck_pushed_is_the_deck_that_build_goes_on_with(anki: Anki, url: str, write: Write) -> None:
    write("notes/a.md", outline(WHEN))
    run("notes", "-o", "x.apkg", "--anki", url)
    write("notes/a.md", outline(WHEN, LOGS))
    assert len(build(["notes"], Path("x.apkg")).change.unchanged) == 1

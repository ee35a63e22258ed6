"""The words that rules share are read from one file, call each other by name, and are refused where they cannot be trusted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flashcards.errors import FlashcardsError
from flashcards.shipped import shipped_folder
from flashcards.vocabulary import ENGINE, load_vocabulary

Write = Callable[..., Path]

WORD = """[harbour]
summary = "Where ships lie."
pattern = '항구|harbou?r'
finds = ["작은 항구", "harbor"]
leaves = ["항공"]

[at_harbour]
summary = "A title about it."
pattern = '^(?&harbour) 이야기$'
finds = ["항구 이야기"]
leaves = ["항구"]
"""


def load(write: Write, text: str) -> Path:
    return write("own/vocabulary.toml", text).parent


def test_own_words_stand_beside_the_shipped_ones(write: Write) -> None:
    shipped = load_vocabulary(shipped_folder())
    both = load_vocabulary(shipped_folder(), load(write, WORD))
    assert set(both.words) - set(shipped.words) == {"harbour", "at_harbour"}


def test_a_word_calls_another_by_name(write: Write) -> None:
    words = load_vocabulary(shipped_folder(), load(write, WORD))
    got = [bool(words["at_harbour"].search(text)) for text in ("항구 이야기", "harbor 이야기", "공항 이야기", "항구")]
    assert got == [True, True, False, False]


def test_alternatives_of_a_called_word_stay_together(write: Write) -> None:
    words = load_vocabulary(shipped_folder(), load(write, WORD))
    assert words.expand("^(?&harbour)$") == "^(?:항구|harbou?r)$"


def test_a_pattern_without_calls_stays_as_it_is() -> None:
    assert load_vocabulary(shipped_folder()).expand(r"^(?:a|b)(?=c)\d$") == r"^(?:a|b)(?=c)\d$"


def test_a_word_that_there_is_not_is_named() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        load_vocabulary(shipped_folder()).expand("(?&nowhere)")


def test_a_folder_without_words_of_its_own_gives_the_shipped_ones(tmp_path: Path) -> None:
    assert set(load_vocabulary(shipped_folder(), tmp_path).words) == set(load_vocabulary(shipped_folder()).words)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("'항구|harbou?r'", "'항구('", "'harbour.pattern' is not a valid pattern", id="no pattern"),
        pytest.param("(?&harbour)", "(?&port)", "'at_harbour.pattern'", id="calls a word that there is not"),
        pytest.param('summary = "A title about it."\n', "", "'at_harbour.summary' is missing", id="no summary"),
        pytest.param("[harbour]", "[asks]", "the word 'asks' is taken by", id="a shipped word"),
        pytest.param('finds = ["항구 이야기"]\n', "", "the word 'at_harbour' shows no examples", id="no examples"),
        pytest.param('leaves = ["항공"]', 'skips = ["항공"]', "unknown key 'skips' in [harbour]", id="unknown key"),
        pytest.param('finds = ["항구 이야기"]', "finds = [1]", "'at_harbour.finds' holds 1", id="examples that are no texts"),
    ],
)  # fmt: skip
def test_words_that_cannot_be_trusted_are_refused(write: Write, old: str, new: str, message: str) -> None:
    assert WORD.count(old) == 1
    folder = load(write, WORD.replace(old, new))
    with pytest.raises(FlashcardsError) as caught:
        load_vocabulary(shipped_folder(), folder)
    said = str(caught.value)
    assert (said.startswith(f"{folder}/vocabulary.toml:"), message in said) == (True, True), said


@pytest.mark.parametrize("name", ENGINE)
def test_a_word_that_the_engine_needs_is_missed(write: Write, name: str) -> None:
    text = (shipped_folder() / "vocabulary.toml").read_text("utf-8")
    folder = load(write, text.replace(f"[{name}]", "[renamed]").replace(f"(?&{name})", "(?&renamed)"))
    with pytest.raises(FlashcardsError, match=f"the word '{name}' is missing"):
        load_vocabulary(folder)


def test_the_engine_asks_for_no_other_word() -> None:
    named = set[str]()
    for name in ("answer", "extraction", "judge", "match", "overlooked", "place", "spot", "trim", "unanswered"):
        source = (Path(__file__).parents[1] / "flashcards" / f"{name}.py").read_text("utf-8")
        named |= {word for word in load_vocabulary(shipped_folder()).words if f'"{word}"' in source}
    assert named - {"event"} <= set(ENGINE)


@pytest.mark.parametrize("name", ["korean_qa", "english_qa", "other_qa", "qa_name", "qa_line", "qa_section"])
def test_the_hint_is_in_every_name_of_a_section(name: str) -> None:
    words = load_vocabulary(shipped_folder()).words
    assert [text for text in words[name].finds if not words["qa_hint"].pattern.search(text)] == []


def test_a_word_is_in_no_line_without_its_hint(write: Write) -> None:
    word = WORD.replace("pattern = '항구|", "hint = '등대|light'\npattern = '항구|", 1)
    words = load_vocabulary(shipped_folder(), load(write, word.replace('"작은 항구", "harbor"', '"항구 등대"')))
    texts = ("항구의 등대", "a harbor with a light", "항구", "harbor\nlight", "등대와 항구")
    assert [bool(words["harbour"].search(text)) for text in texts] == [True, True, False, False, False]
    inside = words.pattern("옛 (?&harbour)")
    assert [bool(inside.search(text)) for text in ("옛 항구의 등대", "옛 항구", "옛 항구\n등대")] == [
        True,
        False,
        False,
    ]

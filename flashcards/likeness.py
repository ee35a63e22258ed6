"""How much an edited card is like one of the last build: same question, same answer, similar words, same place.

No one sign is enough. A reworded question still has its answer, and an edited answer its question; where both changed,
both must still be similar. What is similar by chance must not be taken: a review on the wrong card does more harm than
one that starts again. So a short answer proves little, and another number in a question makes it another question.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from zlib import crc32

import regex

from flashcards.ledger import Entry

SKETCH = 16  # fingerprints kept of an answer's words
TELLING = 4  # different words from which on the same answer is no accident
SIMILAR = 0.3  # of two answers' words, from which on they may be one answer before and after an edit
EXCHANGED = 0.6  # of two answers' words; below it, a word that gave way to another makes another question
LEAST = 1.1  # of the wording's share, the answer's and a little for the place, where both texts changed

_WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]|[\w--\p{Han}--\p{Hiragana}--\p{Katakana}]+", regex.VERSION1)
_NUMBER = regex.compile(r"\d+")
_NOT = regex.compile(r"\b(?:not|never|without)\b|n['’]t\b|(?<!\p{Hangul})[안못](?!\p{Hangul})|[不没非]")
_PARTICLES = "은는이가을를의도만에로와과"


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """score: what orders the candidates, the larger the surer.  because: for a person."""

    score: float
    because: str


def words(text: str) -> tuple[str, ...]:
    """Fingerprints of the different words of a text, sorted; where a script has no blanks, of its characters."""
    return tuple(sorted({f"{crc32(word.encode('utf-8', 'replace')):08x}" for word in _WORD.findall(text.casefold())}))


def even(text: str) -> str:
    """Blanks made one, NFC: what is the same to a reader is the same to us."""
    made = unicodedata.normalize("NFC", " ".join(text.split()))
    return text if made == text else made  # one text of the two that are the same


def fingerprint(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def marks(answer: str, shown: Sequence[str]) -> tuple[str, str]:
    """What an answer is recognised by: a fingerprint of all of it, and its sketch. answer: without markup.  shown: its pictures by their names in the deck, in order."""
    text = even(answer)
    return fingerprint(text + "\0".join(shown)), " ".join(sketch(text, tuple(shown)))


def sketch(text: str, pictures: tuple[str, ...]) -> tuple[str, ...]:
    """The smallest fingerprints of an answer, evened: two answers share as many of them as they share of their words.

    Source: bottom-k min-hashing. A picture weighs as much as a few words.
    """
    shown = [f"{crc32(f'{name}{n}'.encode()):08x}" for name in pictures for n in range(TELLING)]
    return tuple(sorted({*words(text), *shown})[:SKETCH])


def compare(old: Entry, new: Entry, *, near: bool, stock: bool = False) -> Likeness | None:
    """How the card of an entry may be a new one, or None where it is another card.

    near: whether the cards before or after the two are the same.  stock: whether the new card's answer is one
    that several cards have, such as "to be filled in from the recording", and so proves little.
    """
    question, answer = _question(old, new), shared(old, new)
    score = question + answer + 0.2 * near + 0.05 * (old.path == new.path)
    if not _is_same(old, new, question, answer, near=near, stock=stock):
        return None
    asks = (
        "same question"
        if question == 1
        else "another picture"
        if not _in_words(old, new)
        else f"{question:.0%} of the question"
    )
    says = "same answer" if answer == 1 else f"{answer:.0%} of the answer's words"
    return Likeness(score=round(score, 2), because=", ".join([asks, says, *(["same place"] if near else [])]))


def _is_same(old: Entry, new: Entry, question: float, answer: float, *, near: bool, stock: bool) -> bool:
    if question == 1:  # of another master or week, or it would be known already
        return answer >= SIMILAR or (near and (old.master == new.master or old.week == new.week))
    if answer == 1:
        return (len(new.signs) >= TELLING and not stock) or question >= (0.5 if near else 0.6)
    if answer < EXCHANGED and (
        _NUMBER.findall(old.question) != _NUMBER.findall(new.question) or _exchanged(old.question, new.question)
    ):
        return False
    return question >= 0.5 and question + answer + 0.2 * near >= LEAST


def _exchanged(old: str, new: str) -> bool:
    """Whether a word gave way to another one: "a view" for "an index" asks another thing, where the answer is another.

    A word mistyped or bent (it begins the same) is the same word; "not" makes the opposite of it.
    """
    from rapidfuzz.distance import Prefix  # noqa: PLC0415 - see `_question`

    was, now = (_WORD.findall(text.casefold()) for text in (old, new))
    if len(_NOT.findall(old.casefold())) != len(_NOT.findall(new.casefold())):
        return True
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        one, other = "".join(was[a:b]), "".join(now[c:d])
        if (
            kind == "replace"
            and not _is_mistyped(one, other)
            and (_is_other_half(one, other) or 5 * Prefix.similarity(one, other) < 2 * max(len(one), len(other)))
        ):
            return True
    return False


def _is_mistyped(one: str, other: str) -> bool:
    """Whether two words differ in one letter, or two that changed places; a Korean syllable is two or three of them.

    People seldom mistype the first letter of an English word: "fire" is no "hire".
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - see `_question`

    first, second = (unicodedata.normalize("NFD", word) for word in (one, other))
    begins_otherwise = (
        one.isascii() and len(first) == len(second) and first[:1] != second[:1] and first[1:] == second[1:]
    )
    return OSA.distance(first, second) <= 1 and not begins_otherwise


def _is_other_half(one: str, other: str) -> bool:
    """Whether of two syllables the second is another one, and no particle: 최대 and 최소, 오전 and 오후."""
    korean = len(one) == len(other) == 2 and not one.isascii() and one[0] == other[0]
    return korean and one[1] not in _PARTICLES and other[1] not in _PARTICLES


def is_reworded(old: Entry, new: Entry) -> bool:
    """Whether questions with one answer may be one: half of it stayed, and no word gave way to another one.

    A long answer is proof enough of that; "it depends" is said of many things.
    """
    if len(new.signs) >= 2 * TELLING:
        return True
    same = _NUMBER.findall(old.question) == _NUMBER.findall(new.question)
    return same and _question(old, new) >= 0.5 and not _exchanged(old.question, new.question)


def _in_words(old: Entry, new: Entry) -> bool:
    return bool(old.question and new.question)


def _question(old: Entry, new: Entry) -> float:
    """The share of the wording that stayed. What a picture asks is unknown, so two of them are neither like nor unlike."""
    if _in_words(old, new):
        from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - costs a start-up that a build without edits need not pay

        return ratio(old.question.casefold(), new.question.casefold()) / 100
    same = (
        not old.question
        and not new.question
        and (old.image == new.image if old.image and new.image else old.picture == new.picture)
    )
    return 1.0 if same else 0.5


def shared(old: Entry, new: Entry) -> float:
    """The share of both answers' words that is in both."""
    return 1.0 if old.answer == new.answer else overlap(old.signs, new.signs)


def overlap(old: Sequence[str], new: Sequence[str]) -> float:
    """The share of the words that two sketches stand for that is in both; of another answer it is never all."""
    of_both = sorted({*old, *new})[:SKETCH]
    both = {*old} & {*new}
    return min(0.99, sum(word in both for word in of_both) / len(of_both)) if of_both else 0.0

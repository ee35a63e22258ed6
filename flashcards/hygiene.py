"""Drafts -> cards that are worth a second look. Nothing is refused for any of it: a writer may have meant it so.

A warning that is wrong once is never read again, so each of them asks for little and is sure of it:

- An answer that is longer than a phone's screen is seldom learnt as one. A screen is `SCREEN` lines of `COLUMNS`
  columns, a Korean syllable taking two: what a phone of 360 x 740 shows of our card beside the app's own bars.
- An answer that says yes or no and nothing else tells nobody why. A name, a number or a command of one word does answer.
- Two questions in almost the same words cannot be told apart in a review. How alike their letters are says little:
  "the pros of X" and "the cons of X" are more alike than most misspelt twins. So all words must be the same but for
  blanks, marks, articles, particles and polite endings, or but for one letter inside one long word. Equal keys find them,
  no pair is ever compared, and ten thousand cards cost as little as they are.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from zlib import crc32

import regex

from flashcards.card import Draft
from flashcards.errors import Problem

SCREEN = 20  # lines
COLUMNS = 34

LONG = "split the question, or keep what matters of the answer"
BARE = "add the reason, so that there is something to learn"
SILENT = "type the words of the picture into transcripts.toml, so that it can be searched for"
TWINS = "keep one, or say in the questions what tells them apart"

# Words that only agree, refuse, pass or thank; an answer made of nothing else is bare.
_BARE = frozenset({
    "네", "네네", "넵", "넹", "예", "응", "ㅇㅇ", "맞아요", "맞습니다", "그래요", "그렇습니다", "그렇죠", "그럼요", "물론이죠", "물론입니다", "당연하죠",
    "당연합니다", "있습니다", "됩니다", "가능합니다", "아니요", "아니오", "아뇨", "아닙니다", "없습니다", "안됩니다", "불가능합니다", "글쎄요", "모르겠습니다",
    "yes", "yep", "yeah", "yup", "sure", "correct", "right", "exactly", "absolutely", "definitely", "indeed",
    "no", "nope", "nah", "maybe", "perhaps", "はい", "ええ", "うん", "いいえ", "そうです", "ちがいます", "違います", "是", "是的", "对",
    "對", "不", "不是", "可以", "不可以", "会", "不会", "能", "不能", "감사합니다", "고맙습니다", "수고하셨습니다", "thanks",
})  # fmt: skip

_Wording = tuple[str, str, str]  # who is asked, as a follow-up of what, and the words
_Rest = tuple[str, str, str, str]  # the same, the words in two: before and after one that is left out

_WORD = regex.compile(r"[^\W_]+")
_LABEL = regex.compile(r"\W*(?:answer|a|답변|답) ?\d{0,2}[\W_]*[.:：)\]]\W*", regex.IGNORECASE)
_ARTICLES = frozenset({"a", "an", "the"})  # as written: the A of "an A record" stays
_PARTICLES = ("에서", "으로", *"은는이가을를에로와과도의")
_POLITE = (
    "하는지요", "입니까", "하나요", "합니까", "할까요", "하는지", "되나요", "됩니까", "될까요", "인가요", "인지요", "일까요", "이에요", "습니까",
    "는지요", "인가", "인지", "일까", "이죠", "나요", "까요", "가요", "는지",
)  # fmt: skip
_LETTERS = 6  # of a word that may be misspelt: one letter makes another word of a short one
_WORDS = 40  # of a question in which a misspelt word is looked for
_CHECK = 8  # hex digits


def hygiene(drafts: Sequence[Draft]) -> tuple[Problem, ...]:
    """What is worth a look, kind by kind; all of one kind share their hint. The longest answers come first."""
    return (*_long(drafts), *_bare(drafts), *_twins(drafts), *_silent(drafts))


def screens(text: str) -> float:
    """How many screens of a phone a plain text fills."""
    return sum(max(1, -(-_columns(line) // COLUMNS)) for line in text.split("\n")) / SCREEN


def _long(drafts: Sequence[Draft]) -> Iterator[Problem]:
    long = (draft for draft in drafts if not _is_short(draft.answer_text))
    sized = [(size, draft) for draft in long if (size := screens(draft.answer_text)) > 1]
    for size, draft in sorted(sized, key=lambda pair: -pair[0]):
        yield _problem(draft, f"the answer fills {max(size, 1.1):.1f} screens of a phone", LONG)


def _bare(drafts: Sequence[Draft]) -> Iterator[Problem]:
    for draft in drafts:
        text = draft.answer_text
        words = _WORD.findall(_without_label(text).casefold()) if len(text) < COLUMNS else ()
        if words and _BARE.issuperset(words) and not any(picture.role == "answer" for picture in draft.pictures):
            yield _problem(draft, f"the answer is only {' '.join(text.split())!r}", BARE)


def _without_label(answer: str) -> str:
    label = _LABEL.match(answer)
    return answer[label.end() :] if label else answer


def _twins(drafts: Sequence[Draft]) -> Iterator[Problem]:
    """Each card of which the question has been asked before: of the same people, as a follow-up of the same question.

    Looked through are checks alone; the words of the few that share one are made once more.
    """
    asked: dict[str, int] = {}
    keys, owners = array("I"), array("l")  # of each question without each of its long words: the check, and its number
    twin: dict[int, int] = {}  # the number of a draft -> that of one before it
    for number, draft in enumerate(drafts):
        made = draft.marks.asks if draft.marks else checks(draft)
        first = asked.setdefault(made[:_CHECK], number) if made else number
        if first != number and _wording(drafts[first])[0] == _wording(draft)[0]:
            twin[number] = first
        elif len(made) > _CHECK:
            keys.frombytes(bytes.fromhex(made[_CHECK:]))
            owners.extend([number] * (len(keys) - len(owners)))
    again = {one for one, other in pairwise(sorted(keys)) if one == other}
    groups: dict[_Rest, list[tuple[str, int]]] = defaultdict(list)
    for number in sorted({owner for key, owner in zip(keys, owners, strict=True) if key in again}):
        for rest, word in _without_each(*_wording(drafts[number])):
            groups[rest].append((word, number))
    for same_but_for in groups.values():
        twin |= dict(_misspelt(same_but_for))
    for number, first in sorted(twin.items()):
        other = drafts[first]
        yield _problem(drafts[number], f"asks almost the same as {other.path}:{other.card.question_lines[0]}", TWINS)


def checks(draft: Draft) -> str:
    """Of the wording of a question, and of it without each of its long words, eight hex digits; none where a picture asks."""
    if not draft.question_text or any(picture.role == "question" for picture in draft.pictures):
        return ""  # a picture tells them apart
    wording, words = _wording(draft)
    rests = (rest for rest, _ in _without_each(wording, words)) if len(words) <= _WORDS else ()
    return "".join(f"{crc32(chr(0).join(texts).encode('utf-8', 'replace')):08x}" for texts in (wording, *rests))


def _wording(draft: Draft) -> tuple[_Wording, list[str]]:
    words = _words(draft.question_text)
    return (draft.master, "".join(_words(draft.context_text)), "".join(words)), words


def _without_each(wording: _Wording, words: Sequence[str]) -> Iterator[tuple[_Rest, str]]:
    """A question without each of its long words, and that word. A number makes another question."""
    master, context, text = wording
    start = 0
    for word in words:
        end = start + len(word)
        if len(word) >= _LETTERS and (word.isalpha() or not any(map(str.isdigit, word))):
            yield (master, context, text[:start], text[end:]), word
        start = end


def _silent(drafts: Sequence[Draft]) -> Iterator[Problem]:
    """Each card whose picture has an entry for its words, and none in it: somebody began and did not end."""
    for draft in drafts:
        if any(not transcript.text for transcript in draft.transcripts):
            yield _problem(draft, "the words of its picture are not there yet", SILENT)


def _misspelt(words: Sequence[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    """Of questions that are the same but for one word, those in which it differs by a letter that is not its first."""
    seen: dict[str, int] = {}
    for word, number in words:
        spellings = {word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))}
        first = min((seen[spelling] for spelling in spellings if spelling in seen), default=None)
        if first is not None:
            yield number, first
        for spelling in spellings:
            seen.setdefault(spelling, number)


def _words(text: str) -> list[str]:
    """The words of a question without what changes nothing, Hangul in its letters."""
    words = [word for word in _WORD.findall(text) if word not in _ARTICLES] if text else []
    if not words:
        return []
    words = " ".join(words).casefold().split(" ")
    words[-1] = _without(words[-1], _POLITE)
    bare = [_without(word, _PARTICLES) if word.endswith(_PARTICLES) else word for word in words]
    return unicodedata.normalize("NFKD", "\n".join(bare)).split("\n")


def _without(word: str, endings: tuple[str, ...]) -> str:
    """A word without the first of some endings that it has, where two letters are left of it."""
    if word.endswith(endings):
        ending = next(ending for ending in endings if word.endswith(ending))
        if len(word) >= len(ending) + 2:
            return word.removesuffix(ending)
    return word


def _is_short(text: str) -> bool:
    """Whether a text is sure to fill less than a screen: no letter takes more than two and a half columns here."""
    return text.count("\n") + 1 + 2.5 * len(text) / COLUMNS < SCREEN


def _columns(line: str) -> int:
    """The columns of a line, near enough: in UTF-8 a letter that takes two has three bytes."""
    return (len(line) + len(line.encode("utf-8", "replace"))) // 2


def _problem(draft: Draft, message: str, hint: str) -> Problem:
    return Problem(message=message, path=draft.path, line=draft.card.question_lines[0], hint=hint)

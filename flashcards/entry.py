"""A reading as it is kept: `Reading` -> bytes, and back where it still holds.

They are JSON, and behind it the texts of the cards, each once and as it is: JSON names them by their numbers. A text of
half a megabyte is so read in a quarter of the time that JSON takes to look at each of its letters.

An entry is kept under all that makes it (cache.py) but the pictures and their words, which may change while the note
does not. So those are looked up again, by the very function that finds them for a note that is read, and an entry of which
one is another now holds no more. Only the content of a picture is taken as known, while its file is the same.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

from flashcards.card import Card, Draft, Labels, Marks, Passed, Reading
from flashcards.document import Place
from flashcards.errors import Problem
from flashcards.media import Picture, find_picture, find_site, settled_name
from flashcards.transcript import Transcript

_BETWEEN = "\0"  # in JSON it is escaped, and no document holds it

_Transcripts = Mapping[str, Transcript]


def freeze(reading: Reading, transcripts: _Transcripts) -> bytes:
    """A reading as bytes. transcripts: those that held for the note."""
    drafts, shown = reading.drafts, [picture for draft in reading.drafts for picture in draft.pictures]
    now = time.time_ns()
    settled = (settled_name(file, now) for file in dict.fromkeys(p.file for p in shown if p.file))
    texts: dict[str, int] = {}
    labels = {one: n for n, one in enumerate(dict.fromkeys(draft.labels for draft in drafts))}  # mostly one for all
    value = {
        "title": drafts[0].title if drafts else "",
        "labels": [[one.masters, one.week, one.day, one.date] for one in labels],
        "drafts": [
            _draft(draft, labels[draft.labels], lambda text: texts.setdefault(text, len(texts))) for draft in drafts
        ],
        "passed": [[p.line, p.question, p.reason] for p in reading.passed],
        "overlooked": reading.overlooked,
        "remarks": [[p.message, p.path, p.line, p.hint] for p in reading.remarks],
        "names": [[*identity, name] for identity, name in filter(None, settled)],
        "words": {p.name: _words(transcripts.get(p.name)) for p in shown if p.role == "question"},
        "texts": len(texts),
    }
    head = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _BETWEEN.join([head, *texts]).encode("utf-8", "surrogatepass")


def thaw(data: bytes, place: Place, assets: Sequence[Path], transcripts: _Transcripts) -> Reading | None:
    """The reading that was kept; None where the note's pictures or their words are others now, or the bytes are no entry.

    assets: folders that the user named.  transcripts: those that hold for the note.
    """
    try:
        head, *texts = data.decode("utf-8", "surrogatepass").split(_BETWEEN)
        value = json.loads(head)
        if len(texts) != value["texts"]:  # one of them holds the mark: no note that was read does
            return None
        if any(_words(transcripts.get(name)) != words for name, words in value["words"].items()):
            return None
        reading = _reading(value, texts, place, transcripts)
        return reading if _still_there(reading, value["names"], place, assets) else None
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None


def _still_there(reading: Reading, names: Sequence[Sequence[Any]], place: Place, assets: Sequence[Path]) -> bool:
    """Whether every link leads to the picture that it led to."""
    shown = [picture for draft in reading.drafts for picture in draft.pictures]
    if not shown:
        return True
    known = {(real, changed, entered, size): name for real, changed, entered, size, name in names}
    site = find_site(place.file, place.given, assets, known)
    return all(find_picture(p.link, site, p.role, p.line) == p for p in shown)


def _reading(value: Mapping[str, Any], texts: Sequence[str], place: Place, transcripts: _Transcripts) -> Reading:
    labels = [
        Labels(masters=tuple(masters), week=week, day=day, date=date) for masters, week, day, date in value["labels"]
    ]
    same: dict[tuple[str, ...], tuple[str, ...]] = {}
    return Reading(
        drafts=tuple(
            _draft_of(row, texts, place, value["title"], labels, transcripts, same) for row in value["drafts"]
        ),
        passed=tuple(
            Passed(path=place.path, line=line, question=question, reason=reason)
            for line, question, reason in value["passed"]
        ),
        overlooked=tuple(value["overlooked"]),
        remarks=tuple(
            Problem(message=message, path=path, line=line, hint=hint) for message, path, line, hint in value["remarks"]
        ),
    )


def _draft(draft: Draft, labels: int, number: Callable[[str], int]) -> list[object]:
    card = draft.card
    texts = (
        card.question, card.answer, card.context, card.kind, card.rule, draft.question_html, draft.answer_html,
        draft.context_html, draft.question_text, draft.answer_text, draft.context_text, *(draft.marks or ()),
    )  # fmt: skip
    return [
        [number(text) for text in texts], *card.question_lines, card.answer_lines, draft.tags,
        [_picture(picture) for picture in draft.pictures], [transcript.name for transcript in draft.transcripts], labels,
    ]  # fmt: skip


def _draft_of(
    row: Sequence[Any], texts: Sequence[str], place: Place, title: str, labels: Sequence[Labels], transcripts: _Transcripts,
    same: dict[tuple[str, ...], tuple[str, ...]],
) -> Draft:  # fmt: skip
    """same: tags that were seen in this note, to be one: of all that a build holds, cards take the most memory."""
    numbers, first, last, ranges, tags, pictures, said, stated = row
    (
        question, answer, context, kind, rule, question_html, answer_html, context_html, question_text, answer_text,
        context_text, *marks,
    ) = itemgetter(*numbers)(texts)  # fmt: skip
    tags = tuple(tags)
    card = Card(
        question=question, answer=answer, context=context, kind=kind, rule=rule, question_lines=(first, last),
        answer_lines=tuple([(first, last) for first, last in ranges]),
    )  # fmt: skip
    return Draft(
        path=place.path, below=place.below, title=title, labels=labels[stated], card=card, question_html=question_html,
        answer_html=answer_html, context_html=context_html, question_text=question_text, answer_text=answer_text,
        context_text=context_text, pictures=tuple([_picture_of(picture) for picture in pictures]),
        tags=same.setdefault(tags, tags), transcripts=tuple([transcripts[name] for name in said]),
        marks=Marks(*marks) if marks else None,
    )  # fmt: skip


def _picture(picture: Picture) -> list[object]:
    file = str(picture.file) if picture.file else None
    return [picture.link, picture.name, picture.path, picture.role, picture.line, picture.reason, file]


def _picture_of(row: Sequence[Any]) -> Picture:
    link, name, path, role, line, reason, file = row
    return Picture(
        link=link, name=name, path=path, role=role, line=line, reason=reason, file=None if file is None else Path(file)
    )


def _words(said: Transcript | None) -> list[object] | None:
    return [said.picture, said.text, said.draft] if said else None

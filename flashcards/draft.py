"""A card and its document -> `Draft`: all that a note in Anki shows, but for who it is (guid) and when it changed (mod).

What the program itself puts into a field is Korean, as its first users are, and is part of the field's content.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from types import MappingProxyType
from urllib.parse import unquote

import regex

from flashcards.block import find_definitions, with_definitions
from flashcards.card import Card, Draft, Labels
from flashcards.document import Document
from flashcards.errors import Problem
from flashcards.field import lines_html, text_html
from flashcards.html import lone, picture, plain_text, render, replace_pictures
from flashcards.labels import tags_of
from flashcards.marks import marks_of
from flashcards.media import Picture, Role, Site, find_picture, link_name
from flashcards.transcript import Transcript

FOLLOWUP_TAG = "type::followup"
MISSING_TAG = "needs::image"
_SPOKEN = regex.compile(r'<span class="words">.*?</span>(?=<img )', regex.DOTALL)
_MISSING = regex.compile(r'<div class="missing">그림이 없습니다: (.*?)</div>')
_ABOVE = 1_000  # lines above a further question within which the question that it follows is looked for
_BEFORE_LINK = "(<\"'="


def draft_cards(
    document: Document,
    labels: Labels,
    cards: Sequence[Card],
    site: Site,
    transcripts: Mapping[str, Transcript] = MappingProxyType({}),
    own: Mapping[int, Labels] = MappingProxyType({}),
) -> tuple[tuple[Draft, ...], tuple[Problem, ...]]:
    """Render the cards of one document. A card of which nothing safe is left to show is a problem, not a draft.

    labels: what the document states.  transcripts: by the picture's name.  own: the labels of cards for which others
    hold, by the first line of the question.
    """
    drafts: list[Draft] = []
    problems: list[Problem] = []
    defined = find_definitions(document.body)
    stated = cache(lambda labels: tags_of(labels, document.front.tags))
    lines = cache(lambda: [_read(line) for line in document.body.split("\n")])  # few cards hold a picture
    shared = _Shared(document=document, stated=stated, site=site, transcripts=transcripts, lines=lines)
    for card in cards:
        texts = (card.question, card.answer, card.context)
        holds = own.get(card.question_lines[0], labels)
        draft = _draft(shared, card, holds, tuple(render(with_definitions(text, defined)) for text in texts))
        shown = {picture.role for picture in draft.pictures}
        if not (draft.question_text or "question" in shown) or not (draft.answer_text or "answer" in shown):
            hint = "write words or a picture there, or mark it as code"
            message = "nothing is left of this card once HTML that cards cannot hold is removed: no card"
            problems.append(Problem(message=message, path=draft.path, line=card.question_lines[0], hint=hint))
        else:
            drafts.append(replace(draft, marks=marks_of(draft)))
    return tuple(drafts), tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """What all cards of a document share.

    stated: the tags that come of labels.  lines: in the spelling in which links are looked for.
    """

    document: Document
    stated: Callable[[Labels], Sequence[str]]
    site: Site
    transcripts: Mapping[str, Transcript]
    lines: Callable[[], Sequence[str]]


def _draft(shared: _Shared, card: Card, labels: Labels, html: Sequence[str]) -> Draft:
    """html: question, answer and context, rendered; their pictures keep the links that the writer gave them."""
    question, answer, context = html
    document, transcripts = shared.document, shared.transcripts
    pictures: dict[tuple[Role, str], Picture] = {}

    def find(link: str, role: Role) -> Picture:
        if (role, link) not in pictures:
            pictures[role, link] = find_picture(link, shared.site, role, _line_of(link, role, card, shared.lines))
        return pictures[role, link]

    question_html = _with_pictures(question, "question", find, transcripts)
    asked = dict.fromkeys(found.name for found in pictures.values())  # without those of the context
    answer_html = _with_pictures(answer, "answer", find, transcripts)
    context_html = _with_pictures(context, "question", find, transcripts)
    asked_text, answer_text = plain_text(question, footnotes=False), plain_text(answer)
    return Draft(
        path=document.place.path, below=document.place.below, title=document.title, labels=labels, card=card,
        question_html=question_html, answer_html=answer_html, context_html=context_html,
        question_text=question_html if asked_text == question_html else asked_text,  # one text for most questions
        answer_text=answer_text, context_text=plain_text(context, footnotes=False), pictures=tuple(pictures.values()),
        tags=_tags(shared.stated(labels), card, pictures.values()),
        transcripts=tuple(transcripts[name] for name in asked if name in transcripts),
    )  # fmt: skip


def _with_pictures(
    html: str, role: Role, find: Callable[[str, Role], Picture], transcripts: Mapping[str, Transcript]
) -> str:  # fmt: skip
    """A field in which each link to a picture is that picture, or says that it is missing."""

    def show(link: str, alt: str) -> str:
        found = find(link, role)
        if found.missing:
            return missing_picture(found)
        said = transcripts.get(found.name) if role == "question" else None
        return spoken(said, picture(found.name, alt))

    return lone(replace_pictures(html, show))


def _tags(stated: Sequence[str], card: Card, pictures: Iterable[Picture]) -> tuple[str, ...]:
    tags = [*stated]
    tags += [FOLLOWUP_TAG] if card.kind == "followup" else []
    tags += [MISSING_TAG] if any(found.missing for found in pictures) else []
    return tuple(dict.fromkeys(tags))


def _line_of(link: str, role: Role, card: Card, lines: Callable[[], Sequence[str]]) -> int:
    """The line of the card's question or answer that names a picture; of a context the nearest one above.

    The first line of the question or answer for one that is named by a reference alone.
    """
    ranges = (card.question_lines,) if role == "question" else card.answer_lines
    top = ranges[0][0]
    above = range(top - 1, max(0, top - _ABOVE), -1) if card.context else ()
    wanted = ((_read(link)[:200], ""), (link_name(link), "/\\"))
    for numbers in ([n for first, last in ranges for n in range(first, last + 1)], above):
        for text, before in wanted:
            for number in numbers:
                if _stands_in(text, lines()[number - 1], _BEFORE_LINK + before):
                    return number
    return top


def _stands_in(text: str, line: str, before: str) -> bool:
    """Whether a text begins in a line at its start, or after a blank or one of some characters."""
    at = line.find(text)
    while at > 0 and not (line[at - 1].isspace() or line[at - 1] in before):
        at = line.find(text, at + 1)
    return at >= 0


def _read(text: str) -> str:
    """A line or a link in the one spelling in which they are compared."""
    return unicodedata.normalize("NFC", unquote(unescape(text)))


def spoken(said: Transcript | None, html: str) -> str:
    """A picture that asks, below its words where somebody has checked them. A span: it may stand inside a paragraph."""
    if not said or said.draft or not said.text:
        return html
    return f'<span class="words">{lines_html(said.text)}</span>{html}'


def missing_picture(found: Picture) -> str:
    """What a card shows in place of a picture that was not found."""
    return f'<div class="missing">그림이 없습니다: {text_html(found.name)}</div>'


def pictures_in(field: str) -> tuple[str, tuple[str, ...]]:
    """A field without its pictures and their words, and the names of the pictures in order.

    What `missing_picture`, `picture` and `spoken` put in, read back.
    """
    names: dict[str, None] = {}

    def take(name: str) -> str:
        names.setdefault(name)
        return ""

    marked = _MISSING.sub(lambda found: picture(plain_text(found[1]), ""), _SPOKEN.sub("", field))
    rest = replace_pictures(marked, lambda name, _: take(name))
    return rest, tuple(names)

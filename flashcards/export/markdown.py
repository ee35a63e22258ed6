"""Cards as one Markdown text to read or print, as GitHub shows it: a note is a heading, each of its questions one below.

Questions and answers stay as their writer wrote them, lists and code included. But a card is cut out of its note, and
what it left open there (a fence, a comment, a `<details>`) would swallow every card that follows. Such a part, and any
with raw HTML, is given as the card's own safe HTML, in which everything is closed. So is one with footnotes, or with links that tell their
address elsewhere: `[^1]` means another text in each note, and in one text it would mean the same everywhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import regex

from flashcards.card import Draft
from flashcards.embedded import name_in, written
from flashcards.errors import FlashcardsError
from flashcards.html import lone, plain_text, render, replace_pictures
from flashcards.markdown import parser
from flashcards.media import Picture, picture_bytes

if TYPE_CHECKING:
    from markdown_it.token import Token

ANSWER_LEVEL = 3  # the first heading that may stand in an answer: below the note's and the question's
_LEVELS = 6

_ACTIVE = regex.compile(r"[\\`*<&~$]|\](?=[(\[:])|(?<!\w)_|_(?!\w)|^(?=[#>+=-])|(?<=^\d{1,9})(?=[.)](?:\s|$))")
_LINE_END = regex.compile(r"[ \t]*\\?\n[ \t]*")
_LAST_MARKS = regex.compile(r"(?<=^|\s)(?=#+$)")  # they would close the heading
_BLANK_LINE = regex.compile(r"\n(?=[ \t]*\n)")
_PICTURE = regex.compile(
    r"(?P<code>(?<!`)(`+)(?!`).*?(?<!`)\2(?!`))|(?P<open>!\[(?:\\.|[^\]\\])*\]\()(?:<(?P<link>[^<>\n]*)>|(?P<link>[^\s()]*(?:\([^\s()]*\)[^\s()]*)*))",
    regex.DOTALL,
)
_NOTES = '<ol class="notes">'
_BLOCK = regex.compile(r"<(?:blockquote|details|dl|figure|hr|img|ol|pre|table|ul)\b")


def markdown(drafts: Sequence[Draft], folder: str) -> Iterator[str]:
    """The cards, grouped by note. folder: what the paths of pictures begin at."""
    note = ""
    for draft in drafts:
        if draft.path != note:
            yield ("\n" if note else "") + _note(draft)
            note = draft.path
        yield _card(draft, folder)


def _note(draft: Draft) -> str:
    """The heading of a note, and what all of its cards share."""
    labels = draft.labels
    stated = [draft.master] if draft.master else []
    stated += [f"week {labels.week}"] if labels.week is not None else []
    stated += [f"day {labels.day}"] if labels.day is not None else []
    stated += [labels.date] if labels.date else []
    line = " · ".join(stated)
    return f"# {_heading(_escape(draft.title or draft.below))}\n" + (f"\n{_escape(line)}\n" if line else "")


def _card(draft: Draft, folder: str) -> str:
    shown = [(picture, _address(picture, folder)) for picture in draft.pictures if picture.file]
    paths = {unquote(picture.link): address for picture, address in shown}
    files = {picture.name: address for picture, address in shown}
    whole = _is_whole(draft.card.question, draft.question_html)
    heading, rest = _question(draft, paths) if whole else _with_notes(draft, files)
    asked, answer = (
        _part(text, paths) if _is_whole(text, html) else _as_block(_linked(html, files))
        for text, html in ((draft.card.context, draft.context_html), (draft.card.answer, draft.answer_html))
    )
    context = "\n".join(f"> {line}".rstrip() for line in asked.split("\n") if draft.card.context)
    source = f"<sub>{_escape(f'{draft.path}:{draft.card.question_lines[0]}')}</sub>"
    parts = (f"## {heading}", context, rest, answer, source)
    return "".join(f"\n{part}\n" for part in parts if part)


def _is_whole(text: str, html: str) -> bool:
    """Whether a card's text holds all that it shows: no footnote, no link or picture whose address stands elsewhere."""
    return _NOTES not in html and ("[" not in text or _leads_on(render(text)) == _leads_on(html))


def _leads_on(html: str) -> int:
    """How many links and pictures a text has, missing ones included."""
    return html.count("<a ") + html.count("<img ") + html.count('<div class="missing">')


def _question(draft: Draft, paths: Mapping[str, str]) -> tuple[str, str]:
    """A question as the one line of a heading, and what of it has to stand below."""
    text = _as_written(draft.card.question, paths)
    if text is None:
        html = _safe(draft.card.question, paths)
        words = " ".join(plain_text(html).split())
        if not words:  # pictures: tags alone, in which no Markdown is read
            return lone(html).replace("\n", " "), ""
        return _heading(_escape(words)), _as_block(html) if _BLOCK.search(html) else ""
    first = parser().parse(text)
    if first[0].type in {"paragraph_open", "heading_open"} and first[0].map:
        return _heading(first[1].content), "\n".join(text.split("\n")[first[0].map[1] :]).strip("\n")
    return _heading(_escape(draft.question_text.partition("\n")[0])), text


def _with_notes(draft: Draft, files: Mapping[str, str]) -> tuple[str, str]:
    """A question with footnotes: its words with their numbers, and below what else it shows, the footnotes at least."""
    html = _linked(draft.question_html, files)
    asked, mark, notes = html.partition(_NOTES)
    words = " ".join(plain_text(asked).split())
    if not words and not notes:
        return lone(html).replace("\n", " "), ""
    shown = html if _BLOCK.search(asked) or "<a " in asked else mark + notes
    return _heading(_escape(words)), _as_block(shown) if shown else ""


def _part(text: str, paths: Mapping[str, str]) -> str:
    """Card Markdown that can stand in the middle of another text."""
    written = _as_written(text, paths)
    return _as_block(_safe(text, paths)) if written is None else written


def _as_written(text: str, paths: Mapping[str, str]) -> str | None:
    """The writer's Markdown with pictures by their paths; None where it is not closed, holds HTML, or would not do."""
    tokens = parser().parse(f"{text}\n\n# end")  # swallowed where something is left open
    closed = len(tokens) >= 3 and tokens[-3].type == "heading_open" and not tokens[-3].level
    if not closed or any(_is_html(token) for token in tokens):
        return None
    lowered = _lower_headings(text, tokens[:-3])
    if not paths:
        return lowered
    linked = str(_PICTURE.sub(lambda found: _link(found, paths), lowered))
    same = _pictures(render(linked), {}) == _pictures(render(text), paths)
    return linked if same else None


def _is_html(token: Token) -> bool:
    return token.type in {"html_block", "html_inline"} or any(_is_html(child) for child in token.children or ())


def _lower_headings(text: str, tokens: Sequence[Token]) -> str:
    """The text with its headings below the question's, their order of rank as it was."""
    openings = [
        (token.map, int(token.tag[1:]), inline.content)
        for token, inline in pairwise(tokens)
        if token.type == "heading_open" and not token.level and token.map
    ]
    down = max(0, ANSWER_LEVEL - min((level for _, level, _ in openings), default=ANSWER_LEVEL))
    if not down:
        return text
    lines = text.split("\n")
    for (first, end), level, words in reversed(openings):
        lines[first:end] = [f"{'#' * min(level + down, _LEVELS)} {_heading(words)}"]
    return "\n".join(lines)


def _link(found: regex.Match[str], paths: Mapping[str, str]) -> str:
    link = found["link"]
    path = None if found["code"] else paths.get(unquote(link))
    return str(found[0]) if path is None else f"{found['open']}{path}"


def _pictures(html: str, paths: Mapping[str, str]) -> list[str]:
    """The pictures that a text shows, in their order."""
    shown: list[str] = []

    def note(link: str, _alt: str) -> str:
        shown.append(unquote(paths.get(unquote(link), link)))
        return ""

    replace_pictures(html, note)
    return shown


def _safe(text: str, paths: Mapping[str, str]) -> str:
    """The card's HTML with pictures by their paths."""
    return _linked(render(text), paths)


def _linked(html: str, paths: Mapping[str, str]) -> str:
    def show(link: str, alt: str) -> str:
        return f'<img src="{escape(paths.get(unquote(link), link))}" alt="{escape(alt)}">'

    return replace_pictures(html, show)


def _as_block(html: str) -> str:
    """HTML as one block of Markdown: a blank line would end it, even inside <pre>."""
    return "<div>\n" + _BLANK_LINE.sub("&#10;", html) + "\n</div>"


def _address(picture: Picture, folder: str) -> str:
    """Where a picture is: the way to its file, or all of it where it is written into the note. Raises FlashcardsError."""
    if not name_in(picture.link) or not picture.file:
        return _relative(picture.path, folder)
    try:
        return written(picture.name, picture_bytes(picture.file, picture.name))
    except OSError as error:
        message = "the note went away while its pictures were read"
        raise FlashcardsError(message, path=picture.path, hint="run it again") from error


def _relative(path: str, folder: str) -> str:
    """The way from a folder to a picture, as a link; between two drives of Windows there is none."""
    with suppress(ValueError):
        path = os.path.relpath(path, folder).replace(os.sep, "/")
    return "".join(quote(c) if c in " ()<>%?#\\\"'`*[]" else c for c in path)


def _heading(text: str) -> str:
    """Markdown as the one line of a heading."""
    return _LAST_MARKS.sub(r"\\", _LINE_END.sub(" ", text))


def _escape(text: str) -> str:
    """Plain text as Markdown that shows it. What is harmless where it stands is left readable."""
    return _ACTIVE.sub(r"\\\g<0>", " ".join(text.split()))

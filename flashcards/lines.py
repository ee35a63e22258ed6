"""JSON lines, as `extract` writes them -> the cards that `build` would make a deck of.

Lines may come from many runs over parts of a corpus, joined in any order, and through other programs. So they are sorted
into document order, and nothing in them is trusted: a line that `extract` would not write is refused with its number.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flashcards.accept import strange_in
from flashcards.building import Built, write_deck
from flashcards.card import Card, Draft, Labels
from flashcards.collect import Collection
from flashcards.deckname import refuse_name
from flashcards.document import Place
from flashcards.errors import FlashcardsError, reason, shown
from flashcards.labels import legal_tag
from flashcards.media import Picture
from flashcards.picturename import is_deck_name
from flashcards.transcript import Transcript

_HINT = "give lines that this wrote: flashcards extract NOTES > cards.jsonl"
_KINDS = ("question", "followup", "closing")
_ROLES = ("question", "answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A card read from a line, and the deck that it names."""

    draft: Draft
    deck: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Values:
    """An object of a line. where: path and number of the line.  above: the keys on the way to it, each with a point."""

    where: tuple[str, int]
    row: dict[str, Any]
    above: str = ""

    def error(self, key: str, wanted: str) -> FlashcardsError:
        path, number = self.where
        return FlashcardsError(f"{self.above}{key} is not {wanted}", path=path, line=number, hint=_HINT)

    def get(self, key: str, wanted: str, fits: Callable[[Any], bool]) -> Any:
        if key not in self.row:
            path, number = self.where
            raise FlashcardsError(f"{self.above}{key} is missing", path=path, line=number, hint=_HINT)
        if not fits(self.row[key]):
            raise self.error(key, wanted)
        return self.row[key]

    def text(self, key: str) -> str:
        return str(self.get(key, "a text", lambda value: isinstance(value, str)))

    def maybe_text(self, key: str) -> str:
        return self.get(key, "a text or null", lambda value: value is None or isinstance(value, str)) or ""

    def choice(self, key: str, legal: Sequence[str]) -> Any:
        return self.get(key, f"one of {', '.join(legal)}", lambda value: isinstance(value, str) and value in legal)

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(
            self.get(
                key, "a list of texts", lambda value: isinstance(value, list) and all(isinstance(v, str) for v in value)
            )
        )

    def maybe_count(self, key: str) -> int | None:
        found: int | None = self.get(key, "a number or null", lambda value: value is None or _is_count(value))
        return found

    def html(self, key: str) -> str:
        html = self.text(key)
        if strange := strange_in(html):
            raise self.error(key, f"the HTML of a card: it holds {strange[:60]!r}")
        return html

    def range(self, key: str) -> tuple[int, int]:
        first, last = self.get(key, "a pair of line numbers", _is_range)
        return first, last

    def objects(self, key: str) -> Iterator[_Values]:
        rows = self.get(
            key, "a list of objects", lambda value: isinstance(value, list) and all(isinstance(v, dict) for v in value)
        )
        yield from (_Values(where=self.where, row=row, above=f"{self.above}{key}.") for row in rows)


def pack_lines(paths: Sequence[str], stdin: Iterable[bytes], output: Path) -> Built:
    """Build the deck of cards that `extract` gave as JSON lines: the same bytes as a build of their notes.

    paths, stdin: as for `read_lines`.  output: the .apkg to write.  Raises as `build` does.
    """
    refuse_name(output)
    cards = read_lines(paths, stdin)
    if not cards:
        raise FlashcardsError("no card came in, so nothing was written", hint=_HINT)
    places = {
        card.draft.path: Place(
            path=card.draft.path, below=card.draft.below, file=Path(card.draft.path), given=Path(card.draft.path).parent
        )
        for card in cards
    }
    found = Collection(
        drafts=tuple(card.draft for card in cards), places=tuple(places.values()), passed=(), unusable=(), remarks=(),
        unread=frozenset(),
    )  # fmt: skip
    return write_deck(found, [card.deck for card in cards], output)


def read_lines(paths: Sequence[str], stdin: Iterable[bytes]) -> tuple[Packed, ...]:
    """The cards of some files in document order. paths: `-` is what comes in by `stdin`.

    Raises FlashcardsError, with the line, for what no card can be made of and for a card that is there twice.
    """
    cards: list[Packed] = []
    first: dict[tuple[object, ...], str] = {}
    for path in paths:
        for where, card in _cards(path, stdin):
            same = card.draft.path, card.draft.card, card.draft.question_html, card.draft.answer_html
            if same in first:
                hint = "give the lines of each note once"
                raise FlashcardsError(f"the same card as {first[same]}", path=where[0], line=where[1], hint=hint)
            first[same] = f"{where[0]}:{where[1]}"
            cards.append(card)
    return tuple(sorted(cards, key=_order))


def _order(card: Packed) -> tuple[object, ...]:
    """Document order, and within a note that of the questions."""
    draft = card.draft
    return draft.below, draft.path, draft.card.question_lines


def _cards(path: str, stdin: Iterable[bytes]) -> Iterator[tuple[tuple[str, int], Packed]]:
    name = "standard input" if path == "-" else shown(path)
    try:
        if path == "-":
            yield from _each(name, stdin)
        else:
            with Path(path).open("rb") as file:
                yield from _each(name, file)
    except OSError as error:
        hint = "check the spelling, or give - for standard input"
        raise FlashcardsError(f"cannot be read: {reason(error)}", path=path, hint=hint) from error


def _each(name: str, lines: Iterable[bytes]) -> Iterator[tuple[tuple[str, int], Packed]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise FlashcardsError("is no JSON", path=name, line=number, hint=_HINT) from error
        if not isinstance(row, dict):
            raise FlashcardsError("is no JSON object", path=name, line=number, hint=_HINT)
        yield (name, number), _packed(_Values(where=(name, number), row=row))


def _packed(values: _Values) -> Packed:
    row = values.get("source", "an object", lambda value: isinstance(value, dict))
    source = _Values(where=values.where, row=row, above="source.")
    tags, said = values.texts("tags"), values.maybe_text("transcript")
    if any(legal_tag(tag) != tag or not tag for tag in tags):
        raise values.error("tags", "a list of tags that Anki keeps as they are")
    draft = Draft(
        path=source.text("path"),
        below=source.text("below"),
        title=values.text("title"),
        labels=Labels(
            masters=values.texts("master"),
            week=values.maybe_count("week"),
            day=values.maybe_count("day"),
            date=values.maybe_text("date"),
        ),
        card=Card(
            question="",
            answer="",
            context="",
            kind=values.choice("kind", _KINDS),
            rule=values.text("rule"),
            question_lines=source.range("question_lines"),
            answer_lines=tuple(
                (a, b) for a, b in source.get("answer_lines", "a list of pairs of line numbers", _are_ranges)
            ),
        ),
        question_html=_asked(values),
        answer_html=values.html("answer_html"),
        context_html=values.html("context_html"),
        question_text=values.text("question_text"),
        answer_text=values.text("answer_text"),
        context_text=values.text("context"),
        pictures=tuple(_picture(image) for image in values.objects("images")),
        tags=tags,
        transcripts=(Transcript(name="", picture="", text=said, draft=True),) if said else (),
    )
    deck = values.text("deck")
    if not deck.strip():
        raise values.error("deck", "the name of a deck")
    return Packed(draft=draft, deck=deck)


def _asked(values: _Values) -> str:
    html = values.html("question_html")
    if not html.strip():
        raise values.error("question_html", "a question")
    return html


def _picture(image: _Values) -> Picture:
    missing = image.get("missing", "true or false", lambda value: isinstance(value, bool))
    name, path = image.text("name"), image.maybe_text("path")
    if not missing and not (path and is_deck_name(name)):
        raise image.error("name", "the name of a picture in a deck, with its path beside it")
    return Picture(
        link=image.text("link"),
        name=name,
        path="" if missing else path,
        role=image.choice("role", _ROLES),
        line=image.get("line", "a line number", _is_count),
        reason=image.maybe_text("reason"),
        file=None if missing else Path(path),
    )


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31


def _is_range(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_count, value))


def _are_ranges(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_range, value))

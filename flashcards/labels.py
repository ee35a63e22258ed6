"""What a note states about itself -> master, week, day, date and tags, by the label rules.

A label rule (rules/labels/*.toml) looks at one kind of statement with one pattern; its groups `master`, `week`, `day`,
`date` are the labels. For each label the first rule that gives it wins. A note that states none gets none.

One note may tell of several events, each below a title of its own. So what a note does not state is read from the titles
above a question. Where no title stands above all others, the note states what all of the highest ones say together; there
the one above the question goes first.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import regex

from flashcards.card import Labels
from flashcards.document import Document
from flashcards.errors import FlashcardsError
from flashcards.pattern import Pattern
from flashcards.rule import load_words, refuse_doubles, rule_id
from flashcards.shipped import is_shipped, shipped_folder
from flashcards.tomlfile import Table, read_folder
from flashcards.vocabulary import Vocabulary

SOURCES = ("title", "heading", "category", "tag", "speaker", "key", "opening", "path")
GROUPS = ("master", "week", "day", "date")

_BETWEEN_NAMES = regex.compile(r"(?:\s*님)?\s*(?:[,/&·、]|\band\b)\s*")
_GROUP = regex.compile(r"\(\?P<(\w+)>")
_HEADING = regex.compile(r"#{1,6} [^:：]*\Z")  # `## Speaker: ...` and `###### tags: ...` speak for the note
_HTML = regex.compile(r"<[^<>\n]*>")
_TAG_GARBAGE = regex.compile(r'[\p{Cc}\p{Cf}"]')


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelExample:
    text: str
    labels: Labels
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRule:
    id: str
    order: int
    summary: str
    sources: tuple[str, ...]
    gives: frozenset[str]
    text: Pattern
    examples: tuple[LabelExample, ...]
    path: str = field(default="")


def load_label_rules(own: Path | None = None, words: Vocabulary | None = None) -> tuple[LabelRule, ...]:
    """The shipped label rules and those in `labels` below a folder of the user's own, by `order`.

    words: those that patterns may name, where they are at hand already.
    Raises FlashcardsError at the first file that cannot be trusted.
    """
    words = words or load_words(own)

    def make(top: Table) -> LabelRule:
        return parse_label_rule(top, words)

    rules = read_folder(shipped_folder() / "labels", make, trusted=True)
    if own and not is_shipped(own) and (own / "labels").is_dir():
        rules += read_folder(own / "labels", make)
    refuse_doubles([(rule.id, rule.order, rule.path) for rule in rules])
    return tuple(sorted(rules, key=lambda rule: rule.order))


def parse_label_rule(top: Table, words: Vocabulary | None = None) -> LabelRule:
    """One label rule file's table -> LabelRule. words: those that its pattern may name. Raises FlashcardsError."""
    words = words or load_words()
    top.only("id", "order", "summary", "from", "text", "examples")
    top.text("text")
    pattern = top.pattern("text", words.pattern)
    assert pattern is not None
    gives = frozenset(_GROUP.findall(pattern.pattern)) & frozenset(GROUPS)
    if not gives:
        raise top.error(
            "text",
            "'text' has no group that names a label",
            f"write (?P<master>...); a group for any of {', '.join(GROUPS)}",
        )
    sources = top.choices("from", SOURCES)
    if not sources:
        raise top.error("from", "'from' is missing", f"add it: any of {', '.join(SOURCES)}")
    rule = LabelRule(
        id=rule_id(top),
        order=top.integer("order"),
        summary=top.text("summary"),
        sources=sources,
        gives=gives,
        text=pattern,
        examples=tuple(_example(table) for table in top.tables("examples")),
        path=top.path,
    )
    stated = [example.labels != Labels() for example in rule.examples]
    if not any(stated) or all(stated):
        hint = "add [[examples]]: one text that gives labels = { ... }, one that must give labels = {}"
        raise top.error("examples", "the examples must show a text that gives a label and one that gives none", hint)
    return rule


def read_labels(document: Document, rules: Sequence[LabelRule]) -> Labels:
    """What a document states about itself. Raises FlashcardsError when a pattern does not come to an end.

    A heading among its first lines speaks for what stands below it, not for the note.
    """
    front = document.front
    first = (_HTML.sub("", line) for n, line in enumerate(document.first_lines) if not n or not _HEADING.match(line))
    texts = {
        "title": (front.title or document.headline,),
        "heading": document.headings,
        "category": front.categories,
        "tag": front.tags,
        "speaker": front.speakers,
        "key": front.keys,
        "opening": tuple(first),
        "path": (document.place.named,),
    }
    return _read(texts, rules)


def labels_below(
    titles: Iterable[str], first: Iterable[str], before: Iterable[str], document: Document, stated: Labels,
    rules: Sequence[LabelRule],
) -> Labels:  # fmt: skip
    """What holds for a question. titles: those above it, the nearest first.  stated: what its note states.

    first: the line that each of their sections begins with.  before: the title of the section right before each of them, where
    nobody asks: `## Q&A` follows the talk that it is about. Who speaks is read from both and nothing else, as what comes next
    is often of another day.
    """
    below = {title: _read({"heading": (title,)}, rules) for title in titles}
    said = [("opening", line) for line in first] + [("heading", title) for title in before]
    spoke = [Labels(masters=_read({source: (text,)}, rules).masters) for source, text in said]
    highest = () if document.whole_title else document.headings
    found = Labels()
    for labels in (*(below[title] for title in below if title in highest), stated, *below.values(), *spoke):
        found = _fill(found, labels)
    return found


def _read(texts: Mapping[str, Iterable[str]], rules: Sequence[LabelRule]) -> Labels:
    """texts: by the source that a rule names."""
    found = Labels()
    for rule in rules:
        if all(_stated(found, group) for group in rule.gives):
            continue
        for source in rule.sources:
            read = [match_labels(rule, text) for text in texts.get(source, ()) if text]
            masters = tuple(dict.fromkeys(name for labels in read for name in labels.masters))
            for labels in read:
                found = _fill(found, replace(labels, masters=masters))
    return found


def match_labels(rule: LabelRule, text: str) -> Labels:
    """The labels that one rule reads out of one text."""
    try:
        found = rule.text.search(text)
    except TimeoutError as error:
        hint = "rewrite it so that no part of it can match the same text in many ways"
        raise FlashcardsError(
            f"pattern {rule.text.pattern!r} gave up on {text[:40]!r}", path=rule.path, hint=hint
        ) from error
    groups = found.capturesdict() if found else {}
    names = [name for text in groups.get("master", []) for name in _BETWEEN_NAMES.split(text)]
    week, day, date = (next(iter(groups.get(key, [])), None) for key in ("week", "day", "date"))
    return Labels(
        masters=tuple(dict.fromkeys(" ".join(name.split()) for name in names if name.strip())),
        week=None if week is None else int(week),
        day=None if day is None else int(day),
        date=date or "",
    )


def tags_of(labels: Labels, own: Iterable[str]) -> tuple[str, ...]:
    """The tags of a note's cards: master::, week::, day::, then the front matter's own, each once, made legal."""
    tags = [f"master::{_part(master)}" for master in labels.masters]
    tags += [f"week::{labels.week:02}"] if labels.week is not None else []
    tags += [f"day::{labels.day:02}"] if labels.day is not None else []
    tags += [legal_tag(part) for tag in own for part in tag.split(",")]
    seen: dict[str, str] = {}
    for tag in tags:
        if tag:
            seen.setdefault(tag.casefold(), tag)
    return tuple(seen.values())


def legal_tag(text: str) -> str:
    """A tag that Anki keeps as it is: no blank of any kind in it, no empty part between `::`."""
    tag = "-".join(_TAG_GARBAGE.sub(" ", unicodedata.normalize("NFC", text)).split()).lstrip("-")
    return "::".join(part for part in tag.split("::") if part)


def _part(name: str) -> str:
    return legal_tag(name.replace("::", " ").replace(":", " "))


def _stated(labels: Labels, group: str) -> bool:
    value = {"master": labels.masters, "week": labels.week, "day": labels.day, "date": labels.date}[group]
    return value not in {(), None, ""}


def _fill(found: Labels, new: Labels) -> Labels:
    """What is known stays; only what is not is taken from the new ones."""
    return Labels(
        masters=found.masters or new.masters,
        week=new.week if found.week is None else found.week,
        day=new.day if found.day is None else found.day,
        date=found.date or new.date,
    )


def _example(table: Table) -> LabelExample:
    table.only("text", "labels")
    stated = table.table("labels", required=True)
    stated.only(*GROUPS)
    masters = _BETWEEN_NAMES.split(stated.maybe_text("master")) if "master" in stated.data else []
    labels = Labels(
        masters=tuple(masters),
        week=stated.maybe_integer("week"),
        day=stated.maybe_integer("day"),
        date=stated.maybe_text("date"),
    )
    return LabelExample(text=table.text("text"), labels=labels, table=table)

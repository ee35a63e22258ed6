"""A rule file -> `Rule`, with every complaint about one.

A rule says in a few words which blocks ask and where their answers lie; match.py knows what each word means. A file
that cannot be trusted (an unknown key, a bad pattern, no example that gives no card) stops the run: a rule that is
silently left out looks the same as notes without questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flashcards.block import KINDS
from flashcards.errors import FlashcardsError
from flashcards.pattern import Pattern
from flashcards.shipped import is_shipped, shipped_folder
from flashcards.tomlfile import Table, read_file, read_folder
from flashcards.vocabulary import FILE as VOCABULARY
from flashcards.vocabulary import Vocabulary, load_vocabulary

STOPS = ("question", *KINDS)
DEFAULT_STOP = ("question", "heading", "divider")
TAKES = ("children", "following", "below", "labelled", "turn", "replies", "beside", "text")
# Of where.section_lacks, beside the kinds: a question with a label, a line that asks, a heading that asks, a line behind a
# speaker's name.
LABEL, ASKING, ASKING_HEADING, SPEAKER = "label", "asking", "asking_heading", "speaker"
ASKING_ITEM = "asking_item"  # of where.section_opens: an item that asks
ITEM_FORMS = ("nested", "flat")
CARD_KINDS = ("question", "followup", "closing")

# The vocabulary. The README's table of rule words is tested against this.
WORDS = {
    "where": (
        "section",
        "section_opens",
        "section_lacks",
        "section_holds",
        "section_asks",
        "section_fits",
        "section_beside",
        "items",
        "event",
        "opening",
        "headings",
        "headings_lack",
        "bold",
        "holds",
        "speaks_of",
    ),
    "question": ("block", "depth", "text", "lacks", "after_lacks", "before_lacks", "follows", "followed_by"),
    "answer": ("take", "stop", "until"),
}
OF_A_SECTION = ("items", *(word for word in WORDS["where"] if word.startswith("section_")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    section: Pattern | None
    section_opens: tuple[str, ...]
    section_lacks: tuple[str, ...]
    section_holds: tuple[str, ...]
    section_asks: float
    section_fits: Pattern | None
    section_beside: Pattern | None
    items: str
    event: Pattern | None
    opening: Pattern | None
    headings: Pattern | None
    headings_lack: Pattern | None
    bold: Pattern | None
    holds: Pattern | None
    speaks_of: Pattern | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """List depth, counted from the section where there is one; 0 is outside every list, the outermost list is 1."""

    min: int
    max: int | None

    def __str__(self) -> str:
        if self.max is None:
            return f"{self.min} or more"
        return str(self.min) if self.min == self.max else f"{self.min} to {self.max}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    block: tuple[str, ...]
    depth: Depth | None
    text: Pattern | None
    lacks: Pattern | None
    after_lacks: Pattern | None
    before_lacks: Pattern | None
    follows: Pattern | None
    followed_by: Pattern | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    take: str
    stop: tuple[str, ...]
    until: Pattern | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleCard:
    question: str
    answer: str
    context: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A note and the cards that its rule must make of it. table: where it stands in the rule file."""

    name: str
    note: str
    cards: tuple[ExampleCard, ...]
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    id: str
    order: int
    summary: str
    kind: str
    where: Where
    question: Question
    answer: Answer
    examples: tuple[Example, ...]
    path: str


def load_rules(own: Path | None = None, words: Vocabulary | None = None) -> tuple[Rule, ...]:
    """The shipped rules and those of a folder of the user's own, by `order`.

    words: those that patterns may name, where they are at hand already.
    Raises FlashcardsError at the first file that cannot be trusted.
    """
    own = None if is_shipped(own) else own
    words = words or load_words(own)

    def make(top: Table) -> Rule:
        return parse_rule(top, words)

    rules = read_folder(shipped_folder(), make, VOCABULARY, trusted=True)
    if own:
        theirs = read_folder(own, make, VOCABULARY)
        if not theirs and not (own / "labels").is_dir():
            raise FlashcardsError(
                "holds no rule (*.toml)", path=own, hint="copy a shipped rule into it, or leave out --rules"
            )
        rules += theirs
    refuse_doubles([(rule.id, rule.order, rule.path) for rule in rules])
    return tuple(sorted(rules, key=lambda rule: rule.order))


def load_words(own: Path | None = None) -> Vocabulary:
    """The words that the rules share. Raises FlashcardsError."""
    return load_vocabulary(shipped_folder(), None if is_shipped(own) else own)


def refuse_doubles(rules: Sequence[tuple[str, int, str]]) -> None:
    """Raise FlashcardsError where two of (id, order, path) share an id or an order."""
    ids: dict[str, str] = {}
    orders: dict[int, str] = {}
    for name, order, path in rules:
        if name in ids:
            hint = "give the rule an id of its own"
            raise read_file(Path(path)).error("id", f"id '{name}' is taken by {ids[name]}", hint)
        if order in orders:
            hint = f"give the rule a free number, such as {_free(order, {taken for _, taken, _ in rules})}: lower is asked first"
            raise read_file(Path(path)).error("order", f"order {order} is taken by {orders[order]}", hint)
        ids[name], orders[order] = path, path


def _free(order: int, taken: set[int]) -> int:
    """The nearest order that no rule has; of two the later, as who copies a rule means to add to it."""
    near = (number for away in range(1, len(taken) + 1) for number in (order + away, order - away))
    return next(number for number in near if number not in taken)


def parse_rule(top: Table, words: Vocabulary | None = None) -> Rule:
    """One rule file's table -> Rule. words: those that its patterns may name. Raises FlashcardsError."""
    words = words or load_words()
    top.only("id", "order", "summary", "seen_in", "kind", "examples", *WORDS)
    summary = top.text("summary")
    top.maybe_text("seen_in")
    rule = Rule(
        id=rule_id(top),
        order=top.integer("order"),
        summary=summary,
        kind=top.choice("kind", CARD_KINDS) if "kind" in top.data else "question",
        where=_where(top.table("where"), words),
        question=_question(top.table("question", required=True), words),
        answer=_answer(top.table("answer", required=True), words),
        examples=tuple(_example(table) for table in top.tables("examples")),
        path=top.path,
    )
    if (rule.answer.take == "beside") != bool(rule.where.section_beside and rule.where.section):
        hint = 'give where.section, where.section_beside and answer.take = "beside" together'
        raise top.error("answer", "a title beside the section's is looked for in part only", hint)
    if not any(example.cards for example in rule.examples):
        raise top.error(
            "examples", "no example gives a card", "add [[examples]] with a note and the cards it must give"
        )
    if all(example.cards for example in rule.examples):
        raise top.error(
            "examples", "no example gives none", "add [[examples]] with a note that must be left alone and cards = []"
        )
    return rule


def rule_id(top: Table) -> str:
    """The id, which the file name repeats so that a rule is found by its name."""
    name = top.text("id")
    want = name.replace("-", "_") + ".toml"
    if Path(top.path).name != want:
        raise top.error(
            "id", f"id '{name}' does not fit the file's name", f"name the file {want}, or the id after the file"
        )
    return name


def _where(table: Table, words: Vocabulary) -> Where:
    table.only(*WORDS["where"])
    unplaced = [name for name in OF_A_SECTION if name in table.data and "section" not in table.data]
    if unplaced:
        hint = "add where.section; '\\w' is any section"
        raise table.error(unplaced[0], "this looks at a section, and nothing says at which", hint)
    return Where(
        section=table.pattern("section", words.pattern),
        section_opens=table.choices("section_opens", (*KINDS, ASKING_ITEM)),
        section_lacks=table.choices("section_lacks", (*KINDS, LABEL, ASKING, ASKING_HEADING, SPEAKER)),
        section_holds=table.choices("section_holds", KINDS),
        section_asks=table.share("section_asks"),
        section_fits=table.pattern("section_fits", words.pattern),
        section_beside=table.pattern("section_beside", words.pattern),
        items=table.choice("items", ITEM_FORMS) if "items" in table.data else "",
        event=table.pattern("event", words.pattern),
        opening=table.pattern("opening", words.pattern),
        headings=table.pattern("headings", words.pattern),
        headings_lack=table.pattern("headings_lack", words.pattern),
        bold=table.pattern("bold", words.pattern),
        holds=table.pattern("holds", words.pattern),
        speaks_of=table.pattern("speaks_of", words.pattern),
    )


def _question(table: Table, words: Vocabulary) -> Question:
    table.only(*WORDS["question"])
    return Question(
        block=table.one_or_more("block", KINDS),
        depth=_depth(table),
        text=table.pattern("text", words.pattern),
        lacks=table.pattern("lacks", words.pattern),
        after_lacks=table.pattern("after_lacks", words.pattern),
        before_lacks=table.pattern("before_lacks", words.pattern),
        follows=table.pattern("follows", words.pattern),
        followed_by=table.pattern("followed_by", words.pattern),
    )


def _depth(table: Table) -> Depth | None:
    if not isinstance(table.data.get("depth"), dict):
        depth = table.maybe_integer("depth")
        return None if depth is None else Depth(min=depth, max=depth)
    bounds = table.table("depth")
    bounds.only("min", "max")
    return Depth(min=bounds.maybe_integer("min") or 0, max=bounds.maybe_integer("max"))


def _answer(table: Table, words: Vocabulary) -> Answer:
    table.only(*WORDS["answer"])
    return Answer(
        take=table.choice("take", TAKES),
        stop=table.choices("stop", STOPS, DEFAULT_STOP),
        until=table.pattern("until", words.pattern),
    )


def _example(table: Table) -> Example:
    table.only("name", "note", "cards")
    if "cards" not in table.data:
        raise table.error("", "the example says no cards", "write cards = [] where the note must be left alone")
    cards = []
    for card in table.tables("cards"):
        card.only("question", "answer", "context")
        text = {key: card.maybe_text(key).strip("\n") for key in ("question", "answer", "context")}
        cards.append(ExampleCard(**text))
    return Example(name=table.text("name"), note=table.text("note"), cards=tuple(cards), table=table)

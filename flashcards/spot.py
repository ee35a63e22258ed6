"""Where a block stands in its note: what is above it, and the titles that it stands under."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, TypeVar

from flashcards.block import ITEMS, Block, is_shown, walk
from flashcards.pattern import Pattern
from flashcards.search import search, unbold
from flashcards.title import below_empty, could_be_title, frame_of, groups, is_framed, is_title, is_topic, opens_own
from flashcards.vocabulary import Vocabulary

_NEAR = 12  # blocks
_BADGE = Pattern(r"\[?!\[[^\]\[]*\]\([^()]*\)(?:\]\([^()]*\))?")  # a picture beside a title
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mark:
    """A title and its section: a heading, a bullet or a lone line that is a title, the header of a table.

    No two are the same, whatever stands in them.  line: 0 for what the note is called outside its body.  depth: list depth
    of the title.  blocks: those of the section, as far as they are beside each other.
    """

    text: str
    line: int
    depth: int
    blocks: tuple[Block, ...]


# What is found out: by which function, which no other caller has, and all that the finding depends on but the note. A
# block is told by its id, since two of them may say the same.
Key = tuple[Callable[..., object], *tuple[Mark | str | int | tuple[str, ...] | None, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What rules may know of the whole note.

    root: the block that holds all others.  words: the shared vocabulary.  stated: title, first headings, tags and
    categories.  opening: the first paragraphs and quotes, before any section but the title's.  headings: all but
    the title, those that only divide the note or an answer, and closing words.  titles: all headings but the title.
    bold: the lines outside lists and quotes that are bold as a whole.  title: the line of the heading that names
    the note; 0 where none does.
    known: what has been found out about a section, a block or the note, see `once`.
    """

    root: Block
    words: Vocabulary
    stated: tuple[str, ...]
    opening: tuple[str, ...]
    headings: tuple[str, ...]
    highest: tuple[str, ...]
    titles: tuple[str, ...]
    bold: tuple[str, ...]
    title: int = 0
    known: dict[Key, Any] = field(default_factory=dict)

    def says(self, word: str, text: str) -> bool:
        """Whether a word of the vocabulary is in a text."""
        return bool(search(self.words[word], text, self.words.words[word].path))

    def fits(self, word: str, block: Block) -> bool:
        """Whether a word of the vocabulary is in the text of a block, in bold or not."""
        return self.says(word, unbold(block.text))

    def once(self, key: Key, find: Callable[[], _Found]) -> _Found:
        """What `find` gives. It is the same wherever the key is, as for every block of a section, so it is kept."""
        if key not in self.known:
            self.known[key] = find()
        found: _Found = self.known[key]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A block with what stands around it.

    above: from the root down.  index: its place among its siblings.  depth: list depth; 0 is outside every list.
    opens: it is the title of what it owns or, a line alone, of what follows it.
    """

    block: Block
    above: tuple[Block, ...]
    index: int
    depth: int
    marks: tuple[Mark, ...]
    opens: bool

    @property
    def siblings(self) -> tuple[Block, ...]:
        return self.above[-1].children

    @property
    def before(self) -> str:
        """The text of the sibling before it; empty where there is none. A quote has its mark."""
        return _marked(self.siblings[self.index - 1]) if self.index else ""

    @property
    def beside(self) -> str:
        """The text of the sibling after it; empty where there is none."""
        return self.siblings[self.index + 1].text if self.index + 1 < len(self.siblings) else ""

    @property
    def after(self) -> str:
        """The text of the next block: of the first that an item or a heading owns, else of the next sibling. A quote has its mark.

        Code and choices that are shown with a question stand between it and the fold that hides its answer: then the fold's.
        """
        owns = self.block.kind in {*ITEMS, "heading"} and self.block.children
        start = 0 if owns else self.index + 1
        following = (self.block.children if owns else self.siblings)[start : start + _NEAR]
        behind = next((block for block in following if not is_shown(block)), None)
        if behind is None or behind.kind != "details":
            behind = following[0] if following else None
        if behind and self.block.kind == "heading" and behind.kind in ITEMS:
            return f"- {behind.text}"  # an item is no paragraph below a title
        return _marked(behind) if behind else ""


def _marked(block: Block) -> str:
    return f"> {block.text}" if block.kind == "quote" else block.text


def survey(root: Block, words: Vocabulary, stated: Sequence[str]) -> Note:
    """What rules may know of a whole note."""
    every = [block for block in walk(root) if block.kind == "heading"]
    shown = next((block for block in root.children if block.kind not in {"html", "image"}), None)  # badges stand above
    title = every[:1] if shown is not None and every and shown is every[0] and shown.level == 1 else []
    answering = {id(below) for b in every[len(title) :] if _asks_somebody(b, words) for below in walk(b)}
    counted = [
        b
        for b in every[len(title) :]
        if id(b) not in answering and not _only_divides(b, words) and not _aside(b, words)
    ]
    level = min((b.level for b in counted), default=0)
    first = title[0].children if title else root.children
    opening = tuple(b.text for b in takewhile(lambda b: b.kind in {"paragraph", "quote", "bold"}, first))
    return Note(
        root=root,
        words=words,
        stated=(*stated, *(b.text for b in every[:1])),
        opening=opening,
        headings=tuple(b.text for b in counted),
        highest=tuple(b.text for b in counted if b.level == level),
        titles=tuple(b.text for b in every[len(title) :]),
        bold=tuple(b.text for top in (root, *every) for b in top.children if b.kind == "bold"),
        title=title[0].lines[0] if title else 0,
    )


def _asks_somebody(heading: Block, words: Vocabulary) -> bool:
    """Whether headings below one divide an answer."""
    below = any(block.kind == "heading" for block in heading.children)
    return below and any(words[name].search(heading.text) for name in ("asks_someone", "asks_wh", "asks_east"))


def _aside(heading: Block, words: Vocabulary) -> bool:
    """Whether a heading is one of those that every note may have: closing words, contents, references, a link back to them."""
    asides = ("closing", "elsewhere", "answer_mark", "followups", "link_back")
    return any(words[name].search(heading.text) for name in asides)


def _only_divides(heading: Block, words: Vocabulary) -> bool:
    """Whether a heading has nothing of its own below it but further headings, and does not ask by a label."""
    divides = bool(heading.children) and heading.children[0].kind == "heading"
    return divides and not words["question_label"].search(heading.text)


def spots(root: Block, words: Vocabulary, title: str = "") -> Iterator[Spot]:
    """Every block of a note with its surroundings, in document order. title: what the note is called outside its body."""
    marks: tuple[Mark, ...] = (Mark(text=title, line=0, depth=0, blocks=root.children),) if title else ()
    left = [_among(root, (), marks, 0, words)]  # no recursion: nothing bounds how deep a note is nested
    while left:
        found = next(left[-1], None)
        if found is None:
            left.pop()
            continue
        spot, marks, depth = found
        yield spot
        if spot.block.children:
            left.append(_among(spot.block, spot.above, marks, depth, words))


def _among(
    block: Block, above: tuple[Block, ...], marks: tuple[Mark, ...], depth: int, words: Vocabulary
) -> Iterator[tuple[Spot, tuple[Mark, ...], int]]:
    """The children of a block, each with the titles above what it owns, and the list depth in there."""
    here = (*above, block)
    lone: tuple[Mark, ...] = ()
    frames = {frame_of(child) for child in block.children if is_framed(child, words)}
    titles = deque(
        n
        for n, child in enumerate(block.children)
        if is_title(child, words) or (frames and frame_of(child) in frames and could_be_title(child, words))
    )
    topics = {n for n, child in enumerate(block.children) if child.children and groups(child, words)}
    empty = below_empty(block.children, words)
    untitled = {n: _mark(block.children[n], depth, block.children[n + 1 :]) for n in set(empty.values())}
    nested = max((outer.level for outer in here if outer.kind in ITEMS), default=0)
    for index, child in enumerate(block.children):
        opens = bool(child.children) and (opens_own(child, words) or index in topics)
        own = (_mark(child, depth + (child.kind in ITEMS), child.children),) if opens else ()
        if topics and child.children and is_topic(child, words):
            opens = True  # beside a topic; nobody asks below it, as no section begins there
        if titles and titles[0] == index:
            titles.popleft()
            opens = True
            end = titles[0] if titles else len(block.children)
            lone = (_mark(child, depth, block.children[index + 1 : end]),)
        elif child.kind == "heading":  # which ends what a lone line began
            lone = (untitled[empty[index]],) if index in empty else ()
        level = max(nested, child.level) if child.kind in ITEMS else nested
        spot = Spot(block=child, above=here, index=index, depth=level, marks=(*marks, *lone), opens=opens)
        inside = depth + 1 if child.kind in ITEMS else depth
        yield spot, (*spot.marks, *own), inside


def _mark(block: Block, depth: int, blocks: tuple[Block, ...]) -> Mark:
    text = block.text if block.kind != "table" else block.text.partition("\n")[0]  # its header
    text = _BADGE.sub("", text).strip() if "![" in text else text.strip()
    return Mark(text=text, line=block.lines[0], depth=depth, blocks=blocks)

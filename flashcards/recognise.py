"""Which card of the last build each card is: one to one, in passes, from the surest sign to the weakest.

1. The same master, week and question. Among several the same answer decides, then a similar one, then the same path,
   then the order within the file; so two questions with equal wording are never swapped. Removed cards come after the
   present ones. A picture is known here by its name, and names are given anew when one is put in between (`1.png`,
   `Untitled 1.png`); so with another answer it waits until the rest is recognised.
   The same picture, by its content, goes before all that: whatever it is called now.
2. The same question and answer, where master or week was corrected. Where the answer is no accident this goes before a
   question that has another answer now: of two files whose weeks were swapped, each keeps its own cards.
3. Likeness (likeness.py), to the cards of the last build and to those of a file that it was not given. Where two are
   equally like, neither is taken: better a new card than a review on a wrong one.

Work is in proportion to what changed: candidates share a rare word, an answer, a picture or a neighbour.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from flashcards.ledger import Entry
from flashcards.likeness import SIMILAR, TELLING, compare, is_reworded, shared, words
from flashcards.nearby import neighbours

COMMON = 40  # a sign that more entries share tells nothing
_CORRECTED = "same question and answer"

_Like = Callable[[Entry], Hashable]


class Known(NamedTuple):
    """because: what it was recognised by; empty for the same master, week and question."""

    entry: Entry
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """known: of each card, None for a new one.  undecided: cards that are new because two were equally like them."""

    known: tuple[Known | None, ...]
    undecided: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    new: int
    old: int
    score: float
    because: str


def recognise(fresh: Sequence[Entry], entries: Sequence[Entry], unread: Collection[str] = ()) -> Recognised:
    """Find the card of the last build that each card is.

    fresh: in document order, without guids.  entries: of the ledger.  unread: paths of files that could not be read
    or were not given; their cards are still there, so only the very same question and answer is taken for one of them.
    """
    copies = _copies(fresh, entries)  # who was there first keeps its cards
    return _with_copies(fresh, entries, unread, copies) if copies else _recognise(fresh, entries, unread)


def _recognise(fresh: Sequence[Entry], entries: Sequence[Entry], unread: Collection[str]) -> Recognised:
    known: list[Known | None] = [None] * len(fresh)
    ordered = sorted(entries, key=lambda e: (e.path, e.place))
    by_answer: tuple[_Like, ...] = (lambda e: (e.answer, e.path), lambda e: e.answer)
    # In order at last, never by equal place: one more card above two that both changed would hand the second one's
    # place, and with it the reviews, to the first.
    by_path: tuple[_Like, ...] = (lambda e: e.path,)
    # Where no master and no week is told, "언제 쓰나요?" of another file, answered otherwise, is another question.
    by_order: tuple[_Like, ...] = (*by_path, lambda e: None if e.master or e.week else e.path)
    present = [e for e in ordered if not e.removed]
    _pair(fresh, present, known, _seen, (*by_answer, *by_order))
    _pair(fresh, _left(present, known), known, _key, by_answer[:1])
    others = [*_left(present, known)]  # but few, as most cards of most builds did not change
    files = {entry.path for entry in entries}
    if any(entry.path not in files for entry in fresh):
        # A copy in a file that is new ("a (conflicted copy).md") has the answer of before the edit, and goes again.
        _pair_similar(fresh, _left(others, known), known, _here)
    _pair(fresh, _left(others, known), known, _key, by_answer)
    _pair(fresh, _left(others, known, unread), known, _told, by_answer, _CORRECTED)
    _pair_similar(fresh, _left(others, known, unread), known, _said)
    _pair(fresh, _left(others, known, unread), known, _said, by_order)
    removed = [e for e in ordered if e.removed]
    _pair(fresh, removed, known, _seen, by_answer)
    _pair(fresh, _left(removed, known), known, _key, by_answer)
    _pair(fresh, _left(removed, known, unread), known, _said, by_order)
    _pair(fresh, _left(others, known, unread), known, _asks, by_answer, _CORRECTED)
    if all(known):
        return Recognised(known=tuple(known))
    back = _back(fresh, present)
    standing = [e for e in ordered if not e.removed or e.path in back]
    left = [*_left(standing, known, unread)]
    undecided = _by_likeness(fresh, standing, left, known) if left else ()
    for rest in (others, removed):
        _pair(fresh, _left(rest, known), known, _key, by_path)
    _bring_back(fresh, entries, _left(removed, known, unread), known)
    return Recognised(known=tuple(known), undecided=tuple(index for index in undecided if known[index] is None))


def _copies(fresh: Sequence[Entry], entries: Sequence[Entry]) -> set[str]:
    """The new files most of whose cards still stand unchanged in one file: "a (conflicted copy).md", a backup.

    A note that was put away before it was written anew is none: there, most of its cards stand no longer.
    """
    before = {entry.path for entry in entries}
    copied: dict[str, Counter[str]] = defaultdict(Counter)
    sizes = Counter(entry.path for entry in fresh if entry.path not in before)
    if not sizes:
        return set()
    stood = {(_asks(entry), entry.answer, entry.path) for entry in entries}
    stand: dict[Hashable, set[str]] = defaultdict(set)
    for entry in fresh:
        if (_asks(entry), entry.answer, entry.path) in stood:
            stand[_asks(entry), entry.answer].add(entry.path)
    for entry in fresh:
        if entry.path not in before:
            copied[entry.path].update(stand.get((_asks(entry), entry.answer), ()))
    return {path for path, files in copied.items() if files and 2 * max(files.values()) > sizes[path]}


def _with_copies(
    fresh: Sequence[Entry], entries: Sequence[Entry], unread: Collection[str], copies: Collection[str]
) -> Recognised:  # fmt: skip
    """Recognise the cards of all files but the copies, then of these among the entries that are left."""
    known: list[Known | None] = [None] * len(fresh)
    undecided: list[int] = []
    for is_copy in (False, True):
        here = [index for index, entry in enumerate(fresh) if (entry.path in copies) == is_copy]
        taken = {found.entry.guid for found in known if found}
        left = [entry for entry in entries if entry.guid not in taken]
        part = _recognise([fresh[index] for index in here], left, unread)
        for index, found in zip(here, part.known, strict=True):
            known[index] = found
        undecided += [here[index] for index in part.undecided]
    return Recognised(known=tuple(known), undecided=tuple(sorted(undecided)))


def _back(fresh: Iterable[Entry], present: Iterable[Entry]) -> set[str]:
    """The files that the last build was not given, or did not find, and that are here again."""
    return {entry.path for entry in fresh} - {entry.path for entry in present}


def _key(entry: Entry) -> Hashable:
    return entry.key


def _seen(entry: Entry) -> Hashable:
    return (entry.master, entry.week, entry.image) if entry.image and not entry.question else None


def _said(entry: Entry) -> Hashable:
    return entry.key if entry.question else None


def _here(entry: Entry) -> Hashable:
    return (*entry.key, entry.path)


def _asks(entry: Entry) -> Hashable:
    return entry.question or entry.image or entry.picture


def _told(entry: Entry) -> Hashable:
    return _asks(entry) if len(entry.signs) >= TELLING else None


def _left(entries: Iterable[Entry], known: Sequence[Known | None], unread: Collection[str] = ()) -> Iterator[Entry]:
    """The entries that no card has been yet, without those of unreadable files; worked out when somebody asks."""
    taken = {found.entry.guid for found in known if found}
    yield from (e for e in entries if e.guid not in taken and e.path not in unread)


def _pair(
    fresh: Sequence[Entry], entries: Iterable[Entry], known: list[Known | None], key: _Like, likes: Sequence[_Like],
    because: str = "",
) -> None:  # fmt: skip
    """Pair what has one key and is alike in one more thing, the surest first; equals in their order.

    key: None for what must not be paired here.
    """
    for members, group in _alike(fresh, entries, known, key):
        if len(members) == len(group) == 1:  # as most are
            [index], [entry] = members, group
            for like in likes:
                if like(entry) == like(fresh[index]):
                    known[index] = Known(entry, because)
                    break
            continue
        free = group
        for like in likes:
            waiting: dict[Hashable, deque[Entry]] = defaultdict(deque)
            for entry in free:
                waiting[like(entry)].append(entry)
            for index in members:
                if known[index] is None and (queue := waiting.get(like(fresh[index]))):
                    known[index] = Known(entry=queue.popleft(), because=because)
            free = [entry for queue in waiting.values() for entry in queue]


def _alike(
    fresh: Sequence[Entry], entries: Iterable[Entry], known: Sequence[Known | None], key: _Like
) -> Iterator[tuple[list[int], list[Entry]]]:
    """The cards yet unknown and the entries that have one key; none where it is None."""
    if all(known):
        return
    groups: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in entries:
        if (group := key(entry)) is not None:
            groups[group].append(entry)
    if not groups:
        return
    indexes: dict[Hashable, list[int]] = defaultdict(list)
    for index, entry in enumerate(fresh):
        if known[index] is None and (group := key(entry)) in groups:
            indexes[group].append(index)
    yield from ((members, groups[group]) for group, members in indexes.items())


def _pair_similar(fresh: Sequence[Entry], entries: Iterable[Entry], known: list[Known | None], key: _Like) -> None:
    """Of several that have one key pair those whose answers are similar: one may be gone, and the next not be it."""
    for members, free in _alike(fresh, entries, known, key):
        if len(members) + len(free) > COMMON:
            continue
        likes = [(shared(old, fresh[index]), index, old) for index in members for old in free]
        for share, index, old in sorted(likes, key=lambda like: (-like[0], like[1], like[2].place)):
            if share >= SIMILAR and known[index] is None and old in free:
                known[index] = Known(entry=old)
                free.remove(old)


def _by_likeness(
    fresh: Sequence[Entry], present: Sequence[Entry], left: Sequence[Entry], known: list[Known | None]
) -> tuple[int, ...]:  # fmt: skip
    """Recognise the rest by likeness; gives the cards for which two were equally like."""
    new = [index for index, found in enumerate(known) if found is None]
    taken = {found.entry.guid for found in known if found}
    places = [(e.path, e.guid if e.guid in taken else "") for e in present]
    old_near = dict(zip((e.guid for e in present), neighbours(places), strict=True))
    new_near = neighbours([(e.path, found.entry.guid if found else "") for e, found in zip(fresh, known, strict=True)])
    by_sign: dict[Hashable, list[int]] = defaultdict(list)
    for number, entry in enumerate(left):
        for sign in (*_signs(entry), *old_near[entry.guid]):
            by_sign[sign].append(number)
    told = [Counter(entry.answer for entry in entries) for entries in (present, fresh)]
    stock = {answer for counts in told for answer, times in counts.items() if times > 1}
    pairs = []
    for index in new:
        found = (by_sign.get(sign, ()) for sign in (*_signs(fresh[index]), *new_near[index]))
        for number in sorted({number for numbers in found if len(numbers) <= COMMON for number in numbers}):
            near = not new_near[index].isdisjoint(old_near[left[number].guid])
            if like := compare(left[number], fresh[index], near=near, stock=fresh[index].answer in stock):
                pairs.append(_Pair(new=index, old=number, score=like.score, because=like.because))
    undecided = set()
    for pair, is_sure in _settle(pairs):
        if is_sure:
            known[pair.new] = Known(entry=left[pair.old], because=pair.because)
        else:
            undecided.add(pair.new)
    return tuple(sorted(undecided))


def _bring_back(
    fresh: Sequence[Entry], entries: Sequence[Entry], removed: Iterable[Entry], known: list[Known | None]
) -> None:
    """Recognise what was taken out and comes back reworded by its answer, where no other card has that."""
    told = Counter(entry.answer for entry in entries)
    tells = Counter(entry.answer for entry in fresh)
    for members, gone in _alike(fresh, removed, known, lambda e: e.answer if len(e.signs) >= TELLING else None):
        [index, *_], [old, *_] = members, gone
        if told[old.answer] == tells[old.answer] == 1 and is_reworded(old, fresh[index]):
            like = compare(old, fresh[index], near=False)
            known[index] = Known(entry=old, because=like.because if like else "")


def _signs(entry: Entry) -> Iterator[Hashable]:
    """What two cards that are one are likely to share."""
    yield "answer", entry.answer
    yield "asks", _asks(entry)
    yield from (("says", word) for word in entry.signs)
    yield from (("word", word) for word in words(entry.question))


def _settle(pairs: Iterable[_Pair]) -> Iterator[tuple[_Pair, bool]]:
    """The pairs that hold, the most alike first, and those of which nobody can tell which holds."""
    news: set[int] = set()
    olds: set[int] = set()
    for _, group in groupby(sorted(pairs, key=lambda p: (-p.score, p.new, p.old)), key=lambda p: p.score):
        free = [pair for pair in group if pair.new not in news and pair.old not in olds]
        claims = Counter([("new", pair.new) for pair in free] + [("old", pair.old) for pair in free])
        for pair in free:
            yield pair, claims["new", pair.new] == claims["old", pair.old] == 1
        news.update(pair.new for pair in free)
        olds.update(pair.old for pair in free)

"""Drafts and the ledger of the last build -> who each card is, and the ledger of this build.

Recognising is one to one. Built here is its first pass: the same master, week and question. Among several of those the
same answer decides, then the same path, then the order within the file; so two questions with equal wording are never
swapped. Whatever is recognised keeps its guid, and with it a user's reviews.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from flashcards.draft import Draft
from flashcards.errors import Problem
from flashcards.ledger import Entry, Ledger
from flashcards.media import link_name

NAMESPACE = "flashcards/1"
SKETCH = 16  # fingerprints kept of an answer's lines

_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a build changed against the one before it: guids, in document order."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """guids and mods: of the drafts, in their order."""

    guids: tuple[str, ...]
    mods: tuple[int, ...]
    ledger: Ledger
    change: Change
    problems: tuple[Problem, ...]


def identify(
    drafts: Sequence[Draft], ledger: Ledger, *, now: int, notetype_hash: str, unread: Collection[str] = ()
) -> Identified:  # fmt: skip
    """Give each draft its guid and mod, and say what the ledger is from now on.

    drafts: in document order.  now: the time of the build, in seconds since the epoch.  unread: paths below the folder
    given of files that are there but could not be read; their cards are kept in the ledger and not called removed.
    """
    fresh = _fresh_entries(drafts)
    known, problems = _recognise(fresh, drafts, ledger.entries)
    named = _with_guids(fresh, known, ledger.entries)
    entries = tuple(_stamp(entry, draft, old, now) for entry, draft, old in zip(named, drafts, known, strict=True))
    taken = {entry.guid for entry in entries}
    rest = [entry for entry in ledger.entries if entry.guid not in taken]
    removed = [entry for entry in rest if not entry.removed and entry.path not in unread]
    kept = [replace(entry, removed=entry.removed or entry.path not in unread) for entry in rest]
    same = ledger.notetype_hash == notetype_hash
    return Identified(
        guids=tuple(entry.guid for entry in entries),
        mods=tuple(entry.mod for entry in entries),
        ledger=Ledger(
            notetype_hash=notetype_hash,
            notetype_mod=ledger.notetype_mod if same else max(now, ledger.notetype_mod + 1),
            entries=tuple(sorted((*entries, *kept), key=lambda entry: entry.guid)),
        ),
        change=Change(
            new=tuple(e.guid for e, old in zip(entries, known, strict=True) if old is None),
            changed=tuple(e.guid for e, old in zip(entries, known, strict=True) if old and old.hash != e.hash),
            unchanged=tuple(e.guid for e, old in zip(entries, known, strict=True) if old and old.hash == e.hash),
            removed=tuple(removed),
        ),
        problems=(*problems, *_waiting(kept, unread)),
    )


def guid_for(key: _Key, rank: int) -> str:
    """The guid of a card that no ledger knows: 16 lower-case hex digits from what is asked, never from the answer or path.

    key: master, week, question; NFC.  rank: among cards with one key, from 0.
    """
    return sha256(json.dumps([NAMESPACE, *key, rank], ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:16]


def content_hash(draft: Draft, guid: str) -> str:
    """A fingerprint of what Anki shows and files the card under. `Source` is left out: a moved file changes no card."""
    fields = replace(draft, below="").fields(guid)
    return _fingerprint(json.dumps([fields, sorted(draft.tags)], ensure_ascii=False))


def _fresh_entries(drafts: Sequence[Draft]) -> list[Entry]:
    """What the drafts would be entered as, without guid, hash and mod."""
    places: dict[str, int] = defaultdict(int)
    entries = []
    for draft in drafts:
        places[draft.below] += 1
        question = _even(draft.question_text)
        lines = {_fingerprint(_even(line))[:8] for line in draft.answer_text.split("\n")}
        pictures = [picture for picture in draft.pictures if picture.role == "question"]
        entry = Entry(
            guid="",
            master=_even(draft.master),
            week=draft.week,
            question=question,
            picture=link_name(pictures[0].link) if pictures else "",
            answer=_fingerprint(
                _even(draft.answer_text) + "\0".join(p.link for p in draft.pictures if p.role == "answer")
            ),
            sketch=tuple(sorted(lines)[:SKETCH]),
            path=draft.below,
            place=places[draft.below],
            hash="",
            mod=0,
        )
        entries.append(entry)
    return entries


def _recognise(
    fresh: Sequence[Entry], drafts: Sequence[Draft], entries: Sequence[Entry]
) -> tuple[list[Entry | None], tuple[Problem, ...]]:  # fmt: skip
    """The entry of the last build that each card is, or None."""
    groups: dict[_Key, list[int]] = defaultdict(list)
    for index, entry in enumerate(fresh):
        groups[entry.key].append(index)
    known: list[Entry | None] = [None] * len(fresh)
    old: dict[_Key, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda e: (e.removed, e.path, e.place)):
        old[entry.key].append(entry)
    for key, indexes in groups.items():
        for removed in (False, True):
            _pair(indexes, fresh, [entry for entry in old[key] if entry.removed == removed], known)
    return known, tuple(_indistinct(groups, fresh, drafts))


def _pair(indexes: Sequence[int], fresh: Sequence[Entry], entries: Sequence[Entry], known: list[Entry | None]) -> None:
    """Pair cards and entries that ask the same: by answer and path, by answer, by path, then in order.

    In order, never by equal place: one more card above two that both changed would hand the second one's place, and
    with it the reviews, to the first.
    """
    likes: tuple[Callable[[Entry], object], ...] = (
        lambda e: (e.answer, e.path),
        lambda e: e.answer,
        lambda e: e.path,
        lambda _: None,
    )
    free = list(entries)
    for like in likes:
        if not free:
            return
        waiting: dict[object, deque[Entry]] = defaultdict(deque)
        for entry in free:
            waiting[like(entry)].append(entry)
        for index in indexes:
            if known[index] is None and (queue := waiting.get(like(fresh[index]))):
                known[index] = queue.popleft()
        free = [entry for queue in waiting.values() for entry in queue]


def _indistinct(groups: dict[_Key, list[int]], fresh: Sequence[Entry], drafts: Sequence[Draft]) -> Iterable[Problem]:
    """A line for each card that nothing but its place or file tells from one before it."""
    for indexes in groups.values():
        first: dict[str, int] = {}
        for index in indexes:
            twin = first.setdefault(fresh[index].answer, index)
            if twin != index:
                here, there = drafts[index], drafts[twin]
                where = f"{there.path}:{there.card.question_lines[0]}"
                what = "order" if here.below == there.below else "files"
                message = f"the same question and answer as {where}; the two can only be told apart by their {what}"
                hint = "leave one of them out, or word them apart"
                yield Problem(message=message, path=here.path, line=here.card.question_lines[0], hint=hint)


def _waiting(kept: Iterable[Entry], unread: Collection[str]) -> Iterable[Problem]:
    """A line for each file that could not be read and had cards."""
    counts = Counter(entry.path for entry in kept if not entry.removed and entry.path in unread)
    for path, count in sorted(counts.items()):
        cards = "1 card stays" if count == 1 else f"{count} cards stay"
        message = f"could not be read: {cards} in the ledger and out of the deck for now"
        yield Problem(message=message, path=path, hint="mend the file and build again")


def _with_guids(fresh: Sequence[Entry], known: Sequence[Entry | None], entries: Sequence[Entry]) -> list[Entry]:
    used = {entry.guid for entry in entries}
    ranks: dict[_Key, int] = defaultdict(int)
    result = []
    for entry, old in zip(fresh, known, strict=True):
        guid = old.guid if old else ""
        while not guid:
            candidate = guid_for(entry.key, ranks[entry.key])
            ranks[entry.key] += 1
            guid = "" if candidate in used else candidate
        used.add(guid)
        result.append(replace(entry, guid=guid))
    return result


def _stamp(entry: Entry, draft: Draft, old: Entry | None, now: int) -> Entry:
    content = content_hash(draft, entry.guid)
    if old is None:
        return replace(entry, hash=content, mod=now)
    return replace(entry, hash=content, mod=old.mod if old.hash == content else max(now, old.mod + 1))


def _even(text: str) -> str:
    """Blanks made one, NFC: what is the same to a reader is the same to us."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _fingerprint(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:16]

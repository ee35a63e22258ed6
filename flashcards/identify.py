"""Drafts and the ledger of the last build -> who each card is, and the ledger of this build.

Whatever is recognised (recognise.py) keeps its guid, and with it a user's reviews. Its time moves when, and only when,
its content does: Anki then rewrites just the notes that changed, and leaves a user's tags on all others.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from flashcards.card import Draft, Marks
from flashcards.errors import Problem
from flashcards.ledger import Entry, Ledger
from flashcards.likeness import even
from flashcards.marks import Key, asking_picture, content_hash, fields_hash, guid_for, marks_of
from flashcards.media import link_name
from flashcards.recognise import Known, recognise

TAGS_UNKNOWN = ("?",)  # in the hash of a note that Anki exported: which of its tags are the user's own, nobody knows


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a build changed against the one before it: guids, in document order.

    moved: in another file than before, and unchanged otherwise, so that an import leaves the note alone.
    renamed: no file moved, but each is reached from a folder above or below the one that was given before.
    elsewhere: paths of removed cards whose notes are there and were not given.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    moved: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[Entry, ...]
    renamed: bool = False
    elsewhere: frozenset[str] = frozenset()

    @property
    def all_others(self) -> bool:
        """Whether none of the cards before is here: these are other notes. A single card may have been written anew."""
        return len(self.removed) > 1 and not (self.changed or self.moved or self.unchanged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """guids, mods and known (which card of the last build it is): of the drafts, in their order."""

    guids: tuple[str, ...]
    mods: tuple[int, ...]
    known: tuple[Known | None, ...]
    ledger: Ledger
    change: Change
    problems: tuple[Problem, ...]


def identify(
    drafts: Sequence[Draft], ledger: Ledger, *, now: int, notetype_hash: str, unread: Collection[str] = (),
    elsewhere: Collection[str] = (), returned: Collection[str] = (),
) -> Identified:  # fmt: skip
    """Give each draft its guid and mod, and say what the ledger is from now on.

    drafts: in document order.  now: the time of the build, in seconds since the epoch.  unread: ways below the folder
    given to files and folders that are there but could not be read; their cards are kept in the ledger and not called
    removed.  elsewhere, returned: as of `Seen`.
    """
    marks = [draft.marks or marks_of(draft) for draft in drafts]
    fresh = _fresh_entries(drafts, marks)
    unread = _paths_of(unread, ledger.entries)
    found = recognise(fresh, ledger.entries, unread | frozenset(elsewhere))
    guids = _guids(fresh, found.known, ledger.entries, marks)
    hashes = [
        mark.content if mark.guid == guid else content_hash(draft, guid)
        for draft, mark, guid in zip(drafts, marks, guids, strict=True)
    ]
    known = tuple(_tagged(draft, old, content) for draft, old, content in zip(drafts, found.known, hashes, strict=True))
    found = replace(found, known=known)
    entries = tuple(
        _stamp(entry, guid, content, old, now)
        for entry, guid, content, old in zip(fresh, guids, hashes, known, strict=True)
    )
    taken = {entry.guid for entry in entries}
    rest = [entry for entry in ledger.entries if entry.guid not in taken]
    removed = [e for e in rest if (not e.removed or (e.away and e.path in returned)) and e.path not in unread]
    kept = _kept(rest, removed, unread, elsewhere)
    same = ledger.notetype_hash == notetype_hash
    return Identified(
        guids=tuple(entry.guid for entry in entries),
        mods=tuple(entry.mod for entry in entries),
        known=found.known,
        ledger=Ledger(
            given=ledger.given,
            notetype_hash=notetype_hash,
            notetype_mod=ledger.notetype_mod if same else max(now, ledger.notetype_mod + 1),
            entries=tuple(sorted((*entries, *kept), key=lambda entry: entry.guid)),
        ),
        change=replace(_change(entries, found.known, removed), elsewhere=frozenset(elsewhere)),
        problems=(*_indistinct(fresh, drafts), *_undecided(found.undecided, drafts), *_waiting(kept, unread)),
    )


def _kept(
    rest: Sequence[Entry], removed: Sequence[Entry], unread: Collection[str], elsewhere: Collection[str]
) -> list[Entry]:  # fmt: skip
    """What the ledger goes on saying of cards that are not here. removed: those that this build tells of."""
    told = {entry.guid for entry in removed}
    return [
        entry._replace(
            removed=entry.removed or entry.path not in unread,
            away=entry.path in elsewhere if entry.guid in told else entry.away,
        )
        for entry in rest
    ]


def _fresh_entries(drafts: Sequence[Draft], marks: Sequence[Marks]) -> list[Entry]:
    """What the drafts would be entered as, without guid, hash and mod."""
    places: dict[str, int] = defaultdict(int)
    entries = []
    for draft, mark in zip(drafts, marks, strict=True):
        places[draft.below] += 1
        asking = asking_picture(draft)
        entry = Entry(
            guid="", master=even(draft.master), week=draft.week, question=even(draft.question_text),
            picture=link_name(asking.link) if asking else "",
            image=asking.name if asking and not asking.missing else "", answer=mark.answer, sketch=mark.sketch,
            path=_nfc(draft.below), place=places[draft.below], hash="", mod=0,
        )  # fmt: skip
        entries.append(entry)
    return entries


def _change(entries: Sequence[Entry], known: Sequence[Known | None], removed: Sequence[Entry]) -> Change:
    states: dict[str, list[str]] = defaultdict(list)
    pairs = [(entry, found.entry if found else None) for entry, found in zip(entries, known, strict=True)]
    renamed = _are_renamed([(entry.path, old.path) for entry, old in pairs if old])
    for entry, old in pairs:
        states[_state(entry, old, renamed=renamed)].append(entry.guid)
    return Change(
        new=tuple(states["new"]), changed=tuple(states["changed"]), moved=tuple(states["moved"]),
        unchanged=tuple(states["unchanged"]), removed=tuple(removed), renamed=renamed,
    )  # fmt: skip


def _are_renamed(paths: Sequence[tuple[str, str]]) -> bool:
    """Whether of all files the way alone is longer or shorter than before, as with `my/notes` given for `my`."""
    return bool(paths) and all(new != old and is_tail(new, old) for new, old in dict.fromkeys(paths))


def is_tail(one: str, other: str) -> bool:
    """Whether of two ways below a folder one is the other's end."""
    return f"/{one}".endswith(f"/{other}") or f"/{other}".endswith(f"/{one}")


def _state(entry: Entry, old: Entry | None, *, renamed: bool) -> str:
    if old is None:
        return "new"
    if old.hash != entry.hash:
        return "changed"
    return "unchanged" if renamed or old.path == entry.path else "moved"


def _indistinct(fresh: Sequence[Entry], drafts: Sequence[Draft]) -> Iterable[Problem]:
    """A line for each card that nothing but its place or file tells from one before it."""
    groups: dict[Key, list[int]] = defaultdict(list)
    for index, entry in enumerate(fresh):
        groups[entry.key].append(index)
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


def _undecided(indexes: Sequence[int], drafts: Sequence[Draft]) -> Iterable[Problem]:
    """A line for each card that is new because nobody can tell which card of the last build it is."""
    for index in indexes:
        draft = drafts[index]
        message = "two cards are equally like this one, before the edit or after it: it is a new card, so no review lands on a wrong one"
        hint = "to keep the reviews, undo the edit, build, and change one card at a time"
        yield Problem(message=message, path=draft.path, line=draft.card.question_lines[0], hint=hint)


def _waiting(kept: Iterable[Entry], unread: Collection[str]) -> Iterable[Problem]:
    """A line for each file that could not be read and had cards."""
    counts = Counter(entry.path for entry in kept if not entry.removed and entry.path in unread)
    for path, count in sorted(counts.items()):
        cards = "1 card stays" if count == 1 else f"{count} cards stay"
        message = f"could not be read: {cards} in the ledger and out of the deck for now"
        yield Problem(message=message, path=path, hint="mend the file and build again")


def _paths_of(unread: Collection[str], entries: Iterable[Entry]) -> frozenset[str]:
    """The paths of entries that are unread, or lie in a folder that is; `.` is the folder given itself."""
    ways = {_nfc(way) for way in unread}
    folders = tuple("" if way == "." else f"{way}/" for way in ways)
    return frozenset(e.path for e in entries if e.path in ways or e.path.startswith(folders))


def _guids(
    fresh: Sequence[Entry], known: Sequence[Known | None], entries: Sequence[Entry], marks: Sequence[Marks]
) -> list[str]:  # fmt: skip
    used = {entry.guid for entry in entries}
    ranks: dict[Key, int] = defaultdict(int)
    result = []
    for entry, old, mark in zip(fresh, known, marks, strict=True):
        guid = old.entry.guid if old else ""
        while not guid:
            rank = ranks[entry.key]
            candidate = guid_for(entry.key, rank) if rank else mark.guid
            ranks[entry.key] += 1
            guid = "" if candidate in used else candidate
        used.add(guid)
        result.append(guid)
    return result


def _stamp(entry: Entry, guid: str, content: str, found: Known | None, now: int) -> Entry:
    if found is None:
        return entry._replace(guid=guid, hash=content, mod=now)
    old = found.entry
    mod = old.mod if old.hash == content else max(now, old.mod + 1)
    made = entry._replace(guid=guid, hash=content, mod=mod)
    return old if made == old else made  # one of the two is enough


def _tagged(draft: Draft, found: Known | None, content: str) -> Known | None:
    """What a card is known as, with the draft's tags where its own are not known and its fields are the same."""
    if found is None or found.entry.hash == content:
        return found
    if found.entry.hash != fields_hash(draft.fields(found.entry.guid), TAGS_UNKNOWN):
        return found
    return found._replace(entry=found.entry._replace(hash=content))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)

"""The cards of some notes as one HTML page that needs nothing else: to look at before a deck is imported.

Both sides come from the very templates and CSS that Anki gets, and each card is shown in a document of its own (an
iframe): media queries, `vh` and the classes on `body` then mean what they mean in Anki, which a shadow root cannot give,
and neither style sheet reaches the other. The page holds text and data alone; flashcards/page/ makes it a page.

Nothing in it comes from the clock: the same notes and the same ledger give the same bytes.
"""

from __future__ import annotations

import json
import webbrowser
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path
from shlex import quote

import regex

from flashcards import notetype
from flashcards.card import Draft
from flashcards.collect import Collection, collect
from flashcards.embedded import written
from flashcards.errors import FlashcardsError, Problem, count, reason, shown
from flashcards.files import write_whole
from flashcards.html import plain_text
from flashcards.hygiene import hygiene
from flashcards.identify import identify
from flashcards.ledger import Ledger
from flashcards.media import picture_bytes
from flashcards.plan import STATES
from flashcards.report import remarks
from flashcards.stats import figures
from flashcards.store import read_ledger
from flashcards.template import sides

ENDINGS = (".html", ".htm")
_PAGE = Path(__file__).parent / "page"
_SCRIPTS = ("side.js", "figures.js", "reasons.js", "fresh.js", "page.js")
_SLOT = regex.compile(r"%%(\w+)%%")
# What would end the element that holds the data, or a line of script in older browsers.
_UNSAFE = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What the next import would do. ledger: the file compared with, "" for none.

    guids, states: of the drafts, in their order.  removed: (question, path) of cards that are no longer in the notes.
    """

    ledger: str
    guids: tuple[str, ...]
    states: tuple[str, ...]
    removed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """What a preview did. size: of the page, in bytes."""

    path: str
    size: int
    found: Collection
    compared: Compared


def preview(
    arguments: Sequence[str], output: Path, *, ledger: Path | None = None, rules: Path | None = None,
    assets: Sequence[Path] = (), include: Sequence[str] = (), jobs: int | None = None,
) -> Previewed:  # fmt: skip
    """Write the page of the notes that the arguments name.

    ledger: of the deck that the next import would follow; None where there is none yet.  The rest: as for `build`.
    Raises FlashcardsError when no page can be written; an earlier one is then as it was.
    """
    refuse_page(output)
    found = collect(arguments, rules=rules, assets=assets, include=include, jobs=jobs)
    if not found.read and found.unusable:
        hint = "give the folder that holds your notes (.md, .markdown)"
        raise FlashcardsError("no notes could be read, so nothing was written", hint=hint, also=found.unusable)
    compared = compare(found, ledger)
    return Previewed(path=shown(output), size=write_page(found, compared, output), found=found, compared=compared)


def write_page(found: Collection, compared: Compared, output: Path, *, watched: bool = False) -> int:
    """Write the page, and return its size. Raises FlashcardsError; an earlier page is then as it was."""
    data = page_of(found, compared, _pictures(found.drafts), watched=watched).encode("utf-8")
    try:
        write_whole(output, data)
    except OSError as error:
        hint = "see that the folder may be written and has room, or give another file"
        raise FlashcardsError(f"the page cannot be written: {reason(error)}", path=output, hint=hint) from error
    return len(data)


def refuse_page(output: Path) -> None:
    """Refuse a name that no browser opens as a page, or that is another file's: the notes, the deck, the ledger."""
    name = output.name.lower()
    # not by the suffix: Python 3.14 sees none in ..html
    if not name.endswith(ENDINGS) or f".{name.strip('.')}" in ENDINGS:
        stem = Path(output.name.strip(".")).stem
        better = output.with_name(f"{stem}.html") if stem else output / "preview.html"
        raise FlashcardsError("the page's file must end in .html", path=output, hint=f"try -o {shown(better)}")


def compare(found: Collection, ledger: Path | None) -> Compared:
    """What the next import would do to each card, as a ledger tells it."""
    known = read_ledger(ledger) if ledger else Ledger()
    if known is None:
        raise FlashcardsError("no such ledger", path=ledger or "", hint="check the spelling after --ledger")
    return compare_with(found, known, shown(ledger) if ledger else "")


def compare_with(found: Collection, known: Ledger, name: str) -> Compared:
    """name: of the ledger, "" for none. The one place here that knows how cards are recognised."""
    identified = identify(found.drafts, known, now=0, notetype_hash="", unread=found.unread)
    change = identified.change
    lists = zip(STATES, (change.new, change.changed, change.moved, change.unchanged), strict=True)
    state = {guid: name for name, guids in lists for guid in guids}
    return Compared(
        ledger=name,
        guids=identified.guids,
        states=tuple(state[guid] for guid in identified.guids),
        removed=tuple((entry.question or entry.picture, entry.path) for entry in change.removed),
    )


def summary(done: Previewed) -> Iterator[str]:
    """What a preview did, line by line."""
    yield f"{done.path}: {count(len(done.found.drafts), 'card')}, {max(1, round(done.size / 2**10)):,} KB"
    if done.found.drafts:
        counts = Counter(done.compared.states)
        states = ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state])
        gone = len(done.compared.removed)
        against = done.compared.ledger or "no ledger to compare with; --ledger FILE names one"
        yield f"  next import {states}{f', {gone} removed' if gone else ''} ({against})"
    yield from remarks(done.found)


def open_page(output: Path) -> Iterator[str]:
    """Open a page in the user's browser; a line where there is none."""
    if not webbrowser.open(output.resolve().as_uri()):
        yield f"{shown(output)}: no browser could be started; open the file yourself"


def page_of(found: Collection, compared: Compared, pictures: Mapping[str, bytes], *, watched: bool = False) -> str:
    """The whole page. Pure.

    pictures: the bytes of every picture of the deck by its name there.  watched: the page is written anew while somebody
    looks at it, and reads itself again when they come back to it.
    """
    script = "".join(map(_part, _SCRIPTS))
    slots = {
        "hash": b64encode(sha256(script.encode()).digest()).decode(),
        "style": _part("page.css"),
        "script": script,
        "card": escape(_part("card.html").replace("%%css%%", notetype.CSS)),
        "data": json.dumps(_data(found, compared, watched=watched), ensure_ascii=False).translate(_UNSAFE),
        "pictures": "\n".join(_picture(name, data) for name, data in sorted(pictures.items())),
    }
    return str(_SLOT.sub(lambda slot: slots[slot[1]], _part("page.html")))


def _part(name: str) -> str:
    return (_PAGE / name).read_text("utf-8")


def _picture(name: str, data: bytes) -> str:
    return f'<script type="text/plain" id="{escape(name)}">{written(name, data)}</script>'


def _pictures(drafts: Sequence[Draft]) -> dict[str, bytes]:
    files = {p.name: p.file for draft in drafts for p in draft.pictures if p.file}
    try:
        return {name: picture_bytes(file, name) for name, file in files.items()}
    except OSError as error:
        message = "the picture went away while the page was made"
        raise FlashcardsError(message, path=error.filename or "", hint="run it again") from error


def _data(found: Collection, compared: Compared, *, watched: bool) -> dict[str, object]:
    states = Counter(compared.states)
    counted = figures(found)
    return {
        "watched": watched,
        "notes": len(found.read),
        "ledger": compared.ledger,
        "states": {state: states[state] for state in STATES},
        "cards": [
            _card(draft, guid, state)
            for draft, guid, state in zip(found.drafts, compared.guids, compared.states, strict=True)
        ],
        "passed": [{"where": f"{p.path}:{p.line}", "text": p.question, "why": p.reason} for p in found.passed],
        "overlooked": [
            {"where": f"{path}:{lines[0]}", "text": str(len(lines)), "why": f"flashcards explain {quote(path)}"}
            for path, lines in found.overlooked
        ],
        "missing": [
            {"where": f"{draft.path}:{p.line}", "text": p.name, "why": p.reason}
            for draft in found.drafts
            for p in draft.pictures
            if p.missing
        ],
        "look": list(_look(found.drafts)),
        "figures": {
            "groups": [{"name": group.name, "rows": group.rows} for group in counted.groups],
            "half": counted.half,
            "longest": counted.longest,
        },
        "removed": [{"where": path, "text": question, "why": ""} for question, path in compared.removed],
        "remarks": [_problem(problem) for problem in found.remarks],
        "unusable": [_problem(problem) for problem in found.unusable],
    }


def _look(drafts: Sequence[Draft]) -> Iterator[dict[str, str]]:
    """The cards that a build calls worth a look, with their questions."""
    asked = {(draft.path, draft.card.question_lines[0]): draft.question_text for draft in drafts}
    for problem in hygiene(drafts):
        where = f"{problem.path}:{problem.line}"
        yield {"where": where, "text": asked[problem.path, problem.line or 0], "why": problem.message}


def _card(draft: Draft, guid: str, state: str) -> dict[str, object]:
    fields = dict(zip(notetype.FIELDS, draft.fields(guid), strict=True))
    front, back = sides(notetype.FRONT, notetype.BACK, fields)
    asks = next((p.name for p in draft.pictures if p.role == "question" and not p.missing), "")
    return {
        "guid": guid,
        "state": state,
        "kind": draft.card.kind,
        "front": front,
        "back": back,
        "question": draft.question_text,
        "answer": draft.answer_text,
        "transcript": plain_text(fields["Transcript"]),
        "picture": "" if draft.question_text else asks,
        "masters": list(draft.labels.masters),
        "week": draft.labels.week,
        "rule": draft.card.rule,
        "where": f"{draft.path}:{draft.card.question_lines[0]}",
    }


def _problem(problem: Problem) -> dict[str, str]:
    where = problem.path + (f":{problem.line}" if problem.line is not None else "")
    return {"where": where, "text": problem.message, "why": problem.hint}

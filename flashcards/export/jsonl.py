"""Cards as JSON lines, for programs. The keys are a contract (docs/extract.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from flashcards.card import Draft
from flashcards.deckname import deck_name


def json_lines(drafts: Sequence[Draft], guids: Sequence[str], deck: str) -> Iterator[str]:
    """One JSON object a card, in document order.

    guids: of the drafts, in their order.  deck: the deck's name, as `build` takes it.
    """
    for draft, guid in zip(drafts, guids, strict=True):
        yield json.dumps(_row(draft, guid, deck), ensure_ascii=False) + "\n"


def _row(draft: Draft, guid: str, deck: str) -> dict[str, object]:
    card, labels = draft.card, draft.labels
    return {
        "guid": guid,
        "kind": card.kind,
        "question_text": draft.question_text,
        "answer_text": draft.answer_text,
        "context": draft.context_text,
        "question_html": draft.question_html,
        "answer_html": draft.answer_html,
        "context_html": draft.context_html,
        "transcript": draft.transcript or None,
        "rule": card.rule,
        "deck": deck_name(deck, labels),
        "title": draft.title,
        "tags": list(draft.tags),
        "master": list(labels.masters),
        "week": labels.week,
        "day": labels.day,
        "date": labels.date or None,
        "images": [
            {
                "name": p.name, "path": p.path or None, "role": p.role, "missing": p.missing, "link": p.link,
                "line": p.line, "reason": p.reason or None,
            }
            for p in draft.pictures
        ],
        "source": {
            "path": draft.path,
            "below": draft.below,
            "question_lines": list(card.question_lines),
            "answer_lines": [list(lines) for lines in card.answer_lines],
        },
    }  # fmt: skip

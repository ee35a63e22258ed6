"""What stands next to a card in its file: a reworded question between the same two others is likely to be the same card."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence


def neighbours(places: Sequence[tuple[str, str]]) -> list[frozenset[Hashable]]:
    """For each card the recognised cards next before and after it in its file, or that file's start and end.

    places: path and, where the card is recognised, its guid; in the order of the files.
    """
    before = _nearest(places, "after")
    after = _nearest(places[::-1], "before")[::-1]
    return [frozenset(pair) for pair in zip(before, after, strict=True)]


def _nearest(places: Iterable[tuple[str, str]], side: str) -> list[Hashable]:
    found: list[Hashable] = []
    path: str | None = None
    last: Hashable = None
    for here, guid in places:
        last = last if here == path else (side, "", here)
        path = here
        found.append(last)
        last = (side, guid) if guid else last
    return found

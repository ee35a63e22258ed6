"""How far a long run is. A loop tells it, whoever shows it listens; where nobody listens, as in a library, all is silent.

The listener belongs to the context and is not handed from function to function: like a log it changes no result, and the
loops that take long lie deep inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
Listener = Callable[[str, int, int], None]  # what is done, how many of them, of how many

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def told(what: str, items: Iterable[T], total: int) -> Iterator[T]:
    """The items as they are; before each one, and after the last, the listener hears how many are done."""
    tell = _listener.get()
    if tell is None:
        yield from items
        return
    for done, item in enumerate(items):
        tell(what, done, total)
        yield item
    tell(what, total, total)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Let somebody hear how far the loops are that run meanwhile."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)

"""Patterns as `regex` compiled them, kept for the next run.

What one note needs takes a fifth of a second to compile, which is more than all else that is done for it, and a hundredth
to load. They are kept as the package itself pickles them: its own function and the numbers that it makes a pattern from.
No other function is let in, and whatever is wrong with what was kept, a pattern is compiled again.
"""

from __future__ import annotations

import copyreg
import io
import pickle
from collections.abc import Callable

import regex

ENTRY = ("", "", f"patterns of regex {regex.__version__}".encode())  # in the cache, where a note has a path

_known: dict[str, regex.Pattern[str]] = {}  # by their sources
_new: list[str] = []  # those that nobody kept yet


def compiled(source: str) -> regex.Pattern[str]:
    """`regex.compile(source)`. Raises regex.error for a source that is no pattern."""
    if source not in _known:
        _known[source] = regex.compile(source)
        _new.append(source)
    return _known[source]


def freeze_patterns() -> bytes | None:
    """All patterns as bytes; None where none is new since."""
    if not _new:
        return None
    _new.clear()
    return pickle.dumps(_known)


def thaw_patterns(data: bytes) -> None:
    """Take over the patterns of an earlier run that are sound; to be called only with what that run kept."""
    try:
        kept = _Reader(io.BytesIO(data)).load()
        sound = {key: one for key, one in kept.items() if isinstance(one, regex.Pattern) and one.pattern == key}
    except Exception:  # noqa: BLE001 - a pickle that is none raises whatever it stumbles on
        return
    _known.update(sound)


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Callable[..., object]:
        make = copyreg.dispatch_table[regex.Pattern](regex.compile(""))[0]
        if not callable(make) or (module, name) != (make.__module__, make.__name__):
            raise pickle.UnpicklingError(name)
        return make

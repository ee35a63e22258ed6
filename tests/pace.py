"""How long things take, in tests: a busy machine never fails one, work that looks at every pair always does.

Even the clock of a process alone runs slower while its neighbours fill the caches (seen: half as fast again), so one
measurement that is too long proves nothing. A claim is measured until it holds; what grows with the square never fits.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ROUNDS = 6
LEAST = 0.02  # seconds; below that the clock tells nothing


@contextmanager
def _no_collection() -> Iterator[None]:
    """The collector looks through all that the other tests have left, as often as it likes."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def cpu_seconds(act: Callable[[], object]) -> float:
    """Seconds of this process alone: other tests run beside it."""
    with _no_collection():
        start = time.process_time()
        act()
        return time.process_time() - start


def done_within(limit: float, act: Callable[[], object]) -> bool:
    """Whether an act takes less than so many seconds in any of its rounds."""
    return any(cpu_seconds(act) < limit for _ in range(ROUNDS))


def growth(few: Callable[[], object], many: Callable[[], object], limit: float) -> float:
    """How many times as long the larger act takes, each at its best, as soon as that is below the limit."""
    best_few = best_many = float("inf")
    for _ in range(ROUNDS):
        best_few = min(best_few, cpu_seconds(few))
        best_many = min(best_many, cpu_seconds(many))
        if best_many < limit * max(best_few, LEAST):
            break
    return best_many / max(best_few, LEAST)

"""One row of separated values at a time, by the csv module: it alone knows when a cell wants quotes."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence


class _Echo:
    """A file that hands back what is written to it; the csv writer passes that on."""

    def write(self, text: str) -> str:
        return text


def rows_of(rows: Iterable[Sequence[str]], *, separator: str, end: str) -> Iterator[str]:
    """The rows as text. A cell with the separator, a quote or a line end in it is quoted."""
    writer = csv.writer(_Echo(), delimiter=separator, lineterminator=end)
    for row in rows:
        yield str(writer.writerow(row))

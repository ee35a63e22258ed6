"""How wrong a reading is: the letters to change, put in or leave out; blanks are nothing."""

from __future__ import annotations


def character_errors(read: str, said: str) -> tuple[int, int]:
    """The edits (Levenshtein) between two texts, and the characters of the second; blanks left out of both."""
    first, second = ("".join(text.split()) for text in (read, said))
    row = list(range(len(second) + 1))
    for n, a in enumerate(first, 1):
        above, row = row, [n]
        for m, b in enumerate(second, 1):
            row.append(min(above[m] + 1, row[-1] + 1, above[m - 1] + (a != b)))
    return row[-1], len(second)

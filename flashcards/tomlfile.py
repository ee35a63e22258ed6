"""Read a TOML file that a person writes, and complain as `path:line: what is wrong; expected one of ...`.

tomllib gives no line numbers after parsing, so a complaint looks its key up in the text again.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import regex

from flashcards.errors import FlashcardsError, reason
from flashcards.pattern import Pattern, pattern_of

_LONG_TEXT = regex.compile(r"('''|\"\"\").*?\1", regex.DOTALL)
_TABLE = regex.compile(r"^\s*\[\[?\s*(?P<name>[\w.]+)\s*\]?\]")
_Made = TypeVar("_Made")
_PATTERN_LIMIT = 200  # characters; a longer pattern is two rules, or wants a word of the vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a file: its values, and where it stands, for complaints.

    name: dotted, as `question`; empty for the top.  index: of an array of tables, counted from 0.
    trusted: its patterns are known to be sound: they are compiled when they are first used.
    above: the table around it, whose line its own lines follow.
    """

    path: str
    source: str
    data: Mapping[str, object]
    name: str = ""
    index: int = 0
    above: Table | None = None
    trusted: bool = False

    @property
    def line(self) -> int:
        """Where it stands in its file."""
        return _line(self, "") or 1

    @property
    def after(self) -> int:
        return _line(self.above, "") if self.above and self.above.name else 0

    def error(self, key: str, message: str, hint: str = "") -> FlashcardsError:
        """What is wrong with a key; "" for the table itself."""
        return FlashcardsError(message, path=self.path, line=_line(self, key), hint=hint)

    def only(self, *legal: str) -> None:
        """Refuse every key but these."""
        for key in self.data:
            if key not in legal:
                where = f" in [{self.name}]" if self.name else ""
                raise self.error(key, f"unknown key '{key}'{where}", f"expected one of {', '.join(sorted(legal))}")

    def text(self, key: str, meaning: str = "a text") -> str:
        """A text that must be there and not be blank."""
        value = self._get(key, str, meaning, required=True)
        assert isinstance(value, str)
        if not value.strip():
            raise self.error(key, f"'{self._full(key)}' is blank", f"expected {meaning}")
        return value

    def maybe_text(self, key: str) -> str:
        value = self._get(key, str, "a text")
        return value if isinstance(value, str) else ""

    def integer(self, key: str) -> int:
        value = self._get(key, int, "a whole number", required=True)
        assert isinstance(value, int)
        return value

    def maybe_integer(self, key: str) -> int | None:
        value = self._get(key, int, "a whole number")
        return value if isinstance(value, int) else None

    def flag(self, key: str) -> bool:
        """True or false; false where there is none."""
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            raise self.error(key, f"'{self._full(key)}' is {_spelt(value)}", "expected true or false")
        return value

    def share(self, key: str) -> float:
        """A share from 0 to 1; 1 where there is none."""
        value = self.data.get(key, 1.0)
        if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value <= 1:
            raise self.error(key, f"'{self._full(key)}' is {value!r}", "expected a share from 0 to 1, as 0.5")
        return float(value)

    def choice(self, key: str, legal: Sequence[str]) -> str:
        meaning = f"one of {', '.join(legal)}"
        value = self.text(key, meaning)
        if value not in legal:
            raise self.error(key, f"'{self._full(key)}' is {_spelt(value)}", f"expected {meaning}")
        return value

    def choices(self, key: str, legal: Sequence[str], default: Sequence[str] = ()) -> tuple[str, ...]:
        """A list of words, each one of the legal ones."""
        values = self._get(key, list, f"a list, any of {', '.join(legal)}")
        if not isinstance(values, list):
            return tuple(default)
        for value in values:
            if value not in legal:
                raise self.error(
                    key, f"'{self._full(key)}' holds {_spelt(value)}", f"expected any of {', '.join(legal)}"
                )
        return tuple(values)

    def one_or_more(self, key: str, legal: Sequence[str]) -> tuple[str, ...]:
        """One of the legal words, or a list of them."""
        if isinstance(self.data.get(key), str):
            return (self.choice(key, legal),)
        values = self.choices(key, legal)
        if not values:
            raise self.error(key, f"'{self._full(key)}' is missing", f"add it: any of {', '.join(legal)}")
        return values

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a missing one is empty."""
        values = self._get(key, list, "a list of texts")
        if not isinstance(values, list):
            return ()
        for value in values:
            if not isinstance(value, str):
                raise self.error(key, f"'{self._full(key)}' holds {_spelt(value)}", "expected texts in quotes")
        return tuple(values)

    def pattern(self, key: str, make: Callable[[str], Pattern] = pattern_of) -> Pattern | None:
        """A pattern. make: makes it of its source, in which it may know shared words."""
        source = self._get(key, str, "a pattern in single quotes")
        if not isinstance(source, str):
            return None
        if len(source) > _PATTERN_LIMIT:
            raise self.error(
                key, f"'{self._full(key)}' is {len(source)} characters long", f"split it: {_PATTERN_LIMIT} is the limit"
            )
        try:
            pattern = make(source)
            if self.trusted:
                pattern.trust()
            else:
                pattern.compile()
        except KeyError as error:
            hint = "use a word of vocabulary.toml, or add it there"
            raise self.error(key, f"'{self._full(key)}' names the unknown word {error}", hint) from error
        except regex.error as error:
            hint = r"mend the pattern; a sign such as ( ? + * that means itself is written \( \? \+ \*"
            raise self.error(key, f"'{self._full(key)}' is not a valid pattern: {error}", hint) from error
        return pattern

    def table(self, key: str, *, required: bool = False) -> Table:
        value = self._get(key, dict, "a table", required=required)
        return self._below(key, value if isinstance(value, dict) else {}, 0)

    def tables(self, key: str) -> tuple[Table, ...]:
        """An array of tables, `[[key]]`; a missing one is empty."""
        values = self._get(key, list, "an array of tables")
        items = values if isinstance(values, list) else []
        for item in items:
            if not isinstance(item, dict):
                raise self.error(key, f"'{self._full(key)}' is not an array of tables", f"write [[{self._full(key)}]]")
        return tuple(self._below(key, item, n) for n, item in enumerate(items))

    def _below(self, key: str, data: Mapping[str, object], index: int) -> Table:
        return Table(
            path=self.path, source=self.source, data=data, name=self._full(key), index=index, above=self, trusted=self.trusted
        )  # fmt: skip

    def _full(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key

    def _get(self, key: str, kind: type, meaning: str, *, required: bool = False) -> object:
        if key not in self.data:
            if required:
                raise self.error("", f"'{self._full(key)}' is missing", f"add it: {meaning}")
            return None
        value = self.data[key]
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self.error(key, f"'{self._full(key)}' is {_spelt(value)}", f"expected {meaning}")
        return value


def read_table(source: str, path: str, *, trusted: bool = False) -> Table:
    """The text of a TOML file -> its top table. Raises FlashcardsError where it is no TOML."""
    try:
        data = tomllib.loads(source)
    except (ValueError, RecursionError) as error:  # no TOML; a number of thousands of digits; lists nested as deep
        at = regex.search(r" \(at line (\d+), column \d+\)", str(error))
        line = int(at[1]) if at else source.count("\n") + 1
        what = str(error).replace(at[0], "") if at else str(error)
        hint = "mend the line; a text stands in quotes, a pattern in single quotes"
        raise FlashcardsError(f"is not valid TOML: {what}", path=path, line=line, hint=hint) from error
    return Table(path=path, source=source, data=data, trusted=trusted)


def read_file(path: Path, *, trusted: bool = False) -> Table:
    """A TOML file -> its top table. Raises FlashcardsError where it cannot be read or is no TOML."""
    try:
        data = path.read_bytes()
        source = data.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        hint = "see that it is a file you may read, or move it away"
        raise FlashcardsError(f"cannot be read: {reason(error)}", path=path, hint=hint) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FlashcardsError("is not UTF-8 text", path=path, line=line, hint="save it as UTF-8") from error
    return read_table(source, str(path), trusted=trusted)


def read_folder(
    folder: Path, make: Callable[[Table], _Made], leave_out: str = "", *, trusted: bool = False
) -> tuple[_Made, ...]:
    """Every `*.toml` of a folder but the one left out, made into something. Raises FlashcardsError at the first bad one.

    Hidden files are left out: editors and file managers put their own there.
    """
    try:
        found = sorted(file for file in folder.iterdir() if file.suffix == ".toml" and not file.name.startswith("."))
    except OSError as error:
        hint = "give a folder of rule files"
        raise FlashcardsError(f"cannot be read: {reason(error)}", path=folder, hint=hint) from error
    return tuple(make(read_file(file, trusted=trusted)) for file in found if file.name != leave_out)


def _spelt(value: object) -> str:
    """A value as TOML spells it, or nearly."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _line(table: Table, key: str) -> int:
    """The line of a key, or of its table where it has no line of its own.

    It counts the headers of an array of tables from the line of the table around it on, for `[[examples.cards]]`
    stands once more under every `[[examples]]`.
    """
    header, seen, best, after = "", -1, 0, table.after
    # a long text may hold what looks like a key
    source = _LONG_TEXT.sub(lambda text: "\n" * text[0].count("\n"), table.source)
    for number, line in enumerate(source.split("\n"), 1):
        if head := _TABLE.match(line):
            header = head["name"]
            if header == table.name and number > after:
                seen += 1
                if seen == table.index:
                    best = number
            continue
        if header == table.name:
            if (seen == table.index or not header) and regex.match(rf"\s*{regex.escape(key)}\s*[=.]", line) and key:
                return number
        elif number >= after and (not header or table.name.startswith(f"{header}.")):
            way = regex.escape(table.name.removeprefix(f"{header}.")) + r"\s*"
            spelt = regex.escape(key)
            if key and regex.match(rf"\s*{way}(?:\.\s*{spelt}\s*[=.]|=.*[{{,]\s*{spelt}\s*[=.])", line):
                return number
            if not best and regex.match(rf"\s*{way}[.=]", line):
                best = number
    return best or after or 1

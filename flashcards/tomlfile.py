"""Read a TOML file that a person writes, and complain as `path:line: what is wrong; expected one of ...`.

tomllib gives no line numbers after parsing, so a complaint looks its key up in the text again.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import regex

from flashcards.errors import FlashcardsError, reason

_TABLE = regex.compile(r"^\s*\[\[?\s*(?P<name>[\w.]+)\s*\]?\]")
_Made = TypeVar("_Made")
_PATTERN_LIMIT = 200  # characters; a longer pattern is two rules, or wants a word of the vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a file: its values, and where it stands, for complaints.

    name: dotted, as `question`; empty for the top.  index: of an array of tables, counted from 0.
    """

    path: str
    source: str
    data: Mapping[str, object]
    name: str = ""
    index: int = 0

    def error(self, key: str, message: str, hint: str = "") -> FlashcardsError:
        return FlashcardsError(message, path=self.path, line=_line(self.source, self.name, self.index, key), hint=hint)

    def only(self, *legal: str) -> None:
        """Refuse every key but these."""
        for key in self.data:
            if key not in legal:
                where = f" in [{self.name}]" if self.name else ""
                raise self.error(key, f"unknown key '{key}'{where}", f"expected one of {', '.join(sorted(legal))}")

    def text(self, key: str) -> str:
        """A text that must be there and not be blank."""
        value = self._get(key, str, "a text", required=True)
        assert isinstance(value, str)
        if not value.strip():
            raise self.error(key, f"'{self._full(key)}' is blank", "write it, or remove the file")
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

    def choice(self, key: str, legal: Sequence[str]) -> str:
        value = self.text(key)
        if value not in legal:
            raise self.error(key, f"'{self._full(key)}' is '{value}'", f"expected one of {', '.join(legal)}")
        return value

    def choices(self, key: str, legal: Sequence[str], default: Sequence[str] = ()) -> tuple[str, ...]:
        """A list of words, each one of the legal ones."""
        values = self._get(key, list, "a list of texts")
        if not isinstance(values, list):
            return tuple(default)
        for value in values:
            if value not in legal:
                raise self.error(key, f"'{self._full(key)}' holds {value!r}", f"expected any of {', '.join(legal)}")
        return tuple(values)

    def pattern(self, key: str) -> regex.Pattern[str] | None:
        source = self._get(key, str, "a pattern in single quotes")
        if not isinstance(source, str):
            return None
        if len(source) > _PATTERN_LIMIT:
            raise self.error(
                key, f"'{self._full(key)}' is {len(source)} characters long", f"split it: {_PATTERN_LIMIT} is the limit"
            )
        try:
            return regex.compile(source, regex.MULTILINE)
        except regex.error as error:
            hint = r"mend the pattern; a sign such as ( ? + * that means itself is written \( \? \+ \*"
            raise self.error(key, f"'{self._full(key)}' is not a valid pattern: {error}", hint) from error

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
        return Table(path=self.path, source=self.source, data=data, name=self._full(key), index=index)

    def _full(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key

    def _get(self, key: str, kind: type, meaning: str, *, required: bool = False) -> object:
        if key not in self.data:
            if required:
                raise self.error("", f"'{self._full(key)}' is missing", f"add it: {meaning}")
            return None
        value = self.data[key]
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self.error(key, f"'{self._full(key)}' is {value!r}", f"expected {meaning}")
        return value


def read_table(source: str, path: str) -> Table:
    """The text of a TOML file -> its top table. Raises FlashcardsError where it is no TOML."""
    try:
        return Table(path=path, source=source, data=tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        at = regex.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else source.count("\n") + 1
        raise FlashcardsError(f"is not valid TOML: {error}", path=path, line=line, hint="mend the line") from error


def read_folder(folder: Path, make: Callable[[Table], _Made]) -> tuple[_Made, ...]:
    """Every `*.toml` of a folder, read and made into something. Raises FlashcardsError at the first bad one."""
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix == ".toml")
        sources = [(file, file.read_text("utf-8-sig")) for file in files]
    except OSError as error:
        raise FlashcardsError(
            f"cannot be read: {reason(error)}", path=folder, hint="give a folder of rule files"
        ) from error
    except UnicodeDecodeError as error:
        raise FlashcardsError(
            f"holds a file that is not UTF-8 text: {error}", path=folder, hint="save it as UTF-8"
        ) from error
    return tuple(make(read_table(source.replace("\r\n", "\n"), str(file))) for file, source in sources)


def _line(source: str, name: str, index: int, key: str) -> int:
    """The line of a key, or of its table where it has no line of its own."""
    table, seen, best = "", -1, 1
    spelt = regex.escape(key)
    for number, line in enumerate(source.split("\n"), 1):
        if head := _TABLE.match(line):
            table = head["name"]
            if table == name:
                seen += 1
                if seen == index:
                    best = number
            continue
        path = name.removeprefix(table).removeprefix(".") if name.startswith(table) else None
        if path is None or (table == name and name and seen != index):
            continue
        prefix = regex.escape(path) + r"\s*" if path else ""
        dot = r"\.\s*" if path else ""
        dotted, inline = rf"^\s*{prefix}{dot}{spelt}\s*=", rf"^\s*{prefix}=.*[{{,]\s*{spelt}\s*[=.]"
        if key and (regex.match(dotted, line) or (path and regex.match(inline, line))):
            return number
        if path and best == 1 and regex.match(rf"^\s*{prefix}[.=]", line):
            best = number
    return best

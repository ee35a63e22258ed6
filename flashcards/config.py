"""`flashcards.toml`: what a person would otherwise type each time. Found upward from the working folder.

Every key has a flag, and the flag wins. Paths in it start at its own folder, wherever the command is called.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flashcards.tomlfile import Table

NAME = "flashcards.toml"
KEYS = ("notes", "output", "deck", "assets", "rules", "include")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the file states; empty where it states nothing. Paths are as seen from the working folder."""

    path: str
    notes: tuple[str, ...] = ()
    output: str = ""
    deck: str = ""
    assets: tuple[str, ...] = ()
    rules: str = ""
    include: tuple[str, ...] = ()

    def values_for(self, command: str) -> dict[str, object]:
        """What a command takes for its parameters where the command line does not say."""
        values = {
            "notes": self.notes, "assets": self.assets, "rules": self.rules, "include": self.include,
            "output": self.output if command in {"build", "pack", "push"} else "",
            "deck": self.deck if command != "adopt" else "",  # there it is a file
        }  # fmt: skip
        return {name: value for name, value in values.items() if value}


def find_config(folder: Path) -> Config | None:
    """The nearest file at or above a folder, up to the home folder or the top. Raises FlashcardsError for a wrong one."""
    home = Path.home()
    for above in (folder, *folder.parents):
        path = above / NAME
        if path.is_file():
            from flashcards.tomlfile import read_file  # noqa: PLC0415 - --help need not wait for it where there is none

            return _config(read_file(path), above, Path(os.path.relpath(above, folder)))
        if above == home:
            return None
    return None


def _config(table: Table, folder: Path, base: Path) -> Config:
    """folder: of the file.  base: the same, as seen from the working folder."""
    table.only(*KEYS)
    many = {key: _one_or_more(table, key) for key in ("notes", "assets")}
    one = {key: table.text(key) if key in table.data else "" for key in ("output", "deck", "rules")}
    for key, values in (*many.items(), ("rules", (one["rules"],) if one["rules"] else ())):
        for value in values:
            _refuse_path(table, key, value, folder)
    _refuse_names(table, one["output"], one["deck"])
    return Config(
        path=str(base / NAME),
        notes=tuple(str(base / value) for value in many["notes"]),
        output=str(base / one["output"]) if one["output"] else "",
        deck=one["deck"],
        assets=tuple(str(base / value) for value in many["assets"]),
        rules=str(base / one["rules"]) if one["rules"] else "",
        include=table.choices("include", ("closing",)),
    )


def _refuse_path(table: Table, key: str, value: str, folder: Path) -> None:
    """Refuse what is not there, and a file where a folder is meant."""
    path = os.path.join(folder, value)  # noqa: PTH118 - a `Path` raises where a name is too long, see below
    if not os.path.exists(path):  # noqa: PTH110
        hint = "check the spelling; paths start at this file's folder"
        raise table.error(key, f"'{key}' names {value}, which is not there", hint)
    if key != "notes" and not os.path.isdir(path):  # noqa: PTH112
        raise table.error(key, f"'{key}' names {value}, which is no folder", "name the folder that it lies in")


def _refuse_names(table: Table, output: str, deck: str) -> None:
    """Refuse what the command line refuses after -o and --deck; "" is what the file does not state."""
    from flashcards.deckname import fault_of_deck, fault_of_file  # noqa: PLC0415 - as above

    wrong, better = fault_of_file(Path(output)) if output else ("", "")
    if wrong:
        raise table.error("output", f"'output' names {output}: {wrong}", f"try {better}")
    wrong, hint = fault_of_deck(deck) if deck else ("", "")
    if wrong:
        raise table.error("deck", f"'deck' {wrong}", hint)


def _one_or_more(table: Table, key: str) -> tuple[str, ...]:
    return (table.text(key),) if isinstance(table.data.get(key), str) else table.texts(key)

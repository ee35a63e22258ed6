"""Code -> its parts, each with what it is, for a card to colour.

Imported only where a fence names a language: most notes hold no code. Few kinds are told apart, by what all lexers agree on,
so a new version of Pygments seldom changes a card.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby

import regex
from pygments.lexers import find_lexer_class, get_all_lexers
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

# Many lexers take time by the square of what they do not know the end of. Nobody learns so much code from a card.
_LONGEST = 5_000  # characters
_UNWIELDY = regex.compile(r"[ \t]{60}|[^\n]{200}|(?:[^\n]*+\n){250}")
_KINDS = (
    (Comment, "c"),
    (Keyword, "k"),
    (Operator.Word, "k"),
    (Name.Tag, "k"),
    (String, "s"),
    (Number, "n"),
    (Name.Function, "f"),
    (Name.Class, "f"),
    (Name.Decorator, "f"),
    (Name.Attribute, "f"),
)


def colour(code: str, language: str) -> tuple[tuple[str, str], ...]:
    """The parts of the code, with the names of markdown.COLOURS; one part without a name where the language is unknown."""
    name = _names().get(language.lower())
    if not name or len(code) > _LONGEST or _UNWIELDY.search(code):
        return (("", code),)
    lexer = find_lexer_class(name)
    assert lexer
    parts = tuple(_parts(lexer(stripnl=False, ensurenl=False).get_tokens(code)))
    return parts if "".join(text for _, text in parts) == code else (("", code),)


def _parts(tokens: Iterator[tuple[_TokenType, str]]) -> Iterator[tuple[str, str]]:
    for name, group in groupby(tokens, key=lambda token: _kind(token[0])):
        yield name, "".join(text for _, text in group)


def _kind(token: _TokenType) -> str:
    return next((name for kind, name in _KINDS if token[: len(kind)] == kind), "")


@cache
def _names() -> dict[str, str]:
    """Lexers by all that their languages are called; other packages' lexers, whose import costs, are left out."""
    return {alias.lower(): name for name, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases}

"""The words that rules share: what opens a Q&A section, what asks, what labels a question or an answer.

They stand in one file, `rules/vocabulary.toml`, each with texts that it must find and texts that it must leave alone.
A word that is slow to look for may state a hint, without which it is in no line: that is looked for first.
A rule's pattern names one as `(?&asks)`; the engine itself uses those listed in ENGINE.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import regex

from flashcards.errors import FlashcardsError
from flashcards.pattern import Pattern, pattern_of
from flashcards.tomlfile import Table, read_file

FILE = "vocabulary.toml"
ENGINE = (
    "label",
    "own_line",
    "question_label",
    "question_mark",
    "question_picture",
    "announces_asker",
    "answer_label",
    "answerer",
    "asks_how",
    "told_to",
    "answer_mark",
    "scrap",
    "farewell",
    "asks_noun",
    "placeholder",
    "not_caught",
    "closing",
    "closing_line",
    "asks_end",
    "contact",
    "leads_in",
    "points_at",
    "sub_number",
    "thanks",
    "arrow",
    "next_event",
    "next_steps",
    "to_do",
    "answer_fold",
    "beside_answer",
    "read_more",
    "outcome",
    "qa_hint",
    "faq_or_qa",
    "asks",
    "asks_on",
    "asks_one",
    "asks_line",
    "tells_first",
    "asks_wh",
    "asks_east",
    "asks_trouble",
    "speaker",
    "bold_name",
    "plain_name",
    "nods",
    "reacts",
    "chat_head",
    "message_head",
    "named",
    "followups",
    "link_back",
    "asks_someone",
    "asks_quoted",
    "asks_below",
    "asks_heading",
    "elsewhere",
    "qa_section",
    "faq_title",
    "qa_line",
    "framed",
    "choices",
    "tallied",
    "surveyed",
    "quoted_back",
    "calls",
    "left_over",
    "dated",
    "looks_asked",
    "invites",
)

_CALL = regex.compile(r"\(\?&(?P<name>\w+)\)")
_CHOICES = regex.compile(rf"(?:{_CALL.pattern}\|)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """finds, leaves: texts in which the pattern must and must not be found. table: where it stands in its file."""

    name: str
    pattern: Pattern
    source: str
    finds: tuple[str, ...]
    leaves: tuple[str, ...]
    path: str
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    words: Mapping[str, Word]

    def __getitem__(self, name: str) -> Pattern:
        return self.words[name].pattern

    def pattern(self, source: str) -> Pattern:
        """The pattern of a source. Raises KeyError with the name of a word that there is not.

        Where it begins with a choice of words, as `(?&asks)|(?&asks_wh)|...`, each word is asked for itself.
        """
        if lone := _CALL.fullmatch(source):
            return self[lone["name"]]
        expanded = self.expand(source)
        if not (calls := _CHOICES.match(source)):
            return pattern_of(expanded)
        words = (self[name] for name in calls.captures("name"))
        return pattern_of(expanded, (*words, self.pattern(source[calls.end() :])))

    def expand(self, source: str) -> str:
        """A pattern with every `(?&name)` written out. Raises KeyError with the name of a word that there is not."""
        if lone := _CALL.fullmatch(source):
            return self.words[lone["name"]].source
        return str(_CALL.sub(lambda call: f"(?:{self.words[call['name']].source})", source))


def load_vocabulary(folder: Path, own: Path | None = None) -> Vocabulary:
    """The shipped words and those of a folder of the user's own. Raises FlashcardsError for a file not to be trusted."""
    words = _read(read_file(folder / FILE, trusted=True), {})
    if own and (own / FILE).is_file():
        words = _read(read_file(own / FILE), words)
    missing = [name for name in ENGINE if name not in words]
    if missing:
        raise FlashcardsError(f"the word '{missing[0]}' is missing", path=folder / FILE, hint="reinstall flashcards")
    return Vocabulary(words=words)


def _read(top: Table, known: Mapping[str, Word]) -> dict[str, Word]:
    words = dict(known)
    for name in top.data:
        table = top.table(name)
        table.only("summary", "hint", "pattern", "finds", "leaves")
        if name in words:
            raise table.error("", f"the word '{name}' is taken by {words[name].path}", "give it a name of its own")
        table.text("summary")
        table.text("pattern")
        pattern = table.pattern("pattern", Vocabulary(words=words).pattern)
        assert pattern is not None
        source = Vocabulary(words=words).expand(str(table.data["pattern"]))
        if hint := table.pattern("hint", Vocabulary(words=words).pattern):
            source = rf"(?=[^\n]*(?:{hint.pattern}))(?:{source})"
            pattern = pattern_of(source, hint=hint)
            pattern.trust() if top.trusted else pattern.compile()
        word = Word(
            name=name,
            pattern=pattern,
            source=source,
            finds=table.texts("finds"),
            leaves=table.texts("leaves"),
            path=top.path,
            table=table,
        )
        if not word.finds:
            raise table.error("", f"the word '{name}' shows no examples", "add finds = [...] and leaves = [...]")
        words[name] = word
    return words

"""Why no rule takes a block, in the words of somebody who writes notes and knows no rule."""

from __future__ import annotations

from collections.abc import Sequence

from flashcards.match import Verdict
from flashcards.place import Check, find_section
from flashcards.search import short, unbold
from flashcards.spot import Mark

_WHY = {
    "section": "this section is not a Q&A section (no heading such as `Q&A` above it)",
    "event": "the note does not say that people asked here (no title, tag, category or file name such as `Q&A` or `Office hours`)",
    "opening": "the note's first lines do not say that people asked here",
    "text": "it does not read as a question here",
    "lacks": "it says what a question does not say",
    "after_lacks": "the line before makes it a part of the talk",
    "before_lacks": "the line after makes it a part of the talk",
    "follows": "what should stand before such a question does not",
    "followed_by": "what should follow such a question does not",
    "depth": "it is not nested as the questions of this section would be",
    "section_opens": "this section does not begin as one with such questions does",
    "section_holds": "this section holds nothing that such questions stand between",
    "section_lacks": "this section holds what tells of another kind of questions",
    "section_asks": "most of this section asks, so nobody answers in it",
    "section_fits": "too little of this section looks like a question of that kind",
    "section_beside": "no title beside this section says that the answer follows",
    "items": "the list of this section is not built as one of questions and answers",
    "headings": "too few of the note's headings are questions",
    "headings_lack": "another heading of the note says that questions stand there",
    "bold": "too few of the note's lines in bold are questions",
    "speaks_of": "no title and none of the first lines says that people asked",
    "holds": "no heading or line in bold says that the others are questions",
}
_WORDS = ("text", "follows", "followed_by")  # the words that a rule looks for, in the block and beside it
# What a rule says of a block beside that its words or the note's were not found, by the beginning of the detail.
_SAID = ("longer than", "it is the title", "nothing is asked")


def why_not(verdicts: Sequence[Verdict]) -> str:
    """What the nearest rule misses: of those that find their words in the block, else of all, the one with the fewest misses.

    In a Q&A section those come first that look for a title and find it: what stands there is not amiss for its title. What
    follows a block tells less of it than where it stands.
    """
    misses = [(verdict, [check for check in verdict.checks if not check.passed]) for verdict in verdicts]
    read = [
        (verdict, missed)
        for verdict, missed in misses
        if _asks_for_words(verdict) and not any(check.name in _WORDS and not _is_said(check) for check in missed)
    ]
    worded = verdicts[:1] and verdicts[0].spot.block.kind != "image"  # in a picture nobody looks for words
    if not read and worded and any(check.name == "text" for _, missed in misses for check in missed):
        return _WHY["text"]
    among = [(verdict, missed) for verdict, missed in read or misses if missed]
    if not among:
        return ""
    named = _section_above(verdicts[0]) is not None
    verdict, missed = min(
        among,
        key=lambda one: (named and not _finds_section(*one), len(one[1]), one[1][0].name in {"followed_by", "text"}),
    )
    return _no_section(verdict) if missed[0].name == "section" else _plain(missed[0])


def _section_above(verdict: Verdict) -> Mark | None:
    """The Q&A section that a block stands in, whatever a rule looks for."""
    return find_section(verdict.note.words["qa_section"], verdict.spot, verdict.note, verdict.rule)


def _finds_section(verdict: Verdict, missed: Sequence[Check]) -> bool:
    return verdict.rule.where.section is not None and all(check.name != "section" for check in missed)


def _no_section(verdict: Verdict) -> str:
    """Why no title above a block opens a section that its rule looks for."""
    spot, note = verdict.spot, verdict.note
    if verdict.inside:
        return "it stands inside the answer to a question"
    if spot.block.kind == "row":  # of tables the header is the title
        return "the header of its table does not name questions and answers"
    if _section_above(verdict):
        return "such questions stand below another title than this section has"
    titles = [(mark, unbold(mark.text)) for mark in reversed(spot.marks)]
    if any(note.says("qa_section", title) for _, title in titles):
        closing = next(mark for mark, title in titles if note.says("elsewhere", title))
        return f"{short(closing.text)!r} (line {closing.line}) ends the Q&A section above it"
    return _WHY["section"]


def _asks_for_words(verdict: Verdict) -> bool:
    asked = verdict.rule.question
    return any((asked.text, asked.follows, asked.followed_by))


def _is_said(check: Check) -> bool:
    """Whether a rule finds what it looks for, and says what is wrong with the block all the same."""
    return check.name in {"text", "headings"} and check.detail.startswith(_SAID)


def _plain(check: Check) -> str:
    if _is_said(check):
        return check.detail
    return _WHY[check.name] + (
        f" ({check.detail})" if check.name not in {"section", "event", "opening", "text"} else ""
    )

"""Why no rule takes a block, in the words of somebody who writes notes and knows no rule."""

from __future__ import annotations

from collections.abc import Sequence

from flashcards.match import Verdict
from flashcards.place import Check

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
# What a rule says of a text beside that its words were not found, by the beginning of the detail.
_SAID = ("longer than", "it is the title", "nothing is asked")


def why_not(verdicts: Sequence[Verdict]) -> str:
    """What the nearest rule misses: of those that find their words in the block, else of all, the one with the fewest misses."""
    misses = [[check for check in verdict.checks if not check.passed] for verdict in verdicts]
    read = [
        missed
        for verdict, missed in zip(verdicts, misses, strict=True)
        if _asks_for_words(verdict) and not any(check.name in _WORDS and not _is_said(check) for check in missed)
    ]
    if not read and any(check.name == "text" for missed in misses for check in missed):
        return _WHY["text"]
    nearest = min(filter(None, read or misses), key=len, default=[])
    if not nearest:
        return ""
    if verdicts[0].inside and nearest[0].name == "section":
        return "it stands inside the answer to a question"
    return _plain(nearest[0])


def _asks_for_words(verdict: Verdict) -> bool:
    asked = verdict.rule.question
    return any((asked.text, asked.follows, asked.followed_by))


def _is_said(check: Check) -> bool:
    """Whether a rule finds its words in a text, and says what is wrong with it all the same."""
    return check.name == "text" and check.detail.startswith(_SAID)


def _plain(check: Check) -> str:
    if _is_said(check):
        return check.detail
    return _WHY[check.name] + (
        f" ({check.detail})" if check.name not in {"section", "event", "opening", "text"} else ""
    )

"""The lines of a note without a card that look like questions all the same: whoever wrote them may have expected some.

A lecture asks its listeners once or twice, and is no reason for a line. So fewer than three say nothing, and neither do
the lecturer's own words, see `looks_asked` in rules/vocabulary.toml. Only notes that gave nothing are looked through.
"""

from __future__ import annotations

from itertools import islice

import regex

from flashcards.search import unbold
from flashcards.step import Extraction

FEW = 3
_LONG = 200  # characters; what is longer is no line that asks
# What is in every line that looks like a question, and in few others: see the words that `looks_asked` calls.
_MAY_ASK = regex.compile(
    r"[?？요까か吗嗎呢][^가-힣a-zA-Z\n]{0,20}+$|궁금|주[세실]|질문|질의|[問问]|(?<![a-zA-Z])[qQＱ]|[발논]제|질[\s).:]|(?i:frage|pregunta|pergunta|domanda|вопрос)",
    regex.MULTILINE,
)
_KINDS = ("heading", "paragraph", "bold", "bullet", "numbered", "quote", "term")


def overlooked(extraction: Extraction) -> tuple[int, ...]:
    """The numbers of these lines; none where the note gave a card, or a question without an answer that is named.

    Raises TimeoutError when a pattern does not come to an end.
    """
    if extraction.cards or any(step.outcome == "no answer" for step in extraction.steps):
        return ()
    # most lectures end here, in a hundredth of the time of all words on each line
    if len([*islice(_MAY_ASK.finditer(extraction.note.root.text), FEW)]) < FEW:
        return ()
    found: set[int] = set()
    looks = extraction.note.words["looks_asked"]
    for step in extraction.steps:
        if step.block.kind in _KINDS:
            lines = enumerate(step.block.text.split("\n"), step.block.lines[0])
            found.update(n for n, line in lines if len(line) <= _LONG and looks.search(unbold(line)))
    return tuple(sorted(found)) if len(found) >= FEW else ()

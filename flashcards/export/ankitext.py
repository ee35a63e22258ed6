"""Cards as Anki's text import reads them: the fields as HTML, each row found again by its guid.

A text carries neither note type nor pictures, so a deck has to be there already. The guid is the first column: a row
that begins with `#` would be a comment, and a guid never does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flashcards import notetype
from flashcards.card import Draft
from flashcards.deckname import deck_name
from flashcards.export.rows import rows_of


def anki_rows(drafts: Sequence[Draft], guids: Sequence[str], deck: str) -> Iterator[str]:
    """The header that tells Anki what the columns are, then one row a card: guid, fields, tags, deck.

    guids: of the drafts, in their order.  deck: where cards go that Anki does not know yet, as `build` takes it.
    """
    last = len(notetype.FIELDS) + 2
    yield "#separator:tab\n#html:true\n"
    yield f"#notetype:{notetype.NAME}\n#guid column:1\n#tags column:{last}\n#deck column:{last + 1}\n"
    rows = (
        (guid, *draft.fields(guid), " ".join(draft.tags), deck_name(deck, draft.labels))
        for draft, guid in zip(drafts, guids, strict=True)
    )
    yield from rows_of(rows, separator="\t", end="\n")

"""Run inside the environment of one Anki version: import a deck, study if asked, print what the collection holds as JSON.

    python import_deck.py COLLECTION DECK dialog|connect [study]

It knows the import calls of every version since 2.1.54 and imports nothing but `anki`: that of the dialog, and that of the
add-on AnkiConnect, to which `flashcards push` hands a deck.
"""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from anki.collection import Collection
from anki.lang import set_lang


def import_deck(col: Any, deck: str) -> None:
    """Import with the options that the desktop's dialog opens with."""
    try:
        from anki.import_export_pb2 import ImportAnkiPackageRequest  # noqa: PLC0415 - older versions lack it
    except ImportError:
        col.import_anki_package(deck)
        return
    presets = getattr(col._backend, "get_import_anki_package_presets", None)
    options = {"options": presets()} if presets else {}
    request = ImportAnkiPackageRequest(package_path=deck, **options)
    try:
        col.import_anki_package(request)
    except TypeError:  # the versions just before 23.10 want the path
        col.import_anki_package(deck)


def connect(col: Any, deck: str) -> None:
    """Import as AnkiConnect does. What it imports with is old code up to 26.5, and since then other options."""
    with redirect_stdout(sys.stderr):  # a word about its age
        from anki.importing import AnkiPackageImporter  # noqa: PLC0415

        AnkiPackageImporter(col, deck).run()


def main() -> None:
    folder, deck, road, *study = sys.argv[1:]
    set_lang("en")  # the old code wants its words
    col: Any = Collection(str(Path(folder) / "collection.anki2"))
    {"dialog": import_deck, "connect": connect}[road](col, deck)
    col.models._clear_cache()
    cards = [col.get_card(card_id) for card_id in sorted(col.find_cards(""))]
    if study:
        for days, card in enumerate(cards, 11):
            col.sched.set_due_date([card.id], f"{days}!")
        cards = [col.get_card(card.id) for card in cards]
    held = {card.note().guid: [card.ivl, dict(card.note().items()), sorted(card.note().tags)] for card in cards}
    media = sorted(path.name for path in Path(col.media.dir()).iterdir())
    kinds = [kind["name"] for kind in col.models.all() if "flashcards" in kind["name"]]
    json.dump({"cards": len(cards), "held": held, "media": media, "kinds": kinds}, sys.stdout)
    col.close()


main()

"""Run inside the environment of anki-connect-server: its own server over a new collection.

    python server.py FOLDER PORT [as released]

Release 0.5.0 imports no package: it hands Anki a path, and every Anki that it allows wants a request. Without the last
argument that one call is mended, so that all the rest of it is tried.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from anki.collection import Collection, ImportAnkiPackageRequest


def mend() -> None:
    own = Collection.import_anki_package

    def import_anki_package(self: Any, path: str) -> bool:
        options = self._backend.get_import_anki_package_presets()
        own(self, ImportAnkiPackageRequest(package_path=path, options=options))
        return True

    Collection.import_anki_package = import_anki_package


def main() -> None:
    folder, port, *released = sys.argv[1:]
    os.environ["ANKICONNECT_COLLECTION_PATH"] = str(Path(folder) / "collection.anki2")
    os.environ["ANKICONNECT_PORT"] = port
    if not released:
        mend()
    from anki_connect_server.api import run_server  # noqa: PLC0415 - it reads the environment

    run_server()


main()

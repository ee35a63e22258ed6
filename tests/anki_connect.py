"""AnkiConnect as its documentation has it, over a real collection: for tests that need its answers and no window.

The add-on itself wants the whole desktop program; `python -m tests.connect` runs that. Like the add-on, this imports with
`anki.importing.AnkiPackageImporter`, which is not what Anki's own dialog calls.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from anki.importing import AnkiPackageImporter

from tests.anki_import import Anki


class AnkiConnect:
    """What the add-on does with one request. asked: the actions, in order.  faults: action -> the error it ends with."""

    def __init__(self, anki: Anki, *, key: str = "", version: int = 6) -> None:
        self.anki, self.key, self.version = anki, key, version
        self.asked: list[str] = []
        self.faults: dict[str, str] = {}

    def __call__(self, body: bytes) -> tuple[int, bytes]:
        request = json.loads(body)
        assert request["version"] == 6, "without it the answer comes in the form of version 4, bare"
        try:
            if request.get("key") != (self.key or None):
                raise ValueError("valid api key must be provided")  # noqa: TRY301 - as the add-on does it
            reply = {"result": self._do(request["action"], request["params"]), "error": None}
        except Exception as error:  # noqa: BLE001 - the add-on answers every fault so
            reply = {"result": None, "error": str(error)}
        return 200, json.dumps(reply).encode()

    def _do(self, action: str, params: dict[str, str]) -> object:
        self.asked.append(action)
        if action in self.faults:
            raise ValueError(self.faults[action])
        if action == "version":
            return self.version
        if action == "findNotes":
            return list(self.anki.col.find_notes(params["query"]))
        if action == "importPackage":
            assert Path(params["path"]).is_absolute(), "Anki runs in another folder"
            AnkiPackageImporter(self.anki.col, params["path"]).run()
            self.anki.col.models._clear_cache()
            return True
        raise ValueError("unsupported action")


@contextmanager
def listening(answer: Callable[[bytes], tuple[int, bytes]], **headers: str) -> Iterator[str]:
    """The address of a server on this computer that gives an answer's status and body to every POST."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def free_address() -> str:
    """An address where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"http://127.0.0.1:{free.getsockname()[1]}"

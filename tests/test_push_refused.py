"""`flashcards push` where no AnkiConnect answers, or not from this computer: one line, and nothing built or handed over."""

from __future__ import annotations

import json
import socket
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from flashcards import push
from flashcards.cli import cli
from flashcards.errors import FlashcardsError
from tests.anki_connect import free_address, listening
from tests.anki_import import outline


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(push.KEY, raising=False)
    Path("notes").mkdir()
    Path("notes/a.md").write_text(outline(("길은 어디로 나나요?", "강을 따라 난다")), "utf-8")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["push", *map(str, arguments)])


def test_an_anki_that_is_closed_costs_nothing() -> None:
    nobody = free_address()
    result = run("notes", "-o", "out/x.apkg", "--anki", nobody)
    assert (result.exit_code, Path("out").exists()) == (1, False)
    assert result.stderr == (
        f"Error: Anki does not answer at {nobody}: connection refused; start Anki with the add-on AnkiConnect "
        "(2055492159), or build the deck and double-click it\n"
    )


def result_of(value: object) -> bytes:
    return json.dumps({"result": value, "error": None}).encode()


STRANGE = "what answers at {} is not AnkiConnect; see which program listens there"


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        pytest.param(200, b"", STRANGE, id="empty"),
        pytest.param(200, b"AnkiConnect", STRANGE, id="no JSON"),
        pytest.param(200, b"<html>router</html>", STRANGE, id="a website"),
        pytest.param(404, b"not found", STRANGE, id="404"),
        pytest.param(503, b"\xff\xfe\x00", STRANGE, id="no text"),
        pytest.param(200, b"6", STRANGE, id="bare number"),
        pytest.param(200, b'{"result": 6}', STRANGE, id="no error key"),
        pytest.param(200, result_of("6"), STRANGE, id="version as text"),
        pytest.param(200, result_of(value=True), STRANGE, id="version as a truth"),
        pytest.param(200, result_of(None), STRANGE, id="no version"),
        pytest.param(200, b"[" * 200_000, STRANGE, id="deep"),
        pytest.param(200, result_of(5), "the AnkiConnect at {} speaks version 5, and 6 is needed; update the add-on", id="too old"),
        pytest.param(500, b'{"result": null, "error": "kaputt"}', "Anki refused version: kaputt; start Anki", id="error with its words"),
    ],
)  # fmt: skip
def test_what_is_no_answer_of_ankiconnect_ends_in_one_line(status: int, body: bytes, said: str) -> None:
    with listening(lambda _: (status, body)) as url:
        result = run("notes", "-o", "x.apkg", "--anki", url)
    assert (result.exit_code, len(result.stderr.splitlines()), Path("x.apkg").exists()) == (1, 1, False)
    assert f"Error: {said.format(url)}" in result.stderr


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(result_of(["a"]), id="no ids"),
        pytest.param(result_of({"1": 2}), id="no list"),
        pytest.param(result_of([1]) + b" " * push.LARGEST, id="without end"),
    ],
)
def test_what_is_no_list_of_notes_is_no_answer_of_ankiconnect(body: bytes) -> None:
    answers = iter([result_of(6), body])
    with listening(lambda _: (200, next(answers))) as url:
        assert STRANGE.format(url) in run("notes", "--anki", url).stderr


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["result", "error", "x"]), inner),
)


def test_any_answer_at_all_is_an_error_line_at_most() -> None:
    body = b""

    @given(st.binary(max_size=200) | VALUES.map(lambda value: json.dumps(value).encode()))
    @settings(max_examples=60)
    def answered(drawn: bytes) -> None:
        nonlocal body
        body = drawn
        with pytest.raises(FlashcardsError):
            push.push(anki, Path("x.apkg"), lambda: pytest.fail("built"))

    with listening(lambda _: (200, body)) as where:
        anki = push.address(where, "")
        answered()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        pytest.param(b"", "Anki does not answer at {}: remote end closed connection", id="nothing"),
        pytest.param(b"AnkiConnect\r\n", STRANGE, id="no HTTP"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}", STRANGE, id="cut off"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000, STRANGE, id="a line without end"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", STRANGE, id="wrong pieces"),
    ],
)
def test_broken_http_ends_in_one_line(raw: bytes, said: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"

        def once() -> None:
            other, _ = server.accept()
            with other:
                other.recv(65536)
                other.sendall(raw)
                other.shutdown(socket.SHUT_WR)
                other.recv(65536)

        thread = threading.Thread(target=once)
        thread.start()
        result = run("notes", "-o", "x.apkg", "--anki", url)
        thread.join()
    assert (result.exit_code, len(result.stderr.splitlines()), Path("x.apkg").exists()) == (1, 1, False)
    assert f"Error: {said.format(url)}" in result.stderr


def test_a_redirect_is_not_followed() -> None:
    asked: list[bytes] = []

    def other(body: bytes) -> tuple[int, bytes]:
        asked.append(body)
        return 200, result_of(6)

    with listening(other) as there, listening(lambda _: (307, b""), Location=there) as url:
        result = run("notes", "--anki", url)
    assert (STRANGE.format(url) in result.stderr, asked) == (True, [])


def test_one_who_never_answers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "LOOK", 0.1)
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        result = run("notes", "-o", "x.apkg", "--anki", url)
    assert f"Error: Anki at {url} gave no answer to version in 0 seconds; close its open windows" in result.stderr
    assert (result.exit_code, Path("x.apkg").exists()) == (1, False)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        pytest.param("http://192.168.0.5:8765", "192.168.0.5 is another computer: AnkiConnect is told a path", id="in the same network"),
        pytest.param("http://anki.example.org:8765", "anki.example.org is another computer", id="a name"),
        pytest.param("http://127.0.0.1.example.org", "127.0.0.1.example.org is another computer", id="a name like an address"),
        pytest.param("http://0.0.0.0:8765", "0.0.0.0 is another computer", id="any address"),
        pytest.param("https://127.0.0.1:8765", "is no address of AnkiConnect; give one such as http://127.0.0.1:8765", id="https"),
        pytest.param("file:///etc/passwd", "is no address of AnkiConnect", id="file"),
        pytest.param("127.0.0.1:8765", "is no address of AnkiConnect", id="no scheme"),
        pytest.param("http://127.0.0.1:99999", "is no address of AnkiConnect", id="no port"),
        pytest.param("http://[::1", "is no address of AnkiConnect", id="half an address"),
        pytest.param("http://me:secret@127.0.0.1:8765", "is no address of AnkiConnect", id="with a name and a password"),
        pytest.param("http://127.0.0.1:8765/?a=b", "is no address of AnkiConnect", id="with a query"),
        pytest.param("http://127.0.0.1:8765/길", "is no address of AnkiConnect", id="a path beyond ASCII"),
        pytest.param("", "is no address of AnkiConnect", id="empty"),
    ],
)  # fmt: skip
def test_only_this_computer_is_asked(url: str, said: str) -> None:
    result = run("notes", "-o", "x.apkg", "--anki", url)
    assert (result.exit_code, said in result.stderr, Path("x.apkg").exists()) == (2, True, False)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("http://127.0.0.1:8765", ("127.0.0.1", 8765, "/"), id="the usual one"),
        pytest.param("http://localhost", ("localhost", 80, "/"), id="by name"),
        pytest.param("http://127.8.9.10:8765/", ("127.8.9.10", 8765, "/"), id="another of the same"),
        pytest.param("http://[::1]:8765/api", ("::1", 8765, "/api"), id="IPv6 and a path"),
    ],
)
def test_every_name_of_this_computer_will_do(url: str, expected: tuple[str, int, str]) -> None:
    found = push.address(url, "")
    assert (found.host, found.port, found.path) == expected

"""`build --watch` as a process of its own, and what it says, waited for with a deadline and never by guess."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.process import FLASHCARDS

DEADLINE = 30  # seconds: the machine may be busy


@dataclass(frozen=True, kw_only=True)
class Watching:
    """A running watch. said: all its lines so far, those that were waited for included."""

    process: subprocess.Popen[str]
    lines: queue.Queue[str]
    said: list[str] = field(default_factory=list)

    def wait_for(self, text: str) -> str:
        """The next line that holds a text; fails where none comes in time."""
        until = time.monotonic() + DEADLINE
        while (left := until - time.monotonic()) > 0:
            try:
                self.said.append(self.lines.get(timeout=left))
            except queue.Empty:
                break
            if text in self.said[-1]:
                return self.said[-1]
        pytest.fail(f"nothing said {text!r} in {DEADLINE} seconds; said was: {self.said}")

    def stop(self) -> int:
        """Ctrl-C, and the exit status."""
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(DEADLINE)
        while not self.lines.empty():
            self.said.append(self.lines.get())
        return status


@contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[Watching]:
    """Watch in a folder, until the test is over."""
    command = [*FLASHCARDS, "build", *arguments, "--watch"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command, cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, encoding="utf-8", env=environment
    ) as process:
        lines: queue.Queue[str] = queue.Queue()
        stream = process.stderr
        assert stream

        def read() -> None:
            for line in stream:
                lines.put(line.rstrip("\n"))

        reader = threading.Thread(target=read)
        reader.start()
        try:
            yield Watching(process=process, lines=lines)
        finally:
            process.kill()
            reader.join()

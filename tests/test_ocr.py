"""Pictures are read with the real Tesseract: drawn ones of many looks, hostile ones, and a sample of real ones."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from PIL import Image

from flashcards.collect import collect
from flashcards.errors import FlashcardsError
from flashcards.ocr import LANGUAGES, Reader, open_reader, read_picture
from tests.character_errors import character_errors
from tests.conftest import absent
from tests.drawn import draw

KOREAN = ("배포하기 전에 무엇을 먼저 확인하시는지,", "그 순서를 어떻게 정하셨는지 궁금합니다.")
MIXED = ("Docker와 Kubernetes를 처음 배울 때", "어떤 순서로 공부하면 좋을까요?")
ENGLISH = ("How do you decide which tests", "to write first when there are none?")


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    try:
        opened = open_reader()
        reader = opened.__enter__()
    except FlashcardsError as error:
        absent(f"Tesseract with {' and '.join(LANGUAGES)} ({error})")
    yield reader
    opened.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("lines", "look", "most"),
    [
        pytest.param(KOREAN, {}, 0.03, id="coloured Korean"),
        pytest.param(KOREAN, {"ink": "#f2f2f2", "paper": "#1b1d20"}, 0.03, id="light on dark"),
        pytest.param(KOREAN, {"ink": "#ffee00", "paper": "#000080"}, 0.03, id="yellow on blue"),
        pytest.param(KOREAN, {"ink": "#999999"}, 0.03, id="pale"),
        pytest.param(KOREAN, {"size": 12}, 0.05, id="small"),
        pytest.param(KOREAN, {"size": 64}, 0.05, id="large"),
        pytest.param(KOREAN, {"frame": 2}, 0.05, id="in a frame"),
        pytest.param(KOREAN, {"mark": "12."}, 0.03, id="a number between the lines goes"),
        pytest.param(MIXED, {}, 0.1, id="English words in Korean"),
        pytest.param(ENGLISH, {}, 0.05, id="English"),
        pytest.param(ENGLISH, {"mark": "Q3"}, 0.05, id="English, Q3 beside it goes"),
    ],
)
def test_a_drawn_question_is_read(
    lines: tuple[str, ...], look: dict[str, str | int], most: float, reader: Reader, tmp_path: Path
) -> None:
    reading = read_picture(reader, draw(tmp_path / "a.png", *lines, **look))  # type: ignore[arg-type]

    edits, characters = character_errors(reading.text, " ".join(lines))
    assert (edits / characters <= most, reading.reason) == (True, ""), reading.text


def test_the_number_at_the_start_of_the_first_line_goes(reader: Reader, tmp_path: Path) -> None:
    reading = read_picture(reader, draw(tmp_path / "a.png", "7. 배포는 언제 하시나요?"))

    assert reading.text == "배포는 언제 하시나요?"


@pytest.mark.parametrize("line", ["2026년에 무엇을 배우고 싶으신가요?", "3년 뒤에는 무엇을 하고 계실까요?"])
def test_a_number_that_says_something_stays(line: str, reader: Reader, tmp_path: Path) -> None:
    assert read_picture(reader, draw(tmp_path / "a.png", line)).text == line


def test_a_line_that_goes_on_is_joined_and_one_that_ended_early_is_not(reader: Reader, tmp_path: Path) -> None:
    lines = ("궁금합니다.", "배포하기 전에 무엇을 먼저 확인하시는지", "그리고 그 순서를 어떻게 정하셨는지요?")

    reading = read_picture(reader, draw(tmp_path / "a.png", *lines))

    assert reading.text.split("\n") == [lines[0], f"{lines[1]} {lines[2]}"]


def test_of_a_moving_picture_the_first_frame_is_read(reader: Reader, tmp_path: Path) -> None:
    frames = [Image.open(draw(tmp_path / f"{n}.png", line)) for n, line in enumerate(("처음 장면", "다음 장면"))]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])

    assert read_picture(reader, tmp_path / "a.gif").text == "처음 장면"


def bomb() -> bytes:
    """A PNG of 60,000 by 60,000 pixels in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def broken() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def blank(size: tuple[int, int], colour: str, file: Path) -> bytes:
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.read_bytes()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(lambda _file: bomb(), "more than 30 million pixels", id="too many pixels"),
        pytest.param(lambda file: blank((6000, 5001), "white", file), "more than 30 million pixels", id="too many, by little"),
        pytest.param(lambda _file: broken(), "cannot be opened", id="broken"),
        pytest.param(lambda _file: b"GIF89a", "cannot be opened", id="cut off"),
        pytest.param(lambda file: blank((400, 200), "white", file), "no words", id="white"),
        pytest.param(lambda file: blank((400, 200), "black", file), "no words", id="black"),
        pytest.param(lambda file: blank((1, 1), "white", file), "no words", id="one pixel"),
        pytest.param(lambda file: blank((5000, 1), "white", file), "no words", id="a thread"),
    ],
)  # fmt: skip
def test_a_picture_without_words_or_a_hostile_one_is_left_empty_with_the_reason(
    make: object, reason: str, reader: Reader, tmp_path: Path
) -> None:
    assert callable(make)
    file = tmp_path / "a.png"
    file.write_bytes(make(tmp_path / "made.png"))

    reading = read_picture(reader, file)

    assert (reading.text, reason in reading.reason) == ("", True), reading


def test_the_same_picture_is_read_the_same_after_others(reader: Reader, tmp_path: Path) -> None:
    korean, english = draw(tmp_path / "a.png", *KOREAN), draw(tmp_path / "b.png", *ENGLISH)

    first, _, second = (read_picture(reader, file) for file in (korean, english, korean))

    assert first == second


def test_a_folder_without_language_data_says_where_to_get_it(tmp_path: Path) -> None:
    if not find_spec("tesserocr"):
        absent("tesserocr")

    with (
        pytest.raises(
            FlashcardsError, match=r"no language data in .*; apt-get install tesseract-ocr-kor, .*--tessdata DIR"
        ),
        open_reader(tmp_path),
    ):
        pass  # fmt: skip


def test_nothing_is_imported_before_a_picture_is_to_be_read() -> None:
    script = (
        "import sys, flashcards.transcribe; print({'PIL', 'tesserocr'} & {name.split('.')[0] for name in sys.modules})"
    )

    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "set()\n"
    )


def test_every_fifth_real_picture_is_read_with_few_errors(corpus: Path, reader: Reader) -> None:
    edits = characters = 0
    said = json.loads((corpus / "masterclass" / "transcripts.json").read_text("utf-8"))
    drafts = collect([str(corpus / "masterclass" / "notes")]).drafts
    files = {p.file for draft in drafts for p in draft.pictures if p.role == "question" and p.file}
    read = sorted(file for file in files if said.get(file.name))[::5]

    for file in read:
        wrong, length = character_errors(read_picture(reader, file).text, said[file.name])
        edits, characters = edits + wrong, characters + length

    assert len(read) > 5
    assert edits / characters <= 0.06

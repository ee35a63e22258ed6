"""Pictures of words, drawn by the tests with a Korean font that is already there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tests.conftest import absent


def korean_font(size: int) -> ImageFont.FreeTypeFont:
    if not shutil.which("fc-match"):
        absent("fc-match")
    wanted = ["fc-match", "-f", "%{file}\n%{index}\n%{lang}", "Noto Sans CJK KR:lang=ko"]
    file, index, languages = subprocess.run(wanted, capture_output=True, text=True, check=True).stdout.split("\n")
    if "ko" not in languages.split("|"):
        absent("a Korean font")
    return ImageFont.truetype(file, size, index=int(index))


def draw(
    path: Path, *lines: str, size: int = 24, ink: str = "#4f46c8", paper: str = "#ffffff", mark: str = "", frame: int = 0
) -> Path:  # fmt: skip
    """Draw lines of words. mark: a number left of them.  frame: its width in pixels."""
    font = korean_font(size)
    left, step = size + (3 * size if mark else 0), int(size * 1.6)
    width = left + size + int(max(font.getlength(line) for line in lines))
    image = Image.new("RGB", (width, step * len(lines) + size), paper)
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        pen.text((left, size // 2 + number * step), line, fill=ink, font=font)
    if mark:
        pen.text((size, (image.height - size * 1.4) / 2), mark, fill=ink, font=font)
    if frame:
        pen.rectangle((2, 2, image.width - 3, image.height - 3), outline=ink, width=frame)
    image.save(path)
    return path

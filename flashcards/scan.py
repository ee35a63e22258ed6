"""A picture file -> the page that a reading engine is given: dark ink on white, lines as high as its models like them.

Tesseract takes what it is given, so most of reading well is done here. The only user of Pillow, which is optional.
"""

from __future__ import annotations

import statistics
import warnings
from itertools import pairwise
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

LIMIT = 30_000_000  # pixels; a photo of a telephone has some twelve million
LINE = 40  # pixels: the height of a line of text at which the models read best
BORDER = 40  # pixels of white around the page: letters that touch an edge are lost
_INK = 128
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")


def load(file: Path | IO[bytes]) -> Image | None:
    """The picture as a page, black on white; None for one of too many pixels. Raises whatever a decoder stumbles on."""
    from PIL import Image, ImageChops, ImageOps  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # LIMIT is lower
        try:
            opened = Image.open(file, formats=_FORMATS)
        except Image.DecompressionBombError:
            return None
        with opened:
            if opened.width * opened.height > LIMIT:
                return None
            picture = ImageOps.exif_transpose(opened).convert("RGBA")  # of a moving picture the first frame
    flat = Image.new("RGBA", picture.size, "white")
    flat.alpha_composite(picture)
    light = sum(flat.convert("L").histogram()[_INK:]) * 2 >= flat.width * flat.height
    red, green, blue = (flat if light else ImageOps.invert(flat.convert("RGB"))).convert("RGB").split()
    # The darkest of the channels: coloured letters are pale in the mean of the three, white is white in all.
    return _without_rules(_stretched(ImageChops.darker(ImageChops.darker(red, green), blue)))


def apart(page: Image) -> tuple[Image | None, Image, float]:
    """A mark that stands alone left of all lines, as the number on a slide; the rest; the height of a line.

    Tesseract would read such a mark into the line beside it, wherever that breaks.
    """
    spans = _spans(page, across=True)
    for (_, end), (start, _) in pairwise(spans):
        if end > page.width / 4:
            break
        left, right = page.crop((0, 0, end, page.height)), page.crop((start, 0, page.width, page.height))
        line = _line_height(right)
        marks = _spans(left, across=False)
        top, bottom = marks[0][0], marks[-1][1]
        if start - end >= 0.6 * line and bottom - top <= 1.7 * line and end - spans[0][0] <= 2.5 * line:
            return left.crop((0, max(0, top - 8), end, bottom + 8)), right, line
    return None, page, _line_height(page)


def fitted(page: Image, line: float) -> Image:
    """The page with lines of the height that reads best, in a white border."""
    from PIL import Image  # noqa: PLC0415

    scale = LINE / line if line <= 4 * LINE else 1.5  # higher is no line: a frame or a drawing runs beside all of them
    scale = max(0.25, min(scale, 4.0, (LIMIT / (page.width * page.height)) ** 0.5))
    size = max(1, round(page.width * scale)), max(1, round(page.height * scale))
    return bordered(page.resize(size, Image.Resampling.LANCZOS), BORDER)


def bordered(page: Image, width: int) -> Image:
    from PIL import ImageOps  # noqa: PLC0415

    return ImageOps.expand(page, width, 255)


def _stretched(page: Image) -> Image:
    """The page with its commonest grey, the paper, made white and its darkest black."""
    counts = page.histogram()
    paper = counts.index(max(counts))
    dark = next(grey for grey, n in enumerate(counts) if n)
    return page.point([min(255, max(0, grey - dark) * 255 // max(1, paper - dark)) for grey in range(256)])


def _without_rules(page: Image) -> Image:
    """The page without rules and frames. They run through its whole height or width, as no line of letters does."""
    for across in (True, False):
        length = page.height if across else page.width
        for at, ink in enumerate(_ink(page, across=across)):
            if ink > 0.9 * length:
                page.paste(255, (at, 0, at + 1, page.height) if across else (0, at, page.width, at + 1))
    return page


def _line_height(page: Image) -> float:
    """The height of a line of text, from the bands of ink between white ones."""
    heights = [end - start for start, end in _spans(page, across=False) if end - start > 4]
    return statistics.median(heights or [LINE])


def _spans(page: Image, *, across: bool) -> list[tuple[int, int]]:
    """Where there is ink, from the left (across) or from the top."""
    inked = [False, *map(bool, _ink(page, across=across)), False]
    ends = [n for n, (was, now) in enumerate(pairwise(inked)) if was != now]
    return list(zip(ends[::2], ends[1::2], strict=True))


def _ink(page: Image, *, across: bool) -> list[int]:
    """How much ink there is in each column (across) or row, in pixels."""
    from PIL import Image  # noqa: PLC0415

    dark = page.point([1] * _INK + [0] * _INK)
    length, data = (
        (page.height, dark.transpose(Image.Transpose.TRANSPOSE).tobytes()) if across else (page.width, dark.tobytes())
    )
    return [data.count(1, start, start + length) for start in range(0, len(data), length)]

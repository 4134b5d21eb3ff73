# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Emoji put into a finished picture, where the engine has drawn boxes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFont

# Fonts of pictures have them in one size only.
_SIZES = (109, 160, 137, 128, 96)

Box = tuple[int, int, int, int]


def put_in(blank: bytes, emoji: Sequence[str], boxed: Callable[[int], bytes], font: str) -> bytes:
    """The picture with its emoji, as PNGs.

    Args:
        blank: the picture with nothing where emoji are.
        emoji: which there are.
        boxed: draws the picture with boxes where the emoji of this number is.
        font: the file to take them from.
    """
    picture = Image.open(io.BytesIO(blank)).convert("RGBA")
    ground = picture.copy()
    for number, sign in enumerate(emoji):
        drawing = _drawn(sign, font)
        if drawing is None:
            continue
        other = Image.open(io.BytesIO(boxed(number))).convert("RGBA")
        for box in _boxes(ground, other):
            side = (max(1, box[2] - box[0]), max(1, box[3] - box[1]))
            fit = min(side[0] / drawing.width, side[1] / drawing.height)
            small = drawing.resize(
                (max(1, round(drawing.width * fit)), max(1, round(drawing.height * fit))),
                Image.Resampling.LANCZOS,
            )
            at = (box[0] + (side[0] - small.width) // 2, box[1] + (side[1] - small.height) // 2)
            picture.alpha_composite(small, at)
    packed = io.BytesIO()
    picture.save(packed, "PNG", compress_level=1)
    return packed.getvalue()


def _drawn(sign: str, font: str) -> Image.Image | None:
    for size in _SIZES:
        try:
            face = ImageFont.truetype(font, size)
            paper = Image.new("RGBA", (size * 4, size * 2))
            ImageDraw.Draw(paper).text((size // 2, size // 4), sign, font=face, embedded_color=True)
        except OSError:
            continue
        box = paper.getbbox()
        return paper.crop(box) if box else None
    return None


def _boxes(one: Image.Image, other: Image.Image) -> list[Box]:
    """Where two pictures differ, as rectangles."""
    changed = ImageChops.difference(one, other)
    bands = changed.split()
    most = bands[0]
    for band in bands[1:]:
        most = ImageChops.lighter(most, band)
    marked = most.point(lambda value: 255 if value > 24 else 0)
    found: list[Box] = []
    for top, bottom in _spans(marked.getprojection()[1]):
        row = marked.crop((0, top, marked.width, bottom))
        for left, right in _spans(row.getprojection()[0]):
            part = row.crop((left, 0, right, row.height))
            found += [(left, top + high, right, top + low) for high, low in _spans(part.getprojection()[1])]
    return found


def _spans(filled: Sequence[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin = None
    for place, value in enumerate([*filled, 0]):
        if value and begin is None:
            begin = place
        elif not value and begin is not None:
            spans.append((begin, place))
            begin = None
    return spans

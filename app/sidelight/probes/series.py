# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What was seen of a script: small pictures at even distances in time, never more than a few dozen."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH, HEIGHT = 128, 96
"""A picture is made to fit into this: a cube of ordinary size is then 50 pixels wide, and its outline is
known to a hundredth of that."""
EVERY_S = 0.09
"""Ten a second: a cube that turns a quarter in a second is seen at every nine degrees."""
MOST = 64
"""When there are more, every second one is let go and the distance in time doubles: 6 s, then 12 s, 24 s."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A small picture: ``rgb`` is three bytes a pixel, rows from the top; ``at_s`` counts from the first."""

    at_s: float
    width: int
    height: int
    rgb: bytes


def shrink(width: int, height: int, bgrx: bytes, at_s: float) -> Picture:
    """Make a picture small by averaging, in its own shape.

    Args:
        width: pixels in a row.
        height: rows of the window.
        bgrx: four bytes a pixel, rows from the top; rows may have been left out evenly.
        at_s: when it was seen.
    """
    from PIL import Image

    scale = min(WIDTH / width, HEIGHT / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    rows = len(bgrx) // (4 * width)
    large = Image.frombuffer("RGBX", (width, rows), bgrx, "raw", "BGRX", 0, 1)
    small = large.resize(size, Image.Resampling.BOX).convert("RGB")
    return Picture(at_s, small.width, small.height, small.tobytes())


class Series:
    """The pictures of one run. A window that takes another shape begins a new series."""

    def __init__(self) -> None:
        self.pictures: list[Picture] = []
        self.every_s = EVERY_S

    def add(self, picture: Picture) -> None:
        """Take a picture in, unless the last one was taken only just before."""
        kept = self.pictures
        if kept and (kept[-1].width, kept[-1].height) != (picture.width, picture.height):
            kept.clear()
            self.every_s = EVERY_S
        if kept and picture.at_s - kept[-1].at_s < self.every_s:
            return
        kept.append(picture)
        if len(kept) > MOST:
            del kept[1::2]
            self.every_s *= 2

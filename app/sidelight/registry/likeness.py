# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How much two pictures differ to the eye: for golden images, which other fonts change a little."""

from __future__ import annotations

import io

_BLUR = 1.2
_VISIBLE = 28


def difference(expected: bytes, actual: bytes) -> float:
    """The share of pixels that look different, from 0 to 1; 1 where the sizes differ by more than a pixel.

    Args:
        expected: a PNG file.
        actual: another.
    """
    from PIL import Image, ImageChops, ImageFilter

    def read(data: bytes) -> Image.Image:
        picture = Image.open(io.BytesIO(data)).convert("RGBA")
        ground = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(ground, picture).convert("RGB")

    one, other = read(expected), read(actual)
    if max(abs(a - b) for a, b in zip(one.size, other.size, strict=True)) > 1:
        return 1.0
    size = (max(one.width, other.width), max(one.height, other.height))
    pair = []
    for picture in (one, other):
        ground = Image.new("RGB", size, "white")
        ground.paste(picture, (0, 0))
        # An edge that moved by a fraction of a pixel looks the same.
        pair.append(ground.filter(ImageFilter.GaussianBlur(_BLUR)))
    channels = ImageChops.difference(*pair).split()
    most = channels[0]
    for channel in channels[1:]:
        most = ImageChops.lighter(most, channel)
    counts = most.histogram()
    return sum(counts[_VISIBLE:]) / max(1, sum(counts))

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A window's icon, small enough for one message."""

from __future__ import annotations

import base64

ICON_SIZE = 16
"""Pixels in each direction."""


def small_icon(width: int, height: int, rgba: bytes) -> str:
    """The nearest pixels of an icon, ``ICON_SIZE`` squared, as base64 of two bytes a pixel.

    A pixel is red, green, blue and opacity of four bits each, red first; rows from the top.

    Raises:
        ValueError: ``rgba`` is not ``width`` x ``height`` x 4 bytes.
    """
    if width < 1 or height < 1 or len(rgba) != 4 * width * height:
        raise ValueError(f"An icon of {width} x {height} pixels has {max(0, 4 * width * height)} bytes.")
    pixels = bytearray()
    for row in range(ICON_SIZE):
        y = (2 * row + 1) * height // (2 * ICON_SIZE)
        for column in range(ICON_SIZE):
            at = 4 * (y * width + (2 * column + 1) * width // (2 * ICON_SIZE))
            red, green, blue, opacity = rgba[at : at + 4]
            pixels += bytes(((red & 0xF0) | green >> 4, (blue & 0xF0) | opacity >> 4))
    return base64.b64encode(bytes(pixels)).decode("ascii")

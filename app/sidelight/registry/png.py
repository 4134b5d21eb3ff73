# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Looking a PNG file over before anybody decodes it: only what makes the picture stays, if not too much.

Decoders have had faults in profiles, texts and animations; none of those is needed to see a picture.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LONGEST_SIDE = 16_384
MOST_PIXELS = 40_000_000

_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"sRGB", b"cHRM", b"pHYs"})
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_CHUNK = struct.Struct(">I4s")


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG file with nothing but its picture. Sizes in pixels."""

    data: bytes
    width: int
    height: int


def looked_over(data: bytes) -> Picture:
    """The picture in a file.

    Raises:
        ValueError: it is no PNG file, it is damaged, or it is too large; the message says which.
    """
    if not data.startswith(SIGNATURE):
        raise ValueError("a picture that is no PNG file")
    kept = [SIGNATURE]
    size: tuple[int, int] | None = None
    position, view = len(SIGNATURE), memoryview(data)
    while True:
        if position + 12 > len(data):
            raise ValueError("a PNG file that was cut off")
        length, name = _CHUNK.unpack_from(view, position)
        end = position + 12 + length
        if end > len(data):
            raise ValueError("a PNG file that was cut off")
        if (size is None) != (name == b"IHDR"):
            raise ValueError("a PNG file without a header")
        if zlib.crc32(view[position + 4 : end - 4]) != int.from_bytes(view[end - 4 : end], "big"):
            raise ValueError("a damaged PNG file")
        if name == b"IHDR":
            size = _size(bytes(view[position + 8 : end - 4]))
        if name in _KEPT:
            kept.append(bytes(view[position:end]))
        elif not name[0] & 0x20:
            raise ValueError("a PNG file of an unknown kind")
        position = end
        if name == b"IEND":
            break
    assert size is not None
    return Picture(b"".join(kept), *size)


def _size(header: bytes) -> tuple[int, int]:
    if len(header) != 13:
        raise ValueError("a PNG file with a header of the wrong length")
    width, height, depth, colours, packing, filtering, interlace = struct.unpack(">IIBBBBB", header)
    if depth not in _DEPTHS.get(colours, ()) or packing or filtering or interlace > 1:
        raise ValueError("a PNG file with a header that makes no sense")
    if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE) or width * height > MOST_PIXELS:
        raise ValueError(f"a picture of {width} × {height} pixels, which is too large")
    return width, height

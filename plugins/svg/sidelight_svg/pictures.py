# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Pictures inside a drawing: only such as carry their bytes with them and are of a reasonable size."""

from __future__ import annotations

import base64
import binascii
import struct
import urllib.parse
from collections.abc import Callable

MOST_PIXELS = 16_000_000
MOST_BYTES = 8_000_000


def embedded(address: str, clean: Callable[[str], str | None]) -> str | None:
    """A ``data:`` address written anew from what was looked at; ``None`` if it is not shown.

    ``clean`` is given the text of an SVG and gives it back cleaned, or ``None``.
    """
    head, comma, body = address.partition(",")
    if not comma:
        return None
    content = _content(body, "base64" in head.lower().split(";"))
    if content is None or len(content) > MOST_BYTES:
        return None
    size = dimensions(content)
    if size is not None:
        kind, width, height = size
        if not 0 < width * height <= MOST_PIXELS:
            return None
        return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
    if "svg" in head.lower():
        cleaned = clean(content.decode("utf-8", "replace"))
        if cleaned is not None:
            return f"data:image/svg+xml;base64,{base64.b64encode(cleaned.encode()).decode()}"
    return None


def _content(body: str, in_base64: bool) -> bytes | None:
    raw = urllib.parse.unquote_to_bytes(body)
    if not in_base64:
        return raw
    try:
        packed = bytes(raw).translate(None, b" \t\r\n")
        return base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def dimensions(content: bytes) -> tuple[str, int, int] | None:
    """Kind, width and height in pixels of a PNG, GIF, JPEG or WebP, as its head says; ``None`` for others."""
    try:
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            return ("png", *struct.unpack_from(">II", content, 16))
        if content[:6] in (b"GIF87a", b"GIF89a"):
            return ("gif", *struct.unpack_from("<HH", content, 6))
        if content.startswith(b"\xff\xd8\xff"):
            return _jpeg(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp(content)
    except struct.error:
        pass
    return None


def _jpeg(content: bytes) -> tuple[str, int, int] | None:
    at = 2
    while at + 9 < len(content):
        marker, length = content[at + 1], struct.unpack_from(">H", content, at + 2)[0]
        if content[at] != 0xFF or length < 2:
            return None
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", content, at + 5)
            return "jpeg", width, height
        at += 2 + length
    return None


def _webp(content: bytes) -> tuple[str, int, int] | None:
    kind = content[12:16]
    if kind == b"VP8X":
        extra = struct.unpack_from("<6B", content, 24)
        return "webp", 1 + int.from_bytes(extra[:3], "little"), 1 + int.from_bytes(extra[3:], "little")
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", content, 21)[0]
        return "webp", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", content, 26)
        return "webp", width & 0x3FFF, height & 0x3FFF
    return None

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Judging what a script draws from its frames: does the picture change, stand still, or stay blank?"""

from __future__ import annotations

import hashlib
import io

from sidelight.domain.running import Outcome
from sidelight.sandbox.frames import Frame

SAMPLE_STEP = 37
"""Every 37th pixel: fine enough to meet the lines of a wire-frame, coarse enough to cost 0.1 ms."""


class PictureJudge:
    """Looks at frames as they pass and keeps the last one that shows something."""

    def __init__(self) -> None:
        self.looked = 0
        self._shown: set[bytes] = set()
        self._kept: tuple[int, int, bytes] | None = None

    def look(self, frame: Frame, *, keep: bool) -> None:
        """Take a frame into account; ``keep`` copies it, for ``png``."""
        self.looked += 1
        sample = frame.pixels.cast("B").cast("I")[::SAMPLE_STEP].tobytes()
        blank = len(set(memoryview(sample).cast("I"))) == 1
        if blank:
            if self._kept is None and keep:
                self._kept = (frame.width, frame.height, bytes(frame.pixels))
            return
        if len(self._shown) < 2:
            self._shown.add(hashlib.blake2b(sample, digest_size=16).digest())
        if keep:
            self._kept = (frame.width, frame.height, bytes(frame.pixels))

    @property
    def outcome(self) -> Outcome:
        """What the frames showed so far."""
        if not self._shown:
            return Outcome.BLANK
        return Outcome.CHANGING if len(self._shown) > 1 else Outcome.STATIC

    def png(self) -> bytes:
        """The last frame that was kept, as PNG; empty if there was none."""
        return png_of(*self._kept) if self._kept else b""


def png_of(width: int, height: int, bgra: bytes) -> bytes:
    """Encode BGRA pixels, top row first, as an opaque PNG."""
    from PIL import Image  # 40 ms that only a finished run pays

    image = Image.frombuffer("RGBA", (width, height), bgra, "raw", "BGRA", 0, 1).convert("RGB")
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=3)
    return out.getvalue()

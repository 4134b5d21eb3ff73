# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The reader's end of the frame ring: what a script drew, seen from the side that must not trust it.

The memory is a sealed memfd: the child can write into it but neither shrink nor grow it, so no read here can
fault. Every word that the child can write is read once, checked, and only then used. A hostile child can show
any picture, even a torn one; it can do nothing else.
"""

from __future__ import annotations

import mmap
import os
from dataclasses import dataclass

from sidelight.stage import ring

_READ_ATTEMPTS = 8
"""An honest writer makes a second look necessary now and then; one that never settles shows nothing."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture. ``pixels`` is BGRA, rows from the top, ``stride`` apart, until the next ``latest()``.

    ``seq`` counts committed frames and tells a new one from one already seen; ``at_ns`` is CLOCK_MONOTONIC.
    Both are the child's own claims.
    """

    width: int
    height: int
    seq: int
    at_ns: int
    pixels: memoryview

    @property
    def stride(self) -> int:
        """Bytes from one row to the next."""
        return 4 * self.width


class FrameRing:
    """A ring made by the app and handed to one child, which inherits ``fd``."""

    def __init__(self, fd: int) -> None:
        """Maps the ring behind ``fd``, which this object owns from now on."""
        self.fd = fd
        self._map = mmap.mmap(fd, ring.RING_BYTES)
        self._words = memoryview(self._map)[: ring.HEADER_BYTES].cast("q")
        self._pixels = memoryview(self._map).toreadonly()
        self._words[ring.READING] = -1

    @classmethod
    def create(cls, interval_us: int = ring.DEFAULT_INTERVAL_US) -> FrameRing:
        """A new, empty ring; ``interval_us`` paces scripts that have no clock of their own (0: not paced).

        Raises:
            OSError: The system gives no sealed memory.
        """
        # Where there is none of this there is no stage either.
        import fcntl

        fd = os.memfd_create("sidelight-frames", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        try:
            os.ftruncate(fd, ring.RING_BYTES)
            fcntl.fcntl(fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL)
            frames = cls(fd)
        except BaseException:
            os.close(fd)
            raise
        frames.interval_us(interval_us)
        return frames

    def latest(self) -> Frame | None:
        """The newest frame, also when it was returned before; ``None`` if there is none that makes sense."""
        words = self._words
        if words[ring.SEQUENCE] <= 0:
            return None
        for _ in range(_READ_ATTEMPTS):
            slot = words[ring.LATEST]
            if not 0 <= slot < ring.SLOTS:
                return None
            # The writer avoids the slot named here; if it took it just before it could read this, LATEST
            # moved.
            words[ring.READING] = slot
            if words[ring.LATEST] == slot:
                break
        else:
            return None
        width = words[ring.slot_word(slot, ring.SLOT_WIDTH)]
        height = words[ring.slot_word(slot, ring.SLOT_HEIGHT)]
        sequence = words[ring.slot_word(slot, ring.SLOT_SEQUENCE)]
        at_ns = words[ring.slot_word(slot, ring.SLOT_AT_NS)]
        if not (1 <= width <= ring.MAX_WIDTH and 1 <= height <= ring.MAX_HEIGHT):
            return None
        start = ring.HEADER_BYTES + slot * ring.SLOT_BYTES
        pixels = self._pixels[start : start + width * height * 4]
        return Frame(width, height, max(0, sequence), max(0, at_ns), pixels)

    @property
    def swaps(self) -> int:
        """Swaps that the script made, by its own count."""
        return max(0, self._words[ring.SWAPS])

    @property
    def first_ns(self) -> int | None:
        """CLOCK_MONOTONIC of the first frame in nanoseconds, by the child's own clock; ``None`` before it."""
        first = self._words[ring.FIRST_NS]
        return first if first > 0 else None

    def pause(self, on: bool) -> None:
        """Makes the script wait in its next swap, or go on."""
        self._words[ring.PAUSE] = int(on)

    def interval_us(self, interval: int) -> None:
        """Paces the script: microseconds between two swaps, 0 for as fast as it can."""
        self._words[ring.INTERVAL_US] = max(0, int(interval))

    def close(self) -> None:
        """Gives the memory back, as soon as the last ``Frame.pixels`` is gone; idempotent."""
        if self.fd < 0:
            return
        os.close(self.fd)
        self.fd = -1
        self._words.release()
        self._pixels.release()
        try:
            self._map.close()
        except BufferError:
            # Someone still holds a frame; the mapping goes with it.
            pass

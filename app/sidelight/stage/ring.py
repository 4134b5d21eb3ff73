# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The frame ring as the child sees it: where everything lies, and the one writer.

One shared memory holds a page of 64-bit words and three slots of pixels, each large enough for the largest
window, so that a resize never renegotiates anything; pages never touched are never allocated. The writer
fills a slot that is neither the newest nor the one being read, then points ``LATEST`` at it.

Words written by the child are hostile to the reader (``sidelight.sandbox.frames``), which checks each of
them.
"""

from __future__ import annotations

import ctypes
import mmap
import time

MAX_WIDTH = 3840
MAX_HEIGHT = 2160
SLOTS = 3
HEADER_BYTES = 4096
SLOT_BYTES = MAX_WIDTH * MAX_HEIGHT * 4
RING_BYTES = HEADER_BYTES + SLOTS * SLOT_BYTES

# Indexes of signed 64-bit words in the header.
SEQUENCE = 0
"""Frames committed so far (child)."""
LATEST = 1
"""Slot of the newest frame (child)."""
READING = 2
"""Slot that the reader holds, or -1 (reader)."""
PAUSE = 3
"""1: the swap waits (reader)."""
INTERVAL_US = 4
"""Microseconds between two swaps, 0 for as fast as can be (reader)."""
SWAPS = 5
"""Swaps made by the script, frames that were not read back included (child)."""
FIRST_NS = 6
"""CLOCK_MONOTONIC of the first frame, nanoseconds (child)."""

SLOT_WORDS = 64
"""First word of the slots' own words: eight each."""
SLOT_STRIDE = 8
SLOT_SEQUENCE = 0
SLOT_WIDTH = 1
SLOT_HEIGHT = 2
SLOT_AT_NS = 3

DEFAULT_INTERVAL_US = 16_667


def slot_word(slot: int, word: int) -> int:
    """Index of a slot's own word in the header."""
    return SLOT_WORDS + slot * SLOT_STRIDE + word


class RingWriter:
    """The child's end. One writer, one thread at a time.

    Pixels are BGRA, rows from the top, ``4 * width`` bytes apart.
    """

    def __init__(self, fd: int) -> None:
        """Maps the ring behind ``fd``.

        Raises:
            OSError, ValueError: It is no ring of the expected size.
        """
        self._map = mmap.mmap(fd, RING_BYTES)
        self._words = memoryview(self._map)[:HEADER_BYTES].cast("q")
        self._base = ctypes.addressof(ctypes.c_char.from_buffer(self._map))
        self._slot = 0

    @property
    def paused(self) -> bool:
        """Whether the reader wants the script to stand still."""
        return self._words[PAUSE] != 0

    @property
    def interval(self) -> float:
        """Seconds that two swaps should lie apart; 0 for as fast as can be."""
        return max(0, self._words[INTERVAL_US]) / 1e6

    def begin(self) -> int:
        """Chooses a slot and returns the address of its first pixel; ``commit`` makes it the newest."""
        latest, reading = self._words[LATEST], self._words[READING]
        self._slot = next(slot for slot in range(SLOTS) if slot not in (latest, reading))
        return self._base + HEADER_BYTES + self._slot * SLOT_BYTES

    def pixels(self, width: int, height: int) -> memoryview:
        """The chosen slot's bytes, for those who write with Python rather than by address."""
        start = HEADER_BYTES + self._slot * SLOT_BYTES
        return memoryview(self._map)[start : start + width * height * 4]

    def commit(self, width: int, height: int) -> None:
        """Makes the slot chosen by ``begin`` the newest frame of ``width`` x ``height`` pixels."""
        words, slot = self._words, self._slot
        sequence = words[SEQUENCE] + 1
        now = time.monotonic_ns()
        words[slot_word(slot, SLOT_WIDTH)] = width
        words[slot_word(slot, SLOT_HEIGHT)] = height
        words[slot_word(slot, SLOT_AT_NS)] = now
        words[slot_word(slot, SLOT_SEQUENCE)] = sequence
        if words[FIRST_NS] == 0:
            words[FIRST_NS] = now
        words[LATEST] = slot
        words[SEQUENCE] = sequence

    def count(self, swaps: int) -> None:
        """Tells how many swaps the script has made."""
        self._words[SWAPS] = swaps

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How many frames a second a script shows, how far apart they are, and how many it may show."""

from __future__ import annotations

from collections import deque

WINDOW_S = 1.0
REMEMBERED = 120
LONGEST_MS = 1000.0
"""A longer wait says that the script stood still, not that a frame took its time."""

SPEEDS = (15.0, 30.0, 60.0, 0.0)
"""Frames a second that a script may be let draw, slowest first; 0 is as many as it can."""
USUAL_SPEED = 60.0
MOST_FPS = 99_999.0
"""Figures are the script's own claim; more than this is none."""


class FrameRate:
    """Counts by the numbers that frames carry, so that frames nobody painted count too."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def feed(self, now_s: float, frames: int) -> None:
        """So many frames had come by now."""
        self._seen.append((now_s, frames))
        while len(self._seen) > 2 and now_s - self._seen[1][0] >= WINDOW_S:
            self._seen.popleft()

    def clear(self) -> None:
        """Begin again."""
        self._seen.clear()

    def fps(self) -> float | None:
        """Frames a second; ``None`` until a quarter of a second was watched."""
        if len(self._seen) < 2:
            return None
        (begin, first), (end, last) = self._seen[0], self._seen[-1]
        return min(MOST_FPS, max(0, last - first) / (end - begin)) if end - begin >= 0.25 else None


class FrameTimes:
    """How far apart the last frames came, in milliseconds, by the times that they carry."""

    def __init__(self) -> None:
        self._last: tuple[int, int] | None = None
        self.ms: deque[float] = deque(maxlen=REMEMBERED)
        self.version = 0

    def feed(self, seq: int, at_ns: int) -> None:
        """A frame came. Those between it and the last one seen share the time between them."""
        if self._last is not None:
            frames, between = seq - self._last[0], (at_ns - self._last[1]) / 1e6
            if frames > 0 and 0 < between / frames < LONGEST_MS:
                self.ms.extend([between / frames] * min(frames, REMEMBERED))
                self.version += 1
        self._last = (seq, at_ns)

    def cut(self) -> None:
        """The next frame's wait is somebody's doing and none of the script's."""
        self._last = None

    def clear(self) -> None:
        """Begin again."""
        self._last = None
        self.ms.clear()
        self.version += 1

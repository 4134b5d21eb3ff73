# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How many frames a second a script shows, over about the last second."""

from __future__ import annotations

from collections import deque

WINDOW_S = 1.0


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
        return (last - first) / (end - begin) if end - begin >= 0.25 else None

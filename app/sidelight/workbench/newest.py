# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The end of a text that comes in pieces and may never stop coming."""

from __future__ import annotations

from collections import deque


class Newest:
    """About the newest ``most`` characters: whole pieces go, the oldest first, and the last one stays."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pieces: deque[str] = deque()
        self._length = 0

    def add(self, piece: str) -> None:
        """Take more."""
        self._pieces.append(piece)
        self._length += len(piece)
        while self._length > self._most and len(self._pieces) > 1:
            self._length -= len(self._pieces.popleft())

    def text(self) -> str:
        """What is kept."""
        return "".join(self._pieces)

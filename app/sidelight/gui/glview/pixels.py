# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a view needs to know of a frame, and no more: the window never meets the sandbox itself."""

from __future__ import annotations

from typing import Protocol


class Pixels(Protocol):
    """A frame in shared memory: BGRA, rows from the top, ``4 * width`` bytes apart.

    They stay as they are until the run is asked for its next frame.
    """

    @property
    def width(self) -> int:
        """Pixels in a row."""
        ...

    @property
    def height(self) -> int:
        """Rows."""
        ...

    @property
    def seq(self) -> int:
        """Which frame it is; another one has another number."""
        ...

    @property
    def at_ns(self) -> int:
        """When it was drawn, in nanoseconds of a clock that only grows; the script's own claim."""
        ...

    @property
    def pixels(self) -> memoryview:
        """The bytes."""
        ...

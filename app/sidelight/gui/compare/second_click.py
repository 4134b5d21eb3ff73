# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A double click where one was meant: Stop stands where Send stood, and must not take the second one."""

from __future__ import annotations

import time

DEAF_S = 0.5
"""For so long a button that has just turned into Stop takes no click; Esc stops at any time."""


class SecondClick:
    """Knows whether a click on Stop can be meant.

    Attributes:
        now: a clock that never goes back, in seconds.
    """

    def __init__(self) -> None:
        self.now = time.monotonic
        self._running = False
        self._since = 0.0

    def note(self, *, running: bool) -> None:
        """Say whether Stop stands there; only a change counts."""
        if running and not self._running:
            self._since = self.now()
        self._running = running

    @property
    def meant(self) -> bool:
        """Whether Stop has stood there for long enough."""
        return self.now() - self._since >= DEAF_S

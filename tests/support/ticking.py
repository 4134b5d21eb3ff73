# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Waiting for answers by ticking a desk, as the window does."""

from __future__ import annotations

import time
from collections.abc import Callable

from sidelight.workbench.desk import Desk
from sidelight.workbench.live import LiveComparison


def finish(desk: Desk, live: LiveComparison, seconds: float = 100.0) -> None:
    """Tick until every answer has ended."""
    due = time.monotonic() + seconds
    while live.running:
        assert time.monotonic() < due, "the answers did not end"
        desk.tick()
        time.sleep(0.002)


def tick_until(desk: Desk, condition: Callable[[], bool], seconds: float = 100.0) -> None:
    """Tick until something holds."""
    due = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < due, "it did not come to hold"
        desk.tick()
        time.sleep(0.002)

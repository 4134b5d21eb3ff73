# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How a thread in the background makes a window look: a descriptor that becomes readable."""

from __future__ import annotations

import os
import threading
import time
from select import poll


class Bell:
    """Rung on any thread, heard on one. Nothing waits but ``wait``."""

    def __init__(self) -> None:
        self._heard, self._rung = os.pipe()
        for end in (self._heard, self._rung):
            os.set_blocking(end, False)
        # A descriptor's number may be somebody else's as soon as it is closed.
        self._lock = threading.Lock()
        self._closed = False

    def fileno(self) -> int:
        """Readable after ``ring`` until ``hush``."""
        return self._heard

    def ring(self) -> None:
        """Have somebody look. Nothing happens once it is closed."""
        with self._lock:
            if self._closed:
                return
            try:
                os.write(self._rung, b"!")
            except BlockingIOError:
                # It has rung often enough.
                return

    def hush(self) -> None:
        """Somebody looks now."""
        with self._lock:
            if self._closed:
                return
            try:
                os.read(self._heard, 65536)
            except BlockingIOError:
                return

    def wait(self, until: float) -> None:
        """Wait for it, for half a second at most and not beyond a moment of the monotonic clock."""
        bell = poll()
        bell.register(self._heard)
        bell.poll(max(1, min(500, round((until - time.monotonic()) * 1000))))

    def close(self) -> None:
        """Give the descriptors back. A second call does nothing."""
        with self._lock:
            if not self._closed:
                self._closed = True
                os.close(self._heard)
                os.close(self._rung)

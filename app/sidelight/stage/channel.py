# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""JSON datagrams to and from the app over an inherited descriptor.

The descriptor is a SOCK_SEQPACKET socket, but no socket call is made here: a sandboxed child may not.
``os.read`` and ``os.write`` keep datagrams whole, and ``poll`` says when they would not block.
"""

from __future__ import annotations

import json
import os
import select
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

_DATAGRAM_BYTES = 65_536
_KEPT = 1000
"""Datagrams kept for an app that does not read; the oldest go first."""

Message = dict[str, Any]


class Channel:
    """The child's end. A ``Channel(None)`` speaks to nobody, for a stage without an app.

    ``gone`` is called once the app has closed its end.
    """

    def __init__(self, fd: int | None, gone: Callable[[], None]) -> None:
        self._fd = fd
        self._gone = gone
        self._outgoing: deque[bytes] = deque(maxlen=_KEPT)
        self._readable = select.poll()
        self._writable = select.poll()
        if fd is not None:
            self._readable.register(fd, select.POLLIN)
            self._writable.register(fd, select.POLLOUT)

    @property
    def fd(self) -> int | None:
        """The descriptor, for who waits for several; ``None`` without an app."""
        return self._fd

    def tell(self, message: Mapping[str, object]) -> None:
        """Sends a message, now or as soon as the app has read earlier ones. Never blocks."""
        if self._fd is None:
            return
        self._outgoing.append(json.dumps(message, separators=(",", ":")).encode())
        self.flush()

    def tell_frame(self) -> None:
        """Says that a frame is ready, unless the app is behind: it will find the newest one anyway."""
        if self._fd is not None and not self._outgoing and self._writable.poll(0):
            self._write(b'{"t":"f"}')

    def flush(self, timeout_s: float = 0.0) -> None:
        """Sends what is waiting, for at most ``timeout_s`` seconds."""
        if not self._outgoing:
            return
        until = time.monotonic() + timeout_s
        while self._outgoing:
            remaining = max(0.0, until - time.monotonic())
            if not self._writable.poll(remaining * 1000) or not self._write(self._outgoing[0]):
                return
            if self._outgoing:
                self._outgoing.popleft()

    def take(self, timeout_s: float = 0.0) -> list[Message]:
        """Messages that have arrived, in order, after waiting at most ``timeout_s`` seconds for the first."""
        if self._fd is None:
            if timeout_s > 0:
                time.sleep(timeout_s)
            return []
        self.flush()
        messages: list[Message] = []
        wait_ms = timeout_s * 1000
        while self._fd is not None and self._readable.poll(wait_ms):
            wait_ms = 0
            try:
                datagram = os.read(self._fd, _DATAGRAM_BYTES)
            except OSError:
                datagram = b""
            if not datagram:
                self._close()
                break
            try:
                message = json.loads(datagram)
            except ValueError:
                continue
            if isinstance(message, dict):
                messages.append(message)
        return messages

    def _write(self, datagram: bytes) -> bool:
        """Writes one datagram; a closed end is as good as written."""
        if self._fd is None:
            return True
        try:
            os.write(self._fd, datagram)
        except BlockingIOError:
            return False
        except OSError:
            self._close()
        return True

    def _close(self) -> None:
        self._fd = None
        self._outgoing.clear()
        self._gone()

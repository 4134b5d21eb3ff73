# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the supervisor has to tell the application, in order, without ever waiting for it.

Output is kept up to a limit and counted beyond it, so what waits here is bounded too.
"""

from __future__ import annotations

import os
import select
from collections import deque

from sidelight.sandbox.child import handing
from sidelight.sandbox.order import ERROR_OUTPUT

# Of the output kept, this share is for errors alone: a flood of words must not hide why a program ended.
_ERROR_SHARE = 8


class Outgoing:
    """A queue of datagrams before a channel.

    Attributes:
        seen: bytes of output that came.
        dropped: bytes of output that were counted and not kept.
    """

    def __init__(self, channel: int, *, kept_bytes: int) -> None:
        os.set_blocking(channel, False)
        self._channel = channel
        self._queue: deque[tuple[bytes, int]] = deque()
        self._room = kept_bytes - kept_bytes // _ERROR_SHARE
        self._error_room = kept_bytes // _ERROR_SHARE
        self._closed = False
        self.seen = 0
        self.dropped = 0

    @property
    def waiting(self) -> bool:
        """Whether something could not be sent yet."""
        return bool(self._queue)

    def output(self, stream: bytes, piece: bytes) -> None:
        """Pass on output of the child, as far as it is kept."""
        self.seen += len(piece)
        room = self._room + (self._error_room if stream == ERROR_OUTPUT else 0)
        kept = piece[:room]
        self.dropped += len(piece) - len(kept)
        if not kept:
            return
        if stream == ERROR_OUTPUT:
            own = min(self._error_room, len(kept))
            self._error_room -= own
            self._room -= len(kept) - own
        else:
            self._room -= len(kept)
        self.send(stream + kept)

    def send(self, datagram: bytes, descriptor: int = -1) -> None:
        """Queue one datagram, with a descriptor that goes along, and send what goes."""
        self._queue.append((datagram, descriptor))
        self.flush()

    def flush(self) -> None:
        """Send as much as the channel takes now."""
        while self._queue and not self._closed:
            try:
                self._write(*self._queue[0])
            except BlockingIOError:
                return
            except OSError:
                self._closed = True
            else:
                self._queue.popleft()
        if self._closed:
            self._queue.clear()

    def _write(self, datagram: bytes, descriptor: int) -> None:
        if descriptor < 0:
            os.write(self._channel, datagram)
        else:
            handing.send(self._channel, datagram, descriptor)

    def finish(self, application: int) -> None:
        """Send the rest, waiting as long as the application lives and keeps its end open."""
        poll = select.poll()
        poll.register(self._channel, select.POLLOUT)
        poll.register(application, select.POLLIN)
        while self.waiting:
            if application in dict(poll.poll()):
                return
            self.flush()

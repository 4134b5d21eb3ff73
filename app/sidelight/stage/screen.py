# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The screen that a script believes it has: takes its pictures, gives it its input, keeps its pace."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from sidelight.stage.channel import Channel
from sidelight.stage.events import Event, Input
from sidelight.stage.ring import RingWriter
from sidelight.stage.surface import ContextRequest, Egl, Surface

_CAPTURE_S = 1 / 60
"""Pictures are read back no more often than a screen could show them; other swaps cost a flush."""

_ALWAYS_CAPTURED = 3
"""The first swaps are shown whatever their pace: many scripts draw once or twice and wait."""

_WAIT_S = 0.05
"""How long a wait goes before it looks again whether pause or pace have changed."""

_LATE_S = 0.1
"""A script this far behind is not hurried to catch up."""


class Picture(Protocol):
    """Something that can be shown."""

    @property
    def width(self) -> int:
        """Pixels."""

    @property
    def height(self) -> int:
        """Pixels."""

    def read(self, address: int) -> None:
        """Copies itself to ``address``: BGRA, rows from the top."""

    def flush(self) -> None:
        """Sends what was drawn on its way, when it is not read."""


class Screen:
    """One for a process. ``leave`` ends the process with an exit code, without returning."""

    def __init__(
        self,
        ring: RingWriter | None,
        channel: Channel,
        leave: Callable[[int], None],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.input = Input()
        self._ring = ring
        self._channel = channel
        self._leave = leave
        self._clock = clock
        self._egl: Egl | None = None
        self._pending: deque[Event] = deque()
        self._swaps = 0
        self._shown = 0
        self._capture_due = 0.0
        self._swap_due = 0.0
        self._unseen: Picture | None = None

    # What a toolkit says about its window

    def toolkit(self, name: str) -> None:
        """Tells which toolkit the script uses."""
        self._channel.tell({"t": "toolkit", "name": name})

    def title(self, title: str) -> None:
        """Tells the window's title."""
        self._channel.tell({"t": "title", "title": title[:500]})

    def window(self, width: int, height: int, *, resizable: bool) -> None:
        """Tells the window's size in pixels."""
        self._channel.tell({"t": "window", "w": width, "h": height, "resizable": resizable})

    @property
    def egl(self) -> Egl:
        """The display that all surfaces are made on, opened on first use."""
        if self._egl is None:
            self._egl = Egl()
        return self._egl

    def surface(
        self, width: int, height: int, request: ContextRequest | None = None, share: Surface | None = None
    ) -> Surface:
        """A new drawing area with a context of its own, which becomes current."""
        return Surface(self.egl, width, height, request, share)

    # Pictures

    def present(self, picture: Picture) -> None:
        """One swap: shows the picture if it is time to, and returns when the script may go on."""
        self._swaps += 1
        if self._ring is None:
            picture.flush()
            return
        interval = self._ring.interval
        now = self._clock()
        paused = self._ring.paused
        if interval >= _CAPTURE_S or paused or self._swaps <= _ALWAYS_CAPTURED or now >= self._capture_due:
            self._capture_due = max(self._capture_due + _CAPTURE_S, now)
            self.show(picture)
        else:
            picture.flush()
            self._unseen = picture
        self._ring.count(self._swaps)
        if paused:
            self._stand_still()
        if interval > 0:
            self._keep_pace()

    def show(self, picture: Picture) -> None:
        """Publishes the picture now, without counting it as a swap of the script."""
        self._unseen = None
        if self._ring is None:
            return
        picture.read(self._ring.begin())
        self._ring.commit(picture.width, picture.height)
        self._shown += 1
        if self._shown == 1:
            self._channel.tell({"t": "first", "w": picture.width, "h": picture.height})
        self._channel.tell_frame()

    def forget(self, picture: Picture) -> None:
        """The picture is about to be destroyed: what was not shown of it no longer can be."""
        if self._unseen is picture:
            self._unseen = None

    def show_unseen(self) -> None:
        """Publishes the last swap if it came too soon to be shown: the script is about to wait or end."""
        if self._unseen is not None:
            self.show(self._unseen)

    def _stand_still(self) -> None:
        while self._ring is not None and self._ring.paused and not self.input.quit:
            self._receive(_WAIT_S)
        self._swap_due = self._clock()

    def _keep_pace(self) -> None:
        now = self._clock()
        if self._swap_due < now - _LATE_S:
            self._swap_due = now
        while self._ring is not None:
            # Read again after each wait: the app may have quickened the pace meanwhile.
            interval = self._ring.interval
            remaining = self._swap_due + interval - self._clock()
            if remaining <= 0:
                break
            if remaining > _WAIT_S:
                self._receive(_WAIT_S)
                if self.input.quit:
                    break
            else:
                time.sleep(remaining)
        self._swap_due += interval

    # Input

    def take(self, timeout_s: float = 0.0) -> list[Event]:
        """Events since the last time, after waiting at most ``timeout_s`` seconds for the first."""
        if timeout_s > 0 and not self._pending:
            self.show_unseen()
            self._receive(timeout_s)
        else:
            self._receive(0.0)
        events = list(self._pending)
        self._pending.clear()
        return events

    def push(self, event: Event) -> None:
        """Puts an event of the stage's own behind those that have arrived."""
        self._pending.append(event)

    def _receive(self, timeout_s: float) -> None:
        for message in self._channel.take(timeout_s):
            event = self.input.event(message)
            if event is not None:
                self._pending.append(event)

    # The end

    def exit(self, code: int) -> None:
        """Ends the process as the C library's ``exit`` would: at once, past any ``finally``."""
        self._leave(code)

    def farewell(self, code: int) -> None:
        """Shows the last picture and tells the app how the script ended."""
        self.show_unseen()
        self._channel.tell({"t": "exit", "code": code, "swaps": self._swaps})
        self._channel.flush(1.0)

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The screen that a script believes it has: takes its pictures, gives it its input, keeps its pace."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable

from sidelight.stage.arrangement import Arrangement, Picture
from sidelight.stage.channel import Channel, Message
from sidelight.stage.events import Event, Input
from sidelight.stage.icon import ICON_SIZE, small_icon
from sidelight.stage.ring import RingWriter
from sidelight.stage.surface import ContextRequest, Surface
from sidelight.stage.systems import Display, open_display

NO_ACCUMULATION = "The script asked for an accumulation buffer. There is none here."
FULL_SCREEN = "The script asked for the full screen. What it draws stays in the view."
NO_SOUND = "The script plays sound. It is not heard here."
_CAPTURE_S = 1 / 60
"""Pictures are read back no more often than a screen could show them; other swaps cost a flush."""

_ALWAYS_CAPTURED = 3
"""The first swaps are shown whatever their pace: many scripts draw once or twice and wait."""

_WAIT_S = 0.05
"""How long a wait goes before it looks again whether pause or pace have changed."""

_PAUSED_S = 0.5
"""The same in a pause: the app ends one with a message, and a script that waits should cost nothing."""

_LATE_S = 0.1
"""A script this far behind is not hurried to catch up."""


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
        self._egl: Display | None = None
        self._pending: deque[Event] = deque()
        self._swaps = 0
        self._shown = 0
        self._capture_due = 0.0
        self._swap_due = 0.0
        self._unseen: Picture | None = None
        self._arrangement = Arrangement()
        self._told: dict[str, object] = {}
        self._said: set[str] = set()

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

    def catch(self, on: bool) -> None:
        """Tells whether the script wants the pointer for itself: hidden, without a place, only moving."""
        self._tell_once("grab", on)

    def pointer(self, visible: bool) -> None:
        """Tells whether the pointer is to be seen over the window."""
        self._tell_once("cursor", visible)

    def icon(self, width: int, height: int, rgba: bytes) -> None:
        """Tells the window's icon, made small to fit a message; ``rgba`` has its rows from the top."""
        self._channel.tell({"t": "icon", "size": ICON_SIZE, "pixels": small_icon(width, height, rgba)})

    def say(self, sentence: str) -> None:
        """Tells the user something about the script that the picture cannot show; the same once."""
        if sentence not in self._said:
            self._said.add(sentence)
            self._channel.tell({"t": "notice", "text": sentence})

    def _tell_once(self, name: str, on: bool) -> None:
        if self._told.get(name, name == "cursor") != on:
            self._told[name] = on
            self._channel.tell({"t": name, "on": on})

    @property
    def egl(self) -> Display:
        """The display that all surfaces are made on, opened on first use."""
        if self._egl is None:
            self._egl = open_display(sys.platform)
        return self._egl

    def current(self) -> Surface | None:
        """What the calling thread draws on; ``None`` without one."""
        return self._egl.current() if self._egl is not None else None

    def surface(
        self, width: int, height: int, request: ContextRequest | None = None, share: Surface | None = None
    ) -> Surface:
        """A new drawing area with a context of its own, which becomes current."""
        surface = self.egl.surface(width, height, request, share)
        if request is not None and request.version is not None and surface.older:
            asked = ".".join(map(str, request.version))
            self.say(f"The script asked for OpenGL {asked}. It was given the newest that there is here.")
        if request is not None and request.accumulation and surface.accumulation is None:
            self.say(NO_ACCUMULATION)
        if request is not None and request.samples > 1 and not surface.samples:
            self.say("The script asked for smooth edges (multisampling). There is none of it here.")
        return surface

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
        width, height = self._draw(picture, self._ring)
        self._ring.commit(width, height)
        self._shown += 1
        if self._shown == 1:
            self._channel.tell({"t": "first", "w": width, "h": height})
        self._channel.tell_frame()

    def _draw(self, picture: Picture, ring: RingWriter) -> tuple[int, int]:
        """Draws a picture, and what is beside it, into the ring; the size of the whole in pixels."""
        arrangement = self._arrangement
        changed = arrangement.add(picture)
        if not arrangement.several:
            picture.read(ring.begin())
            return picture.width, picture.height
        if changed:
            self.window(arrangement.width, arrangement.height, resizable=False)
        arrangement.read(picture, ring.begin())
        return arrangement.width, arrangement.height

    def forget(self, picture: Picture) -> None:
        """The picture is about to be destroyed: what was not shown of it no longer can be."""
        if self._unseen is picture:
            self._unseen = None
        if self._arrangement.remove(picture) and self.input.target is picture:
            self.input.target = None

    def show_unseen(self) -> None:
        """Publishes the last swap if it came too soon to be shown: the script is about to wait or end."""
        if self._unseen is not None:
            self.show(self._unseen)

    def _stand_still(self) -> None:
        while self._ring is not None and self._ring.paused and not self.input.quit:
            self._receive(_PAUSED_S)
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

    @property
    def waiting(self) -> bool:
        """Whether events were received that nobody has taken yet."""
        return bool(self._pending)

    def fileno(self) -> int | None:
        """A descriptor that is readable when the app has said something; ``None`` without an app."""
        return self._channel.fd

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
            if self._arrangement.several and not self._aim(message):
                continue
            event = self.input.event(message)
            if event is not None:
                self._pending.append(event)

    def _aim(self, message: Message) -> bool:
        """Turns a place of the whole picture into one of a window; ``False`` if no window is meant."""
        kind, arrangement, given = message.get("t"), self._arrangement, self.input
        if kind == "resize":
            return False
        if kind not in ("motion", "button") or "x" not in message or "y" not in message:
            return True
        try:
            x, y = int(message["x"]), int(message["y"])
        except (TypeError, ValueError, OverflowError):
            return False
        found = arrangement.at(x, y)
        if not given.buttons and found is not None:
            given.target = found[0]
        if given.target is None:
            return False
        message["x"], message["y"] = arrangement.within(given.target, x, y)  # type: ignore[arg-type]
        return True

    # The end

    def exit(self, code: int) -> None:
        """Ends the process as the C library's ``exit`` would: at once, past any ``finally``."""
        self._leave(code)

    def farewell(self, code: int) -> None:
        """Shows the last picture and tells the app how the script ended."""
        self.show_unseen()
        self._channel.tell({"t": "exit", "code": code, "swaps": self._swaps})
        self._channel.flush(1.0)

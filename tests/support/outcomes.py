# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How a script ends up, seen by the same eyes on the stage and with the real libraries on an X display."""

from __future__ import annotations

import contextlib
import ctypes
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sidelight.domain.running import Outcome
from sidelight.sandbox.frames import Frame
from sidelight.workbench.picture import PictureJudge
from support.stage_truth import real_environment

SETTLED_S = 0.7
"""After the first picture: windows of Qt are painted in pieces, and a first size is not always the last."""
STILL_S = 2.5
BLANK_S = 4.0
NOTHING_S = 9.0
"""Without any window. An endless loop takes that long to be believed."""
LOOK_S = 0.03

_ERROR = re.compile(r"(?:\w+\.)*\w*(?:Error|Exception|Exit)\b|\w+: error: ")
_PLACE = re.compile(r" at 0x[0-9a-f]+")


@dataclass(frozen=True)
class Ending:
    """``outcome`` as in a run's record; ``error`` is the last line that names one, without addresses."""

    outcome: Outcome
    error: str


class Eyes:
    """Looks at pictures as they come, and says when enough was seen."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._window: float | None = None
        self._shown: float | None = None
        self._all, self._settled = PictureJudge(), PictureJudge()

    def look(self, frame: Frame) -> None:
        """Take one picture into account."""
        now = self._clock()
        self._window = self._window if self._window is not None else now
        self._all.look(frame, keep=False)
        if self._shown is None and self._all.outcome is not Outcome.BLANK:
            self._shown = now
        if self._shown is not None and now - self._shown >= SETTLED_S:
            self._settled.look(frame, keep=False)

    @property
    def outcome(self) -> Outcome:
        """What the pictures showed, if the script made no error."""
        if self._shown is None:
            return Outcome.BLANK
        return Outcome.CHANGING if self._settled.outcome is Outcome.CHANGING else Outcome.STATIC

    def enough(self) -> bool:
        """Whether more looking would change nothing."""
        now = self._clock()
        if self._shown is not None:
            least = SETTLED_S + 0.5 if self.outcome is Outcome.CHANGING else STILL_S
            return now - self._shown > least
        return now - (self._window or self._began) > (BLANK_S if self._window else NOTHING_S)


def last_error(text: str) -> str:
    """The last line that names an error, without addresses in memory; empty if none does."""
    lines = [_PLACE.sub("", line.strip()) for line in text.splitlines()]
    return next((line for line in reversed(lines) if _ERROR.match(line)), "")


def ending(eyes: Eyes, code: int | None, errors: str) -> Ending:
    """``code`` is ``None`` if the script was still there."""
    return Ending(Outcome.ERROR if code else eyes.outcome, last_error(errors))


def on_stage(child) -> Ending:
    """Watch a script that was started on the stage."""
    eyes, seen = Eyes(), 0
    while child.process.poll() is None and not eyes.enough():
        child._pump(LOOK_S)
        frame = child.frames.latest()
        if frame is not None and frame.seq != seen:
            seen = frame.seq
            eyes.look(frame)
    frame = child.frames.latest()
    if frame is not None and frame.seq != seen:
        eyes.look(frame)
    return ending(eyes, child.process.poll(), child.err)


def bare(script: Path, screen: Screen) -> Ending:
    """Run a script with the real libraries on a display that shows nothing else, and watch it."""
    eyes = Eyes()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, str(script)],
            env=real_environment() | {"DISPLAY": screen.name, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        try:
            while process.poll() is None and not eyes.enough():
                picture = screen.largest_window()
                if picture is not None:
                    eyes.look(picture)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(LOOK_S)
            code = process.poll()
        finally:
            process.kill()
            process.wait()
        errors.seek(0)
        return ending(eyes, code, errors.read().decode("utf-8", "replace"))


class _Image(ctypes.Structure):
    _fields_ = (
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("xoffset", ctypes.c_int),
        ("format", ctypes.c_int),
        ("data", ctypes.c_void_p),
        ("orders", ctypes.c_int * 5),
        ("bytes_per_line", ctypes.c_int),
        ("bits_per_pixel", ctypes.c_int),
    )


class Screen:
    """What an X display shows, read by Xlib.

    Args:
        name: of the display, as ``:99``.
        width: of its screen, in pixels.
        height: likewise.
    """

    def __init__(self, name: str, width: int, height: int) -> None:
        self.name = name
        self._width, self._height = width, height
        self._x11 = library = ctypes.CDLL("libX11.so.6")
        library.XOpenDisplay.restype = ctypes.c_void_p
        library.XDefaultRootWindow.restype = ctypes.c_ulong
        library.XGetImage.restype = ctypes.POINTER(_Image)
        self._display = ctypes.c_void_p(library.XOpenDisplay(name.encode()))
        assert self._display, f"no display {name}"
        self._root = ctypes.c_ulong(library.XDefaultRootWindow(self._display))

    def largest_window(self) -> Frame | None:
        """The picture of the largest window that is shown; ``None`` if none is."""
        # Nothing may come or go meanwhile: asking for a window that has gone ends the process.
        self._x11.XGrabServer(self._display)
        try:
            shown = [found for window in self._windows() if (found := self._place(window)) is not None]
            return self._picture(*max(shown, key=lambda place: place[2] * place[3])) if shown else None
        finally:
            self._x11.XUngrabServer(self._display)
            self._x11.XFlush(self._display)

    def close(self) -> None:
        """Hang up."""
        self._x11.XCloseDisplay(self._display)

    def _windows(self) -> Iterator[int]:
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        children = ctypes.POINTER(ctypes.c_ulong)()
        given = (ctypes.byref(value) for value in (root, parent, children, count))
        self._x11.XQueryTree(self._display, self._root, *given)
        yield from children[: count.value]
        if children:
            self._x11.XFree(children)

    def _place(self, window: int) -> tuple[int, int, int, int] | None:
        # XWindowAttributes begins with x, y, width, height, border and depth; its state is the 23rd word.
        words = (ctypes.c_int * 64)()
        self._x11.XGetWindowAttributes(self._display, ctypes.c_ulong(window), words)
        state = words[23]
        x, y, width, height = words[:4]
        left, top = max(0, x), max(0, y)
        wide, high = min(x + width, self._width) - left, min(y + height, self._height) - top
        # Windows of a few pixels are no one's picture: toolkits keep such for themselves.
        return (left, top, wide, high) if state == 2 and wide > 20 and high > 20 else None

    def _picture(self, left: int, top: int, width: int, height: int) -> Frame:
        planes, by_pixel = ctypes.c_ulong(0xFFFFFF), 2
        image = self._x11.XGetImage(self._display, self._root, left, top, width, height, planes, by_pixel)
        try:
            found = image.contents
            assert (found.bits_per_pixel, found.bytes_per_line) == (32, 4 * width)
            pixels = memoryview(bytearray(ctypes.string_at(found.data, 4 * width * height)))
        finally:
            self._x11.XDestroyImage(image)
        return Frame(width, height, 0, 0, pixels)

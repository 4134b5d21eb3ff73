# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A page at work in the sandbox, as tests look at it and touch it."""

from __future__ import annotations

import select
import time
from collections.abc import Callable

from sidelight.sandbox.events import Ended, LimitHit, Output, StageMessage

PATIENCE_S = 100.0
LEFT = 1


class Shown:
    """A page at work, with all that it said so far."""

    def __init__(self, running) -> None:
        self.running = running
        self.out = self.err = ""
        self.messages: list[dict] = []
        self.limits: list[str] = []
        self.end = None

    def pump(self) -> None:
        """Take in what happened."""
        for event in self.running.events():
            match event:
                case Output("stdout", text):
                    self.out += text
                case Output("stderr", text):
                    self.err += text
                case StageMessage(content):
                    self.messages.append(dict(content))
                case LimitHit(name):
                    self.limits.append(name)
                case Ended(end):
                    self.end = end

    def until(self, holds: Callable[[], object], patience_s: float = PATIENCE_S) -> None:
        """Wait until something holds."""
        until = time.monotonic() + patience_s
        while True:
            self.pump()
            if holds():
                return
            assert self.end is None, (self.end, self.out, self.err)
            assert time.monotonic() < until, (self.out, self.err, self.messages[-5:])
            select.select([self.running], [], [], 0.05)

    @property
    def notices(self) -> list[str]:
        """The sentences for the person."""
        return [message["text"] for message in self.messages if message["t"] == "notice"]

    @property
    def frames(self) -> int:
        """How many pictures there were."""
        frame = self.running.latest_frame()
        return 0 if frame is None else frame.seq

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the newest picture."""
        frame = self.running.latest_frame()
        return (0, 0) if frame is None else (frame.width, frame.height)

    def pixel(self, x: int, y: int) -> tuple[int, int, int]:
        """Red, green and blue at a place of the newest picture."""
        frame = self.running.latest_frame()
        if frame is None or x >= frame.width or y >= frame.height:
            return (-1, -1, -1)
        at = 4 * (y * frame.width + x)
        blue, green, red = bytes(frame.pixels[at : at + 3])
        return red, green, blue

    def press(self, key: str, text: str = "") -> None:
        """A key, down and up."""
        for down in (True, False):
            self.running.send({"t": "key", "key": key, "text": text if down else "", "down": down, "mods": 0})

    def click(self, x: int, y: int) -> None:
        """The left button at a place, down and up."""
        self.running.send({"t": "motion", "x": x, "y": y, "mods": 0})
        for down in (True, False):
            self.running.send({"t": "button", "b": LEFT, "x": x, "y": y, "down": down, "mods": 0})


def body(script: str, head: str = "", inside: str = "") -> str:
    """A page with a script."""
    return f"<!doctype html><html><head>{head}</head><body style='margin:0'>{inside}<script>{script}</script>"

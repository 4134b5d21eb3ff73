# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What decoded pictures take in memory: those out of sight for longest give their pixels back.

Each keeps a thumb of itself, so that it is never blank, and is decoded again, beside the window, before it
comes into sight.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from sidelight.api import Image
from sidelight.gui.awaited import Awaited
from sidelight.gui.rendered.grounds import SMALL, Decoding, Picture, Room
from sidelight.gui.rendered.image import ImageBody

BUDGET = 192 << 20
"""Bytes that the pixels of all pictures may take; what can be seen stays even if that is more."""
_AT_ONCE, _MOST_WAITING = 2, 12


@dataclass(slots=True, eq=False)
class _Held:
    body: ImageBody
    image: Image
    wanted: tuple[int, int] | None = None
    copied: bool = False
    under_way: bool = False


class Pixels(QObject):
    """Gives pictures their pixels, and takes them back."""

    def __init__(self, decoding: Decoding, parent: QObject, budget: int = BUDGET) -> None:
        super().__init__(parent)
        self._decoding = decoding
        self._awaited = Awaited(self)
        self.budget = budget
        self._held: OrderedDict[int, _Held] = OrderedDict()  # what was near for longest ago first
        self._waiting: list[_Held] = []
        self._under_way = 0

    @property
    def weight(self) -> int:
        """The bytes that all pictures take now."""
        return sum(one.body.weight for one in self._held.values() if isValid(one.body))

    def take(self, body: ImageBody, image: Image) -> None:
        """Look after the pixels of a picture; ``image`` is what they are decoded from."""
        body.encoded = image.data
        known = self._held.pop(id(body), None)
        if known is None:
            body.pixels_wanted.connect(self._want)
            body.copy_wanted.connect(self._copy)
            body.destroyed.connect(partial(self._held.pop, id(body), None))
        self._held[id(body)] = _Held(body, image)
        self._trim()

    def near(self, body: ImageBody) -> None:
        """It can be seen, or soon will be."""
        if id(body) in self._held:
            self._held.move_to_end(id(body))
            if body.resting:
                self._want(body, *body.shown)

    def close(self) -> None:
        """Nothing more is decoded."""
        self._awaited.stop()
        self._waiting.clear()
        self._held.clear()

    def _want(self, body: ImageBody, width: int, height: int) -> None:
        held = self._held.get(id(body))
        if held is None or held.under_way or held.wanted == (width, height):
            return
        held.wanted = (width, height)
        if held in self._waiting:
            self._waiting.remove(held)
        self._waiting.append(held)
        for passed in self._waiting[:-_MOST_WAITING]:
            passed.wanted = None  # the reader has gone on
        del self._waiting[:-_MOST_WAITING]
        self._begin()

    def _copy(self, body: ImageBody) -> None:
        held = self._held.get(id(body))
        if held is not None:
            held.copied = True
            self._want(body, *body.picture.whole)

    def _begin(self) -> None:
        while self._waiting and self._under_way < _AT_ONCE:
            seen = [one for one in self._waiting if one.copied or in_sight(one.body)]
            held = (seen or self._waiting)[-1]
            self._waiting.remove(held)
            if not isValid(held.body):
                continue
            held.under_way = True
            self._under_way += 1
            width, height = held.wanted or (0, 0)
            room = Room(width=width, height=height) if width else SMALL
            self._awaited.add(self._decoding.begin(held.image, room), partial(self._came, held))

    def _came(self, held: _Held, future: Future[Picture | None]) -> None:
        self._under_way -= 1
        held.under_way, held.wanted = False, None
        picture = future.result()
        if picture is not None and isValid(held.body) and self._held.get(id(held.body)) is held:
            if held.copied and picture.is_whole:
                held.copied = False
                QGuiApplication.clipboard().setImage(picture.pixels)
            else:
                held.body.show_pixels(picture)
            if held.copied:
                self._want(held.body, *held.body.picture.whole)
            self._trim()
        self._begin()

    def _trim(self) -> None:
        taken = self.weight
        for held in tuple(self._held.values())[:-1]:  # the last one is about to be seen
            if taken <= self.budget:
                return
            if isValid(held.body) and not held.body.resting and not in_sight(held.body):
                before = held.body.weight
                held.body.rest()
                taken -= before - held.body.weight


def in_sight(body: ImageBody) -> bool:
    """Whether any of it can be seen now."""
    return isValid(body) and body.isVisible() and not body.visibleRegion().isEmpty()

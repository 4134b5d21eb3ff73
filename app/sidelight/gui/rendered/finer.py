# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A picture that is drawn larger than it was made for is asked for again, in more pixels."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from math import sqrt

from PySide6.QtCore import QObject, QRectF
from shiboken6 import isValid

from sidelight.api import Kind
from sidelight.domain.artifact import Artifact
from sidelight.gui.rendered.asking import Ask, Asking
from sidelight.gui.rendered.body import Body, Made
from sidelight.gui.rendered.image import ImageBody
from sidelight.gui.rendered.making import svg_behind

AS = "as"
"""The setting by which a renderer that gives pictures is asked for another kind."""
MOST_PIXELS = 12_000_000
PART = "part"
"""The setting by which the renderer for SVG draws a part alone: left, top, width, height, in shares."""
SVG = "svg"
_MORE = 1.15
_BEYOND = 0.3


def fineness(body: ImageBody) -> float:
    """Pixels that its picture has for each device-independent one."""
    return body.picture.whole[0] / max(1.0, body.picture.width)


class Finer(QObject):
    """Keeps one picture as fine as it is large. Lives as long as the picture.

    Attributes:
        ask: what gave the picture.
    """

    def __init__(self, body: ImageBody, ask: Ask, asking: Asking) -> None:
        super().__init__(body)
        self.ask = ask
        self._body = body
        self._asking = asking
        self._under_way: Ask | None = None
        self._enough = 0.0
        self._asked = (0.0, QRectF())
        self._part: tuple[float, QRectF] | None = None
        body.finer_wanted.connect(self._want)

    def follow(self, ask: Ask) -> None:
        """Another wish gave the picture, as in other colours: what is on its way is of before."""
        self._drop()
        self.ask, self._enough, self._part = ask, 0.0, None

    def _want(self, scale: float, seen: QRectF) -> None:
        picture = self._body.picture
        most = sqrt(MOST_PIXELS / max(1.0, picture.width * picture.height))
        if scale > most * _MORE and fineness(self._body) * _MORE >= min(most, self._enough or most):
            self._want_part(scale, seen)
            return
        scale = min(scale, most)
        have = fineness(self._body)
        job = self.ask.job
        if scale < have * _MORE or (self._enough and scale > self._enough) or job is None:
            return
        if self._is_asked(scale, QRectF(0, 0, 1, 1)):
            return
        self._drop()
        context = replace(self.ask.context, scale=scale)
        name = job.info.id if job.info is not None else None
        self._under_way = self._asking.ask(
            self.ask.artifact, context, self._came, renderer=name, place=("finer", id(self)), whole=True
        )

    def _want_part(self, scale: float, seen: QRectF) -> None:
        """Have what is seen drawn alone, and a little beyond: all of it in such pixels would be too many."""
        job = self.ask.job
        svg = svg_behind(job) if job is not None else None
        known = self._part
        if svg is None or (known is not None and known[0] >= scale / _MORE and known[1].contains(seen)):
            return
        if self._is_asked(scale, seen):
            return
        beyond_x, beyond_y = seen.width() * _BEYOND, seen.height() * _BEYOND
        part = seen.adjusted(-beyond_x, -beyond_y, beyond_x, beyond_y).intersected(QRectF(0, 0, 1, 1))
        self._drop()
        self._asked = (scale, part)
        wish = [part.left(), part.top(), min(part.width(), 1.0), min(part.height(), 1.0)]
        context = replace(
            self.ask.context,
            scale=scale,
            width=max(self.ask.context.width, self._body.picture.width),
            settings={**self.ask.context.settings, PART: wish},
        )
        artifact = Artifact(self.ask.artifact.index, SVG, svg.decode("utf-8", "replace"), True)
        self._under_way = self._asking.ask(
            artifact, context, partial(self._part_came, scale, part), place=("part", id(self)), whole=True
        )

    def _is_asked(self, scale: float, seen: QRectF) -> bool:
        """Whether just that is on its way: asked for again at each move, it would never come."""
        if self._under_way is None or self._asked[0] != scale or not self._asked[1].contains(seen):
            self._asked = (scale, seen)
            return False
        return True

    def _part_came(self, scale: float, part: QRectF, ask: Ask) -> None:
        if not isValid(self) or not isValid(self._body):
            return
        self._under_way = None
        if ask.picture is not None:
            self._part = (scale, part)
            self._body.show_part(ask.picture, part)

    def _drop(self) -> None:
        if self._under_way is not None:
            self._under_way.drop()
            self._under_way = None

    def _came(self, ask: Ask) -> None:
        if not isValid(self) or not isValid(self._body):
            return
        self._under_way = None
        if ask.picture is None or ask.job is None:
            return
        if ask.picture.whole[0] <= self._body.picture.whole[0]:
            self._enough = fineness(self._body)  # there is no more in it
            return
        self._part = None
        self._body.replace(ask.picture, svg_behind(ask.job))
        _look_after(self._body, ask, self._asking)


def keep_fine(body: Body, ask: Ask | None, asking: Asking) -> None:
    """Do so for this drawing, if it is a picture; again with what gave it last.

    From then on its pixels are taken away while it is out of sight.
    """
    if not isinstance(body, ImageBody) or ask is None:
        return
    _look_after(body, ask, asking)
    known = body.findChild(Finer)
    if known is not None:
        known.follow(ask)
    else:
        Finer(body, ask, asking)


def _look_after(body: ImageBody, ask: Ask, asking: Asking) -> None:
    job = ask.job
    rendered = job.rendered if job is not None else None
    if rendered is not None and rendered.image is not None:
        asking.pixels.take(body, rendered.image)
    may = job is not None and job.info is not None and Kind.SVG in job.info.output
    body.svg_later = partial(_make_svg, ask, asking) if may else None


def _make_svg(ask: Ask, asking: Asking, made: Made) -> None:
    """Have the renderer of a picture make a drawing of it instead, as it does where its settings say so."""
    info = ask.job.info if ask.job is not None else None
    context = replace(ask.context, settings={**ask.context.settings, AS: Kind.SVG.value})

    def done(come: Ask) -> None:
        job = come.job
        made(job.source_svg if job is not None else None, job.failure if job is not None else "")

    renderer = info.id if info is not None else None
    asking.ask(ask.artifact, context, done, renderer=renderer, place=("svg", id(made)))

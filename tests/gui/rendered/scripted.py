# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Renderers whose results a test gives by hand, when it wants to."""

from __future__ import annotations

import os
from types import SimpleNamespace

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from sidelight.api import Image, Rendered


def png(width=40, height=20, colour="#204080", *, baseline=None, clear=False):
    """A picture in one colour; ``clear`` leaves its left half transparent."""
    pixels = QImage(width, height, QImage.Format.Format_ARGB32)
    pixels.fill(QColor(colour))
    if clear:
        for x in range(width // 2):
            for y in range(height):
                pixels.setPixelColor(x, y, QColor(0, 0, 0, 0))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixels.save(buffer, "PNG")
    return Image(bytes(buffer.data().data()), width, height, baseline)


def info(identifier, *languages, streaming="final", engine="", isolation="worker"):
    return SimpleNamespace(
        id=identifier,
        name=f"The {identifier}",
        languages=languages,
        streaming=streaming,
        engine=engine,
        isolation=isolation,
        output=(),
    )


class Scripted:
    """Stands in for the workbench's ``Rendering``; what is asked stays in ``jobs`` until a test ends it."""

    def __init__(self, *infos):
        self.infos = list(infos)
        self.jobs = []
        self.orders = {}
        self.forgiven = []
        self.installed = ()
        self.put_aside = None
        self.revision = 0
        self._ended = []
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._reading, False)

    def choices(self, artifact):
        fits = [one for one in self.infos if artifact.language in one.languages]
        order = self.orders.get(artifact.language, ())
        return tuple(sorted(fits, key=lambda one: order.index(one.id) if one.id in order else len(order)))

    def aside(self, artifact):
        return self.put_aside if self.put_aside and artifact.language in self.put_aside.languages else None

    def start(self, artifact, context, renderer_id=None, *, place=None):
        choices = self.choices(artifact)
        chosen = next((one for one in choices if one.id == renderer_id), choices[0])
        job = SimpleNamespace(
            artifact=artifact,
            context=context,
            info=chosen,
            place=place,
            ended=False,
            rendered=None,
            failure="",
            line=None,
            declined=False,
            superseded=False,
            unchanged=False,
            source_svg=None,
            cancelled=False,
        )
        job.cancel = lambda: setattr(job, "cancelled", True)
        self.jobs.append(job)
        return job

    def end(self, job, rendered=None, **facts):
        job.rendered, job.ended = rendered, True
        for name, value in facts.items():
            setattr(job, name, value)
        self._ended.append(job)
        os.write(self._writing, b"!")

    def draw(self, job, **facts):
        """End it with a picture."""
        self.end(job, Rendered.of_png(png(**facts), alt_text="a picture"))

    @property
    def open(self):
        return [job for job in self.jobs if not job.ended]

    def fileno(self):
        return self._reading

    def pump(self):
        try:
            os.read(self._reading, 4096)
        except BlockingIOError:
            pass
        ended, self._ended = self._ended, []
        return ended

    def order(self, language):
        return self.orders.get(language, ())

    def set_order(self, language, identifiers):
        self.orders[language] = tuple(identifiers)
        self.revision += 1
        os.write(self._writing, b"!")

    def plugins(self):
        return self.installed

    def change(self):
        """Other plugins."""
        self.revision += 1
        os.write(self._writing, b"!")

    def watched(self):
        return ()

    def look_again(self):
        pass

    def set_enabled(self, identifier, on):
        pass

    def forgive(self, identifier):
        self.forgiven.append(identifier)
        self.revision += 1
        os.write(self._writing, b"!")

    def close(self):
        os.close(self._reading)
        os.close(self._writing)

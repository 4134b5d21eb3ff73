# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Saving what a script drew: a frame, several side by side, a clip; the slow part on another thread."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, Signal
from PySide6.QtGui import QImage

from sidelight.gui.awaited import Awaited

_UNFIT = re.compile(r"[^\w\-. ]+")


def save_frame(picture: QImage, folder: Path, title: str) -> Path:
    """Write a picture under the first free name made from ``title``; nothing is ever overwritten.

    Raises:
        OSError: the folder cannot be made or written.
    """
    return save_bytes(png_of(picture), folder, title, "png")


def save_bytes(content: bytes, folder: Path, title: str, suffix: str) -> Path:
    """Write a file under the first free name made from ``title``; nothing is ever overwritten.

    Raises:
        OSError: the folder cannot be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stem = _UNFIT.sub(" ", title).strip(" .")[:60] or "frame"
    number = 1
    while True:
        path = folder / f"{stem} {number}.{suffix}"
        try:
            with path.open("xb") as file:
                file.write(content)
            return path
        except FileExistsError:
            number += 1


def png_of(picture: QImage) -> bytes:
    """A picture as PNG.

    Raises:
        OSError: Qt cannot write it; an empty picture, for one.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not picture.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise OSError("the picture could not be written as PNG")
    return bytes(buffer.data().data())


class Saving(QObject):
    """Makes one file at a time on a thread.

    Signals:
        saved: the file's ``Path``, and its content.
        failed: why it could not be saved, as a few words.
    """

    saved = Signal(object, object)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._awaited = Awaited(self)

    @property
    def busy(self) -> bool:
        """Whether a file is being made."""
        return self._awaited.waiting

    def begin(self, make: Callable[[], bytes], folder: Path, title: str, suffix: str) -> bool:
        """Make a file's content and write it, unless ``busy``; returns whether it was begun."""
        if self.busy:
            return False
        future: Future[tuple[Path, bytes]] = Future()

        def work() -> None:
            try:
                content = make()
                future.set_result((save_bytes(content, folder, title, suffix), content))
            except Exception as error:  # whatever it is, it is said where it was asked for
                future.set_exception(error)

        self._awaited.add(future, self._see)
        threading.Thread(target=work, name="saving a picture", daemon=True).start()
        return True

    def _see(self, future: Future[tuple[Path, bytes]]) -> None:
        error = future.exception()
        if error is None:
            self.saved.emit(*future.result())
        else:
            self.failed.emit((error.strerror if isinstance(error, OSError) else "") or str(error))

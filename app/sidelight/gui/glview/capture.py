# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Saving what a script drew as a PNG file, in the script's own pixels."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

_UNFIT = re.compile(r"[^\w\-. ]+")


def save_frame(picture: QImage, folder: Path, title: str) -> Path:
    """Write a picture under the first free name made from ``title``; nothing is ever overwritten.

    Raises:
        OSError: the folder cannot be made or written.
    """
    png = png_of(picture)
    folder.mkdir(parents=True, exist_ok=True)
    stem = _UNFIT.sub(" ", title).strip(" .")[:60] or "frame"
    number = 1
    while True:
        path = folder / f"{stem} {number}.png"
        try:
            with path.open("xb") as file:
                file.write(png)
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

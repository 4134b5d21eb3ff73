# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Reading a picture as the one format that it is said to have.

A project may be a stranger's, and Qt would otherwise try every format that a plugin of its own can read: PDF,
for one, where the browser engine is installed.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImage, QImageReader


def decoded(data: bytes, kind: Literal["png", "jpeg"] = "png") -> QImage:
    """The picture in these bytes; a null one if they are no file of this kind."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, kind.encode())
    reader.setAutoDetectImageFormat(False)
    return reader.read()

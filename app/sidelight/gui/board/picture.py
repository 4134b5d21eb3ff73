# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Pictures of a board: a table drawn whole, with what was counted below it, to be read and for programs."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QTableView

from sidelight.gui.theme import Theme
from sidelight.workbench import board_asked
from sidelight.workbench.board import Board

TWICE = 2
"""Pixels of a picture for one of the screen."""

KEY = "sidelight"
"""Under which a picture holds what was counted, as JSON."""


def drawn(copy: QTableView, size: QSize, theme: Theme) -> QImage:
    """A table that nobody sees, drawn in a size, without a mark on any row."""
    copy.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    copy.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    copy.resize(size)
    copy.clearSelection()
    copy.setCurrentIndex(QModelIndex())
    made = QPixmap(size * TWICE)
    made.setDevicePixelRatio(TWICE)
    made.fill(theme.colour("page"))
    copy.render(made)
    return made.toImage()


def captioned(image: QImage, board: Board, theme: Theme) -> QImage:
    """The picture with what was counted below it, and in its text chunks."""
    told = f"{board_asked.counted(board)}. {board_asked.told(board)}"
    font, space = theme.sans(11), theme.space.m
    wide = image.width() // TWICE - 2 * space
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
    needed = QFontMetricsF(font).boundingRect(QRectF(0, 0, wide, 10_000), int(flags), told)
    tall = int(needed.height()) + 2 * space
    made = QImage(image.width(), image.height() + tall * TWICE, QImage.Format.Format_RGB32)
    made.fill(theme.colour("page"))
    painter = QPainter(made)
    painter.drawImage(QRect(0, 0, image.width(), image.height()), image)
    painter.scale(TWICE, TWICE)
    painter.setFont(font)
    painter.setPen(theme.colour("quiet"))
    below = QRectF(space, image.height() / TWICE + space, wide, tall)
    painter.drawText(below, int(flags), told)
    painter.end()
    made.setText("Description", told)
    made.setText(KEY, board_asked.as_line(board))
    return made

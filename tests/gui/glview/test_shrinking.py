# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A picture that is shown much smaller keeps its thin lines."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from sidelight.gui.glview.shrinking import Shrinker

LARGE, SMALL = QSize(960, 600), QSize(320, 200)


def lined() -> QImage:
    """Thin white lines on black, at all places and at a slant."""
    image = QImage(LARGE, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    painter.setPen(QPen(QColor("white"), 1))
    for at in range(20, 560, 20):
        painter.drawLine(20, at + at // 20 % 3, 400, at + at // 20 % 3)
    painter.drawLine(QPointF(420, 20), QPointF(940, 300))
    painter.end()
    return image


def painted(shrinker: Shrinker, image: QImage, size: QSize) -> QImage:
    out = QImage(size, QImage.Format.Format_RGB32)
    out.fill(Qt.GlobalColor.red)
    painter = QPainter(out)
    shrinker.paint(painter, QRectF(0, 0, size.width(), size.height()), image)
    painter.end()
    return out


def test_no_line_is_lost_and_all_are_alike(qapp):
    small = painted(Shrinker(), lined(), SMALL)
    column = [small.pixelColor(60, y).red() for y in range(SMALL.height())]
    # Each has its third of the light, in one row or shared by two.
    for line in range(1, 28):
        at = (20 * line + line % 3) // 3
        assert 70 <= sum(column[max(0, at - 1) : at + 2]) <= 100
    slanted = [max(small.pixelColor(x, y).red() for y in range(5, 102)) for x in range(145, 310)]
    assert min(slanted) > 25


@pytest.mark.parametrize("size", [LARGE, QSize(480, 300), QSize(700, 437)])
def test_where_a_painter_does_as_well_nothing_is_averaged(qapp, size):
    shrinker, image = Shrinker(), lined()
    out = painted(shrinker, image, size)
    assert shrinker.made == 0
    if size == LARGE:
        assert out == image


def test_a_picture_is_made_small_once_and_again_when_its_pixels_are_others(qapp):
    shrinker, image = Shrinker(), lined()
    first = shrinker.shrunk(image, SMALL, 1)
    assert shrinker.shrunk(image, SMALL, 1).cacheKey() == first.cacheKey()
    assert shrinker.made == 1
    shrinker.shrunk(image, SMALL, 2)
    shrinker.shrunk(image, QSize(200, 125), 2)
    assert shrinker.made == 3
    assert shrinker.shrunk(QImage(), SMALL).isNull()
    assert shrinker.shrunk(image, QSize(0, 0)) == image


def test_a_live_picture_keeps_its_lines_too(qtbot, run, view, window):
    image = lined()
    run.draw(image.width(), image.height(), image.constBits())
    qtbot.waitUntil(view.canvas.has_picture)
    window.resize(320, 500)
    qtbot.waitUntil(lambda: 0 < view.canvas.picture_rect().width() < 400)
    shown = view.canvas.grab().toImage()
    area = view.canvas.picture_rect()
    column = [
        shown.pixelColor(round(area.left() + area.width() * 0.2), y).red()
        for y in range(round(area.top()), round(area.bottom()))
    ]
    lines = [at for at in range(1, len(column) - 1) if column[at] > 20]
    assert len(lines) >= 27

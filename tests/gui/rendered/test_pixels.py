# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What decoded pictures take in memory, and that none is blank for it."""

from __future__ import annotations

import faulthandler
import os
import threading
import time

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from gui.rendered.scripted import info, png
from sidelight.api import Image
from sidelight.gui.rendered.grounds import SMALL, Room, decode
from sidelight.gui.rendered.pixels import in_sight

PATIENCE_MS = 100_000
MANY = 8
WIDE, HIGH = 1600, 1200
COLOUR = "#204080"


def noise(side):
    """A picture that takes long to decode."""
    shape = (side, side, QImage.Format.Format_RGB32)
    smooth = Qt.TransformationMode.SmoothTransformation
    small = QImage(os.urandom(4 * 250_000), 500, 500, QImage.Format.Format_RGB32)
    pixels = small.scaled(*shape[:2], Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixels.save(buffer, "PNG")
    return Image(bytes(buffer.data().data()), side, side)


@pytest.fixture
def many(scripted, open_answer, qtbot):
    """An answer with large pictures far from each other, of which a few fit into the budget."""
    rendering = scripted(info("image", "image"))
    words = "\n\n".join(f"Paragraph {n} of some words." for n in range(40))
    text = "".join(f"```image\n{n}\n```\n\n{words}\n\n" for n in range(MANY))
    view, drawings = open_answer(rendering, text, size=(700, 600))
    drawings.studio.asking.pixels.budget = 14 << 20
    bar = view.verticalScrollBar()

    def see(index):
        """Scroll until it is in sight and drawn."""

        def there():
            view.show_line(index, 1) if drawings.drawing(index) is None else None
            if drawings.drawing(index) is not None:
                bar.setValue(round(view.page.y + view.embeds.box(index).top() - 40))
            for job in list(rendering.open):
                rendering.draw(job, width=WIDE, height=HIGH, colour=COLOUR)
            return drawings.drawing(index) is not None and in_sight(drawings.drawing(index).body)

        qtbot.waitUntil(there, timeout=PATIENCE_MS)
        return drawings.drawing(index).body

    return view, drawings, see


def test_pictures_far_from_sight_give_their_pixels_back_and_have_them_before_they_are_seen(many, qtbot):
    view, drawings, see = many
    pixels = drawings.studio.asking.pixels
    bodies = [see(index) for index in range(MANY)]
    qtbot.waitUntil(lambda: bodies[0].resting and bodies[1].resting, timeout=PATIENCE_MS)
    assert pixels.weight <= pixels.budget
    qtbot.waitUntil(lambda: not bodies[-1].resting, timeout=PATIENCE_MS)
    bar = view.verticalScrollBar()
    # A page away from it: it is not seen yet.
    bar.setValue(round(view.page.y + view.embeds.box(0).bottom() + 200))
    assert not in_sight(bodies[0])
    qtbot.waitUntil(lambda: not bodies[0].resting, timeout=PATIENCE_MS)
    assert not in_sight(bodies[0])
    assert pixels.weight <= pixels.budget


def test_one_that_is_reached_in_a_leap_is_never_blank_and_soon_sharp(many, qtbot):
    view, _drawings, see = many
    bodies = [see(index) for index in range(MANY)]
    first = bodies[0]
    qtbot.waitUntil(lambda: first.resting, timeout=PATIENCE_MS)
    view.verticalScrollBar().setValue(round(view.page.y + view.embeds.box(0).top() - 40))
    seen = first.grab().toImage()
    assert seen.pixelColor(seen.width() // 2, seen.height() // 2).name() == COLOUR
    qtbot.waitUntil(lambda: not first.resting, timeout=PATIENCE_MS)
    assert first.picture.pixels.width() >= first.scale * WIDE
    assert first.picture.pixels.width() < WIDE, "no more pixels than are seen"


def test_all_of_a_picture_is_copied_and_saved_whatever_is_kept_of_it(many, qtbot):
    _view, _drawings, see = many
    first = see(0)
    for index in range(1, MANY):
        see(index)
    qtbot.waitUntil(lambda: first.resting, timeout=PATIENCE_MS)
    QApplication.clipboard().clear()
    first.copy()
    qtbot.waitUntil(lambda: not QApplication.clipboard().image().isNull(), timeout=PATIENCE_MS)
    assert QApplication.clipboard().image().size().toTuple() == (WIDE, HIGH)
    assert decode(Image(first.saved().data, 1, 1)).whole == (WIDE, HIGH)


def test_made_larger_it_gets_all_of_its_pixels(many, qtbot):
    _view, _drawings, see = many
    body = see(0)
    assert not body.picture.is_whole or body.picture.whole == (WIDE, HIGH)
    body.zoom_by(4)
    qtbot.waitUntil(lambda: body.picture.is_whole, timeout=PATIENCE_MS)
    assert body.picture.whole == (WIDE, HIGH)


def test_a_picture_has_no_more_pixels_than_its_room_takes():
    image = png(2000, 1000, clear=True)
    assert decode(image).whole == decode(image, SMALL).whole == (2000, 1000)
    assert decode(image, Room(width=500, height=250)).pixels.size().toTuple() == (500, 250)
    assert decode(image, Room(width=1900, height=900)).is_whole
    narrow = decode(image, Room(width=10, height=500))
    assert narrow.pixels.height() >= 500, "a picture that is shown out of shape is never too small"
    assert decode(image).at_rest().pixels.width() < 300


def test_decoding_does_not_hold_other_threads_up():
    image, done = noise(2000), []

    def work():
        began = time.thread_time()
        decode(image)
        done.append(time.thread_time() - began)

    thread = threading.Thread(target=work)
    began = time.thread_time()
    thread.start()
    while not done:
        pass
    spent = time.thread_time() - began
    thread.join()
    # Both want the processor all the time, so each gets a like share of it, however much others take.
    assert spent > done[0] / 4


def test_pictures_are_decoded_while_the_window_makes_widgets_with_icons(qtbot, theme):
    """Both read pictures: neither may wait for a lock of Qt's with Python's in its hands."""
    image, done = png(600, 400, clear=True), []

    def work():
        for _ in range(300):
            decode(image)
        done.append(True)

    thread = threading.Thread(target=work, daemon=True)
    faulthandler.dump_traceback_later(120, exit=True)  # a lock for ever could not be waited for otherwise
    thread.start()
    holder = QWidget()
    qtbot.addWidget(holder)
    while not done:
        field = QLineEdit(holder)
        field.setClearButtonEnabled(True)
        field.deleteLater()
        QApplication.processEvents()
    faulthandler.cancel_dump_traceback_later()
    thread.join()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from sidelight.gui.glview.canvas import Canvas
from sidelight.sandbox.frames import FrameRing
from sidelight.stage.ring import RingWriter


@pytest.fixture
def ring():
    frames = FrameRing.create()
    yield frames
    frames.close()


@pytest.fixture
def canvas(qtbot, theme, window):
    surface = Canvas(theme)
    surface.set_round(False)
    before, after = QLineEdit(), QLineEdit()
    for widget in (before, surface, after):
        window.layout().addWidget(widget)
    surface.setFixedSize(640, 400)
    surface.sent = []
    surface.message.connect(surface.sent.append)
    surface.after = after
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return surface


def commit(ring, width, height, pixels):
    writer = RingWriter(ring.fd)
    writer.begin()
    writer.pixels(width, height)[:] = pixels
    writer.commit(width, height)


def noise(width, height, seed=1):
    rng = random.Random(seed)
    return b"".join(rng.randbytes(3) + b"\xff" for _ in range(width * height))


def grabbed(canvas, width, height):
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    area = canvas.picture_rect().toRect()
    assert (area.width(), area.height()) == (width, height)
    part = image.copy(area)
    return bytes(part.constBits())


def test_the_pixels_painted_are_the_rings(canvas, ring):
    canvas.setFixedSize(320, 240)
    pixels = noise(320, 240)
    commit(ring, 320, 240, pixels)
    assert canvas.show_frame(ring.latest())
    assert grabbed(canvas, 320, 240) == pixels


def test_the_pixels_are_shared_not_copied_and_survive_when_kept(canvas, ring):
    commit(ring, 64, 48, bytes(64 * 48 * 4))
    frame = ring.latest()
    canvas.show_frame(frame)
    slot = RingWriter(ring.fd)
    slot._slot = slot._words[1]
    slot.pixels(64, 48)[:4] = b"\x11\x22\x33\xff"
    assert canvas._image.pixel(0, 0) == 0xFF332211
    canvas.keep()
    slot.pixels(64, 48)[:4] = bytes(4)
    assert canvas._image.pixel(0, 0) == 0xFF332211
    del frame


def test_the_same_frame_twice_is_painted_once(canvas, ring):
    commit(ring, 64, 48, noise(64, 48))
    assert canvas.show_frame(ring.latest())
    assert not canvas.show_frame(ring.latest())
    assert not canvas.show_frame(None)
    commit(ring, 64, 48, noise(64, 48, seed=2))
    assert canvas.show_frame(ring.latest())


def test_a_picture_keeps_its_aspect(canvas, ring):
    commit(ring, 100, 200, noise(100, 200))
    canvas.show_frame(ring.latest())
    area = canvas.picture_rect()
    assert (area.width(), area.height()) == (200, 400)
    assert (area.left(), area.top()) == (220, 0)


@pytest.fixture
def shown(canvas, ring):
    """A 160 x 120 script in a 640 x 400 widget: 533 x 400 at 3.33 to one, bars of 53 at both sides."""
    commit(ring, 160, 120, noise(160, 120))
    canvas.show_frame(ring.latest())
    return canvas


def test_places_are_the_scripts_pixels_in_a_letterboxed_view(shown):
    area = shown.picture_rect()
    assert shown.to_script(area.topLeft()) == (0, 0)
    assert shown.to_script(area.center()) in ((79, 59), (80, 60), (79, 60), (80, 59))
    assert shown.to_script(area.bottomRight() - QPointF(0.1, 0.1)) == (159, 119)
    assert shown.to_script(QPointF(0, 200)) == (0, 60)
    assert shown.to_script(QPointF(639, 10_000)) == (159, 119)


def test_clicks_drags_and_letting_go_outside(qtbot, shown):
    left = round(shown.picture_rect().left())
    qtbot.mousePress(shown, Qt.MouseButton.LeftButton, pos=QPoint(left + 1, 0))
    qtbot.mouseMove(shown, QPoint(2, 200))
    qtbot.mouseRelease(shown, Qt.MouseButton.LeftButton, pos=QPoint(2, 200))
    buttons = [m for m in shown.sent if m["t"] == "button"]
    assert buttons[0] == {"t": "button", "b": 1, "down": True, "x": 0, "y": 0}
    assert buttons[1] == {"t": "button", "b": 1, "down": False, "x": 0, "y": 60}
    assert {"t": "motion", "x": 0, "y": 60} in shown.sent
    assert shown.hasFocus()


def test_a_click_on_the_bars_gives_the_keyboard_but_is_no_click(qtbot, shown):
    qtbot.mouseClick(shown, Qt.MouseButton.RightButton, pos=QPoint(5, 200))
    assert shown.hasFocus()
    assert [m for m in shown.sent if m["t"] == "button"] == []


def wheel(widget, x, y):
    place = QPointF(widget.rect().center())
    event = QWheelEvent(
        place,
        QPointF(widget.mapToGlobal(place)),
        QPoint(),
        QPoint(x, y),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event


def test_the_wheel_is_the_scripts_only_with_the_keyboard_and_in_whole_notches(qtbot, shown):
    assert not wheel(shown, 0, 120).isAccepted()
    shown.setFocus()
    qtbot.waitUntil(shown.hasFocus)
    for _ in range(3):
        assert wheel(shown, 0, 40).isAccepted()
    wheel(shown, -240, 0)
    assert [m for m in shown.sent if m["t"] == "wheel"] == [
        {"t": "wheel", "dx": 0, "dy": 1},
        {"t": "wheel", "dx": -2, "dy": 0},
    ]


@pytest.fixture
def focused(qtbot, shown):
    shown.setFocus()
    qtbot.waitUntil(shown.hasFocus)
    shown.sent.clear()
    return shown


def keys(canvas):
    """Without the modifiers, which the test's own clicks press as well."""
    pressed = [(m["key"], m["down"]) for m in canvas.sent if m["t"] == "key"]
    return [(name, down) for name, down in pressed if name not in ("Control_L", "Shift_L")]


def test_keys_go_to_the_script_tab_too(qtbot, focused):
    qtbot.keyClicks(focused, "w")
    qtbot.keyClick(focused, Qt.Key.Key_Tab)
    qtbot.keyClick(focused, Qt.Key.Key_Left)
    assert focused.hasFocus()
    assert keys(focused) == [(k, down) for k in ("w", "Tab", "Left") for down in (True, False)]


def test_control_tab_goes_on(qtbot, focused):
    qtbot.keyPress(focused, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert focused.after.hasFocus()
    assert keys(focused) == []
    assert focused.sent[-1] == {"t": "focus", "on": False}


def test_escape_is_the_views_and_shift_escape_the_scripts(qtbot, focused):
    with qtbot.waitSignal(focused.released):
        qtbot.keyClick(focused, Qt.Key.Key_Escape)
    assert keys(focused) == []
    qtbot.keyClick(focused, Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
    assert keys(focused) == [("Escape", True), ("Escape", False)]


def test_shortcuts_of_the_window_do_not_steal_keys(qtbot, focused, window):
    from PySide6.QtGui import QKeySequence, QShortcut

    taken = []
    QShortcut(QKeySequence("Ctrl+K"), window).activated.connect(lambda: taken.append(1))
    qtbot.keyClick(focused, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert taken == []
    assert ("k", True) in keys(focused)


def test_nothing_stays_pressed_when_the_keyboard_goes(qtbot, focused):
    qtbot.keyPress(focused, Qt.Key.Key_Up)
    focused.after.setFocus()
    assert keys(focused) == [("Up", True), ("Up", False)]


def test_composed_text_reaches_the_script(focused):
    event = QInputMethodEvent()
    event.setCommitString("é")
    QApplication.sendEvent(focused, event)
    assert keys(focused) == [("é", True), ("é", False)]


def test_a_resizable_script_follows_once_the_edge_stands_still(qtbot, shown):
    shown.set_resizable(True)
    for width in (600, 560, 500):
        shown.setFixedSize(width, 300)
    qtbot.waitUntil(lambda: any(m["t"] == "resize" for m in shown.sent))
    ratio = shown.devicePixelRatioF()
    told = [m for m in shown.sent if m["t"] == "resize"]
    assert told == [{"t": "resize", "w": round(500 * ratio), "h": round(300 * ratio)}]


def test_a_script_of_fixed_size_is_only_scaled(qtbot, shown):
    shown.set_resizable(False)
    shown.setFixedSize(500, 300)
    assert not shown._settle.isActive()
    assert shown.to_script(QPointF(499, 299)) == (159, 119)


def test_an_ended_script_takes_nothing(qtbot, focused):
    focused.set_live(False)
    focused.sent.clear()
    qtbot.keyClicks(focused, "w")
    qtbot.mouseClick(focused, Qt.MouseButton.LeftButton)
    assert [m for m in focused.sent if m["t"] in ("key", "button")] == []


def test_it_knows_whether_it_can_be_seen(qtbot, shown):
    qtbot.waitUntil(lambda: shown.seen)
    with qtbot.waitSignal(shown.seen_changed) as told:
        shown.hide()
    assert told.args == [False]
    with qtbot.waitSignal(shown.seen_changed) as told:
        shown.show()
    assert told.args == [True]
    # Moved out of what the window shows, as scrolling does: no event says so.
    shown.move(0, 5000)
    shown.look()
    assert not shown.seen
    QApplication.sendEvent(shown, QEvent(QEvent.Type.None_))

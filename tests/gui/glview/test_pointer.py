# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A script that wants the pointer for itself, its window's name and icon, and the pixels of the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sidelight.gui.glview.full_size import icon_of

PATIENCE_MS = 100_000


@pytest.fixture
def shown(qtbot, run, view, window):
    run.fill(64, 48)
    qtbot.waitUntil(view.canvas.has_picture)
    window.activateWindow()
    view.canvas.setFocus()
    qtbot.waitUntil(view.canvas.hasFocus)
    return view


def move(canvas, place):
    """The pointer moves: the display would tell of two movements in a row as one."""
    there, none = canvas.mapToGlobal(QPointF(place)), Qt.MouseButton.NoButton
    no_key = Qt.KeyboardModifier.NoModifier
    moved = QMouseEvent(QEvent.Type.MouseMove, QPointF(place), there, none, none, no_key)
    QApplication.sendEvent(canvas, moved)


def test_a_caught_pointer_tells_only_its_way_and_esc_frees_it(qtbot, run, shown):
    run.grabs_pointer = True
    run.nudge()
    shown._show()
    canvas = shown.canvas
    assert canvas.cursor().shape() is Qt.CursorShape.BlankCursor
    assert shown.toolbar.hint_shown() == "Esc: free the pointer"
    middle = canvas.rect().center()
    move(canvas, middle)
    run.sent.clear()
    scale = 64 / canvas.picture_rect().width()
    move(canvas, middle + QPoint(40, -20))
    qtbot.waitUntil(lambda: QCursor.pos() == canvas.mapToGlobal(middle))
    moved = next(one for one in run.sent if "dx" in one)
    assert abs(moved["dx"] - 40 * scale) <= 1
    assert abs(moved["dy"] + 20 * scale) <= 1
    assert all("x" not in one for one in run.sent if one["t"] == "motion")

    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas.hasFocus()
    assert canvas.cursor().shape() is not Qt.CursorShape.BlankCursor
    run.sent.clear()
    QTest.mouseMove(canvas, middle + QPoint(5, 5))
    qtbot.waitUntil(lambda: any(one["t"] == "motion" for one in run.sent))
    assert all("dx" not in one for one in run.sent)


def test_a_hidden_pointer_is_hidden_over_the_picture_only_while_the_script_is_there(qtbot, run, shown):
    run.shows_pointer = False
    shown._show()
    assert shown.canvas.cursor().shape() is Qt.CursorShape.BlankCursor
    with qtbot.waitSignal(shown.ended):
        run.end(0)
    assert shown.canvas.cursor().shape() is not Qt.CursorShape.BlankCursor


def test_the_window_takes_the_scripts_title_and_icon(qtbot, run, shown):
    run.title, run.icon = "Turning", b"\xf0\x0f" * 256
    shown.toggle_full_size()
    shown._show()
    window = shown.full_size.window
    assert window.windowTitle() == "Turning"
    red = window.windowIcon().pixmap(16, 16).toImage().pixelColor(3, 3)
    assert red.getRgb() == (255, 0, 0, 255)
    shown.toggle_full_size()
    assert "“Turning”" in shown.toolbar._facts


def test_an_icons_opacity_is_kept():
    picture = icon_of(b"\x0f\x00" * 256).pixmap(16, 16).toImage()
    assert picture.pixelColor(0, 0).alpha() == 0


def test_a_notice_is_said_once(qtbot, run, shown):
    run.notice = "Sound is off here."
    shown._show()
    assert shown.toolbar.news == "Sound is off here."
    shown.toolbar._forget_news()
    shown._show()
    assert shown.toolbar.news == ""


def test_the_script_is_told_of_a_screen_with_finer_pixels(qtbot, run, shown, monkeypatch):
    assert not any(one["t"] == "scale" for one in run.sent)
    monkeypatch.setattr(shown.canvas, "devicePixelRatioF", lambda: 2.0)
    shown._show()
    shown._show()
    assert [one for one in run.sent if one["t"] == "scale"] == [{"t": "scale", "scale": 2.0}]
    run.resizable = True
    shown._show()
    shown.canvas.resize(300, 220)

    def told():
        size = {"w": 2 * shown.canvas.width(), "h": 2 * shown.canvas.height()}
        assert [one for one in run.sent if one["t"] == "resize"][-1:] == [{"t": "resize", **size}]

    qtbot.waitUntil(told)


GRABBING = """
import pygame
pygame.init()
screen = pygame.display.set_mode((160, 120))
pygame.display.set_caption("Look around")
icon = pygame.Surface((32, 32))
icon.fill((255, 0, 0))
pygame.display.set_icon(icon)
pygame.mouse.set_visible(False)
pygame.event.set_grab(True)
while True:
    for event in pygame.event.get():
        if event.type == pygame.MOUSEMOTION:
            print("moved", event.rel, flush=True)
    pygame.display.flip()
"""


def test_a_real_script_catches_the_pointer_and_gives_it_back(qtbot, start):
    view = start(GRABBING)
    qtbot.waitUntil(lambda: view.run.grabs_pointer, timeout=PATIENCE_MS)
    assert view.run.title == "Look around"
    assert len(view.run.icon) == 512
    assert view.run.icon[0] >> 4 == 15
    view.canvas.setFocus()
    qtbot.waitUntil(view.canvas.catches_pointer, timeout=PATIENCE_MS)
    middle = view.canvas.rect().center()
    move(view.canvas, middle)
    move(view.canvas, middle + QPoint(30, 0))
    qtbot.waitUntil(lambda: "moved" in view.run.output, timeout=PATIENCE_MS)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert not view.canvas.catches_pointer()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The live view on real scripts in the real sandbox."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

PATIENCE_MS = 100_000

COUNTING = """
import pygame
pygame.init()
screen = pygame.display.set_mode((160, 120))
n = 0
while True:
    for event in pygame.event.get():
        if event.type in (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.MOUSEWHEEL):
            where = getattr(event, "pos", getattr(event, "key", getattr(event, "y", None)))
            print(pygame.event.event_name(event.type), where, flush=True)
    n += 1
    screen.fill((n % 256, n // 256 % 256, 77))
    pygame.display.flip()
"""

FAILING = """
import pygame
pygame.init()
screen = pygame.display.set_mode((160, 120))
screen.fill((1, 2, 3))
pygame.display.flip()

def draw():
    return undefined_name

draw()
"""


def number(view):
    """The frame's own count, which the script paints."""
    colour = view.canvas.picture().pixelColor(5, 5)
    return colour.red() + 256 * colour.green()


def test_running_stepping_and_input(qtbot, start):
    view = start(COUNTING)
    qtbot.waitUntil(lambda: view.toolbar.state_word() == "running", timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: view.steering.fps is not None, timeout=PATIENCE_MS)
    assert view.canvas.picture().pixelColor(5, 5).blue() == 77

    qtbot.keyClick(view.body, Qt.Key.Key_P)
    seen = []

    def stands_still():
        seen.append(number(view))
        return len(seen) > 8 and len(set(seen[-8:])) == 1

    qtbot.waitUntil(stands_still, timeout=PATIENCE_MS)
    for _ in range(3):
        before = number(view)
        view.steering.step()
        qtbot.waitUntil(lambda before=before: number(view) != before, timeout=PATIENCE_MS)
        seen.clear()
        qtbot.waitUntil(stands_still, timeout=PATIENCE_MS)
        assert number(view) == before + 1

    qtbot.keyClick(view.body, Qt.Key.Key_P)
    view.canvas.setFocus()
    qtbot.waitUntil(view.canvas.hasFocus)
    qtbot.keyClick(view.canvas, Qt.Key.Key_A)
    area = view.canvas.picture_rect()
    middle = QPoint(round(area.left() + area.width() / 4), round(area.top() + area.height() / 2))
    qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.waitUntil(lambda: "KeyDown 97" in view.run.output, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "MouseButtonDown (" in view.run.output, timeout=PATIENCE_MS)
    x, y = view.canvas.to_script(middle.toPointF())
    assert f"MouseButtonDown ({x}, {y})" in view.run.output
    assert (38 <= x <= 42, 58 <= y <= 62) == (True, True)

    with qtbot.waitSignal(view.ended, timeout=PATIENCE_MS) as ended:
        view.steering.stop()
    assert ended.args[0].survivors == 0
    assert view.toolbar.state_word() == "stopped"
    assert number(view) > 0


def test_a_real_traceback_and_a_real_restart(qtbot, start):
    view = start(FAILING)
    shows_error(qtbot, view)
    qtbot.mouseClick(view.cards.card.restart_button, Qt.MouseButton.LeftButton)
    assert view.cards.card is None
    shows_error(qtbot, view)


def shows_error(qtbot, view):
    qtbot.waitUntil(lambda: view.cards.card is not None, timeout=PATIENCE_MS)
    assert view.toolbar.state_word() == "error"
    assert view.cards.card.headline.text() == "NameError: name 'undefined_name' is not defined"
    assert view.cards.card.line_button.text() == "Line 9, in draw"
    assert view.canvas.picture().pixelColor(5, 5).getRgb()[:3] == (1, 2, 3)

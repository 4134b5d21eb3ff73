# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Keys, drags, the wheel and a new size, from an event of Qt on the view to each toolkit's own callback."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

PATIENCE_MS = 100_000

PYGAME = """
import pygame
from pygame.locals import *
pygame.init()
pygame.display.set_mode((320, 240), RESIZABLE)
while True:
    for event in pygame.event.get():
        if event.type == KEYDOWN:
            say("key", pygame.key.name(event.key), event.unicode or "-")
        elif event.type == KEYUP:
            say("up", pygame.key.name(event.key))
        elif event.type == MOUSEMOTION and event.buttons == (1, 0, 0):
            say("drag", *event.pos)
        elif event.type == MOUSEBUTTONUP and event.button == 3:
            say("right", *event.pos)
        elif event.type == MOUSEWHEEL:
            say("wheel", event.y)
        elif event.type == VIDEORESIZE:
            say("size", event.w, event.h)
    pygame.display.get_surface().fill((9, 9, 9), (0, 0, 20, 20))
    pygame.display.flip()
"""
GLUT = """
from OpenGL.GL import *
from OpenGL.GLUT import *
held = set()
def mouse(button, state, x, y):
    (held.add if state == GLUT_DOWN else held.discard)(button)
    if button in (3, 4) and state == GLUT_DOWN:
        say("wheel", 1 if button == 3 else -1)
    if button == GLUT_RIGHT_BUTTON and state == GLUT_UP:
        say("right", x, y)
def display():
    glClear(GL_COLOR_BUFFER_BIT); glRectf(0, 0, 1, 1); glutSwapBuffers()
glutInit()
glutInitDisplayMode(GLUT_DOUBLE)
glutInitWindowSize(320, 240)
glutCreateWindow("inputs")
glutDisplayFunc(display)
glutIdleFunc(glutPostRedisplay)
glutKeyboardFunc(lambda key, x, y: say("key", key.decode(), key.decode()))
glutKeyboardUpFunc(lambda key, x, y: say("up", key.decode()))
glutSpecialFunc(lambda key, x, y: say("key", {GLUT_KEY_LEFT: "left", GLUT_KEY_F5: "f5"}[key], "-"))
glutSpecialUpFunc(lambda key, x, y: say("up", {GLUT_KEY_LEFT: "left", GLUT_KEY_F5: "f5"}[key]))
glutMouseFunc(mouse)
glutMotionFunc(lambda x, y: say("drag", x, y) if held == {GLUT_LEFT_BUTTON} else None)
glutReshapeFunc(lambda w, h: (glViewport(0, 0, w, h), say("size", w, h)))
glutMainLoop()
"""
GLFW = """
import glfw
from OpenGL.GL import *
names = {glfw.KEY_A: "a", glfw.KEY_LEFT: "left", glfw.KEY_F5: "f5"}
def key(window, key, scancode, action, mods):
    if action == glfw.PRESS:
        say("key", names[key], "a" if key == glfw.KEY_A else "-")
    elif action == glfw.RELEASE:
        say("up", names[key])
def moved(window, x, y):
    if glfw.get_mouse_button(window, glfw.MOUSE_BUTTON_LEFT) == glfw.PRESS:
        say("drag", int(x), int(y))
def button(window, button, action, mods):
    if button == glfw.MOUSE_BUTTON_RIGHT and action == glfw.RELEASE:
        say("right", *map(int, glfw.get_cursor_pos(window)))
glfw.init()
window = glfw.create_window(320, 240, "inputs", None, None)
glfw.make_context_current(window)
glfw.set_key_callback(window, key)
glfw.set_char_callback(window, lambda window, code: say("typed", chr(code)))
glfw.set_cursor_pos_callback(window, moved)
glfw.set_mouse_button_callback(window, button)
glfw.set_scroll_callback(window, lambda window, dx, dy: say("wheel", int(dy)))
glfw.set_framebuffer_size_callback(window, lambda window, w, h: say("size", w, h))
while not glfw.window_should_close(window):
    glClear(GL_COLOR_BUFFER_BIT); glRectf(0, 0, 1, 1); glfw.swap_buffers(window); glfw.poll_events()
"""
PYGLET = """
import pyglet
from pyglet.window import key, mouse
window = pyglet.window.Window(320, 240, resizable=True)
square = pyglet.shapes.Rectangle(0, 0, 20, 20)
names = {key.A: "a", key.LEFT: "left", key.F5: "f5"}
@window.event
def on_draw():
    window.clear(); square.draw()
@window.event
def on_key_press(symbol, modifiers):
    say("key", names[symbol], "a" if symbol == key.A else "-")
@window.event
def on_key_release(symbol, modifiers):
    say("up", names[symbol])
@window.event
def on_text(text):
    say("typed", text)
@window.event
def on_mouse_drag(x, y, dx, dy, buttons, modifiers):
    if buttons == mouse.LEFT:
        say("drag", x, window.height - 1 - y)
@window.event
def on_mouse_release(x, y, button, modifiers):
    if button == mouse.RIGHT:
        say("right", x, window.height - 1 - y)
@window.event
def on_mouse_scroll(x, y, dx, dy):
    say("wheel", int(dy))
@window.event
def on_resize(width, height):
    say("size", width, height)
pyglet.app.run()
"""
MODERNGL_WINDOW = """
import moderngl_window
class Inputs(moderngl_window.WindowConfig):
    gl_version, window_size, aspect_ratio, log_level = (3, 3), (320, 240), None, None
    def on_render(self, time, frame_time):
        self.ctx.clear(0.1, 0.2, 0.3)
        self.ctx.clear(0.9, 0.2, 0.3, viewport=(0, 0, 20, 20))
    def on_key_event(self, key, action, modifiers):
        keys = self.wnd.keys
        name = {keys.A: "a", keys.LEFT: "left", keys.F5: "f5"}[key]
        if action == keys.ACTION_PRESS:
            say("key", name, "a" if name == "a" else "-")
        else:
            say("up", name)
    def on_mouse_drag_event(self, x, y, dx, dy):
        if self.wnd.mouse_states.left:
            say("drag", int(x), int(y))
    def on_mouse_release_event(self, x, y, button):
        if button == self.wnd.mouse.right:
            say("right", int(x), int(y))
    def on_mouse_scroll_event(self, dx, dy):
        say("wheel", int(dy))
    def on_resize(self, width, height):
        say("size", width, height)
moderngl_window.run_window_config(Inputs, args=("--window", "glfw"))
"""
MATPLOTLIB = """
import matplotlib.pyplot as plt
figure, axes = plt.subplots(figsize=(3.2, 2.4), dpi=100)
axes.plot([1, 3, 2])
def place(event):
    return event.x, round(figure.bbox.height) - event.y
def moved(event):
    if event.button == 1:
        say("drag", *place(event))
def released(event):
    if event.button == 3:
        say("right", *place(event))
connect = figure.canvas.mpl_connect
connect("key_press_event", lambda event: say("key", event.key, event.key if len(event.key) == 1 else "-"))
connect("key_release_event", lambda event: say("up", event.key))
connect("motion_notify_event", moved)
connect("button_release_event", released)
connect("scroll_event", lambda event: say("wheel", int(event.step)))
connect("resize_event", lambda event: say("size", event.width, event.height))
plt.show()
"""
SAY = "def say(*words):\n    print(*words, flush=True)\n"
SCRIPTS = {
    "pygame": PYGAME,
    "GLUT": GLUT,
    "glfw": GLFW,
    "pyglet": PYGLET,
    "moderngl-window": MODERNGL_WINDOW,
    "matplotlib": MATPLOTLIB,
}
TYPES = {"glfw", "pyglet"}
"""Toolkits that tell a key and what it types apart."""


@pytest.fixture(params=sorted(SCRIPTS))
def shown(request, qtbot, start, window):
    view = start(SAY + SCRIPTS[request.param])
    qtbot.waitUntil(view.canvas.has_picture, timeout=PATIENCE_MS)
    fills(qtbot, view)
    view.canvas.setFocus()
    qtbot.waitUntil(view.canvas.hasFocus)
    view.toolkit = request.param
    return view


def heard(qtbot, view, *words):
    """Waits until the script has said just that."""
    line = " ".join(map(str, words))
    qtbot.waitUntil(lambda: line in view.run.output.splitlines(), timeout=PATIENCE_MS)


def fills(qtbot, view):
    """Waits until the script was told the size of the view and draws that many pixels."""
    canvas = view.canvas
    qtbot.waitUntil(
        lambda: canvas.width() > 320 and canvas.picture_size() == canvas.size(), timeout=PATIENCE_MS
    )
    heard(qtbot, view, "size", canvas.width(), canvas.height())


def at(view, across, down):
    """A place on the canvas, as parts of the picture, and what it is in the script's pixels."""
    area = view.canvas.picture_rect()
    place = QPoint(round(area.left() + across * area.width()), round(area.top() + down * area.height()))
    x, y = view.canvas.to_script(QPointF(place))
    assert abs(x - view.canvas.width() * across) <= 2
    assert abs(y - view.canvas.height() * down) <= 2
    return place, (x, y)


def test_what_a_person_does_reaches_the_scripts_callbacks(qtbot, shown):
    canvas = shown.canvas
    for key, name, text in (
        (Qt.Key.Key_A, "a", "a"),
        (Qt.Key.Key_Left, "left", "-"),
        (Qt.Key.Key_F5, "f5", "-"),
    ):
        qtbot.keyPress(canvas, key)
        heard(qtbot, shown, "key", name, text)
        qtbot.keyRelease(canvas, key)
        heard(qtbot, shown, "up", name)
    if shown.toolkit in TYPES:
        heard(qtbot, shown, "typed", "a")

    begin, _ = at(shown, 0.25, 0.5)
    end, there = at(shown, 0.75, 0.25)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(canvas, end)
    heard(qtbot, shown, "drag", *there)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
    corner, place = at(shown, 0.1, 0.9)
    QTest.mouseMove(canvas, corner)
    QTest.mouseClick(canvas, Qt.MouseButton.RightButton, pos=corner)
    heard(qtbot, shown, "right", *place)

    for notches in (1, -1):
        turn(canvas, corner, notches)
        heard(qtbot, shown, "wheel", notches)

    before = canvas.size()
    shown.toggle_full_size()
    shown.full_size.window.resize(before.width() + 90, before.height() + 140)
    qtbot.waitUntil(lambda: canvas.width() == before.width() + 90)
    fills(qtbot, shown)
    shown.toggle_full_size()
    assert "Error" not in shown.run.stderr


def turn(canvas, place, notches):
    """The wheel over a place of the canvas."""
    position, angle = QPointF(place), QPoint(0, 120 * notches)
    globally = QPointF(canvas.mapToGlobal(place))
    event = QWheelEvent(
        position,
        globally,
        QPoint(),
        angle,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Several windows, the caught pointer, icons and the screen's scale, in the toolkits that know them."""

from __future__ import annotations

import base64

import pytest

TWO_GLFW = """
import glfw
from OpenGL.GL import *
glfw.init()
windows = [glfw.create_window(200, 100, name, None, None) for name in ("first", "second")]
glfw.set_window_size(windows[1], 120, 150)
for number, window in enumerate(windows):
    def pressed(window, button, action, mods, number=number):
        if action == glfw.PRESS:
            print("pressed", number, *glfw.get_cursor_pos(window), flush=True)
    glfw.set_mouse_button_callback(window, pressed)
    glfw.set_key_callback(window, lambda w, k, s, a, m, number=number: print("key", number, flush=True))
while not any(glfw.window_should_close(window) for window in windows):
    for window, colour in zip(windows, ((1, 0, 0, 1), (0, 0, 1, 1))):
        glfw.make_context_current(window)
        glClearColor(*colour)
        glClear(GL_COLOR_BUFFER_BIT)
        glfw.swap_buffers(window)
    glfw.poll_events()
"""

TWO_GLUT = """
from OpenGL.GL import *
from OpenGL.GLUT import *
glutInit()
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB)
for number, (size, colour) in enumerate((((200, 100), (1, 0, 0, 1)), ((120, 150), (0, 0, 1, 1)))):
    glutInitWindowSize(*size)
    glutCreateWindow("window")
    def display(colour=colour):
        glClearColor(*colour)
        glClear(GL_COLOR_BUFFER_BIT)
        glutSwapBuffers()
    def pressed(button, state, x, y, number=number):
        if state == GLUT_DOWN:
            print("pressed", number, float(x), float(y), flush=True)
    def key(key, x, y, number=number):
        print("key", number, flush=True)
    glutDisplayFunc(display)
    glutMouseFunc(pressed)
    glutKeyboardFunc(key)
glutMainLoop()
"""


def colour(child, x):
    frame = child.frame()
    at = 4 * (10 * frame.width + x)
    return bytes(frame.pixels[at : at + 3])


@pytest.mark.parametrize("source", [TWO_GLFW, TWO_GLUT], ids=["glfw", "GLUT"])
def test_two_windows_stand_side_by_side_and_each_gets_its_own(start, source):
    child = start(source, interval_us=5000)
    child.until(lambda: (child.frame().width, child.frame().height) == (328, 150), "they never stood so")
    child.until(lambda: colour(child, 5) == b"\0\0\xff", "the first is not red")
    child.until(lambda: colour(child, 300) == b"\xff\0\0", "the second is not blue")
    assert colour(child, 203) == b"PPP"
    assert child.told("window")[-1] == {"t": "window", "w": 328, "h": 150, "resizable": False}
    for x, line in ((220, "pressed 1 12.0 10.0"), (20, "pressed 0 20.0 10.0")):
        child.send(t="motion", x=x, y=10)
        child.send(t="button", b=1, down=True, x=x, y=10)
        child.send(t="button", b=1, down=False, x=x, y=10)
        child.until(lambda line=line: line in child.lines(), f"never heard: {line}")
        child.key("a", "a")
        child.until(lambda line=line: f"key {line.split()[1]}" in child.lines(), "the key went elsewhere")
    # Between the windows nobody is meant, and the whole has no size of its own to change.
    child.send(t="motion", x=203, y=10)
    child.send(t="resize", w=900, h=900)
    child.key("b", "b")
    child.until(lambda: len(child.lines("key 0")) > 1, "the key was lost")
    assert child.frame().width == 328


CATCHES = {
    "pygame": (
        "import pygame\npygame.init()\npygame.display.set_mode((100, 80))\n"
        "pygame.mouse.set_visible(False)\npygame.event.set_grab(True)\n"
        "print('caught', flush=True)\n"
        "while not any(e.type == pygame.KEYDOWN for e in pygame.event.get()):\n    pygame.display.flip()\n"
        "print(*pygame.mouse.get_rel(), flush=True)\n"
        "pygame.event.set_grab(False)\npygame.mouse.set_visible(True)\n"
    ),
    "glfw": (
        "import glfw\nglfw.init()\nwindow = glfw.create_window(100, 80, 'x', None, None)\n"
        "glfw.make_context_current(window)\n"
        "glfw.set_input_mode(window, glfw.CURSOR, glfw.CURSOR_DISABLED)\n"
        "print('caught', flush=True)\n"
        "while not glfw.get_key(window, glfw.KEY_A):\n    glfw.swap_buffers(window)\n    glfw.poll_events()\n"
        "print(*(round(n) for n in glfw.get_cursor_pos(window)), flush=True)\n"
        "glfw.set_input_mode(window, glfw.CURSOR, glfw.CURSOR_NORMAL)\n"
    ),
}


@pytest.mark.parametrize("toolkit", sorted(CATCHES))
def test_a_caught_pointer_is_told_moves_without_a_place_and_is_let_go(start, toolkit):
    child = start(CATCHES[toolkit], interval_us=5000)
    child.until(lambda: child.lines("caught"), "it never began")
    child.until(lambda: child.told("grab") == [{"t": "grab", "on": True}], "it was not told")
    assert child.told("cursor") == [{"t": "cursor", "on": False}]
    child.send(t="motion", dx=500, dy=-30)
    child.send(t="key", key="a", text="a", down=True, mods=0)
    assert child.wait() == 0, child.err
    assert child.lines()[-1] == "500 -30"
    assert child.told("grab")[-1] == {"t": "grab", "on": False}
    assert child.told("cursor")[-1] == {"t": "cursor", "on": True}


def test_glut_catches_the_pointer_by_hiding_and_warping_it(start):
    child = start(
        "from OpenGL.GL import *\nfrom OpenGL.GLUT import *\n"
        "def display():\n    glutSwapBuffers()\n"
        "def moved(x, y):\n"
        "    if (x, y) != (50, 40):\n"
        "        glutWarpPointer(50, 40)\n        print('moved', x - 50, y - 40, flush=True)\n"
        "glutInit(); glutInitDisplayMode(GLUT_DOUBLE); glutInitWindowSize(100, 80); glutCreateWindow('x')\n"
        "glutSetCursor(GLUT_CURSOR_NONE); glutWarpPointer(50, 40)\n"
        "glutPassiveMotionFunc(moved); glutDisplayFunc(display); glutMainLoop()\n"
    )
    child.until(lambda: child.told("grab") == [{"t": "grab", "on": True}], "it was not told")
    for step in (3, 4):
        child.send(t="motion", dx=step, dy=0)
        child.until(lambda step=step: f"moved {step} 0" in child.lines(), "it was not heard")


ICONS = {
    "pygame": (
        "import pygame\npygame.init()\nicon = pygame.Surface((32, 32))\nicon.fill((255, 0, 0))\n"
        "pygame.display.set_icon(icon)\npygame.display.set_mode((50, 50))\n"
    ),
    "glfw": (
        "import glfw\nfrom PIL import Image\nglfw.init()\n"
        "window = glfw.create_window(50, 50, 'x', None, None)\n"
        "glfw.set_window_icon(window, 1, [Image.new('RGB', (48, 48), 'red')])\n"
    ),
    "pyglet": (
        "import pyglet\nwindow = pyglet.window.Window(50, 50)\n"
        "window.set_icon(pyglet.image.SolidColorImagePattern((255, 0, 0, 255)).create_image(24, 24))\n"
    ),
}


@pytest.mark.parametrize("toolkit", sorted(ICONS))
def test_an_icon_is_told(start, toolkit):
    child = start(ICONS[toolkit])
    assert child.wait() == 0, child.err
    (icon,) = child.told("icon")
    assert icon["size"] == 16
    assert set(base64.b64decode(icon["pixels"])) == {0xF0, 0x0F}


def test_glfw_tells_the_scale_of_the_screen(start):
    child = start(
        "import glfw\nglfw.init()\nwindow = glfw.create_window(50, 50, 'x', None, None)\n"
        "glfw.make_context_current(window)\n"
        "glfw.set_window_content_scale_callback(window, lambda w, x, y: print('scale', x, y, flush=True))\n"
        "print('ready', *glfw.get_window_content_scale(window), flush=True)\n"
        "while not glfw.window_should_close(window):\n    glfw.swap_buffers(window)\n    glfw.poll_events()\n"
        "print(*glfw.get_monitor_content_scale(glfw.get_primary_monitor()))\n"
    )
    child.until(lambda: child.lines("ready 1.0 1.0"), "it never began")
    child.send(t="scale", scale=1.5)
    child.until(lambda: child.lines("scale 1.5 1.5"), "it was not told")
    child.send(t="quit")
    assert child.wait() == 0, child.err
    assert child.lines()[-1] == "1.5 1.5"

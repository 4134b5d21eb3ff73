# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Errors of real scripts in the real sandbox: what the card says, and at which line."""

from __future__ import annotations

import pytest

PATIENCE_MS = 100_000

SYNTAX = """import pygame
pygame.init()
for i in range(3)
    print(i)
"""

INDENTATION = """def f():
    x = 1
      y = 2
"""

GLUT_CALLBACK = """import sys
from OpenGL.GL import *
from OpenGL.GLUT import *


def display():
    glClear(GL_COLOR_BUFFER_BIT)
    glutSwapBuffers()
    tick(0)


def tick(value):
    return 1 / value


glutInit(sys.argv)
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB)
glutCreateWindow(b"x")
glutDisplayFunc(display)
glutMainLoop()
"""

GLFW_CALLBACK = """import glfw
glfw.init()
window = glfw.create_window(64, 48, "x", None, None)
glfw.make_context_current(window)


def on_size(window, width, height):
    raise RuntimeError("too small")


glfw.set_window_size_callback(window, on_size)
glfw.set_window_size(window, 80, 60)
while not glfw.window_should_close(window):
    glfw.swap_buffers(window)
    glfw.poll_events()
    on_size(window, 0, 0)
"""

NESTED_IMPORT = """import json


def load():
    return json.loads("{ nothing")


print(load())
"""

MISSING_MODULE = """import sys

def needs():
    import no_such_module_here

needs()
"""

SHADER = """import pygame
from OpenGL.GL import *
from OpenGL.GL import shaders

pygame.init()
pygame.display.set_mode((64, 48), pygame.OPENGL | pygame.DOUBLEBUF)
VERTEX = '''#version 120
void main() {
    gl_Position = nothing * gl_Vertex;
}
'''
shaders.compileShader(VERTEX, GL_VERTEX_SHADER)
"""

CHAINED = """def inner():
    return {}["key"]


def outer():
    try:
        inner()
    except KeyError as error:
        raise ValueError("no such setting") from error


outer()
"""

RECURSION = """def f(n):
    return f(n + 1)


f(0)
"""

THREAD = """import threading


def work():
    raise ValueError("in a thread")


thread = threading.Thread(target=work)
thread.start()
thread.join()
raise SystemExit(3)
"""

GROUP = """def both():
    raise ExceptionGroup("two", [ValueError("one"), TypeError("other")])


both()
"""


@pytest.mark.parametrize(
    ("source", "headline", "where"),
    [
        (SYNTAX, "SyntaxError: expected ':'", "Line 3"),
        (INDENTATION, "IndentationError: unexpected indent", "Line 3"),
        (GLUT_CALLBACK, "ZeroDivisionError: division by zero", "Line 13, in tick"),
        (GLFW_CALLBACK, "RuntimeError: too small", "Line 8, in on_size"),
        (NESTED_IMPORT, "json.decoder.JSONDecodeError: Expecting property name", "Line 5, in load"),
        (MISSING_MODULE, "ModuleNotFoundError: No module named 'no_such_module_here'", "Line 4, in needs"),
        (SHADER, "Vertex shader, line 3: `nothing' undeclared", "Line 12"),
        (CHAINED, "ValueError: no such setting", "Line 9, in outer"),
        (RECURSION, "RecursionError: maximum recursion depth exceeded", "Line 2, in f"),
        (THREAD, "ValueError: in a thread", "Line 5, in work"),
        (GROUP, "ExceptionGroup: two (2 sub-exceptions)", "Line 2, in both"),
    ],
    ids=[
        "syntax",
        "indentation",
        "GLUT callback",
        "glfw callback",
        "inside a module",
        "missing module",
        "shader",
        "chained",
        "recursion",
        "thread",
        "group",
    ],
)
def test_the_card_says_what_and_where(qtbot, start, source, headline, where):
    view = start(source)
    qtbot.waitUntil(lambda: view.cards.card is not None, timeout=PATIENCE_MS)
    card = view.cards.card
    assert headline in card.headline.text(), view.run.stderr
    assert card.line_button is not None, view.run.stderr
    assert card.line_button.text() == where, view.run.stderr
    assert card.source.text() or where


def test_an_error_in_a_callback_is_said_while_the_script_goes_on(qtbot, start):
    view = start(GLUT_CALLBACK)
    qtbot.waitUntil(lambda: view.cards.card is not None, timeout=PATIENCE_MS)
    assert "the script goes on" in view.cards.card.accessibleDescription()
    assert view.run.running
    view.steering.stop()
    qtbot.waitUntil(lambda: not view.run.running, timeout=PATIENCE_MS)
    assert view.toolbar.state_word() == "stopped"

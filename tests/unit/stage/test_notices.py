# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a script meets here otherwise than on a desktop is said, and nothing else is."""

from __future__ import annotations

import pytest

PYGAME = (
    "import pygame\npygame.init()\n{}\npygame.display.set_mode((64, 64), pygame.OPENGL)\n"
    "pygame.display.flip()\n"
)
GLUT = (
    "from OpenGL.GLUT import *\nglutInit()\nglutInitDisplayMode(GLUT_DOUBLE | {})\nglutCreateWindow(b'x')\n"
    "glutSwapBuffers()\n"
)
GLFW = (
    "import glfw\nglfw.init()\nglfw.window_hint(glfw.CONTEXT_VERSION_MAJOR, 4)\n"
    "glfw.window_hint(glfw.CONTEXT_VERSION_MINOR, {})\n"
    "glfw.window_hint(glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE)\n"
    "print(bool(glfw.create_window(64, 64, 'x', None, None)))\n"
)
ACCUMULATES = "pygame.display.gl_set_attribute(pygame.GL_ACCUM_RED_SIZE, 8)"
CORE = (
    "pygame.display.gl_set_attribute(pygame.GL_CONTEXT_PROFILE_MASK, pygame.GL_CONTEXT_PROFILE_CORE); "
    "pygame.display.gl_set_attribute(pygame.GL_CONTEXT_MAJOR_VERSION, 3); "
    "pygame.display.gl_set_attribute(pygame.GL_CONTEXT_MINOR_VERSION, 3)"
)
PLAYS = "sound = pygame.mixer.Sound(buffer=bytes(400_000)); sound.play()"
WINDOW = "import moderngl_window\nmoderngl_window.get_local_window_cls('{}')\n"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (GLUT.format("GLUT_ACCUM"), []),
        (GLUT.format("GLUT_DEPTH"), []),
        (PYGAME.format(ACCUMULATES), []),
        (PYGAME.format(f"{ACCUMULATES}; {CORE}"), ["accumulation buffer"]),
        (PYGAME.replace("OPENGL)", "OPENGL | pygame.FULLSCREEN)").format(""), ["full screen"]),
        (PYGAME.format("pygame.mixer.music.set_volume(1)"), []),
        (PYGAME.format(PLAYS) + "pygame.display.flip()\n", ["plays sound"]),
        (PYGAME.replace(", pygame.OPENGL", "").format(PLAYS), ["plays sound"]),
        (PYGAME.format("pygame.mixer.quit()"), []),
        (GLUT.format("GLUT_RGB") + "glutFullScreen(); glutFullScreen()\n", ["full screen"]),
        (GLFW.format(1).replace("None, None", "glfw.get_primary_monitor(), None"), ["full screen"]),
        ("import pyglet\npyglet.window.Window(fullscreen=True).flip()\n", ["full screen"]),
        (PYGAME.format(""), []),
        (GLFW.format(6), ["OpenGL 4.6"]),
        (GLFW.format(1), []),
        (WINDOW.format("tk"), ["tk needs a display"]),
        (WINDOW.format("pyglet"), []),
        ("import turtle\nturtle.forward(10)\n", ["turtle was drawn without Tk"]),
    ],
    ids=[
        *("glut accumulates", "glut", "pygame accumulates", "pygame accumulates in a core profile"),
        *("pygame full", "pygame silent", "pygame plays", "pygame plays in 2-D", "pygame without a mixer"),
        *("glut full", "glfw full", "pyglet full", "pygame", "glfw 4.6", "glfw 4.1"),
        *("a window of Tk", "a window of pyglet", "turtle"),
    ],
)
def test_what_differs_is_said(start, source, words):
    child = start(source)
    assert child.wait() == 0, child.err
    said = [message["text"] for message in child.told("notice")]
    assert len(said) == len(words)
    assert all(word in sentence for word, sentence in zip(words, said, strict=True))


def test_a_version_that_never_was_is_refused_as_by_the_real_library(start):
    child = start(GLFW.replace("MAJOR, 4", "MAJOR, 9").format(1))
    assert child.wait() == 0, child.err
    assert child.lines() == ["False"]

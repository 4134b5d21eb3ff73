# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: blank
"""Everything is in main(), and nobody calls it."""
import glfw
from OpenGL.GL import *


def main():
    glfw.init()
    window = glfw.create_window(300, 200, "Never", None, None)
    glfw.make_context_current(window)
    while not glfw.window_should_close(window):
        glClear(GL_COLOR_BUFFER_BIT)
        glfw.swap_buffers(window)
        glfw.poll_events()
    glfw.terminate()

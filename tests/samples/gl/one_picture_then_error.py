# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: error ZeroDivisionError
"""Draws for a while and then divides by what has become nought."""
import glfw
from OpenGL.GL import *

glfw.init()
window = glfw.create_window(200, 150, "Countdown", None, None)
glfw.make_context_current(window)
left = 30
while not glfw.window_should_close(window):
    glClearColor(1 / left, 0.2, 0.3, 1)
    glClear(GL_COLOR_BUFFER_BIT)
    glRectf(-0.5, -0.5, 1 / left, 0.5)
    glfw.swap_buffers(window)
    glfw.poll_events()
    left -= 1

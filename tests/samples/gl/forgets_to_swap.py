# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: blank
"""Draws and never swaps."""
import glfw
from OpenGL.GL import *

glfw.init()
window = glfw.create_window(256, 256, "Behind", None, None)
glfw.make_context_current(window)
while not glfw.window_should_close(window):
    glClearColor(1, 0.5, 0, 1)
    glClear(GL_COLOR_BUFFER_BIT)
    glColor3f(0, 0, 1)
    glRectf(-0.5, -0.5, 0.5, 0.5)
    glfw.wait_events_timeout(0.02)
glfw.terminate()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: error GLError
"""glBegin in a core profile, where it no longer exists."""
import glfw
from OpenGL.GL import *

glfw.init()
glfw.window_hint(glfw.CONTEXT_VERSION_MAJOR, 3)
glfw.window_hint(glfw.CONTEXT_VERSION_MINOR, 3)
glfw.window_hint(glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE)
window = glfw.create_window(300, 300, "Core", None, None)
glfw.make_context_current(window)
glClearColor(0, 0.2, 0.2, 1)
while not glfw.window_should_close(window):
    glClear(GL_COLOR_BUFFER_BIT)
    glMatrixMode(GL_PROJECTION)
    glLoadIdentity()
    glBegin(GL_TRIANGLES)
    glVertex2f(0, 1)
    glVertex2f(-1, -1)
    glVertex2f(1, -1)
    glEnd()
    glfw.swap_buffers(window)
    glfw.poll_events()

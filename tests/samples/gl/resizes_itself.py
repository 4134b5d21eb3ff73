# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: changing
"""A glfw window that grows by itself and draws a bar as wide as it is."""
import glfw
from OpenGL.GL import *

glfw.init()
window = glfw.create_window(200, 200, "Growing", None, None)
glfw.make_context_current(window)
glfw.set_framebuffer_size_callback(window, lambda _w, width, height: glViewport(0, 0, width, height))
step = 0
while not glfw.window_should_close(window):
    step += 1
    if step % 20 == 0 and step < 200:
        glfw.set_window_size(window, 200 + step, 200)
    glClearColor(0.2, 0.2, 0.2, 1)
    glClear(GL_COLOR_BUFFER_BIT)
    glColor3f(1, 0.5, 0)
    width, _height = glfw.get_framebuffer_size(window)
    glRectf(-1, -0.2, -1 + width / 300, 0.2)
    glfw.swap_buffers(window)
    glfw.wait_events_timeout(0.02)
glfw.terminate()

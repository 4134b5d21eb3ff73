# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: static
"""Only a pressed key would meet the mistake; until then all is well."""
import glfw
from OpenGL.GL import *


def on_key(window, key, scancode, action, mods):
    if action == glfw.PRESS:
        turn_left()


glfw.init()
window = glfw.create_window(300, 200, "Keys", None, None)
glfw.make_context_current(window)
glfw.set_key_callback(window, on_key)
while not glfw.window_should_close(window):
    glClearColor(0.2, 0.3, 0.4, 1)
    glClear(GL_COLOR_BUFFER_BIT)
    glBegin(GL_TRIANGLES)
    for x, y in ((-0.5, -0.5), (0.5, -0.5), (0, 0.5)):
        glVertex2f(x, y)
    glEnd()
    glfw.swap_buffers(window)
    glfw.wait_events_timeout(0.05)
glfw.terminate()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import glfw
from OpenGL.GL import *
from OpenGL.GLU import *

if not glfw.init():
    raise Exception("glfw can not be initialized!")
window = glfw.create_window(320, 240, "My OpenGL window", None, None)
if not window:
    glfw.terminate()
    raise Exception("glfw window can not be created!")
glfw.set_window_pos(window, 400, 200)
glfw.make_context_current(window)
glEnable(GL_DEPTH_TEST)
glEnable(GL_CULL_FACE)
turn = 0


def on_key(window, key, scancode, action, mods):
    if key == glfw.KEY_ESCAPE and action == glfw.PRESS:
        glfw.set_window_should_close(window, True)


glfw.set_key_callback(window, on_key)
while not glfw.window_should_close(window):
    glfw.poll_events()
    width, height = glfw.get_framebuffer_size(window)
    ratio = width / float(height)
    glViewport(0, 0, width, height)
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glMatrixMode(GL_PROJECTION)
    glLoadIdentity()
    glFrustum(-ratio * 0.2, ratio * 0.2, -0.2, 0.2, 0.5, 20)
    glMatrixMode(GL_MODELVIEW)
    glLoadIdentity()
    glTranslatef(0, 0, -5)
    turn += 4
    glRotatef(turn, 1, 1, 0)
    glBegin(GL_TRIANGLES)
    corners = [(1, 1, 1), (-1, -1, 1), (-1, 1, -1), (1, -1, -1)]
    for skipped, colour in enumerate(((1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0))):
        glColor3f(*colour)
        face = [corner for n, corner in enumerate(corners) if n != skipped]
        for corner in face if skipped % 2 else reversed(face):
            glVertex3f(*corner)
    glEnd()
    glfw.swap_buffers(window)
glfw.terminate()

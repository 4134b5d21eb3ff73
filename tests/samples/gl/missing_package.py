# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: error ModuleNotFoundError
"""Needs a package that nobody has."""
import glfw
from OpenGL.GL import *
from gl_scene_toolbox import Camera, Mesh

glfw.init()
window = glfw.create_window(640, 480, "Scene", None, None)
glfw.make_context_current(window)
camera = Camera(position=(0, 0, 5))
mesh = Mesh.cube()
while not glfw.window_should_close(window):
    glClear(GL_COLOR_BUFFER_BIT)
    mesh.draw(camera)
    glfw.swap_buffers(window)
    glfw.poll_events()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: error ShaderCompilationError
"""Asks for a GLSL that no driver has."""
import glfw
from OpenGL.GL import *
from OpenGL.GL.shaders import compileShader

glfw.init()
window = glfw.create_window(200, 200, "9.90", None, None)
glfw.make_context_current(window)
vertex = compileShader("#version 990\nvoid main() { gl_Position = vec4(0); }", GL_VERTEX_SHADER)
while not glfw.window_should_close(window):
    glfw.swap_buffers(window)
    glfw.poll_events()

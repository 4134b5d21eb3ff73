# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: blank
"""Vertex attributes are set up and never enabled, so every corner is the same point."""
import glfw
import numpy as np
from OpenGL.GL import *
from OpenGL.GL.shaders import compileProgram, compileShader

glfw.init()
glfw.window_hint(glfw.CONTEXT_VERSION_MAJOR, 3)
glfw.window_hint(glfw.CONTEXT_VERSION_MINOR, 3)
glfw.window_hint(glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE)
window = glfw.create_window(300, 300, "Where is it", None, None)
glfw.make_context_current(window)
glBindVertexArray(glGenVertexArrays(1))
program = compileProgram(
    compileShader("#version 330\nin vec2 p; void main(){gl_Position=vec4(p,0,1);}", GL_VERTEX_SHADER),
    compileShader("#version 330\nout vec4 c; void main(){c=vec4(1,0,0,1);}", GL_FRAGMENT_SHADER),
)
triangle = np.array([-1, -1, 1, -1, 0, 1], dtype=np.float32)
glBindBuffer(GL_ARRAY_BUFFER, glGenBuffers(1))
glBufferData(GL_ARRAY_BUFFER, triangle, GL_STATIC_DRAW)
glVertexAttribPointer(glGetAttribLocation(program, "p"), 2, GL_FLOAT, False, 0, None)
while not glfw.window_should_close(window):
    glClear(GL_COLOR_BUFFER_BIT)
    glUseProgram(program)
    glDrawArrays(GL_TRIANGLES, 0, 3)
    glfw.swap_buffers(window)
    glfw.poll_events()
glfw.terminate()

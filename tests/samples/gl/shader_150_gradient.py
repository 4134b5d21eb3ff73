# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: static
"""One triangle in a core profile of OpenGL 3.2."""
import ctypes

import glfw
import numpy as np
from OpenGL.GL import *

VERTEX = """
#version 150 core
in vec2 position;
in vec3 tint;
out vec3 colour;
void main() { colour = tint; gl_Position = vec4(position, 0.0, 1.0); }
""".strip()
FRAGMENT = """
#version 150 core
in vec3 colour;
out vec4 shown;
void main() { shown = vec4(colour, 1.0); }
""".strip()


def compiled(kind, source):
    shader = glCreateShader(kind)
    glShaderSource(shader, source)
    glCompileShader(shader)
    if not glGetShaderiv(shader, GL_COMPILE_STATUS):
        raise RuntimeError(glGetShaderInfoLog(shader).decode())
    return shader


if not glfw.init():
    raise SystemExit("glfw cannot start")
glfw.window_hint(glfw.CONTEXT_VERSION_MAJOR, 3)
glfw.window_hint(glfw.CONTEXT_VERSION_MINOR, 2)
glfw.window_hint(glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE)
window = glfw.create_window(400, 400, "Triangle", None, None)
glfw.make_context_current(window)
program = glCreateProgram()
for kind, source in ((GL_VERTEX_SHADER, VERTEX), (GL_FRAGMENT_SHADER, FRAGMENT)):
    glAttachShader(program, compiled(kind, source))
glLinkProgram(program)
data = np.array([-0.8, -0.7, 1, 0, 0, 0.8, -0.7, 0, 1, 0, 0, 0.8, 0, 0, 1], dtype=np.float32)
glBindVertexArray(glGenVertexArrays(1))
glBindBuffer(GL_ARRAY_BUFFER, glGenBuffers(1))
glBufferData(GL_ARRAY_BUFFER, data.nbytes, data, GL_STATIC_DRAW)
for name, size, offset in (("position", 2, 0), ("tint", 3, 8)):
    place = glGetAttribLocation(program, name)
    glEnableVertexAttribArray(place)
    glVertexAttribPointer(place, size, GL_FLOAT, False, 20, ctypes.c_void_p(offset))
glUseProgram(program)
while not glfw.window_should_close(window):
    glClear(GL_COLOR_BUFFER_BIT)
    glDrawArrays(GL_TRIANGLES, 0, 3)
    glfw.swap_buffers(window)
    glfw.poll_events()
glfw.terminate()

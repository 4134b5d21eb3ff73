# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: changing
"""A square that turns in its vertex shader, with a projection from numpy."""
import ctypes
import math

import glfw
import numpy as np
from OpenGL.GL import *
from OpenGL.GL.shaders import compileProgram, compileShader

VERTEX = """#version 330 core
layout(location = 0) in vec3 corner;
uniform mat4 transform;
out vec3 colour;
void main() {
    gl_Position = transform * vec4(corner, 1.0);
    colour = corner + 0.5;
}"""
FRAGMENT = """#version 330 core
in vec3 colour;
out vec4 result;
void main() { result = vec4(colour, 1.0); }"""


def rotation(angle):
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, s, 0, 0], [-s, c, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], dtype=np.float32)


def main():
    glfw.init()
    glfw.window_hint(glfw.CONTEXT_VERSION_MAJOR, 3)
    glfw.window_hint(glfw.CONTEXT_VERSION_MINOR, 3)
    glfw.window_hint(glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE)
    glfw.window_hint(glfw.OPENGL_FORWARD_COMPAT, True)
    window = glfw.create_window(500, 400, "Spin", None, None)
    glfw.make_context_current(window)
    vao = glGenVertexArrays(1)
    glBindVertexArray(vao)
    program = compileProgram(compileShader(VERTEX, GL_VERTEX_SHADER), compileShader(FRAGMENT, GL_FRAGMENT_SHADER))
    square = np.array([-0.5, -0.5, 0, 0.5, -0.5, 0, 0.5, 0.5, 0, -0.5, 0.5, 0], dtype=np.float32)
    glBindBuffer(GL_ARRAY_BUFFER, glGenBuffers(1))
    glBufferData(GL_ARRAY_BUFFER, square.nbytes, square, GL_STATIC_DRAW)
    glVertexAttribPointer(0, 3, GL_FLOAT, GL_FALSE, 12, ctypes.c_void_p(0))
    glEnableVertexAttribArray(0)
    where = glGetUniformLocation(program, "transform")
    glClearColor(0.1, 0.1, 0.15, 1)
    while not glfw.window_should_close(window):
        glfw.poll_events()
        glClear(GL_COLOR_BUFFER_BIT)
        glUseProgram(program)
        glUniformMatrix4fv(where, 1, GL_FALSE, rotation(glfw.get_time()))
        glDrawArrays(GL_TRIANGLE_FAN, 0, 4)
        glfw.swap_buffers(window)
    glfw.terminate()


if __name__ == "__main__":
    main()

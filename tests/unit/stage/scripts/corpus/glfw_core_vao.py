# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import ctypes
import sys

import glfw
import numpy as np
from OpenGL.GL import *

VERTEX = """
#version 330 core
layout (location = 0) in vec3 position;
layout (location = 1) in vec3 colour;
uniform mat4 turned;
out vec3 shade;
void main() { gl_Position = turned * vec4(position, 1.0); shade = colour; }
"""
FRAGMENT = """
#version 330 core
in vec3 shade;
out vec4 fragment;
void main() { fragment = vec4(shade, 1.0); }
"""


def compiled(kind, source):
    shader = glCreateShader(kind)
    glShaderSource(shader, source)
    glCompileShader(shader)
    if not glGetShaderiv(shader, GL_COMPILE_STATUS):
        raise RuntimeError(glGetShaderInfoLog(shader))
    return shader


def main():
    if not glfw.init():
        sys.exit(1)
    glfw.window_hint(glfw.CONTEXT_VERSION_MAJOR, 3)
    glfw.window_hint(glfw.CONTEXT_VERSION_MINOR, 3)
    glfw.window_hint(glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE)
    glfw.window_hint(glfw.OPENGL_FORWARD_COMPAT, True)
    window = glfw.create_window(320, 240, "Core", None, None)
    if not window:
        glfw.terminate()
        sys.exit(1)
    glfw.make_context_current(window)
    glfw.swap_interval(0)
    program = glCreateProgram()
    for kind, source in ((GL_VERTEX_SHADER, VERTEX), (GL_FRAGMENT_SHADER, FRAGMENT)):
        glAttachShader(program, compiled(kind, source))
    glLinkProgram(program)
    vertices = np.array(
        [-0.6, -0.6, 0, 1, 0, 0, 0.6, -0.6, 0, 0, 1, 0, 0.6, 0.6, 0, 0, 0, 1, -0.6, 0.6, 0, 1, 1, 0], np.float32
    )
    indices = np.array([0, 1, 2, 2, 3, 0], np.uint32)
    vao = glGenVertexArrays(1)
    vbo, ebo = glGenBuffers(2)
    glBindVertexArray(vao)
    glBindBuffer(GL_ARRAY_BUFFER, vbo)
    glBufferData(GL_ARRAY_BUFFER, vertices.nbytes, vertices, GL_STATIC_DRAW)
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, ebo)
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, indices.nbytes, indices, GL_STATIC_DRAW)
    glVertexAttribPointer(0, 3, GL_FLOAT, GL_FALSE, 24, ctypes.c_void_p(0))
    glEnableVertexAttribArray(0)
    glVertexAttribPointer(1, 3, GL_FLOAT, GL_FALSE, 24, ctypes.c_void_p(12))
    glEnableVertexAttribArray(1)
    glUseProgram(program)
    place = glGetUniformLocation(program, "turned")
    angle = 0.0
    while not glfw.window_should_close(window):
        glfw.poll_events()
        angle += 0.05
        c, s = np.cos(angle), np.sin(angle)
        matrix = np.array([[c, -s, 0, 0], [s, c, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], np.float32)
        glClearColor(0.2, 0.3, 0.3, 1)
        glClear(GL_COLOR_BUFFER_BIT)
        glUniformMatrix4fv(place, 1, GL_TRUE, matrix)
        glDrawElements(GL_TRIANGLES, 6, GL_UNSIGNED_INT, None)
        glfw.swap_buffers(window)
    glfw.terminate()


if __name__ == "__main__":
    main()

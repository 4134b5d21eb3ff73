# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import glfw
import numpy as np
from OpenGL.GL import *
from OpenGL.GL.shaders import compileProgram, compileShader

glfw.init()
glfw.window_hint(glfw.CONTEXT_VERSION_MAJOR, 4)
glfw.window_hint(glfw.CONTEXT_VERSION_MINOR, 1)
glfw.window_hint(glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE)
window = glfw.create_window(320, 240, "Many", None, None)
glfw.make_context_current(window)
glBindVertexArray(glGenVertexArrays(1))
program = compileProgram(
    compileShader(
        """#version 410 core
        layout (location = 0) in vec2 corner;
        layout (location = 1) in vec3 place;
        uniform float time;
        out float shade;
        void main() {
            shade = place.z;
            gl_Position = vec4(corner * 0.06 + place.xy + 0.1 * sin(time + place.z * 6.0), place.z, 1);
        }""",
        GL_VERTEX_SHADER,
    ),
    compileShader(
        """#version 410 core
        in float shade;
        out vec4 c;
        void main() { c = vec4(shade, 1 - shade, 0.5, 0.7); }""",
        GL_FRAGMENT_SHADER,
    ),
)
corners = np.array([-1, -1, 1, -1, 0, 1], np.float32)
places = np.random.default_rng(3).uniform(-0.9, 0.9, (200, 3)).astype(np.float32)
places[:, 2] = np.abs(places[:, 2])
for index, (array, size, divisor) in enumerate(((corners, 2, 0), (places, 3, 1))):
    buffer = glGenBuffers(1)
    glBindBuffer(GL_ARRAY_BUFFER, buffer)
    glBufferData(GL_ARRAY_BUFFER, array.nbytes, array, GL_STATIC_DRAW)
    glEnableVertexAttribArray(index)
    glVertexAttribPointer(index, size, GL_FLOAT, False, 0, None)
    glVertexAttribDivisor(index, divisor)
glEnable(GL_DEPTH_TEST)
glEnable(GL_BLEND)
glBlendFunc(GL_SRC_ALPHA, GL_ONE)
glUseProgram(program)
time = 0.0
while not glfw.window_should_close(window):
    time += 0.2
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glUniform1f(glGetUniformLocation(program, "time"), time)
    glDrawArraysInstanced(GL_TRIANGLES, 0, 3, 200)
    glfw.swap_buffers(window)
    glfw.poll_events()

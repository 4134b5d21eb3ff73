# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: changing
"""Particles moved by a compute shader, OpenGL 4.3."""
import glfw
import numpy as np
from OpenGL.GL import *
from OpenGL.GL.shaders import compileProgram, compileShader

COMPUTE = """#version 430
layout(local_size_x = 64) in;
layout(std430, binding = 0) buffer Particles { vec4 particle[]; };
void main() {
    uint i = gl_GlobalInvocationID.x;
    vec4 p = particle[i];
    p.xy += p.zw;
    if (abs(p.x) > 0.95) p.z = -p.z;
    if (abs(p.y) > 0.95) p.w = -p.w;
    particle[i] = p;
}"""
VERTEX = """#version 430
layout(location = 0) in vec4 particle;
void main() { gl_Position = vec4(particle.xy, 0, 1); gl_PointSize = 4.0; }"""
FRAGMENT = """#version 430
out vec4 c;
void main() { c = vec4(1, 0.7, 0.2, 1); }"""

glfw.init()
glfw.window_hint(glfw.CONTEXT_VERSION_MAJOR, 4)
glfw.window_hint(glfw.CONTEXT_VERSION_MINOR, 3)
glfw.window_hint(glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE)
window = glfw.create_window(400, 300, "Particles", None, None)
glfw.make_context_current(window)
glBindVertexArray(glGenVertexArrays(1))
rng = np.random.default_rng(7)
particles = np.hstack([rng.uniform(-0.9, 0.9, (256, 2)), rng.uniform(-0.01, 0.01, (256, 2))]).astype("f4")
buffer = glGenBuffers(1)
glBindBuffer(GL_ARRAY_BUFFER, buffer)
glBufferData(GL_ARRAY_BUFFER, particles, GL_DYNAMIC_DRAW)
glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 0, buffer)
glEnableVertexAttribArray(0)
glVertexAttribPointer(0, 4, GL_FLOAT, False, 0, None)
move = compileProgram(compileShader(COMPUTE, GL_COMPUTE_SHADER))
paint = compileProgram(compileShader(VERTEX, GL_VERTEX_SHADER), compileShader(FRAGMENT, GL_FRAGMENT_SHADER))
glEnable(GL_PROGRAM_POINT_SIZE)
while not glfw.window_should_close(window):
    glUseProgram(move)
    glDispatchCompute(4, 1, 1)
    glMemoryBarrier(GL_VERTEX_ATTRIB_ARRAY_BARRIER_BIT)
    glClear(GL_COLOR_BUFFER_BIT)
    glUseProgram(paint)
    glDrawArrays(GL_POINTS, 0, 256)
    glfw.swap_buffers(window)
    glfw.poll_events()
glfw.terminate()

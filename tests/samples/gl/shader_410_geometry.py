# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: static
"""Points that a geometry shader makes into crosses, in OpenGL 4.1."""
import glfw
import numpy as np
from OpenGL.GL import *
from OpenGL.GL.shaders import compileShader

SOURCES = {
    GL_VERTEX_SHADER: """#version 410 core
layout(location = 0) in vec2 place;
void main() { gl_Position = vec4(place, 0.0, 1.0); }""",
    GL_GEOMETRY_SHADER: """#version 410 core
layout(points) in;
layout(line_strip, max_vertices = 4) out;
void cross_at(vec4 middle, vec2 way) {
    gl_Position = middle - vec4(way, 0.0, 0.0); EmitVertex();
    gl_Position = middle + vec4(way, 0.0, 0.0); EmitVertex();
    EndPrimitive();
}
void main() {
    cross_at(gl_in[0].gl_Position, vec2(0.1, 0.1));
    cross_at(gl_in[0].gl_Position, vec2(0.1, -0.1));
}""",
    GL_FRAGMENT_SHADER: """#version 410 core
out vec4 colour;
void main() { colour = vec4(0.3, 1.0, 0.6, 1.0); }""",
}
glfw.init()
glfw.window_hint(glfw.CONTEXT_VERSION_MAJOR, 4)
glfw.window_hint(glfw.CONTEXT_VERSION_MINOR, 1)
glfw.window_hint(glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE)
window = glfw.create_window(360, 360, "Crosses", None, None)
glfw.make_context_current(window)
glBindVertexArray(glGenVertexArrays(1))
program = glCreateProgram()
for kind, source in SOURCES.items():
    glAttachShader(program, compileShader(source, kind))
glLinkProgram(program)
assert glGetProgramiv(program, GL_LINK_STATUS), glGetProgramInfoLog(program)
places = np.array([(x / 3, y / 3) for x in range(-2, 3) for y in range(-2, 3)], dtype="f4")
glBindBuffer(GL_ARRAY_BUFFER, glGenBuffers(1))
glBufferData(GL_ARRAY_BUFFER, places, GL_STATIC_DRAW)
glEnableVertexAttribArray(0)
glVertexAttribPointer(0, 2, GL_FLOAT, False, 0, None)
glUseProgram(program)
while not glfw.window_should_close(window):
    glClear(GL_COLOR_BUFFER_BIT)
    glDrawArrays(GL_POINTS, 0, len(places))
    glfw.swap_buffers(window)
    glfw.wait_events_timeout(0.1)
glfw.terminate()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import glfw
import numpy as np
from OpenGL.GL import *
from OpenGL.GL.shaders import compileProgram, compileShader

glfw.init()
glfw.window_hint(glfw.CONTEXT_VERSION_MAJOR, 3)
glfw.window_hint(glfw.CONTEXT_VERSION_MINOR, 3)
glfw.window_hint(glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE)
window = glfw.create_window(320, 240, "Geometry", None, None)
glfw.make_context_current(window)
glBindVertexArray(glGenVertexArrays(1))
program = compileProgram(
    compileShader(
        """#version 330 core
        in vec2 place;
        void main() { gl_Position = vec4(place, 0, 1); }""",
        GL_VERTEX_SHADER,
    ),
    compileShader(
        """#version 330 core
        layout (points) in;
        layout (triangle_strip, max_vertices = 12) out;
        layout (std140) uniform Look { vec4 tint; float size; float turn; };
        out vec4 colour;
        void main() {
            for (int n = 0; n <= 5; n++) {
                float a = turn + 6.2832 * n / 5.0;
                colour = tint * (0.5 + 0.1 * n);
                gl_Position = gl_in[0].gl_Position;
                EmitVertex();
                gl_Position = gl_in[0].gl_Position + vec4(size * cos(a), size * sin(a), 0, 0);
                EmitVertex();
            }
            EndPrimitive();
        }""",
        GL_GEOMETRY_SHADER,
    ),
    compileShader(
        """#version 330 core
        in vec4 colour;
        out vec4 c;
        void main() { c = colour; }""",
        GL_FRAGMENT_SHADER,
    ),
)
places = np.array([[-0.5, -0.4], [0.5, -0.2], [0, 0.5]], np.float32)
buffer = glGenBuffers(1)
glBindBuffer(GL_ARRAY_BUFFER, buffer)
glBufferData(GL_ARRAY_BUFFER, places.nbytes, places, GL_STATIC_DRAW)
glEnableVertexAttribArray(glGetAttribLocation(program, "place"))
glVertexAttribPointer(glGetAttribLocation(program, "place"), 2, GL_FLOAT, False, 0, None)
block = glGenBuffers(1)
glBindBufferBase(GL_UNIFORM_BUFFER, 0, block)
glUniformBlockBinding(program, glGetUniformBlockIndex(program, "Look"), 0)
glUseProgram(program)
turn = 0
while not glfw.window_should_close(window):
    turn += 0.1
    look = np.array([0.9, 0.6, 0.3, 1, 0.35, turn, 0, 0], np.float32)
    glBufferData(GL_UNIFORM_BUFFER, look.nbytes, look, GL_DYNAMIC_DRAW)
    glClear(GL_COLOR_BUFFER_BIT)
    glDrawArrays(GL_POINTS, 0, 3)
    glfw.swap_buffers(window)
    glfw.poll_events()

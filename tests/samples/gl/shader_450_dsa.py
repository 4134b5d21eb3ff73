# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: static
"""Direct state access of OpenGL 4.5: nothing is bound to be filled."""
import glfw
import numpy as np
from OpenGL.GL import *
from OpenGL.GL.shaders import compileProgram, compileShader

glfw.init()
for hint, value in (
    (glfw.CONTEXT_VERSION_MAJOR, 4),
    (glfw.CONTEXT_VERSION_MINOR, 5),
    (glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE),
):
    glfw.window_hint(hint, value)
window = glfw.create_window(320, 240, "4.5", None, None)
glfw.make_context_current(window)
print("OpenGL", glGetIntegerv(GL_MAJOR_VERSION), glGetIntegerv(GL_MINOR_VERSION))
vao = np.empty(1, dtype=np.uint32)
glCreateVertexArrays(1, vao)
buffer = np.empty(1, dtype=np.uint32)
glCreateBuffers(1, buffer)
ring = np.array([(np.cos(a), np.sin(a)) for a in np.linspace(0, 2 * np.pi, 40)], dtype="f4") * 0.8
glNamedBufferStorage(buffer[0], ring.nbytes, ring, 0)
glVertexArrayVertexBuffer(vao[0], 0, buffer[0], 0, 8)
glVertexArrayAttribFormat(vao[0], 0, 2, GL_FLOAT, False, 0)
glVertexArrayAttribBinding(vao[0], 0, 0)
glEnableVertexArrayAttrib(vao[0], 0)
glBindVertexArray(vao[0])
program = compileProgram(
    compileShader(
        "#version 450\nlayout(location=0) in vec2 p; layout(location=0) uniform vec2 size;"
        "void main(){gl_Position=vec4(p*size,0,1);}",
        GL_VERTEX_SHADER,
    ),
    compileShader("#version 450\nout vec4 c; void main(){c=vec4(0.9,0.5,0.9,1);}", GL_FRAGMENT_SHADER),
)
glProgramUniform2f(program, 0, 0.75, 1.0)
while not glfw.window_should_close(window):
    glClearBufferfv(GL_COLOR, 0, (0.05, 0.05, 0.1, 1.0))
    glUseProgram(program)
    glDrawArrays(GL_LINE_LOOP, 0, len(ring))
    glfw.swap_buffers(window)
    glfw.wait_events_timeout(0.05)
glfw.terminate()

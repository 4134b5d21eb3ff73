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
window = glfw.create_window(320, 240, "Render to texture", None, None)
glfw.make_context_current(window)
vao = glGenVertexArrays(1)
glBindVertexArray(vao)
first = compileProgram(
    compileShader(
        """#version 330 core
        uniform float time;
        void main() {
            vec2 corner = vec2(gl_VertexID % 2, gl_VertexID / 2) - 0.5;
            gl_Position = vec4(corner * mat2(cos(time), sin(time), -sin(time), cos(time)), 0, 1);
        }""",
        GL_VERTEX_SHADER,
    ),
    compileShader(
        """#version 330 core
        out vec4 c;
        void main() { c = vec4(gl_FragCoord.xy / 128.0, 0.4, 1); }""",
        GL_FRAGMENT_SHADER,
    ),
)
second = compileProgram(
    compileShader(
        """#version 330 core
        out vec2 uv;
        void main() {
            uv = vec2(gl_VertexID % 2, gl_VertexID / 2);
            gl_Position = vec4(uv * 1.6 - 0.8, 0, 1);
        }""",
        GL_VERTEX_SHADER,
    ),
    compileShader(
        """#version 330 core
        in vec2 uv;
        uniform sampler2D scene;
        out vec4 c;
        void main() { c = vec4(1) - texture(scene, uv * 2.0); }""",
        GL_FRAGMENT_SHADER,
    ),
)
texture = glGenTextures(1)
glBindTexture(GL_TEXTURE_2D, texture)
glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 128, 128, 0, GL_RGBA, GL_UNSIGNED_BYTE, None)
glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR)
depth = glGenRenderbuffers(1)
glBindRenderbuffer(GL_RENDERBUFFER, depth)
glRenderbufferStorage(GL_RENDERBUFFER, GL_DEPTH24_STENCIL8, 128, 128)
fbo = glGenFramebuffers(1)
glBindFramebuffer(GL_FRAMEBUFFER, fbo)
glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0)
glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_STENCIL_ATTACHMENT, GL_RENDERBUFFER, depth)
assert glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE
time = 0
while not glfw.window_should_close(window):
    time += 0.1
    glBindFramebuffer(GL_FRAMEBUFFER, fbo)
    glViewport(0, 0, 128, 128)
    glClearColor(0, 0, 0.3, 1)
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glUseProgram(first)
    glUniform1f(glGetUniformLocation(first, "time"), time)
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4)
    glBindFramebuffer(GL_FRAMEBUFFER, 0)
    glViewport(0, 0, *glfw.get_framebuffer_size(window))
    glClearColor(0.1, 0.1, 0.1, 1)
    glClear(GL_COLOR_BUFFER_BIT)
    glUseProgram(second)
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4)
    glBindFramebuffer(GL_READ_FRAMEBUFFER, fbo)
    glBlitFramebuffer(0, 0, 128, 128, 0, 0, 64, 48, GL_COLOR_BUFFER_BIT, GL_LINEAR)
    # Left bound, as scripts do that never think of it.
    glfw.swap_buffers(window)
    glfw.poll_events()
glfw.terminate()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: error ShaderLinkError
"""Both shaders know a tint, one of three numbers and one of four."""
import pygame
from OpenGL.GL import *

pygame.init()
pygame.display.set_mode((200, 200), pygame.OPENGL | pygame.DOUBLEBUF)


class ShaderLinkError(Exception):
    pass


program = glCreateProgram()
for kind, source in (
    (GL_VERTEX_SHADER, "#version 330\nout vec4 tint; void main() { tint = gl_Position = vec4(0); }"),
    (GL_FRAGMENT_SHADER, "#version 330\nin vec3 tint; out vec4 c; void main() { c = vec4(tint, 1); }"),
):
    shader = glCreateShader(kind)
    glShaderSource(shader, source)
    glCompileShader(shader)
    glAttachShader(program, shader)
glLinkProgram(program)
if glGetProgramiv(program, GL_LINK_STATUS) != GL_TRUE:
    raise ShaderLinkError(glGetProgramInfoLog(program).decode().strip().splitlines()[0])

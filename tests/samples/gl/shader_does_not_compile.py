# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: error ShaderCompilationError
"""A vec3 is given to gl_Position."""
import pygame
from OpenGL.GL import *
from OpenGL.GL.shaders import compileProgram, compileShader

VERTEX = """
#version 330 core
layout(location = 0) in vec3 position;
void main() {
    gl_Position = position;
}
"""
FRAGMENT = """
#version 330 core
out vec4 colour;
void main() { colour = vec4(1.0); }
"""
pygame.init()
pygame.display.set_mode((400, 300), pygame.OPENGL | pygame.DOUBLEBUF)
program = compileProgram(
    compileShader(VERTEX.strip(), GL_VERTEX_SHADER), compileShader(FRAGMENT.strip(), GL_FRAGMENT_SHADER)
)
while True:
    pygame.event.pump()
    glUseProgram(program)
    pygame.display.flip()

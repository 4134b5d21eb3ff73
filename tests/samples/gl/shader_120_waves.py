# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: changing
"""A pulsating disc in GLSL 1.20."""
import sys
import time

from OpenGL.GL import *
from OpenGL.GL import shaders
from OpenGL.GLUT import *

VERTEX = """#version 120
varying vec2 place;
void main() {
    place = gl_Vertex.xy;
    gl_Position = gl_Vertex;
}
"""
FRAGMENT = """#version 120
uniform float time;
varying vec2 place;
void main() {
    float wave = 0.5 + 0.5 * sin(12.0 * length(place) - 5.0 * time);
    gl_FragColor = vec4(wave, wave * wave, 0.4, 1.0);
}
"""
began = time.time()


def display():
    glUseProgram(program)
    glUniform1f(glGetUniformLocation(program, "time"), time.time() - began)
    glRectf(-1, -1, 1, 1)
    glutSwapBuffers()
    glutPostRedisplay()


glutInit(sys.argv)
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB)
glutInitWindowSize(320, 320)
glutCreateWindow(b"Waves")
program = shaders.compileProgram(
    shaders.compileShader(VERTEX, GL_VERTEX_SHADER), shaders.compileShader(FRAGMENT, GL_FRAGMENT_SHADER)
)
glutDisplayFunc(display)
glutMainLoop()

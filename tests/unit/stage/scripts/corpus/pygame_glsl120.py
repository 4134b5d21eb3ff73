# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pygame
from OpenGL.GL import *
from OpenGL.GL import shaders
from OpenGL.arrays import vbo

pygame.init()
pygame.display.set_mode((320, 240), pygame.OPENGL | pygame.DOUBLEBUF)

vertex = shaders.compileShader(
    """
    #version 120
    uniform float time;
    varying vec2 place;
    void main() {
        place = gl_Vertex.xy;
        gl_Position = vec4(gl_Vertex.xy, 0.0, 1.0);
    }
    """,
    GL_VERTEX_SHADER,
)
fragment = shaders.compileShader(
    """
    #version 120
    uniform float time;
    varying vec2 place;
    void main() {
        float d = length(place - vec2(0.3 * cos(time), 0.3 * sin(time)));
        gl_FragColor = vec4(0.5 + 0.5 * cos(6.0 * d + time), 0.5 + 0.5 * sin(4.0 * d), 1.0 - d, 1.0);
    }
    """,
    GL_FRAGMENT_SHADER,
)
program = shaders.compileProgram(vertex, fragment)
points = vbo.VBO(np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]], "f"))
location = glGetUniformLocation(program, "time")
time = 0.0
while True:
    for event in pygame.event.get():
        if event.type == pygame.QUIT:
            raise SystemExit
    time += 0.1
    glClear(GL_COLOR_BUFFER_BIT)
    shaders.glUseProgram(program)
    glUniform1f(location, time)
    points.bind()
    glEnableClientState(GL_VERTEX_ARRAY)
    glVertexPointerf(points)
    glDrawArrays(GL_QUADS, 0, 4)
    points.unbind()
    glDisableClientState(GL_VERTEX_ARRAY)
    shaders.glUseProgram(0)
    pygame.display.flip()

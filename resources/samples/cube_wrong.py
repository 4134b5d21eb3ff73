"""A rotating cube in modern OpenGL with pygame: vertex buffers and shaders.

An answer written for Sidelight as a sample.
"""
import numpy as np
import pygame
from OpenGL.GL import *
from OpenGL.GL.shaders import compileProgram, compileShader
from OpenGL.GLU import gluLookAt, gluPerspective

VERTEX_SHADER = """
#version 330 core
layout(location = 0) in vec3 position;
uniform mat4 rotation;
out vec3 colour;
void main() {
    gl_Position = rotation * vec4(position, 1.0);
    colour = position * 0.5 + 0.5;
}
"""

FRAGMENT_SHADER = """
#version 330 core
in vec3 colour;
out vec4 fragment;
void main() { fragment = vec4(colour, 1.0); }
"""

CUBE = np.array([
    -1, -1, -1, -1, -1, 1, -1, 1, 1, 1, 1, -1, -1, -1, -1, -1, 1, -1,
    1, -1, 1, -1, -1, -1, 1, -1, -1, 1, 1, -1, 1, -1, -1, -1, -1, -1,
], dtype=np.float32)


def main():
    pygame.init()
    pygame.display.gl_set_attribute(pygame.GL_CONTEXT_MAJOR_VERSION, 3)
    pygame.display.gl_set_attribute(pygame.GL_CONTEXT_MINOR_VERSION, 3)
    pygame.display.gl_set_attribute(pygame.GL_CONTEXT_PROFILE_MASK, pygame.GL_CONTEXT_PROFILE_CORE)
    pygame.display.set_mode((640, 480), pygame.OPENGL | pygame.DOUBLEBUF)
    pygame.display.set_caption("Modern cube")

    vao = glGenVertexArrays(1)
    glBindVertexArray(vao)
    program = compileProgram(
        compileShader(VERTEX_SHADER, GL_VERTEX_SHADER),
        compileShader(FRAGMENT_SHADER, GL_FRAGMENT_SHADER),
    )
    vbo = glGenBuffers(1)
    glBindBuffer(GL_ARRAY_BUFFER, vbo)
    glBufferData(GL_ARRAY_BUFFER, CUBE.nbytes, CUBE, GL_STATIC_DRAW)
    glVertexAttribPointer(0, 3, GL_FLOAT, GL_FALSE, 12, None)
    glEnableVertexAttribArray(0)
    glEnable(GL_DEPTH_TEST)

    # Camera
    glMatrixMode(GL_PROJECTION)
    gluPerspective(45, 640 / 480, 0.1, 100)
    glMatrixMode(GL_MODELVIEW)
    gluLookAt(4, 3, 6, 0, 0, 0, 0, 1, 0)

    clock = pygame.time.Clock()
    angle = 0.0
    while True:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                pygame.quit()
                return
        angle += 0.02
        c, s = np.cos(angle), np.sin(angle)
        rotation = np.array([[c, 0, s, 0], [0, 1, 0, 0], [-s, 0, c, 0], [0, 0, 0, 1]], dtype=np.float32)
        glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
        glUseProgram(program)
        glUniformMatrix4fv(glGetUniformLocation(program, "rotation"), 1, GL_FALSE, rotation)
        glDrawArrays(GL_TRIANGLES, 0, len(CUBE) // 3)
        pygame.display.flip()
        clock.tick(60)


if __name__ == "__main__":
    main()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: changing
"""A checkerboard that is made with numpy and turns."""
import numpy as np
from OpenGL.GL import *
from OpenGL.GLUT import *

turn = 0


def checkerboard(size=64, squares=8):
    rows, columns = np.indices((size, size)) // (size // squares)
    light = ((rows + columns) % 2 * 255).astype(np.uint8)
    return np.dstack([light, light // 2, 255 - light])


def paint():
    global turn
    turn += 1
    glClear(GL_COLOR_BUFFER_BIT)
    glLoadIdentity()
    glRotatef(turn, 0, 0, 1)
    glBegin(GL_QUADS)
    for s, t, x, y in ((0, 0, -0.6, -0.6), (1, 0, 0.6, -0.6), (1, 1, 0.6, 0.6), (0, 1, -0.6, 0.6)):
        glTexCoord2f(s, t)
        glVertex2f(x, y)
    glEnd()
    glutSwapBuffers()


glutInit()
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGBA)
glutInitWindowSize(300, 300)
glutCreateWindow("Checker")
texels = checkerboard()
glBindTexture(GL_TEXTURE_2D, glGenTextures(1))
glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST)
glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST)
glTexImage2D(GL_TEXTURE_2D, 0, GL_RGB, 64, 64, 0, GL_RGB, GL_UNSIGNED_BYTE, texels)
glEnable(GL_TEXTURE_2D)
glutDisplayFunc(paint)
glutIdleFunc(glutPostRedisplay)
glutMainLoop()

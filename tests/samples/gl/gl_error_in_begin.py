# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: blank GLError
"""A state is changed between glBegin and glEnd; PyOpenGL complains after glEnd."""
from OpenGL.GL import *
from OpenGL.GLUT import *


def draw():
    glClear(GL_COLOR_BUFFER_BIT)
    glBegin(GL_QUADS)
    for x, y in ((0, 0), (1, 0), (1, 1), (0, 1)):
        glLineWidth(2.0)
        glVertex2f(x, y)
    glEnd()
    glutSwapBuffers()


glutInit()
glutInitDisplayMode(GLUT_DOUBLE)
glutInitWindowSize(200, 200)
glutCreateWindow("In between")
glutDisplayFunc(draw)
glutMainLoop()

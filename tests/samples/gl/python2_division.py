# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: blank TypeError
"""A division that gave a whole number in Python 2."""
from OpenGL.GL import *
from OpenGL.GLUT import *


def display():
    glClear(GL_COLOR_BUFFER_BIT)
    glBegin(GL_LINES)
    for column in range(10 / 2):
        glVertex2f(column / 5, -1)
        glVertex2f(column / 5, 1)
    glEnd()
    glutSwapBuffers()


glutInit()
glutInitDisplayMode(GLUT_DOUBLE)
glutInitWindowSize(200, 200)
glutCreateWindow(b"Lines")
glutDisplayFunc(display)
glutMainLoop()

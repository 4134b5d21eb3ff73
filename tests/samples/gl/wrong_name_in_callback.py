# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: blank NameError
"""The display callback uses a variable under another name."""
from OpenGL.GL import *
from OpenGL.GLUT import *

rotation = 0


def display():
    glClear(GL_COLOR_BUFFER_BIT)
    glRotatef(rotaton, 0, 1, 0)
    glutSolidTeapot(0.5)
    glutSwapBuffers()


glutInit()
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB)
glutCreateWindow("Teapot")
glutDisplayFunc(display)
glutMainLoop()

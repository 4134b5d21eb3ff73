# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: static
"""Three discs; the one under the mouse is found by the selection buffer."""
import sys

from OpenGL.GL import *
from OpenGL.GLU import *
from OpenGL.GLUT import *

chosen = None


def discs():
    for number in range(3):
        glLoadName(number)
        glColor3f(1, 1, 1) if number == chosen else glColor3f(number == 0, number == 1, number == 2)
        glPushMatrix()
        glTranslatef(-1.2 + 1.2 * number, 0, 0)
        gluDisk(quadric, 0, 0.5, 32, 1)
        glPopMatrix()


def project(pick=None):
    glMatrixMode(GL_PROJECTION)
    glLoadIdentity()
    if pick is not None:
        gluPickMatrix(pick[0], pick[1], 3, 3, glGetIntegerv(GL_VIEWPORT))
    gluOrtho2D(-2, 2, -1, 1)
    glMatrixMode(GL_MODELVIEW)
    glLoadIdentity()


def display():
    glClear(GL_COLOR_BUFFER_BIT)
    project()
    discs()
    glutSwapBuffers()


def mouse(button, state, x, y):
    global chosen
    if state != GLUT_DOWN:
        return
    glSelectBuffer(64)
    glRenderMode(GL_SELECT)
    glInitNames()
    glPushName(99)
    project((x, glutGet(GLUT_WINDOW_HEIGHT) - y))
    discs()
    hits = glRenderMode(GL_RENDER)
    chosen = hits[0].names[0] if hits else None
    print("picked", chosen)
    glutPostRedisplay()


glutInit(sys.argv)
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB)
glutInitWindowSize(400, 200)
glutCreateWindow("Pick one")
quadric = gluNewQuadric()
glutDisplayFunc(display)
glutMouseFunc(mouse)
glutMainLoop()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: changing
"""A pyramid in immediate mode that turns under a timer."""
import sys

from OpenGL.GL import *
from OpenGL.GLU import *
from OpenGL.GLUT import *

angle = 0.0

SIDES = [
    ((0, 1, 0), (-1, -1, 1), (1, -1, 1), (1.0, 0.3, 0.2)),
    ((0, 1, 0), (1, -1, 1), (1, -1, -1), (0.2, 0.8, 0.3)),
    ((0, 1, 0), (1, -1, -1), (-1, -1, -1), (0.2, 0.4, 1.0)),
    ((0, 1, 0), (-1, -1, -1), (-1, -1, 1), (0.9, 0.8, 0.2)),
]


def draw():
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glLoadIdentity()
    gluLookAt(0, 1, 5, 0, 0, 0, 0, 1, 0)
    glRotatef(angle, 0, 1, 0)
    glBegin(GL_TRIANGLES)
    for a, b, c, colour in SIDES:
        glColor3f(*colour)
        for corner in (a, b, c):
            glVertex3fv(corner)
    glEnd()
    glutSwapBuffers()


def turn(_value):
    global angle
    angle = (angle + 2.0) % 360
    glutPostRedisplay()
    glutTimerFunc(16, turn, 0)


def main():
    glutInit(sys.argv)
    glutInitDisplayMode(GLUT_RGBA | GLUT_DOUBLE | GLUT_DEPTH)
    glutInitWindowSize(400, 300)
    glutCreateWindow(b"Pyramid")
    glEnable(GL_DEPTH_TEST)
    glMatrixMode(GL_PROJECTION)
    gluPerspective(50, 400 / 300, 0.1, 50)
    glMatrixMode(GL_MODELVIEW)
    glutDisplayFunc(draw)
    glutTimerFunc(0, turn, 0)
    glutMainLoop()


if __name__ == "__main__":
    main()

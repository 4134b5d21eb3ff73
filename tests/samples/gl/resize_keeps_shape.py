# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: static
"""A circle that stays round: the projection follows the window."""
import math

from OpenGL.GL import *
from OpenGL.GLUT import *


def on_resize(width, height):
    height = max(height, 1)
    glViewport(0, 0, width, height)
    glMatrixMode(GL_PROJECTION)
    glLoadIdentity()
    wide = width / height
    glOrtho(-wide, wide, -1, 1, -1, 1) if wide > 1 else glOrtho(-1, 1, -1 / wide, 1 / wide, -1, 1)
    glMatrixMode(GL_MODELVIEW)
    print("resized to", width, height)


def on_draw():
    glClearColor(0.95, 0.95, 0.9, 1)
    glClear(GL_COLOR_BUFFER_BIT)
    glColor3f(0.1, 0.5, 0.4)
    glBegin(GL_POLYGON)
    for step in range(72):
        glVertex2f(0.8 * math.cos(math.radians(5 * step)), 0.8 * math.sin(math.radians(5 * step)))
    glEnd()
    glutSwapBuffers()


glutInit()
glutInitDisplayMode(GLUT_DOUBLE)
glutInitWindowSize(500, 250)
glutCreateWindow("Round")
glutReshapeFunc(on_resize)
glutDisplayFunc(on_draw)
glutMainLoop()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: changing
"""A torus under a lamp that goes round it, with a shiny material."""
import math
import sys

from OpenGL.GL import *
from OpenGL.GLU import *
from OpenGL.GLUT import *

when = 0.0


def reshape(width, height):
    glViewport(0, 0, width, height)
    glMatrixMode(GL_PROJECTION)
    glLoadIdentity()
    gluPerspective(40.0, width / max(1, height), 1.0, 30.0)
    glMatrixMode(GL_MODELVIEW)


def display():
    global when
    when += 0.05
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glLoadIdentity()
    gluLookAt(0, 4, 7, 0, 0, 0, 0, 1, 0)
    glLightfv(GL_LIGHT0, GL_POSITION, (4 * math.cos(when), 3, 4 * math.sin(when), 1))
    glMaterialfv(GL_FRONT_AND_BACK, GL_AMBIENT_AND_DIFFUSE, (0.7, 0.2, 0.3, 1))
    glMaterialfv(GL_FRONT_AND_BACK, GL_SPECULAR, (1, 1, 1, 1))
    glMaterialf(GL_FRONT_AND_BACK, GL_SHININESS, 60)
    glutSolidTorus(0.6, 1.7, 24, 40)
    glutSwapBuffers()
    glutPostRedisplay()


glutInit(sys.argv)
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB | GLUT_DEPTH)
glutInitWindowSize(420, 320)
glutCreateWindow("Lamp")
glEnable(GL_LIGHTING)
glEnable(GL_LIGHT0)
glEnable(GL_DEPTH_TEST)
glShadeModel(GL_SMOOTH)
glutReshapeFunc(reshape)
glutDisplayFunc(display)
glutMainLoop()

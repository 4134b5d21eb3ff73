# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: F403, F405 - as such scripts are written
"""Every shape that GLUT has, lit, solid or wire as GROUP says."""

from __future__ import annotations

from OpenGL.GL import *
from OpenGL.GLU import *
from OpenGL.GLUT import *

KIND = "@KIND@"
GLUT = globals()
SHAPES = [
    ("Teapot", (0.9,)),
    ("Sphere", (1.0, 14, 9)),
    ("Sphere", (0.8, 3, 2)),
    ("Cone", (0.8, 1.4, 11, 4)),
    ("Cylinder", (0.7, 1.2, 9, 3)),
    ("Torus", (0.3, 0.8, 9, 14)),
    ("Cube", (1.3,)),
    ("Cube", (1.0,)),
    ("Dodecahedron", ()),
    ("Icosahedron", ()),
    ("Octahedron", ()),
    ("Tetrahedron", ()),
    ("RhombicDodecahedron", ()),
    ("SierpinskiSponge", (3, (0.1, -0.2, 0.3), 1.1)),
    ("Teapot", (0.37,)),
    ("Sphere", (0.333, 40, 40)),
]


def display():
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    for number, (name, arguments) in enumerate(SHAPES):
        column, row = number % 4, number // 4
        glViewport(160 * column, 120 * row, 160, 120)
        glLoadIdentity()
        gluLookAt(2.1, 1.7, 3.3, 0, 0, 0, 0, 1, 0)
        if name == "Dodecahedron":
            glScalef(0.6, 0.6, 0.6)
        GLUT[f"glut{KIND}{name}"](*arguments)
    glViewport(0, 0, 640, 480)
    glutSwapBuffers()
    glutPostRedisplay()


glutInit([b"shapes"])
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB | GLUT_DEPTH)
glutInitWindowSize(640, 480)
glutCreateWindow(b"shapes")
glutDisplayFunc(display)
glMatrixMode(GL_PROJECTION)
gluPerspective(40, 4 / 3, 0.1, 20)
glMatrixMode(GL_MODELVIEW)
glEnable(GL_DEPTH_TEST)
glEnable(GL_LIGHTING)
glEnable(GL_LIGHT0)
glEnable(GL_NORMALIZE)
glLightfv(GL_LIGHT0, GL_POSITION, (2.0, 3.0, 4.0, 0.0))
glMaterialfv(GL_FRONT_AND_BACK, GL_AMBIENT_AND_DIFFUSE, (0.8, 0.6, 0.3, 1.0))
glutMainLoop()

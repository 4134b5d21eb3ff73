# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: static
"""Words in both kinds of letters that GLUT has."""
from OpenGL.GL import *
from OpenGL.GLUT import *


def write(x, y, words, font=GLUT_BITMAP_HELVETICA_18):
    glRasterPos2f(x, y)
    for letter in words:
        glutBitmapCharacter(font, ord(letter))


def display():
    glClear(GL_COLOR_BUFFER_BIT)
    glColor3f(1, 1, 0)
    write(-0.9, 0.7, "Score: 1200")
    glColor3f(0.6, 0.8, 1)
    write(-0.9, 0.5, "press space to begin", GLUT_BITMAP_8_BY_13)
    glPushMatrix()
    glTranslatef(-0.9, -0.4, 0)
    glScalef(0.002, 0.003, 1)
    glLineWidth(2)
    for letter in "STROKE":
        glutStrokeCharacter(GLUT_STROKE_ROMAN, ord(letter))
    glPopMatrix()
    glFlush()


glutInit()
glutInitDisplayMode(GLUT_SINGLE | GLUT_RGB)
glutInitWindowSize(420, 260)
glutCreateWindow(b"Text")
glutDisplayFunc(display)
glutMainLoop()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: F403, F405 - as such scripts are written
"""All of GLUT's fonts, each with its whole range of characters."""

from __future__ import annotations

from OpenGL.GL import *
from OpenGL.GLUT import *

BITMAPS = [
    GLUT_BITMAP_8_BY_13,
    GLUT_BITMAP_9_BY_15,
    GLUT_BITMAP_TIMES_ROMAN_10,
    GLUT_BITMAP_TIMES_ROMAN_24,
    GLUT_BITMAP_HELVETICA_10,
    GLUT_BITMAP_HELVETICA_12,
    GLUT_BITMAP_HELVETICA_18,
]


def measure():
    for font in BITMAPS:
        print(glutBitmapHeight(font), [glutBitmapWidth(font, code) for code in range(256)])
    for font in (GLUT_STROKE_ROMAN, GLUT_STROKE_MONO_ROMAN):
        print(round(glutStrokeHeight(font), 3), [glutStrokeWidth(font, code) for code in range(32, 128)])


def display():
    glClear(GL_COLOR_BUFFER_BIT)
    for number, font in enumerate(BITMAPS):
        for line in range(2):
            glRasterPos2f(3, 10 + 50 * number + 24 * line)
            for code in range(33 + 110 * line, 127 + 110 * line):
                glutBitmapCharacter(font, code)
    glRasterPos2f(420, 440)
    glutBitmapString(GLUT_BITMAP_HELVETICA_12, b"two\nlines")
    for number, font in enumerate((GLUT_STROKE_ROMAN, GLUT_STROKE_MONO_ROMAN)):
        for line in range(3):
            glPushMatrix()
            glTranslatef(5, 380 + 45 * number + 15 * line, 0)
            glScalef(0.1, 0.1, 1)
            for code in range(32 + 32 * line, 64 + 32 * line):
                glutStrokeCharacter(font, code)
            glPopMatrix()
    glPushMatrix()
    glTranslatef(520, 440, 0)
    glScalef(0.15, 0.15, 1)
    glutStrokeString(GLUT_STROKE_ROMAN, b"up\ndown")
    glPopMatrix()
    glutSwapBuffers()
    glutPostRedisplay()


glutInit([b"text"])
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB)
glutInitWindowSize(640, 480)
glutCreateWindow(b"text")
glutDisplayFunc(display)
glMatrixMode(GL_PROJECTION)
glOrtho(0, 640, 0, 480, -1, 1)
glMatrixMode(GL_MODELVIEW)
measure()
glutMainLoop()

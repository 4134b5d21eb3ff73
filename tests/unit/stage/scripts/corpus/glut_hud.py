# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from OpenGL.GL import *
from OpenGL.GLU import *
from OpenGL.GLUT import *
import sys

width, height = 320, 240
count = 0


def text(x, y, words, font=GLUT_BITMAP_HELVETICA_18):
    glMatrixMode(GL_PROJECTION)
    glPushMatrix()
    glLoadIdentity()
    gluOrtho2D(0, width, 0, height)
    glMatrixMode(GL_MODELVIEW)
    glPushMatrix()
    glLoadIdentity()
    glColor3f(1, 1, 1)
    glRasterPos2f(x, y)
    for character in words:
        glutBitmapCharacter(font, ord(character))
    glPopMatrix()
    glMatrixMode(GL_PROJECTION)
    glPopMatrix()
    glMatrixMode(GL_MODELVIEW)


def stroke(words):
    glPushMatrix()
    glTranslatef(-1.2, -0.2, 0)
    glScalef(0.004, 0.004, 0.004)
    for character in words:
        glutStrokeCharacter(GLUT_STROKE_ROMAN, ord(character))
    glPopMatrix()


def display():
    global count
    count += 1
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glLoadIdentity()
    glTranslatef(0, 0, -4)
    glRotatef(count * 3, 0, 0, 1)
    glColor3f(0.3, 0.8, 0.4)
    stroke("frame")
    glutWireIcosahedron()
    text(10, 10, "Frame: %d" % count)
    text(10, 220, "ESC to quit", GLUT_BITMAP_8_BY_13)
    glutSwapBuffers()


def reshape(w, h):
    global width, height
    width, height = w, h
    glViewport(0, 0, w, h)
    glMatrixMode(GL_PROJECTION)
    glLoadIdentity()
    gluPerspective(60, w / max(h, 1), 0.1, 10)
    glMatrixMode(GL_MODELVIEW)


glutInit(sys.argv)
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB | GLUT_DEPTH)
glutInitWindowSize(width, height)
glutCreateWindow("text")
glutDisplayFunc(display)
glutReshapeFunc(reshape)
glutIdleFunc(glutPostRedisplay)
glutMainLoop()

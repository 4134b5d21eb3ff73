# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from OpenGL.GL import *
from OpenGL.GLU import *
from OpenGL.GLUT import *

spin = 0


def floor():
    glBegin(GL_QUADS)
    glVertex3f(-2, 0, 2)
    glVertex3f(2, 0, 2)
    glVertex3f(2, 0, -2)
    glVertex3f(-2, 0, -2)
    glEnd()


def thing():
    glPushMatrix()
    glTranslatef(0, 1, 0)
    glRotatef(spin, 0, 1, 0)
    glColor3f(0.9, 0.3, 0.3)
    glutSolidTorus(0.2, 0.6, 16, 32)
    glPopMatrix()


def display():
    global spin
    spin += 4
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT | GL_STENCIL_BUFFER_BIT)
    glLoadIdentity()
    gluLookAt(0, 2, 5, 0, 0.5, 0, 0, 1, 0)
    glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_FALSE)
    glDisable(GL_DEPTH_TEST)
    glEnable(GL_STENCIL_TEST)
    glStencilOp(GL_REPLACE, GL_REPLACE, GL_REPLACE)
    glStencilFunc(GL_ALWAYS, 1, 0xFF)
    floor()
    glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE)
    glEnable(GL_DEPTH_TEST)
    glStencilFunc(GL_EQUAL, 1, 0xFF)
    glStencilOp(GL_KEEP, GL_KEEP, GL_KEEP)
    glPushMatrix()
    glScalef(1, -1, 1)
    thing()
    glPopMatrix()
    glDisable(GL_STENCIL_TEST)
    glEnable(GL_BLEND)
    glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA)
    glColor4f(0.6, 0.7, 0.8, 0.5)
    floor()
    glDisable(GL_BLEND)
    thing()
    glutSwapBuffers()
    glutPostRedisplay()


glutInit([])
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB | GLUT_DEPTH | GLUT_STENCIL)
glutInitWindowSize(320, 240)
glutCreateWindow(b"reflection")
glMatrixMode(GL_PROJECTION)
gluPerspective(45, 4 / 3, 0.1, 20)
glMatrixMode(GL_MODELVIEW)
glEnable(GL_LIGHTING)
glEnable(GL_LIGHT0)
glEnable(GL_COLOR_MATERIAL)
glutDisplayFunc(display)
glutMainLoop()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from OpenGL.GL import *
from OpenGL.GLU import *
from OpenGL.GLUT import *
import math

step = 0
scene = None


def build():
    global scene
    quadric = gluNewQuadric()
    gluQuadricNormals(quadric, GLU_SMOOTH)
    scene = glGenLists(2)
    glNewList(scene, GL_COMPILE)
    gluSphere(quadric, 0.6, 24, 16)
    glEndList()
    glNewList(scene + 1, GL_COMPILE)
    glPushMatrix()
    glTranslatef(1.2, 0, 0)
    gluCylinder(quadric, 0.3, 0.1, 1.0, 16, 4)
    gluDisk(quadric, 0.05, 0.3, 16, 2)
    glPopMatrix()
    gluQuadricDrawStyle(quadric, GLU_LINE)
    glTranslatef(-1.2, 0, 0)
    gluPartialDisk(quadric, 0.1, 0.5, 20, 3, 30, 240)
    glEndList()


def display():
    global step
    step += 1
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glLoadIdentity()
    glTranslatef(0, 0, -5)
    glRotatef(step * 4, 0.2, 1, 0.1)
    glEnable(GL_BLEND)
    glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA)
    glColor4f(0.2, 0.6, 1.0, 0.6 + 0.3 * math.sin(step))
    glCallList(scene)
    glColor4f(1.0, 0.4, 0.2, 0.8)
    glCallLists([scene + 1])
    glutSwapBuffers()
    glutPostRedisplay()


glutInit()
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGBA | GLUT_DEPTH)
glutInitWindowSize(300, 200)
glutCreateWindow(b"quadrics")
glMatrixMode(GL_PROJECTION)
gluPerspective(50, 1.5, 0.5, 20)
glMatrixMode(GL_MODELVIEW)
glEnable(GL_DEPTH_TEST)
glEnable(GL_COLOR_MATERIAL)
glEnable(GL_LIGHTING)
glEnable(GL_LIGHT0)
build()
glutDisplayFunc(display)
glutMainLoop()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The accumulation buffer as textbooks use it: motion blur, and edges smoothed by shaking the picture."""

from OpenGL.GL import *
from OpenGL.GLU import *
from OpenGL.GLUT import *

angle = 0.0
drawn = 0


def cube():
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glLoadIdentity()
    gluLookAt(0, 1.5, 4, 0, 0, 0, 0, 1, 0)
    glRotatef(angle, 0.3, 1, 0)
    glColor3f(0.9, 0.5, 0.1)
    glutSolidCube(1.4)
    glColor3f(0.1, 0.8, 0.9)
    glutWireCube(1.9)


def blurred():
    cube()
    if drawn == 0:
        glAccum(GL_LOAD, 1.0)
    glAccum(GL_MULT, 0.7)
    glAccum(GL_ACCUM, 0.3)
    glAccum(GL_RETURN, 1.0)


def smoothed():
    glClearAccum(0.1, 0.0, 0.2, 0.0)
    glClear(GL_ACCUM_BUFFER_BIT)
    for x, y in ((-0.3, 0.1), (0.2, -0.2), (0.1, 0.4), (0.4, -0.4)):
        glMatrixMode(GL_PROJECTION)
        glLoadIdentity()
        glTranslatef(x / 120, y / 90, 0)
        gluPerspective(50, 4 / 3, 0.5, 20)
        glMatrixMode(GL_MODELVIEW)
        cube()
        glAccum(GL_ACCUM, 0.25)
    glAccum(GL_ADD, -0.05)
    glColorMask(True, True, drawn % 3 != 0, True)
    glAccum(GL_RETURN, 1.1)
    glColorMask(True, True, True, True)


def display():
    global angle, drawn
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1)
    glPixelTransferf(GL_RED_SCALE, 1.0)
    if drawn % 4 == 1:
        # What lies outside keeps what it had.
        glScissor(20, 10, 90, 70)
        glEnable(GL_SCISSOR_TEST)
    (smoothed if drawn > 5 else blurred)()
    glDisable(GL_SCISSOR_TEST)
    glutSwapBuffers()
    angle += 7
    drawn += 1


def idle():
    glutPostRedisplay()


glutInit()
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB | GLUT_DEPTH | GLUT_ACCUM)
glutInitWindowSize(240, 180)
glutCreateWindow(b"motion blur")
print(glGetIntegerv(GL_DOUBLEBUFFER), glGetIntegerv(GL_ACCUM_RED_BITS), glutGet(GLUT_WINDOW_ACCUM_RED_SIZE))
glEnable(GL_DEPTH_TEST)
glMatrixMode(GL_PROJECTION)
gluPerspective(50, 4 / 3, 0.5, 20)
glMatrixMode(GL_MODELVIEW)
glutDisplayFunc(display)
glutIdleFunc(idle)
glutMainLoop()

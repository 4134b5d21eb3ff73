# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from OpenGL.GL import *
from OpenGL.GLU import *
from OpenGL.GLUT import *
import sys

selected = 0
frame = 0


def draw(select=False):
    for name in range(1, 5):
        if select:
            glLoadName(name)
        glColor3f(1, 0.9, 0.2) if name == selected else glColor3f(0.2 * name, 0.3, 0.5)
        glPushMatrix()
        glTranslatef(-3.0 + name * 1.2, 0, -name * 0.3)
        glRotatef(frame * 5, 1, 1, 0)
        glutSolidCube(0.8)
        glPopMatrix()


def camera():
    gluPerspective(45, 320 / 240, 1, 20)


def pick(x, y):
    global selected
    glSelectBuffer(64)
    glRenderMode(GL_SELECT)
    glInitNames()
    glPushName(0)
    glMatrixMode(GL_PROJECTION)
    glPushMatrix()
    glLoadIdentity()
    gluPickMatrix(x, glGetIntegerv(GL_VIEWPORT)[3] - y, 5, 5, glGetIntegerv(GL_VIEWPORT))
    camera()
    glMatrixMode(GL_MODELVIEW)
    draw(select=True)
    glMatrixMode(GL_PROJECTION)
    glPopMatrix()
    glMatrixMode(GL_MODELVIEW)
    hits = glRenderMode(GL_RENDER)
    nearest = min(hits, key=lambda hit: hit.near) if hits else None
    selected = nearest.names[0] if nearest else 0
    print("picked", selected, len(hits), flush=True)


def display():
    global frame
    frame += 1
    if frame % 3 == 0:
        pick(40 * frame % 320, 120)
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    draw()
    glutSwapBuffers()
    glutPostRedisplay()


def mouse(button, state, x, y):
    if button == GLUT_LEFT_BUTTON and state == GLUT_DOWN:
        pick(x, y)


glutInit(sys.argv)
glutInitDisplayMode(GLUT_RGB | GLUT_DOUBLE | GLUT_DEPTH)
glutInitWindowSize(320, 240)
glutCreateWindow("picking")
glEnable(GL_DEPTH_TEST)
glMatrixMode(GL_PROJECTION)
camera()
glMatrixMode(GL_MODELVIEW)
glTranslatef(0, 0, -6)
glutDisplayFunc(display)
glutMouseFunc(mouse)
glutMainLoop()

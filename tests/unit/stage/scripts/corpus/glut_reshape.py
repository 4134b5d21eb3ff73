# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from OpenGL.GL import *
from OpenGL.GLUT import *

frame = 0
size = (0, 0)


def display():
    global frame
    frame += 1
    if frame == 3:
        glutReshapeWindow(400, 260)
    if frame == 4:
        glutSetWindowTitle("larger")
    glClear(GL_COLOR_BUFFER_BIT)
    glBegin(GL_TRIANGLES)
    for place, colour in (((-1, -1), (1, 0, 0)), ((1, -1), (0, 1, 0)), ((0, 1), (0, 0, 1))):
        glColor3f(*colour)
        glVertex2f(*place)
    glEnd()
    glBegin(GL_LINES)
    glColor3f(1, 1, 1)
    glVertex2f(-1, 0)
    glVertex2f(size[0] / 500, size[1] / 500)
    glEnd()
    glutSwapBuffers()


def reshape(w, h):
    global size
    size = (w, h)
    glViewport(0, 0, w, h)
    print("reshape", w, h, flush=True)


def tick(value):
    glutPostRedisplay()
    glutTimerFunc(40, tick, value + 1)


glutInit()
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB)
glutInitWindowSize(300, 200)
glutCreateWindow("reshape")
glutDisplayFunc(display)
glutReshapeFunc(reshape)
tick(0)
glutMainLoop()

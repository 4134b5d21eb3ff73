# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import sys
from OpenGL.GL import *
from OpenGL.GLU import *
from OpenGL.GLUT import *

turn = 0


def display():
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glPushMatrix()
    glRotatef(turn, 0.3, 1, 0)
    glMaterialfv(GL_FRONT_AND_BACK, GL_AMBIENT_AND_DIFFUSE, [0.8, 0.5, 0.2, 1.0])
    glMaterialfv(GL_FRONT_AND_BACK, GL_SPECULAR, [1.0, 1.0, 1.0, 1.0])
    glMaterialf(GL_FRONT_AND_BACK, GL_SHININESS, 60.0)
    glutSolidTeapot(0.9)
    glPopMatrix()
    glutSwapBuffers()


def reshape(width, height):
    if height == 0:
        height = 1
    glViewport(0, 0, width, height)
    glMatrixMode(GL_PROJECTION)
    glLoadIdentity()
    gluPerspective(45.0, float(width) / float(height), 0.1, 100.0)
    glMatrixMode(GL_MODELVIEW)
    glLoadIdentity()
    gluLookAt(0, 1.5, 4, 0, 0, 0, 0, 1, 0)


def timer(value):
    global turn
    turn += 3
    glutPostRedisplay()
    glutTimerFunc(5, timer, 0)


def main():
    glutInit(sys.argv)
    glutInitDisplayMode(GLUT_RGBA | GLUT_DOUBLE | GLUT_DEPTH)
    glutInitWindowSize(320, 240)
    glutInitWindowPosition(100, 100)
    glutCreateWindow("Teapot")
    glEnable(GL_DEPTH_TEST)
    glEnable(GL_LIGHTING)
    glEnable(GL_LIGHT0)
    glLightfv(GL_LIGHT0, GL_POSITION, (2.0, 3.0, 4.0, 1.0))
    glLightfv(GL_LIGHT0, GL_DIFFUSE, (1.0, 1.0, 1.0, 1.0))
    glShadeModel(GL_SMOOTH)
    glClearColor(0.1, 0.1, 0.15, 1)
    glutDisplayFunc(display)
    glutReshapeFunc(reshape)
    glutTimerFunc(5, timer, 0)
    glutMainLoop()


if __name__ == "__main__":
    main()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import sys
import numpy as np
from OpenGL.GL import *
from OpenGL.GLU import *
from OpenGL.GLUT import *

frame = 0


def display():
    global frame
    frame += 1
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glMatrixMode(GL_MODELVIEW)
    glLoadIdentity()
    gluLookAt(2, 2, 4, 0, 0, 0, 0, 1, 0)
    glColor3f(0.3, 0.5, 0.9)
    glutSolidSphere(1.0, 20, 20)
    x, y = 100 + frame * 8, 120
    depth = glReadPixels(x, y, 1, 1, GL_DEPTH_COMPONENT, GL_FLOAT)
    place = gluUnProject(x, y, float(np.asarray(depth).ravel()[0]))
    back = gluProject(*place)
    print("%.3f %.3f %.3f" % tuple(place), "%.1f %.1f" % tuple(back[:2]), flush=True)
    glPointSize(9)
    glDisable(GL_DEPTH_TEST)
    glBegin(GL_POINTS)
    glColor3f(1, 0.8, 0)
    glVertex3f(*place)
    glEnd()
    glEnable(GL_DEPTH_TEST)
    glutSwapBuffers()
    glutPostRedisplay()


glutInit(sys.argv)
glutInitDisplayMode(GLUT_DOUBLE | GLUT_DEPTH | GLUT_RGBA)
glutInitWindowSize(320, 240)
glutCreateWindow(b"unproject")
glEnable(GL_DEPTH_TEST)
glMatrixMode(GL_PROJECTION)
gluPerspective(45, 320 / 240, 0.5, 10)
glutDisplayFunc(display)
glutMainLoop()

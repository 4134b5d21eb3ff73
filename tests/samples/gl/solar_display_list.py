# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: changing
"""A sun and a planet, both compiled into display lists once."""
from OpenGL.GL import *
from OpenGL.GLU import *
from OpenGL.GLUT import *

day = 0.0


def make_ball(radius, colour):
    number = glGenLists(1)
    ball = gluNewQuadric()
    glNewList(number, GL_COMPILE)
    glColor3f(*colour)
    gluSphere(ball, radius, 24, 16)
    glEndList()
    gluDeleteQuadric(ball)
    return number


def show():
    global day
    day += 1.5
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glLoadIdentity()
    glTranslatef(0, 0, -6)
    glCallList(sun)
    glRotatef(day, 0.2, 1, 0)
    glTranslatef(2, 0, 0)
    glCallList(planet)
    glutSwapBuffers()
    glutPostRedisplay()


glutInit()
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB | GLUT_DEPTH)
glutInitWindowSize(360, 360)
glutCreateWindow("Sun and planet")
glEnable(GL_DEPTH_TEST)
glMatrixMode(GL_PROJECTION)
gluPerspective(45, 1, 1, 20)
glMatrixMode(GL_MODELVIEW)
sun = make_ball(1.0, (1.0, 0.8, 0.1))
planet = make_ball(0.35, (0.2, 0.5, 1.0))
glutDisplayFunc(show)
glutMainLoop()

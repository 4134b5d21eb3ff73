#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import argparse
import sys
from math import cos, sin

from OpenGL.GL import *
from OpenGL.GLUT import *

parser = argparse.ArgumentParser(description="Draw a flower")
parser.add_argument("--width", type=int, default=320)
parser.add_argument("--height", type=int, default=240)
parser.add_argument("--petals", type=int, default=7)
args = parser.parse_args()
t = 0.0


def display():
    glClear(GL_COLOR_BUFFER_BIT)
    glLineWidth(2)
    glLineStipple(1, 0xF0F0)
    glEnable(GL_LINE_STIPPLE)
    glBegin(GL_LINE_LOOP)
    for n in range(400):
        a = n * 6.28318 / 400
        r = 0.5 + 0.3 * sin(args.petals * a + t)
        glColor3f(r, 0.5, 1 - r)
        glVertex2f(r * cos(a), r * sin(a))
    glEnd()
    glFlush()
    glutSwapBuffers()


def animate(value):
    global t
    t += 0.2
    glutPostRedisplay()
    glutTimerFunc(10, animate, 0)


def key(k, x, y):
    if k in (b"q", b"\x1b"):
        glutLeaveMainLoop()


glutInit(sys.argv)
glutInitDisplayMode(GLUT_RGBA | GLUT_DOUBLE | GLUT_ALPHA | GLUT_DEPTH)
glutInitWindowSize(args.width, args.height)
glutCreateWindow(sys.argv[0].encode())
glutDisplayFunc(display)
glutKeyboardFunc(key)
animate(0)
glutMainLoop()

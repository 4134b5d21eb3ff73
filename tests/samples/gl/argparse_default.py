# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: changing
"""Options with defaults, a class, and a timer by elapsed time."""
import argparse
import sys

from OpenGL.GL import *
from OpenGL.GLUT import *


class App:
    def __init__(self, options):
        self.options = options
        glutInit([sys.argv[0]])
        glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB)
        glutInitWindowSize(options.size, options.size)
        glutCreateWindow("Options")
        glutDisplayFunc(self.display)
        glutIdleFunc(glutPostRedisplay)

    def display(self):
        glClear(GL_COLOR_BUFFER_BIT)
        glPushMatrix()
        glRotatef(glutGet(GLUT_ELAPSED_TIME) * self.options.speed / 10, 0, 0, 1)
        glRectf(-0.6, -0.1, 0.6, 0.1)
        glPopMatrix()
        glutSwapBuffers()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Turns a bar.")
    parser.add_argument("--size", type=int, default=240)
    parser.add_argument("--speed", type=float, default=1.0)
    App(parser.parse_args())
    glutMainLoop()

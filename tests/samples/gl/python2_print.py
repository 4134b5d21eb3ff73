# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: error SyntaxError
"""Written for Python 2."""
import sys
from OpenGL.GL import *
from OpenGL.GLUT import *


def keyboard(key, x, y):
    print "pressed", key
    if key == '\x1b':
        sys.exit()


glutInit(sys.argv)
glutCreateWindow('Old')
glutKeyboardFunc(keyboard)
glutMainLoop()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: error GLError
"""A texture is enabled by the name of a filter."""
import sys

import pygame
from OpenGL.GL import *

pygame.init()
pygame.display.set_mode((320, 240), pygame.OPENGL | pygame.DOUBLEBUF)
glClear(GL_COLOR_BUFFER_BIT)
pygame.display.flip()
glEnable(GL_LINEAR)
while True:
    if pygame.event.peek(pygame.QUIT):
        sys.exit()
    pygame.display.flip()

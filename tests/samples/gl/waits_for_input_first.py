# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: error EOFError
"""Asks a question on the terminal before anything is shown."""
import pygame
from OpenGL.GL import *

sides = int(input("How many sides? "))
pygame.init()
pygame.display.set_mode((400, 400), pygame.OPENGL | pygame.DOUBLEBUF)
while True:
    pygame.event.pump()
    glClear(GL_COLOR_BUFFER_BIT)
    pygame.display.flip()

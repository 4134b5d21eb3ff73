# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: error NameError
"""gluPerspective is used and never imported."""
import pygame
from OpenGL.GL import *

pygame.init()
display = (400, 300)
pygame.display.set_mode(display, pygame.DOUBLEBUF | pygame.OPENGL)
gluPerspective(45, display[0] / display[1], 0.1, 50.0)
glTranslatef(0, 0, -5)
while True:
    for event in pygame.event.get():
        if event.type == pygame.QUIT:
            pygame.quit()
            quit()
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    pygame.display.flip()
    pygame.time.wait(10)

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import pygame
from pygame.locals import *
from OpenGL.GL import *

pygame.init()
pygame.display.gl_set_attribute(pygame.GL_MULTISAMPLEBUFFERS, 1)
pygame.display.gl_set_attribute(pygame.GL_MULTISAMPLESAMPLES, 4)
pygame.display.set_mode((320, 240), OPENGL | DOUBLEBUF)
glEnable(GL_MULTISAMPLE)
turn = 0
while True:
    for event in pygame.event.get():
        if event.type == QUIT:
            raise SystemExit
    turn += 3
    glClear(GL_COLOR_BUFFER_BIT)
    glLoadIdentity()
    glRotatef(turn, 0, 0, 1)
    glBegin(GL_TRIANGLES)
    glVertex2f(-0.7, -0.6)
    glVertex2f(0.7, -0.5)
    glVertex2f(0.1, 0.8)
    glEnd()
    pygame.display.flip()

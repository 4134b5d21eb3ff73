# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: static
"""A ship that moves only while an arrow key is held."""
import pygame
from pygame.locals import *
from OpenGL.GL import *

pygame.init()
pygame.display.set_mode((400, 300), DOUBLEBUF | OPENGL)
glOrtho(0, 400, 0, 300, -1, 1)
x, y, angle = 200.0, 150.0, 0.0
clock = pygame.time.Clock()
while True:
    for event in pygame.event.get():
        if event.type == QUIT or (event.type == KEYDOWN and event.key == K_q):
            pygame.quit()
            raise SystemExit
    held = pygame.key.get_pressed()
    x += 3 * (held[K_RIGHT] - held[K_LEFT])
    y += 3 * (held[K_UP] - held[K_DOWN])
    angle += 4 * (held[K_a] - held[K_d])
    glClear(GL_COLOR_BUFFER_BIT)
    glPushMatrix()
    glTranslatef(x, y, 0)
    glRotatef(angle, 0, 0, 1)
    glBegin(GL_TRIANGLES)
    glColor3f(0.4, 0.9, 1.0)
    glVertex2f(0, 20)
    glVertex2f(-12, -14)
    glVertex2f(12, -14)
    glEnd()
    glPopMatrix()
    pygame.display.flip()
    clock.tick(60)

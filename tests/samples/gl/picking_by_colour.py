# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: static
"""A grid of squares; a click reads the colour of the pixel under it."""
import pygame
from OpenGL.GL import *

pygame.init()
WIDTH, HEIGHT = 300, 300
pygame.display.set_mode((WIDTH, HEIGHT), pygame.OPENGL | pygame.DOUBLEBUF)
glOrtho(0, 3, 0, 3, -1, 1)
clock = pygame.time.Clock()
lit = set()


def grid():
    for number in range(9):
        x, y = number % 3, number // 3
        glColor3ub(40 + 20 * number, 255 if number in lit else 90, 200 - 20 * number)
        glRectf(x + 0.1, y + 0.1, x + 0.9, y + 0.9)


done = False
while not done:
    for event in pygame.event.get():
        if event.type == pygame.QUIT:
            done = True
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            x, y = event.pos
            red = glReadPixels(x, HEIGHT - y - 1, 1, 1, GL_RGB, GL_UNSIGNED_BYTE)[0]
            if red >= 40:
                lit ^= {(red - 40) // 20}
    glClear(GL_COLOR_BUFFER_BIT)
    grid()
    pygame.display.flip()
    clock.tick(60)

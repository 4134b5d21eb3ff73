# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pygame
from OpenGL.GL import *
from OpenGL.GLU import *

pygame.init()
pygame.display.set_mode((320, 240), pygame.OPENGL | pygame.DOUBLEBUF)
clock = pygame.time.Clock()

checks = np.zeros((64, 64, 3), dtype=np.uint8)
checks[::2, ::2] = checks[1::2, 1::2] = (255, 200, 0)
checks[16:48, 16:48, 2] = 255
texture = glGenTextures(1)
glBindTexture(GL_TEXTURE_2D, texture)
glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR)
glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST)
gluBuild2DMipmaps(GL_TEXTURE_2D, GL_RGB, 64, 64, GL_RGB, GL_UNSIGNED_BYTE, checks)
glEnable(GL_TEXTURE_2D)
glEnable(GL_DEPTH_TEST)
glMatrixMode(GL_PROJECTION)
gluPerspective(60, 4 / 3, 0.1, 100)
glMatrixMode(GL_MODELVIEW)

angle = 0
running = True
while running:
    for event in pygame.event.get():
        if event.type == pygame.QUIT or (event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE):
            running = False
    angle += 5
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glLoadIdentity()
    glTranslatef(0, 0, -2.5)
    glRotatef(angle, 0.4, 1, 0)
    glBegin(GL_QUADS)
    for u, v in ((0, 0), (3, 0), (3, 3), (0, 3)):
        glTexCoord2f(u, v)
        glVertex3f(u / 1.5 - 1, v / 1.5 - 1, 0)
    glEnd()
    pygame.display.flip()
    clock.tick(500)
pygame.quit()

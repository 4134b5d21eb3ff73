# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: changing
"""Draws into a texture first and then shows it twice, in OpenGL 3 with a compatibility profile."""
import pygame
from OpenGL.GL import *

pygame.init()
pygame.display.set_mode((320, 160), pygame.OPENGL | pygame.DOUBLEBUF)
target = glGenFramebuffers(1)
picture = glGenTextures(1)
glBindTexture(GL_TEXTURE_2D, picture)
glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 64, 64, 0, GL_RGBA, GL_UNSIGNED_BYTE, None)
glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR)
glBindFramebuffer(GL_FRAMEBUFFER, target)
glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, picture, 0)
assert glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE
step = 0
clock = pygame.time.Clock()
while not any(event.type == pygame.QUIT for event in pygame.event.get()):
    step += 1
    glBindFramebuffer(GL_FRAMEBUFFER, target)
    glViewport(0, 0, 64, 64)
    glDisable(GL_TEXTURE_2D)
    glClearColor(0.1, 0.1, 0.3, 1)
    glClear(GL_COLOR_BUFFER_BIT)
    glPushMatrix()
    glRotatef(3 * step, 0, 0, 1)
    glColor3f(1, 0.8, 0.2)
    glRectf(-0.5, -0.5, 0.5, 0.5)
    glPopMatrix()
    glBindFramebuffer(GL_FRAMEBUFFER, 0)
    glEnable(GL_TEXTURE_2D)
    glColor3f(1, 1, 1)
    for left in (0, 160):
        glViewport(left, 0, 160, 160)
        glBegin(GL_QUADS)
        for x, y in ((0, 0), (1, 0), (1, 1), (0, 1)):
            glTexCoord2f(x, y)
            glVertex2f(2 * x - 1, 2 * y - 1)
        glEnd()
    pygame.display.flip()
    clock.tick(60)

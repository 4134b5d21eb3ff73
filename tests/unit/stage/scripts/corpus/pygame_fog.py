# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import math
import pygame
from pygame.locals import *
from OpenGL.GL import *
from OpenGL.GLU import *

pygame.init()
pygame.display.gl_set_attribute(GL_DEPTH_SIZE, 24)
screen = pygame.display.set_mode((320, 240), OPENGL | DOUBLEBUF)
glClearColor(0.5, 0.6, 0.7, 1)
glEnable(GL_FOG)
glFogi(GL_FOG_MODE, GL_EXP2)
glFogfv(GL_FOG_COLOR, (0.5, 0.6, 0.7, 1))
glFogf(GL_FOG_DENSITY, 0.12)
glEnable(GL_DEPTH_TEST)
glEnable(GL_LIGHTING)
glEnable(GL_LIGHT0)
glEnable(GL_COLOR_MATERIAL)
glEnable(GL_NORMALIZE)
glMatrixMode(GL_PROJECTION)
gluPerspective(60, 4 / 3, 0.1, 50)
glMatrixMode(GL_MODELVIEW)
t = 0


def height(x, z):
    return 0.5 * math.sin(x + t) * math.cos(z)


while True:
    for event in pygame.event.get():
        if event.type == QUIT:
            pygame.quit()
            raise SystemExit
    keys = pygame.key.get_pressed()
    t += 0.1
    if keys[K_SPACE]:
        t += 1
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glLoadIdentity()
    gluLookAt(0, 2, 4, 0, 0, -4, 0, 1, 0)
    for z in range(-12, 2):
        glBegin(GL_TRIANGLE_STRIP)
        for x in range(-8, 9):
            for row in (z, z + 1):
                glColor3f(0.2, 0.5 + height(x, row) / 2, 0.3)
                glNormal3f(-math.cos(x + t) * math.cos(row), 2, math.sin(x + t) * math.sin(row))
                glVertex3f(x, height(x, row), row)
        glEnd()
    pygame.display.flip()

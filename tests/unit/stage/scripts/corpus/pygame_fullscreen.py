# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import pygame
from pygame.locals import *
from OpenGL.GL import *

pygame.init()
info = pygame.display.Info()
assert info.current_w > 0
pygame.display.set_mode((640, 480), FULLSCREEN | OPENGL | DOUBLEBUF)
pygame.mouse.set_visible(False)
pygame.event.set_grab(True)
shade = 0
while True:
    for event in pygame.event.get():
        if event.type == QUIT or (event.type == KEYDOWN and event.key == K_ESCAPE):
            raise SystemExit
    shade = (shade + 5) % 256
    glClearColor(shade / 255, 0.2, 0.4, 1)
    glClear(GL_COLOR_BUFFER_BIT)
    glBegin(GL_TRIANGLES)
    for place in ((-0.5, -0.5), (0.5, -0.5), (shade / 255, 0.5)):
        glVertex2f(*place)
    glEnd()
    pygame.display.flip()

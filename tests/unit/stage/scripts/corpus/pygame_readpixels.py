# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pygame
from pygame.locals import *
from OpenGL.GL import *

pygame.init()
pygame.display.set_mode((300, 200), OPENGL | DOUBLEBUF)
glPixelStorei(GL_PACK_ALIGNMENT, 1)
glPixelStorei(GL_UNPACK_ALIGNMENT, 1)
frame = 0
while True:
    pygame.event.pump()
    frame += 1
    glClearColor(0.1, 0.1, 0.1, 1)
    glClear(GL_COLOR_BUFFER_BIT)
    glEnable(GL_SCISSOR_TEST)
    for n in range(6):
        glScissor(10 + 15 * n + frame, 20 * n, 40, 30)
        glClearColor(n / 6, 1 - n / 6, 0.5, 1)
        glClear(GL_COLOR_BUFFER_BIT)
    glDisable(GL_SCISSOR_TEST)
    pixels = glReadPixels(0, 0, 150, 200, GL_RGB, GL_UNSIGNED_BYTE)
    image = np.frombuffer(pixels, np.uint8).reshape(200, 150, 3)
    glRasterPos2f(0, -1)
    glDrawPixels(150, 200, GL_RGB, GL_UNSIGNED_BYTE, np.ascontiguousarray(image[:, ::-1]))
    glRasterPos2f(-0.5, 0.2)
    glPixelZoom(2, 2)
    glCopyPixels(10, 10, 30, 30, GL_COLOR)
    glPixelZoom(1, 1)
    pygame.display.flip()

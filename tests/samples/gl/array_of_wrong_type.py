# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: static
"""Floats of eight bytes where four are said: what is drawn is nonsense, but it is drawn alike."""
import numpy as np
import pygame
from OpenGL.GL import *

pygame.init()
pygame.display.set_mode((240, 240), pygame.OPENGL | pygame.DOUBLEBUF)
points = np.array([[-0.9, -0.9], [0.9, -0.5], [0.1, 0.9], [-0.4, 0.2]])
glClearColor(0.3, 0, 0.3, 1)
glEnableClientState(GL_VERTEX_ARRAY)
glVertexPointer(2, GL_FLOAT, 0, points.astype(np.float32).tobytes() + points.tobytes())
clock = pygame.time.Clock()
while not any(event.type == pygame.QUIT for event in pygame.event.get()):
    glClear(GL_COLOR_BUFFER_BIT)
    glPointSize(9)
    glDrawArrays(GL_POINTS, 0, 8)
    glDrawArrays(GL_TRIANGLES, 0, 3)
    pygame.display.flip()
    clock.tick(60)

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: changing
"""Vertex buffers with the client arrays of OpenGL 1.5."""
import ctypes

import numpy as np
import pygame
from OpenGL.GL import *
from OpenGL.GLU import gluPerspective

pygame.init()
pygame.display.set_mode((480, 360), pygame.DOUBLEBUF | pygame.OPENGL)
corners = np.array(
    [[x, y, z, (x + 1) / 2, (y + 1) / 2, (z + 1) / 2] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)],
    dtype=np.float32,
)
order = np.array([0, 1, 3, 2, 4, 6, 7, 5, 0, 4, 5, 1, 2, 3, 7, 6, 0, 2, 6, 4, 1, 5, 7, 3], dtype=np.uint16)
vertices, indices = glGenBuffers(2)
glBindBuffer(GL_ARRAY_BUFFER, vertices)
glBufferData(GL_ARRAY_BUFFER, corners.nbytes, corners, GL_STATIC_DRAW)
glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices)
glBufferData(GL_ELEMENT_ARRAY_BUFFER, order.nbytes, order, GL_STATIC_DRAW)
glEnableClientState(GL_VERTEX_ARRAY)
glEnableClientState(GL_COLOR_ARRAY)
glVertexPointer(3, GL_FLOAT, 24, ctypes.c_void_p(0))
glColorPointer(3, GL_FLOAT, 24, ctypes.c_void_p(12))
glEnable(GL_DEPTH_TEST)
glMatrixMode(GL_PROJECTION)
gluPerspective(45, 480 / 360, 0.1, 50)
glMatrixMode(GL_MODELVIEW)
glTranslatef(0, 0, -6)
clock = pygame.time.Clock()
running = True
while running:
    for event in pygame.event.get():
        if event.type == pygame.QUIT:
            running = False
    glRotatef(1.2, 1, 2, 0.5)
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glDrawElements(GL_QUADS, len(order), GL_UNSIGNED_SHORT, None)
    pygame.display.flip()
    clock.tick(60)
pygame.quit()

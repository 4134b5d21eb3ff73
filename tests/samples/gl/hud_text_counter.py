# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: changing
"""A frame counter in the corner, drawn by pygame's fonts into a texture."""
import pygame
from OpenGL.GL import *

pygame.init()
pygame.display.set_mode((320, 200), pygame.OPENGL | pygame.DOUBLEBUF)
font = pygame.font.Font(None, 40)
frame = 0
clock = pygame.time.Clock()
running = True
while running:
    for event in pygame.event.get():
        if event.type == pygame.QUIT or (event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE):
            running = False
    frame += 1
    words = font.render(f"frame {frame}", True, (255, 255, 255), (0, 60, 120))
    pixels = pygame.image.tostring(words, "RGBA", True)
    glClearColor(0.05, 0.05, 0.05, 1)
    glClear(GL_COLOR_BUFFER_BIT)
    glWindowPos2i(10, 150)
    glDrawPixels(words.get_width(), words.get_height(), GL_RGBA, GL_UNSIGNED_BYTE, pixels)
    pygame.display.flip()
    clock.tick(60)
pygame.quit()

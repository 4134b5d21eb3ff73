# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: static
"""A picture that Pillow drew and saved is read again and shown as a texture."""
import io

import pygame
from OpenGL.GL import *
from PIL import Image, ImageDraw

card = Image.new("RGB", (128, 128), "navy")
pen = ImageDraw.Draw(card)
pen.ellipse((20, 20, 108, 108), fill="gold", outline="white", width=3)
pen.text((50, 58), "PIL", fill="black")
stored = io.BytesIO()
card.save(stored, "PNG")
image = Image.open(io.BytesIO(stored.getvalue())).transpose(Image.Transpose.FLIP_TOP_BOTTOM).convert("RGBA")

pygame.init()
pygame.display.set_mode((256, 256), pygame.OPENGL | pygame.DOUBLEBUF)
texture = glGenTextures(1)
glBindTexture(GL_TEXTURE_2D, texture)
glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR)
glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, *image.size, 0, GL_RGBA, GL_UNSIGNED_BYTE, image.tobytes())
glEnable(GL_TEXTURE_2D)
clock = pygame.time.Clock()
while not any(event.type == pygame.QUIT for event in pygame.event.get()):
    glClear(GL_COLOR_BUFFER_BIT)
    glBegin(GL_QUADS)
    for x, y in ((0, 0), (1, 0), (1, 1), (0, 1)):
        glTexCoord2i(x, y)
        glVertex2f(1.8 * x - 0.9, 1.8 * y - 0.9)
    glEnd()
    pygame.display.flip()
    clock.tick(30)

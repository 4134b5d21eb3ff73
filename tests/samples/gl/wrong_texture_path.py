# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: error FileNotFoundError
"""Its texture lies on somebody else's disk."""
import pygame
from OpenGL.GL import *
from PIL import Image

pygame.init()
pygame.display.set_mode((320, 240), pygame.OPENGL | pygame.DOUBLEBUF)


def load(path):
    picture = Image.open(path).convert("RGBA")
    glBindTexture(GL_TEXTURE_2D, glGenTextures(1))
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, *picture.size, 0, GL_RGBA, GL_UNSIGNED_BYTE, picture.tobytes())


load("textures/earth_2k.jpg")
while True:
    pygame.event.pump()
    pygame.display.flip()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: error Error
"""Asks OpenGL before there is a window."""
import pygame
from OpenGL.GL import *


class Renderer:
    def __init__(self):
        self.version = glGetString(GL_VERSION)
        if not self.version:
            raise Error("no context")
        glClearColor(0, 0, 0, 1)


class Error(Exception):
    pass


renderer = Renderer()
pygame.init()
pygame.display.set_mode((200, 200), pygame.OPENGL)

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: error viewer: error
"""Wants an argument that nobody gives."""
import argparse

import pygame

parser = argparse.ArgumentParser(prog="viewer")
parser.add_argument("model", help="an OBJ file")
options = parser.parse_args()
pygame.init()
pygame.display.set_mode((640, 480), pygame.OPENGL)

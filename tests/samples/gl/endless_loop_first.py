# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: blank
"""Counts for ever before it would open its window."""
import pygame
from OpenGL.GL import *


def sieve():
    primes, candidate = [], 2
    while len(primes) >= 0:
        if all(candidate % prime for prime in primes[:50]):
            primes.append(candidate)
            primes = primes[-50:]
        candidate += 1
    return primes


table = sieve()
pygame.init()
pygame.display.set_mode((640, 480), pygame.OPENGL | pygame.DOUBLEBUF)
glClearColor(*[value % 10 / 10 for value in table[:4]])
glClear(GL_COLOR_BUFFER_BIT)
pygame.display.flip()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Scripts as answers to "draw a rotating cube" might be: right ones, wrong ones, and such as nobody can tell.

Each is a whole program for the stage. ``right`` says what a person would say of it: ``pass``, ``fail``, or
``open`` where people may differ; a verdict must never say the opposite of ``pass`` or ``fail``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Right = Literal["pass", "fail", "open"]


@dataclass(frozen=True, slots=True)
class Variant:
    """One script and what is right to say of it."""

    name: str
    right: Right
    source: str


_GL = """
import math, random, sys, time
import pygame
from pygame.locals import DOUBLEBUF, OPENGL, QUIT
from OpenGL.GL import *
from OpenGL.GLU import *

V = [(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]
F = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
N = [(-1, 0, 0), (1, 0, 0), (0, -1, 0), (0, 1, 0), (0, 0, -1), (0, 0, 1)]
E = [(a, b) for a in range(8) for b in range(a) if sum(V[a][i] != V[b][i] for i in range(3)) == 1]
C = [(0.9, 0.2, 0.2), (0.2, 0.5, 0.9), (0.95, 0.8, 0.2), (0.2, 0.7, 0.4), (0.9, 0.5, 0.2), (0.55, 0.35, 0.75)]

def solid(colours=C, size=(1, 1, 1)):
    glBegin(GL_QUADS)
    for face, normal, colour in zip(F, N, colours):
        glNormal3fv(normal)
        glColor3fv(colour)
        for v in face:
            glVertex3f(*(c * s for c, s in zip(V[v], size)))
    glEnd()

def wires(width=1.0):
    glLineWidth(width)
    glBegin(GL_LINES)
    for a, b in E:
        glVertex3fv(V[a])
        glVertex3fv(V[b])
    glEnd()

def polyhedron(corners, faces):
    glBegin(GL_TRIANGLES)
    for at, face in enumerate(faces):
        glColor3fv(C[at % 6])
        for v in face:
            glVertex3fv(corners[v])
    glEnd()

def setup(): pass
SIZE, FOV, CLEAR = (640, 480), 45, (0.0, 0.0, 0.0, 1.0)

def run(draw, setup=setup):
    pygame.init()
    pygame.display.set_mode(SIZE, DOUBLEBUF | OPENGL)
    glEnable(GL_DEPTH_TEST)
    glClearColor(*CLEAR)
    glMatrixMode(GL_PROJECTION)
    gluPerspective(FOV, SIZE[0] / SIZE[1], 0.1, 100.0)
    glMatrixMode(GL_MODELVIEW)
    setup()
    begun = time.monotonic()
    clock = pygame.time.Clock()
    while True:
        for event in pygame.event.get():
            if event.type == QUIT:
                return
        glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
        glLoadIdentity()
        draw(time.monotonic() - begun)
        pygame.display.flip()
        clock.tick(60)

def place(x=0, y=0, z=-7): glTranslatef(x, y, z)
def turn(t, speed=50, axis=(0, 1, 0), tilt=22):
    glRotatef(tilt, 1, 0, 0)
    glRotatef(speed * t, *axis)
"""

_FLAT = """
import math, random, sys, time
import pygame

def run(draw, size=(640, 480)):
    pygame.init()
    screen = pygame.display.set_mode(size)
    begun = time.monotonic()
    clock = pygame.time.Clock()
    while True:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                return
        draw(screen, time.monotonic() - begun)
        pygame.display.flip()
        clock.tick(60)
"""


def gl(name: str, right: Right, body: str) -> Variant:
    return Variant(name, right, _GL + body)


def flat(name: str, right: Right, body: str) -> Variant:
    return Variant(name, right, _FLAT + body)


_GLUT = """
from OpenGL.GL import *
from OpenGL.GLU import *
from OpenGL.GLUT import *
angle = 0.0
def display():
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glLoadIdentity()
    gluLookAt(0, 0, 5, 0, 0, 0, 0, 1, 0)
    glRotatef(angle, 1, 1, 0.3)
    {shape}
    glutSwapBuffers()
def tick(_):
    global angle
    angle += 1
    glutPostRedisplay()
    glutTimerFunc(16, tick, 0)
glutInit()
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB | GLUT_DEPTH)
glutInitWindowSize(600, 600)
glutCreateWindow(b"shape")
glEnable(GL_DEPTH_TEST)
{light}
glMatrixMode(GL_PROJECTION)
gluPerspective(45, 1, 0.1, 50)
glMatrixMode(GL_MODELVIEW)
glutDisplayFunc(display)
glutTimerFunc(16, tick, 0)
glutMainLoop()
"""
LIGHT = "glEnable(GL_LIGHTING); glEnable(GL_LIGHT0); glEnable(GL_COLOR_MATERIAL)"


def glut(name: str, right: Right, shape: str, light: str = "") -> Variant:
    return Variant(name, right, _GLUT.format(shape=shape, light=light))

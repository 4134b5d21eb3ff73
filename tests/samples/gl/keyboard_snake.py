# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: changing
"""Snake in OpenGL; it goes straight on until an arrow key turns it."""
import random
import sys

from OpenGL.GL import *
from OpenGL.GLU import *
from OpenGL.GLUT import *

SIZE = 20
snake = [(10, 10), (9, 10), (8, 10)]
way = (1, 0)
random.seed(3)
food = (15, 5)


def cell(x, y):
    glRectf(x + 0.05, y + 0.05, x + 0.95, y + 0.95)


def display():
    glClear(GL_COLOR_BUFFER_BIT)
    glColor3f(0.9, 0.2, 0.2)
    cell(*food)
    glColor3f(0.2, 0.9, 0.3)
    for part in snake:
        cell(*part)
    glutSwapBuffers()


def special(key, x, y):
    global way
    turns = {
        GLUT_KEY_UP: (0, 1),
        GLUT_KEY_DOWN: (0, -1),
        GLUT_KEY_LEFT: (-1, 0),
        GLUT_KEY_RIGHT: (1, 0),
    }
    way = turns.get(key, way)


def step(_):
    global food
    head = ((snake[0][0] + way[0]) % SIZE, (snake[0][1] + way[1]) % SIZE)
    snake.insert(0, head)
    if head == food:
        food = (random.randrange(SIZE), random.randrange(SIZE))
    else:
        snake.pop()
    glutPostRedisplay()
    glutTimerFunc(80, step, 0)


glutInit(sys.argv)
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB)
glutInitWindowSize(400, 400)
glutCreateWindow(b"Snake")
gluOrtho2D(0, SIZE, 0, SIZE)
glutDisplayFunc(display)
glutSpecialFunc(special)
glutTimerFunc(80, step, 0)
glutMainLoop()

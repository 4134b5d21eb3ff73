"""A rotating cube with coloured faces, drawn with pygame and PyOpenGL.

Drag with the left mouse button to turn the cube, use the wheel to zoom,
press SPACE to stop or restart the rotation and ESC to leave.

An answer written for Sidelight as a sample.
"""
import pygame
from pygame.locals import (
    DOUBLEBUF, K_ESCAPE, K_SPACE, KEYDOWN, MOUSEBUTTONDOWN, MOUSEMOTION,
    OPENGL, QUIT,
)
from OpenGL.GL import *
from OpenGL.GLU import gluPerspective

WIDTH, HEIGHT = 640, 480

VERTICES = (
    (1, -1, -1), (1, 1, -1), (-1, 1, -1), (-1, -1, -1),
    (1, -1, 1), (1, 1, 1), (-1, -1, 1), (-1, 1, 1),
)

# Each face: four corner indices and a colour
FACES = (
    ((0, 1, 2, 3), (0.90, 0.22, 0.24)),
    ((3, 2, 7, 6), (0.16, 0.55, 0.85)),
    ((6, 7, 5, 4), (0.98, 0.78, 0.21)),
    ((4, 5, 1, 0), (0.22, 0.70, 0.44)),
    ((1, 5, 7, 2), (0.93, 0.51, 0.19)),
    ((4, 0, 3, 6), (0.55, 0.36, 0.75)),
)

EDGES = (
    (0, 1), (1, 2), (2, 3), (3, 0), (4, 5), (5, 7), (7, 6), (6, 4),
    (0, 4), (1, 5), (2, 7), (3, 6),
)


def draw_cube():
    glBegin(GL_QUADS)
    for corners, colour in FACES:
        glColor3fv(colour)
        for corner in corners:
            glVertex3fv(VERTICES[corner])
    glEnd()

    glColor3f(0.05, 0.05, 0.08)
    glLineWidth(2)
    glBegin(GL_LINES)
    for edge in EDGES:
        for corner in edge:
            # A little outside the faces, so that the lines are not hidden by them
            glVertex3fv([1.002 * c for c in VERTICES[corner]])
    glEnd()


def main():
    pygame.init()
    pygame.display.set_mode((WIDTH, HEIGHT), DOUBLEBUF | OPENGL)
    pygame.display.set_caption("Rotating cube (pygame)")

    glEnable(GL_DEPTH_TEST)
    glClearColor(0.10, 0.11, 0.14, 1.0)
    glMatrixMode(GL_PROJECTION)
    gluPerspective(45, WIDTH / HEIGHT, 0.1, 50.0)
    glMatrixMode(GL_MODELVIEW)

    clock = pygame.time.Clock()
    spinning = True
    angle = 0.0
    turn_x, turn_y = 20.0, 0.0
    distance = 7.0

    running = True
    while running:
        for event in pygame.event.get():
            if event.type == QUIT:
                running = False
            elif event.type == KEYDOWN:
                if event.key == K_ESCAPE:
                    running = False
                elif event.key == K_SPACE:
                    spinning = not spinning
            elif event.type == MOUSEMOTION and event.buttons[0]:
                turn_y += event.rel[0] * 0.5
                turn_x += event.rel[1] * 0.5
            elif event.type == MOUSEBUTTONDOWN and event.button in (4, 5):
                distance += 0.4 if event.button == 5 else -0.4
                distance = min(max(distance, 3.0), 20.0)

        if spinning:
            angle += 1.0

        glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
        glLoadIdentity()
        glTranslatef(0.0, 0.0, -distance)
        glRotatef(turn_x, 1, 0, 0)
        glRotatef(turn_y + angle, 0, 1, 0)
        draw_cube()

        pygame.display.flip()
        clock.tick(60)

    pygame.quit()


if __name__ == "__main__":
    main()

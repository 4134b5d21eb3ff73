#!/usr/bin/env python3
# A lit, rotating cube with PyOpenGL and GLUT.
#
#   arrow keys  change the speed of rotation      r  reset
#   + / -       zoom                              w  wireframe on / off
#   Esc or q    quit
#
# An answer written for Sidelight as a sample.

from OpenGL.GL import *
from OpenGL.GLU import *
from OpenGL.GLUT import *

angle_x, angle_y = 25.0, -30.0
speed_x, speed_y = 0.4, 0.9
zoom = -5.0
wireframe = False


def init():
    glClearColor(0.06, 0.07, 0.10, 1.0)
    glEnable(GL_DEPTH_TEST)
    glEnable(GL_LIGHTING)
    glEnable(GL_LIGHT0)
    glEnable(GL_NORMALIZE)
    glShadeModel(GL_SMOOTH)

    glLightfv(GL_LIGHT0, GL_POSITION, [3.0, 4.0, 5.0, 1.0])
    glLightfv(GL_LIGHT0, GL_DIFFUSE, [1.0, 0.97, 0.90, 1.0])
    glLightfv(GL_LIGHT0, GL_AMBIENT, [0.15, 0.15, 0.20, 1.0])
    glMaterialfv(GL_FRONT, GL_AMBIENT_AND_DIFFUSE, [0.20, 0.60, 0.85, 1.0])
    glMaterialfv(GL_FRONT, GL_SPECULAR, [0.9, 0.9, 0.9, 1.0])
    glMaterialf(GL_FRONT, GL_SHININESS, 40.0)


def write(x, y, text):
    """Text in window coordinates, from the lower left corner."""
    glDisable(GL_LIGHTING)
    glDisable(GL_DEPTH_TEST)
    glColor3f(0.75, 0.78, 0.85)
    glWindowPos2i(x, y)
    for character in text:
        glutBitmapCharacter(GLUT_BITMAP_8_BY_13, ord(character))
    glEnable(GL_DEPTH_TEST)
    glEnable(GL_LIGHTING)


def display():
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glLoadIdentity()
    glTranslatef(0.0, 0.0, zoom)
    glRotatef(angle_x, 1.0, 0.0, 0.0)
    glRotatef(angle_y, 0.0, 1.0, 0.0)

    if wireframe:
        glutWireCube(2.0)
    else:
        glutSolidCube(2.0)

    write(10, 10, "arrows: speed   +/-: zoom   w: wireframe   q: quit")
    glutSwapBuffers()


def reshape(width, height):
    glViewport(0, 0, width, height)
    glMatrixMode(GL_PROJECTION)
    glLoadIdentity()
    gluPerspective(45.0, width / max(height, 1), 0.1, 100.0)
    glMatrixMode(GL_MODELVIEW)


def update(value):
    global angle_x, angle_y
    angle_x = (angle_x + speed_x) % 360.0
    angle_y = (angle_y + speed_y) % 360.0
    glutPostRedisplay()
    glutTimerFunc(16, update, 0)


def keyboard(key, x, y):
    global zoom, wireframe, angle_x, angle_y, speed_x, speed_y
    if key in (b'\x1b', b'q'):
        glutLeaveMainLoop()
    elif key == b'+':
        zoom = min(zoom + 0.3, -3.0)
    elif key == b'-':
        zoom = max(zoom - 0.3, -20.0)
    elif key == b'w':
        wireframe = not wireframe
    elif key == b'r':
        angle_x, angle_y, speed_x, speed_y, zoom = 25.0, -30.0, 0.4, 0.9, -5.0
    glutPostRedisplay()


def special(key, x, y):
    global speed_x, speed_y
    if key == GLUT_KEY_UP:
        speed_x -= 0.2
    elif key == GLUT_KEY_DOWN:
        speed_x += 0.2
    elif key == GLUT_KEY_LEFT:
        speed_y -= 0.2
    elif key == GLUT_KEY_RIGHT:
        speed_y += 0.2


def main():
    glutInit()
    glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB | GLUT_DEPTH)
    glutInitWindowSize(640, 480)
    glutCreateWindow(b"Lit rotating cube (GLUT)")
    init()
    glutDisplayFunc(display)
    glutReshapeFunc(reshape)
    glutKeyboardFunc(keyboard)
    glutSpecialFunc(special)
    glutTimerFunc(0, update, 0)
    glutMainLoop()


if __name__ == "__main__":
    main()

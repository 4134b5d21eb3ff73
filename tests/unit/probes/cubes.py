# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Cubes that turn, and cubes that went wrong."""

from __future__ import annotations

from unit.probes.variants import LIGHT, Variant, flat, gl, glut

CUBES: tuple[Variant, ...] = (
    # Cubes that turn.
    gl("coloured", "pass", "run(lambda t: (place(), turn(t), solid()))"),
    gl("two axes", "pass", "run(lambda t: (place(), glRotatef(40 * t, 1, 0, 0), turn(t, 55), solid()))"),
    gl("diagonal axis", "pass", "run(lambda t: (place(), turn(t, 60, (3, 1, 1), 0), solid()))"),
    gl("wireframe", "pass", "run(lambda t: (place(), turn(t), glColor3f(1, 1, 1), wires()))"),
    gl("thick wireframe", "pass", "run(lambda t: (place(), turn(t), glColor3f(0, 1, 0), wires(3)))"),
    gl(
        "faces and lines",
        "pass",
        """
CLEAR = (0.9, 0.92, 0.95, 1)
def draw(t):
    place(); turn(t, 40, (1, 1, 0), 0); solid(); glColor3f(0, 0, 0); glScalef(1.003, 1.003, 1.003); wires(2)
run(draw)
""",
    ),
    gl(
        "lit",
        "pass",
        """
def setup():
    glEnable(GL_LIGHTING); glEnable(GL_LIGHT0); glEnable(GL_COLOR_MATERIAL); glEnable(GL_NORMALIZE)
    glLightfv(GL_LIGHT0, GL_POSITION, (3, 4, 6, 1))
run(lambda t: (place(), turn(t, 45), solid([(0.3, 0.55, 0.9)] * 6)), setup)
""",
    ),
    glut("lit by glut", "pass", "glColor3f(0.8, 0.3, 0.2); glutSolidCube(1.6)", LIGHT),
    glut("wire by glut", "pass", "glColor3f(1, 1, 1); glutWireCube(1.6)"),
    gl(
        "textured",
        "pass",
        """
def setup():
    random.seed(5)
    pixels = bytes(c for y in range(32) for x in range(32)
                   for c in ((230, 200, 120) if (x // 4 + y // 4) % 2 else (90, 60, 30)))
    glBindTexture(GL_TEXTURE_2D, glGenTextures(1))
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR)
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR)
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGB, 32, 32, 0, GL_RGB, GL_UNSIGNED_BYTE, pixels)
    glEnable(GL_TEXTURE_2D)
def draw(t):
    place(); turn(t, 45)
    glColor3f(1, 1, 1)
    glBegin(GL_QUADS)
    for face in F:
        for v, uv in zip(face, ((0, 0), (1, 0), (1, 1), (0, 1))):
            glTexCoord2fv(uv); glVertex3fv(V[v])
    glEnd()
run(draw, setup)
""",
    ),
    gl(
        "gradient corners",
        "pass",
        """
def draw(t):
    place(); turn(t, 45, (1, 1, 1), 10)
    glBegin(GL_QUADS)
    for face in F:
        for v in face:
            glColor3f(*((c + 1) / 2 for c in V[v])); glVertex3fv(V[v])
    glEnd()
run(draw)
""",
    ),
    gl("tiny", "pass", "run(lambda t: (place(0, 0, -45), turn(t), solid()))"),
    gl("small", "pass", "run(lambda t: (place(0, 0, -18), turn(t), solid()))"),
    gl("off-centre", "pass", "run(lambda t: (place(2.2, 1.2, -9), turn(t), solid()))"),
    gl("very slow", "pass", "run(lambda t: (place(), turn(t, 3), solid()))"),
    gl("fast", "pass", "run(lambda t: (place(), turn(t, 420), solid()))"),
    gl("strong perspective", "pass", "FOV = 90\nrun(lambda t: (place(0, 0, -3), turn(t), solid()))"),
    gl(
        "camera orbit",
        "pass",
        """
def draw(t):
    gluLookAt(6 * math.sin(t), 3, 6 * math.cos(t), 0, 0, 0, 0, 1, 0); solid()
run(draw)
""",
    ),
    gl(
        "moving about", "pass", "run(lambda t: (place(math.sin(t), 0.6 * math.cos(t), -9), turn(t), solid()))"
    ),
    gl("one colour", "pass", "run(lambda t: (place(), turn(t), solid([(1, 0, 0)] * 6)))"),
    flat(
        "drawn by hand",
        "pass",
        """
def draw(screen, t):
    screen.fill((20, 20, 30))
    points = []
    for x in (-1, 1):
        for y in (-1, 1):
            for z in (-1, 1):
                a, b = t, 0.7 * t
                x1, z1 = x * math.cos(a) + z * math.sin(a), z * math.cos(a) - x * math.sin(a)
                y1, z1 = y * math.cos(b) - z1 * math.sin(b), y * math.sin(b) + z1 * math.cos(b)
                f = 400 / (z1 + 5)
                points.append((320 + f * x1, 240 + f * y1))
    for a in range(8):
        for b in range(a):
            if bin(a ^ b).count("1") == 1:
                pygame.draw.line(screen, (240, 240, 240), points[a], points[b], 2)
run(draw)
""",
    ),
    gl(
        "with a floor",
        "pass",
        """
def draw(t):
    gluLookAt(0, 3, 8, 0, 0, 0, 0, 1, 0)
    glColor3f(0.3, 0.3, 0.3)
    glBegin(GL_LINES)
    for k in range(-6, 7):
        for a, b in (((k, -1.6, -6), (k, -1.6, 6)), ((-6, -1.6, k), (6, -1.6, k))):
            glVertex3fv(a); glVertex3fv(b)
    glEnd()
    glRotatef(50 * t, 0, 1, 0); solid()
run(draw)
""",
    ),
    # Cubes that went wrong.
    gl(
        "bow-tie faces",
        "fail",
        """
F = [(0, 1, 2, 3), (4, 6, 5, 7), (0, 4, 1, 5), (2, 3, 6, 7), (0, 2, 4, 6), (1, 5, 3, 7)]
run(lambda t: (place(), turn(t), solid()))
""",
    ),
    gl(
        "two faces missing",
        "fail",
        """
F, N, C = F[:4], N[:4], C[:4]
run(lambda t: (place(), turn(t, 50, (1, 1, 0)), solid()))
""",
    ),
    gl(
        "one face missing",
        "open",
        """
F, N, C = F[:5], N[:5], C[:5]
run(lambda t: (place(), turn(t, 50, (1, 1, 0)), solid()))
""",
    ),
    gl(
        "no depth test",
        "open",
        """
def setup(): glDisable(GL_DEPTH_TEST)
run(lambda t: (place(), turn(t, 50, (1, 1, 0)), solid()), setup)
""",
    ),
    gl(
        "corners as points",
        "fail",
        """
def draw(t):
    place(); turn(t); glPointSize(8); glBegin(GL_POINTS)
    for v in V: glVertex3fv(v)
    glEnd()
run(draw)
""",
    ),
    gl(
        "diagonals only",
        "fail",
        """
E = [(a, 7 - a) for a in range(4)]
run(lambda t: (place(), turn(t), glColor3f(1, 1, 1), wires(3)))
""",
    ),
    gl(
        "some edges missing",
        "fail",
        """
E = E[:8]
run(lambda t: (place(), turn(t), glColor3f(1, 1, 1), wires(2)))
""",
    ),
    gl("cut by the window", "open", "run(lambda t: (place(0, 0, -3.6), turn(t), solid()))"),
    gl("spinning in the picture", "open", "run(lambda t: (place(), turn(t, 50, (0, 0, 1), 0), solid()))"),
    gl(
        "gradient ground",
        "pass",
        """
def draw(t):
    glDisable(GL_DEPTH_TEST); glMatrixMode(GL_PROJECTION); glPushMatrix(); glLoadIdentity()
    glBegin(GL_QUADS)
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        glColor3f(0.1, 0.2, 0.5 + 0.4 * y); glVertex3f(x, y, 0.9)
    glEnd()
    glPopMatrix(); glMatrixMode(GL_MODELVIEW); glEnable(GL_DEPTH_TEST)
    place(); turn(t); solid()
run(draw)
""",
    ),
)

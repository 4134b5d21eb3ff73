# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is no turning cube: other things that move, still pictures, errors."""

from __future__ import annotations

from unit.probes.variants import LIGHT, Variant, flat, gl, glut

OTHERS: tuple[Variant, ...] = (
    # Other things that move.
    flat(
        "bouncing ball",
        "fail",
        """
def draw(screen, t):
    screen.fill((0, 0, 0))
    x, y = abs((t * 180) % 1080 - 540) + 50, abs((t * 140) % 760 - 380) + 50
    pygame.draw.circle(screen, (230, 60, 60), (x, y), 45)
run(draw)
""",
    ),
    flat(
        "turning triangle",
        "fail",
        """
def draw(screen, t):
    screen.fill((0, 0, 0))
    corners = [(320 + 150 * math.cos(t + k * 2.0944), 240 + 150 * math.sin(t + k * 2.0944)) for k in range(3)]
    pygame.draw.polygon(screen, (60, 200, 90), corners)
run(draw)
""",
    ),
    flat(
        "turning square",
        "fail",
        """
def draw(screen, t):
    screen.fill((0, 0, 0))
    corners = [(320 + 150 * math.cos(t + k * 1.5708), 240 + 150 * math.sin(t + k * 1.5708)) for k in range(4)]
    pygame.draw.polygon(screen, (90, 120, 230), corners)
run(draw)
""",
    ),
    flat(
        "turning hexagon",
        "fail",
        """
def draw(screen, t):
    screen.fill((0, 0, 0))
    for at in range(3):
        corners = [(320, 240)] + [(320 + 150 * math.cos(t + k * 1.0472), 240 + 150 * math.sin(t + k * 1.0472))
                                  for k in (2 * at, 2 * at + 1, 2 * at + 2)]
        pygame.draw.polygon(screen, (90 + 60 * at, 120, 230 - 60 * at), corners)
run(draw)
""",
    ),
    flat(
        "turning card",
        "fail",
        """
def draw(screen, t):
    screen.fill((0, 0, 0))
    a, b = 320 - 150 * math.cos(t), 320 + 150 * math.cos(t)
    pygame.draw.polygon(screen, (230, 120, 90), [(a, 90), (b, 90), (b, 390), (a, 390)])
run(draw)
""",
    ),
    gl(
        "turning sphere",
        "fail",
        """
def draw(t):
    place(); turn(t, 50, (0, 1, 0), 20)
    q = gluNewQuadric()
    for k in range(12):
        glColor3fv(C[k % 6])
        glEnable(GL_CLIP_PLANE0); glEnable(GL_CLIP_PLANE1)
        a, b = math.radians(30 * k), math.radians(30 * k + 30)
        glClipPlane(GL_CLIP_PLANE0, (-math.sin(a), math.cos(a), 0, 0))
        glClipPlane(GL_CLIP_PLANE1, (math.sin(b), -math.cos(b), 0, 0))
        gluSphere(q, 1.5, 32, 32)
    glDisable(GL_CLIP_PLANE0); glDisable(GL_CLIP_PLANE1)
run(draw)
""",
    ),
    gl(
        "lit cylinder",
        "fail",
        """
def setup():
    glEnable(GL_LIGHTING); glEnable(GL_LIGHT0); glEnable(GL_COLOR_MATERIAL)
def draw(t):
    place(); turn(t, 50, (1, 1, 0), 20)
    glColor3f(0.3, 0.7, 0.9)
    glTranslatef(0, 0, -1.2)
    q = gluNewQuadric()
    gluCylinder(q, 1, 1, 2.4, 40, 4); glScalef(1, 1, -1); gluDisk(q, 0, 1, 40, 2)
    glScalef(1, 1, -1); glTranslatef(0, 0, 2.4); gluDisk(q, 0, 1, 40, 2)
run(draw, setup)
""",
    ),
    gl(
        "pyramid",
        "fail",
        """
P = [(0, 1.4, 0), (-1, -1, -1), (1, -1, -1), (1, -1, 1), (-1, -1, 1)]
T = [(0, 1, 2), (0, 2, 3), (0, 3, 4), (0, 4, 1), (1, 2, 3), (1, 3, 4)]
run(lambda t: (place(), turn(t), polyhedron(P, T)))
""",
    ),
    gl(
        "octahedron",
        "fail",
        """
P = [(1.6, 0, 0), (-1.6, 0, 0), (0, 1.6, 0), (0, -1.6, 0), (0, 0, 1.6), (0, 0, -1.6)]
T = [(a, b, c) for a in (0, 1) for b in (2, 3) for c in (4, 5)]
run(lambda t: (place(), turn(t, 50, (1, 2, 0.5)), polyhedron(P, T)))
""",
    ),
    gl("long box", "fail", "run(lambda t: (place(), turn(t, 50, (1, 1, 0)), solid(size=(0.5, 1.6, 0.5))))"),
    gl("flat box", "fail", "run(lambda t: (place(), turn(t, 50, (1, 1, 0)), solid(size=(1.4, 0.4, 1.4))))"),
    glut("teapot", "fail", "glColor3f(0.8, 0.6, 0.2); glutSolidTeapot(1.0)", LIGHT),
    glut("dodecahedron", "fail", "glColor3f(0.8, 0.6, 0.2); glutSolidDodecahedron()", LIGHT),
    gl(
        "two cubes",
        "open",
        """
def draw(t):
    for x in (-1.8, 1.8):
        glLoadIdentity(); place(x, 0, -9); turn(t); solid()
run(draw)
""",
    ),
    gl("box nearly a cube", "open", "run(lambda t: (place(), turn(t, 50), solid(size=(1, 1.1, 1))))"),
    # Pictures that do not turn.
    gl("static cube", "fail", "run(lambda t: (place(), glRotatef(30, 1, 1, 0), solid()))"),
    gl(
        "drawn once",
        "fail",
        """
pygame.init()
pygame.display.set_mode(SIZE, DOUBLEBUF | OPENGL)
glEnable(GL_DEPTH_TEST)
gluPerspective(FOV, 4 / 3, 0.1, 100); place(); glRotatef(30, 1, 1, 0)
glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT); solid(); pygame.display.flip()
while pygame.event.wait().type != QUIT: pass
""",
    ),
    gl(
        "growing and shrinking",
        "fail",
        """
def draw(t):
    place(); glRotatef(30, 1, 1, 0); s = 1 + 0.4 * math.sin(2 * t); glScalef(s, s, s); solid()
run(draw)
""",
    ),
    gl(
        "sliding cube",
        "fail",
        "run(lambda t: (place(1.5 * math.sin(t), 0, -9), glRotatef(30, 1, 1, 0), solid()))",
    ),
    flat(
        "noise",
        "fail",
        """
def draw(screen, t):
    pixels = bytes(random.randbytes(160 * 120 * 3))
    small = pygame.image.frombuffer(pixels, (160, 120), "RGB")
    screen.blit(pygame.transform.scale(small, (640, 480)), (0, 0))
run(draw)
""",
    ),
    flat(
        "colour cycle",
        "fail",
        """
def draw(screen, t):
    colour = pygame.Color(0); colour.hsva = (t * 60 % 360, 80, 80, 100); screen.fill(colour)
run(draw)
""",
    ),
    flat("empty window", "fail", "run(lambda screen, t: screen.fill((0, 0, 0)))"),
    flat(
        "text only",
        "fail",
        """
pygame.init(); font = pygame.font.Font(None, 48)
def draw(screen, t):
    screen.fill((0, 0, 0)); screen.blit(font.render("Rotating Cube", True, (255, 255, 255)), (200, 200))
run(draw)
""",
    ),
    flat(
        "frame counter",
        "fail",
        """
pygame.init(); font = pygame.font.Font(None, 48)
def draw(screen, t):
    screen.fill((0, 0, 0)); screen.blit(font.render(f"angle {t * 50:.1f}", True, (255, 255, 255)), (200, 200))
run(draw)
""",
    ),
    # Errors.
    gl(
        "error after 2 s",
        "fail",
        """
def draw(t):
    if t > 2: raise ValueError("no more angles")
    place(); turn(t); solid()
run(draw)
""",
    ),
    gl("error at once", "fail", "glRotatef(undefined, 0, 1, 0)"),
    Variant("prints only", "fail", 'print("Here would be a cube.")\n'),
    Variant("missing module", "open", "import not_installed_here\n"),
)

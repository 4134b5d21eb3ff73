# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a pygame script receives, and what is seen of it."""

from __future__ import annotations

LISTENS = """
import pygame
from pygame.locals import *
UNTOLD = ("window", "touch", "precise_x", "precise_y")
pygame.init()
@SETUP@
screen = pygame.display.set_mode((320, 200), @FLAGS@)
pygame.display.set_caption("first")
pygame.display.set_caption("listens")
pygame.event.get()
print("ready", flush=True)
while True:
    for event in pygame.event.get():
        fields = {k: v for k, v in event.dict.items() if k not in UNTOLD}
        print(pygame.event.event_name(event.type), sorted(fields.items()), flush=True)
        if event.type == KEYDOWN:
            pressed = pygame.key.get_pressed()
            held = [name for name in ("a", "left", "left shift") if pressed[pygame.key.key_code(name)]]
            print("held", held, bool(pygame.key.get_mods() & KMOD_SHIFT), flush=True)
        if event.type == MOUSEBUTTONDOWN:
            print("mouse", pygame.mouse.get_pos(), pygame.mouse.get_pressed(), flush=True)
        if event.type == QUIT:
            pygame.quit()
            raise SystemExit(7)
    @DRAW@
    pygame.display.flip()
"""

OPENGL = LISTENS.replace("@FLAGS@", "OPENGL | DOUBLEBUF | RESIZABLE").replace(
    "@SETUP@", "from OpenGL.GL import *"
)
OPENGL = OPENGL.replace("@DRAW@", "glClearColor(0.2, 0.4, 0.6, 1); glClear(GL_COLOR_BUFFER_BIT)")
PLAIN = LISTENS.replace("@FLAGS@", "RESIZABLE").replace("@SETUP@", "")
PLAIN = PLAIN.replace("@DRAW@", "screen.fill((51, 102, 153)); screen.set_at((3, 1), (255, 0, 0))")


def ready(child):
    child.until(lambda: child.lines("ready"), "the script never listened")
    child.frame(2)


def heard(child, line):
    child.until(lambda: line in child.lines(), f"the script never heard: {line}\nbut:\n{child.out}")


def test_keys(start):
    child = start(OPENGL, interval_us=5000)
    ready(child)
    child.send(t="key", key="Shift_L", text="", down=True, mods=1)
    heard(child, "held ['left shift'] True")
    child.send(t="key", key="A", text="A", down=True, mods=1)
    heard(child, "held ['a', 'left shift'] True")
    child.send(t="key", key="A", text="", down=False, mods=1)
    child.send(t="key", key="Shift_L", text="", down=False, mods=0)
    child.key("Left")
    heard(child, "KeyDown [('key', 1073742049), ('mod', 1), ('scancode', 225), ('unicode', '')]")
    heard(child, "KeyDown [('key', 97), ('mod', 1), ('scancode', 4), ('unicode', 'A')]")
    heard(child, "TextInput [('text', 'A')]")
    heard(child, "KeyUp [('key', 97), ('mod', 1), ('scancode', 4), ('unicode', 'A')]")
    heard(child, "KeyUp [('key', 1073741904), ('mod', 0), ('scancode', 80), ('unicode', '')]")


def test_a_key_that_repeats_is_heard_once(start):
    child = start(OPENGL, interval_us=5000)
    ready(child)
    for _ in range(3):
        child.send(t="key", key="x", text="x", down=True, mods=0)
    child.send(t="key", key="x", text="", down=False, mods=0)
    child.until(lambda: child.lines("KeyUp"), "the key never came up")
    assert len(child.lines("KeyDown")) == 1


def test_the_mouse(start):
    child = start(OPENGL, interval_us=5000)
    ready(child)
    child.send(t="motion", x=30, y=40)
    child.send(t="button", b=1, down=True, x=30, y=40)
    child.send(t="motion", x=25, y=47)
    child.send(t="button", b=1, down=False, x=25, y=47)
    child.send(t="button", b=3, down=True, x=25, y=47)
    child.send(t="wheel", dx=0, dy=2)
    heard(child, "MouseMotion [('buttons', (0, 0, 0)), ('pos', (30, 40)), ('rel', (30, 40))]")
    heard(child, "MouseButtonDown [('button', 1), ('pos', (30, 40))]")
    heard(child, "MouseButtonUp [('button', 1), ('pos', (25, 47))]")
    heard(child, "MouseButtonDown [('button', 3), ('pos', (25, 47))]")
    heard(child, "MouseButtonDown [('button', 4), ('pos', (25, 47))]")
    heard(child, "MouseWheel [('flipped', False), ('x', 0), ('y', 2)]")
    child.until(lambda: len(child.lines("MouseButtonDown [('button', 4)")) == 2, "two notches are two clicks")


def test_the_state_of_the_mouse_and_its_way_since_the_last_question(start):
    child = start(
        "import pygame\n"
        "pygame.init(); pygame.display.set_mode((320, 200))\n"
        "pygame.event.get(); pygame.display.flip(); print('ready', flush=True)\n"
        "while not pygame.mouse.get_pressed(5)[2]:\n"
        "    pygame.event.pump(); pygame.display.flip()\n"
        "print(pygame.mouse.get_pos(), pygame.mouse.get_rel(), pygame.mouse.get_rel(), flush=True)\n"
        "pygame.mouse.set_pos(100, 100)\n"
        "moved = pygame.event.get(pygame.MOUSEMOTION)\n"
        "print(pygame.mouse.get_pos(), moved[-1].rel, flush=True)\n"
        "while not (moved := pygame.event.get(pygame.MOUSEMOTION)):\n"
        "    pygame.display.flip()\n"
        "print(moved[0].pos, moved[0].rel)\n",
        interval_us=5000,
    )
    child.until(lambda: child.lines("ready"), "the script never listened")
    child.send(t="motion", x=10, y=20)
    child.send(t="motion", x=15, y=26)
    child.send(t="button", b=3, down=True, x=15, y=26)
    child.until(lambda: len(child.lines()) == 3, "the pointer was never moved")
    child.send(t="motion", x=18, y=24)
    assert child.wait() == 0, child.err
    assert child.lines()[1:] == ["(15, 26) (15, 26) (0, 0)", "(100, 100) (85, 74)", "(103, 98) (3, -2)"]


def test_resize_keeps_the_context_and_tells_the_script(start):
    child = start(OPENGL, interval_us=5000)
    ready(child)
    child.send(t="resize", w=400, h=300)
    heard(child, "VideoResize [('h', 300), ('size', (400, 300)), ('w', 400)]")
    child.until(lambda: (f := child.frames.latest()).width == 400 and f.height == 300, "no larger frame")
    assert bytes(child.frames.latest().pixels[:3]) == bytes((153, 102, 51))
    assert child.told("window")[-1] == {"t": "window", "w": 400, "h": 300, "resizable": True}


def test_a_window_of_fixed_size_is_not_resized(start):
    child = start(OPENGL.replace(" | RESIZABLE", ""), interval_us=5000)
    ready(child)
    child.send(t="resize", w=400, h=300)
    child.key("a", "a")
    child.until(lambda: child.lines("KeyUp"), "the script never went on")
    assert not child.lines("VideoResize")
    assert child.told("window")[-1]["resizable"] is False
    assert child.frames.latest().width == 320


def test_quit_is_an_event_and_the_scripts_own_exit_code_counts(start):
    child = start(OPENGL)
    ready(child)
    child.send(t="quit")
    assert child.wait() == 7
    assert child.lines("Quit") == ["Quit []"]
    assert child.told("exit")[0]["code"] == 7
    assert [message["title"] for message in child.told("title")] == ["first", "listens"]
    assert child.told("toolkit") == [{"t": "toolkit", "name": "pygame"}]


def test_two_dimensional_drawing_is_shown_too(start):
    child = start(PLAIN, interval_us=5000)
    ready(child)
    frame = child.frame(3)
    assert (frame.width, frame.height) == (320, 200)
    assert bytes(frame.pixels[:3]) == bytes((153, 102, 51))
    at = frame.stride + 12
    assert bytes(frame.pixels[at : at + 3]) == bytes((0, 0, 255))
    child.send(t="resize", w=100, h=90)
    heard(child, "VideoResize [('h', 90), ('size', (100, 90)), ('w', 100)]")
    child.until(lambda: child.frames.latest().width == 100, "no smaller frame")
    assert bytes(child.frames.latest().pixels[:3]) == bytes((153, 102, 51))


def test_waiting_for_an_event_shows_what_was_drawn_before(start):
    child = start(
        "import pygame\n"
        "pygame.init(); screen = pygame.display.set_mode((64, 64))\n"
        "for shade in range(60):\n"
        "    screen.fill((shade, 0, 0)); pygame.display.flip()\n"
        "while True:\n"
        "    event = pygame.event.wait()\n"
        "    if event.type == pygame.KEYDOWN:\n"
        "        print('key', event.unicode, flush=True)\n"
        "    if event.type == pygame.USEREVENT: raise SystemExit\n"
        "    if event.type == pygame.KEYUP: pygame.time.set_timer(pygame.USEREVENT, 5)\n"
    )
    child.until(
        lambda: (f := child.frames.latest()) and f.pixels[2] == 59, "the last picture was never shown"
    )
    child.key("k", "k")
    assert child.wait() == 0, child.err
    assert child.lines() == ["key k"]


def test_wait_gives_up_after_its_time(start):
    child = start(
        "import pygame, time\n"
        "pygame.init(); pygame.display.set_mode((64, 64)); pygame.event.get()\n"
        "began = time.monotonic()\n"
        "event = pygame.event.wait(150)\n"
        "print(event.type == pygame.NOEVENT, time.monotonic() - began >= 0.149)\n"
    )
    assert child.wait() == 0, child.err
    assert child.lines() == ["True True"]


def test_context_attributes_are_honoured(start):
    child = start(
        "import pygame\n"
        "from OpenGL.GL import *\n"
        "pygame.init()\n"
        "for name, value in (('CONTEXT_MAJOR_VERSION', 3), ('CONTEXT_MINOR_VERSION', 3),\n"
        "                    ('CONTEXT_PROFILE_MASK', pygame.GL_CONTEXT_PROFILE_CORE),\n"
        "                    ('MULTISAMPLEBUFFERS', 1), ('MULTISAMPLESAMPLES', 4)):\n"
        "    pygame.display.gl_set_attribute(getattr(pygame, 'GL_' + name), value)\n"
        "pygame.display.set_mode((64, 64), pygame.OPENGL)\n"
        "print(glGetIntegerv(GL_CONTEXT_PROFILE_MASK), glGetIntegerv(GL_SAMPLES),\n"
        "      pygame.display.gl_get_attribute(pygame.GL_MULTISAMPLESAMPLES))\n"
        "print(glGetIntegerv(GL_VIEWPORT).tolist())\n"
        "try:\n"
        "    pygame.display.update((0, 0, 3, 3))\n"
        "except pygame.error as error:\n"
        "    print(error)\n"
    )
    assert child.wait() == 0, child.err
    assert child.lines() == ["1 4 4", "[0, 0, 64, 64]", "Cannot update an OPENGL display"]


def test_keys_just_pressed_and_focus(start):
    child = start(
        "import pygame\n"
        "pygame.init(); pygame.display.set_mode((64, 64)); pygame.event.get()\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    pygame.display.flip()\n"
        "    pygame.event.pump()\n"
        "    if pygame.key.get_just_pressed()[pygame.K_j]: print('down', flush=True)\n"
        "    if pygame.key.get_just_released()[pygame.K_j]: print('up', flush=True)\n"
        "    if not pygame.key.get_focused(): break\n",
        interval_us=5000,
    )
    child.until(lambda: child.lines("ready"), "the script never listened")
    child.send(t="key", key="j", text="j", down=True, mods=0)
    child.until(lambda: child.lines("down"), "the key never went down")
    child.send(t="key", key="j", text="", down=False, mods=0)
    child.until(lambda: child.lines("up"), "the key never came up")
    child.send(t="focus", on=False)
    assert child.wait() == 0, child.err
    assert child.lines() == ["ready", "down", "up"]

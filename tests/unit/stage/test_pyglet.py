# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a pyglet script receives, and what is seen of it."""

from __future__ import annotations

LISTENS = """
import pyglet
from pyglet.gl import *
from pyglet.window import key, mouse
window = pyglet.window.Window(320, 200, "listens", resizable=True)
assert pyglet.input.get_joysticks() == []
glClearColor(0.2, 0.4, 0.6, 1)
def tell(name):
    def told(*arguments):
        print(name, *(round(one, 3) if isinstance(one, float) else one for one in arguments), flush=True)
    window.push_handlers(**{name: told})
for name in ("on_resize", "on_mouse_motion", "on_mouse_drag", "on_mouse_press", "on_mouse_release",
             "on_mouse_scroll", "on_mouse_enter", "on_mouse_leave", "on_text", "on_text_motion",
             "on_activate", "on_deactivate", "on_key_release"):
    tell(name)
@window.event
def on_key_press(symbol, modifiers):
    print("press", key.symbol_string(symbol), key.modifiers_string(modifiers), flush=True)
    if symbol == key.M:
        window.set_exclusive_mouse(True)
    if symbol == key.G:
        window.set_size(400, 300)
@window.event
def on_draw():
    window.clear()
@window.event
def on_close():
    print("closing", flush=True)
print("ready", flush=True)
@LOOP@
"""
APP = LISTENS.replace("@LOOP@", "pyglet.app.run()")
OWN = LISTENS.replace(
    "@LOOP@",
    "while not window.has_exit:\n    window.dispatch_events()\n    window.clear()\n    window.flip()",
).replace('    print("closing", flush=True)', '    print("closing", flush=True)\n    window.has_exit = True')


def ready(child):
    child.until(lambda: child.lines("ready"), "the script never listened")
    child.frame(2)


def heard(child, line):
    child.until(lambda: line in child.lines(), f"the script never heard: {line}")


def test_the_picture_is_the_windows(start):
    child = start(APP)
    ready(child)
    frame = child.frame(3)
    assert (frame.width, frame.height) == (320, 200)
    assert set(frame.pixels[0::4]) == {153}
    assert set(frame.pixels[1::4]) == {102}
    assert child.told("toolkit") == [{"t": "toolkit", "name": "pyglet"}]
    assert child.told("title")[-1] == {"t": "title", "title": "listens"}
    assert child.told("window")[-1] == {"t": "window", "w": 320, "h": 200, "resizable": True}


def test_keys_and_text(start):
    child = start(APP)
    ready(child)
    child.send(t="key", key="A", text="A", down=True, mods=1)
    child.send(t="key", key="A", text="", down=False, mods=1)
    child.key("Left", mods=2)
    child.key("F5")
    child.key("KP_Enter", "\r")
    for line in ("press A MOD_SHIFT", "on_text A", "on_key_release 97 1", "press LEFT MOD_CTRL"):
        heard(child, line)
    for line in ("on_text_motion 2", "press F5 ", "press NUM_ENTER ", "on_text "):
        heard(child, line)


def test_the_mouse_counts_from_the_bottom(start):
    child = start(APP)
    ready(child)
    child.send(t="motion", x=10, y=20)
    child.send(t="motion", x=14, y=23)
    heard(child, "on_mouse_enter 10 179")
    heard(child, "on_mouse_motion 14 176 4 -3")
    child.send(t="button", b=3, down=True, x=14, y=23)
    child.send(t="motion", x=16, y=23)
    child.send(t="button", b=3, down=False, x=16, y=23)
    child.send(t="wheel", dx=0, dy=-2)
    for line in (
        "on_mouse_press 14 176 4 0",
        "on_mouse_drag 16 176 2 0 4 0",
        "on_mouse_release 16 176 4 0",
        "on_mouse_scroll 16 176 0.0 -2.0",
    ):
        heard(child, line)
    child.send(t="focus", on=False)
    heard(child, "on_deactivate")
    heard(child, "on_mouse_leave 16 176")


def test_the_user_and_the_script_resize_it(start):
    child = start(APP)
    ready(child)
    child.send(t="resize", w=500, h=250)
    heard(child, "on_resize 500 250")
    child.until(lambda: (child.frame().width, child.frame().height) == (500, 250), "no picture of that size")
    child.key("g")
    heard(child, "on_resize 400 300")
    child.until(lambda: (child.frame().width, child.frame().height) == (400, 300), "no picture of that size")


def test_a_caught_pointer_is_told_and_moves_without_bounds(start):
    child = start(APP)
    ready(child)
    child.send(t="motion", x=10, y=10)
    child.key("m")
    child.until(lambda: child.told("grab") == [{"t": "grab", "on": True}], "it was never told")
    child.until(lambda: child.told("cursor") == [{"t": "cursor", "on": False}], "it stayed visible")
    child.send(t="motion", dx=1000, dy=-5)
    heard(child, "on_mouse_motion 1010 194 1000 5")


def test_closing_ends_the_loop(start):
    child = start(APP)
    ready(child)
    child.send(t="quit")
    assert child.wait() == 0
    assert "closing" in child.lines()


def test_a_loop_of_the_scripts_own(start):
    child = start(OWN, interval_us=5000)
    ready(child)
    child.key("x", "x")
    heard(child, "press X ")
    child.send(t="quit")
    assert child.wait() == 0


TWO = """
import pyglet
from pyglet.gl import glClearColor
left = pyglet.window.Window(200, 100, "left")
right = pyglet.window.Window(120, 150, "right")
for window, colour in ((left, (1, 0, 0, 1)), (right, (0, 0, 1, 1))):
    def draw(window=window, colour=colour):
        glClearColor(*colour)
        window.clear()
    window.push_handlers(on_draw=draw)
    window.push_handlers(on_mouse_press=lambda x, y, b, m, name=window.caption: print(name, x, y, flush=True))
pyglet.app.run()
"""


def test_two_windows_stand_side_by_side_and_each_gets_its_own(start):
    child = start(TWO)
    child.until(lambda: child.frame().width == 328, "the windows never stood side by side")

    def colours():
        frame = child.frame()
        stride = 4 * frame.width
        at = {bytes(frame.pixels[10 * stride + 4 * x : 10 * stride + 4 * x + 3]) for x in (5, 300)}
        return at == {b"\0\0\xff", b"\xff\0\0"}

    child.until(colours, "not the right colours")
    # Which window pyglet draws first is not settled, so both places are tried.
    for x in (5, 300):
        child.send(t="motion", x=x, y=10)
        child.send(t="button", b=1, down=True, x=x, y=10)
        child.send(t="button", b=1, down=False, x=x, y=10)
    child.until(lambda: len(child.lines()) == 2, "not both were pressed")
    assert {line.split()[0] for line in child.lines()} == {"left", "right"}


def test_a_fine_screen_is_told(start):
    child = start(
        "import pyglet\n"
        "window = pyglet.window.Window(100, 80)\n"
        "@window.event\n"
        "def on_scale(scale, dpi):\n    print('scale', scale, dpi, flush=True)\n"
        "print('ready', flush=True)\n"
        "pyglet.app.run()\n"
    )
    ready(child)
    child.send(t="scale", scale=2)
    heard(child, "scale 2.0 192")

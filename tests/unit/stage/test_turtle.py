# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""turtle scripts draw, listen and end; tkinter scripts are told why they cannot."""

from __future__ import annotations

import pytest

from sidelight.stage.toolkits.turtle.canvas import Drawing
from sidelight.stage.toolkits.turtle.colours import colour

DRAWS = """
import turtle
screen = turtle.Screen()
screen.setup(320, 240)
screen.title("Square")
screen.bgcolor("black")
pen = turtle.Turtle()
pen.speed(0)
pen.color("red", "#00ff00")
pen.width(4)
pen.begin_fill()
for _ in range(4):
    pen.forward(60)
    pen.left(90)
pen.end_fill()
pen.penup()
pen.goto(-80, -60)
pen.color("white")
pen.write("done", font=("Arial", 16, "normal"))
pen.dot(12, "blue")
pen.hideturtle()
screen.onkey(lambda: print("key up", flush=True), "Up")
screen.onkeypress(lambda: print("space", flush=True), "space")
screen.onclick(lambda x, y: print("click", x, y, flush=True))
screen.ontimer(lambda: print("timer", flush=True), 30)
screen.listen()
print("ready", screen.window_width(), screen.window_height(), flush=True)
turtle.done()
print("over", flush=True)
"""


def heard(child, line):
    child.until(lambda: line in child.lines(), f"the script never heard: {line}")


def pixel(child, x, y):
    frame = child.frame()
    at = 4 * (y * frame.width + x)
    return bytes(frame.pixels[at : at + 3])


def test_a_script_draws_listens_and_ends(start):
    child = start(DRAWS, interval_us=1000)
    heard(child, "ready 320 240")
    # The middle of the canvas is the middle of the window; the square goes up and to the right from there.
    child.until(lambda: pixel(child, 190, 90) == b"\x00\xff\x00", "the square was not filled")
    assert pixel(child, 190, 120) == b"\x00\x00\xff"
    assert pixel(child, 10, 10) == b"\x00\x00\x00"
    child.until(lambda: pixel(child, 80, 180) == b"\xff\x00\x00", "there is no dot")
    frame = child.frame()
    assert bytes(frame.pixels).count(b"\xff\xff\xff") > 30
    assert child.told("title")[-1] == {"t": "title", "title": "Square"}
    assert child.told("window")[-1] == {"t": "window", "w": 320, "h": 240, "resizable": True}
    heard(child, "timer")
    child.key("Up")
    heard(child, "key up")
    child.key("space", " ")
    heard(child, "space")
    child.send(t="button", b=1, down=True, x=170, y=100)
    heard(child, "click 10.0 20.0")
    child.send(t="quit")
    assert child.wait() == 0, child.err
    assert child.lines()[-1] == "over"


def test_a_turtle_moves_before_the_eyes(start):
    child = start(
        "from turtle import *\nsetup(200, 200)\nspeed(3)\n"
        "while True:\n    forward(50)\n    right(144)\n    if abs(pos()) < 1:\n        clear()\n"
    )
    seen = set()
    child.until(lambda: seen.add(hash(bytes(child.frame().pixels))) or len(seen) > 5, "it stands still")
    child.send(t="quit")
    assert child.wait() == 1
    assert "Terminator" in child.err or "TclError" in child.err


def test_a_game_without_tracer_is_shown_at_each_update(start):
    child = start(
        "import turtle, time\nscreen = turtle.Screen()\nscreen.setup(200, 200)\nscreen.tracer(0)\n"
        "ball = turtle.Turtle('circle')\nball.penup()\nball.dx = 3\n"
        "while True:\n    ball.setx(ball.xcor() + ball.dx)\n"
        "    if abs(ball.xcor()) > 80:\n        ball.dx *= -1\n"
        "    screen.update()\n    time.sleep(1 / 60)\n"
    )
    seen = set()
    child.until(lambda: seen.add(hash(bytes(child.frame().pixels))) or len(seen) > 5, "it stands still")


@pytest.mark.parametrize("line", ["import tkinter as tk", "from tkinter import *", "import turtle, tkinter"])
def test_tkinter_says_why_not(start, line):
    child = start(line + "\n")
    assert child.wait() == 1
    last = child.err.splitlines()[-1]
    assert last.startswith("ImportError: tkinter programs cannot be shown here: they need a display server")
    assert "sidelight" not in child.err


@pytest.mark.parametrize(
    ("name", "rgb"),
    [
        *(("red", (255, 0, 0)), ("light blue", (173, 216, 230)), ("green", (0, 128, 0))),
        *(("green2", (0, 237, 0)), ("gray50", (128, 128, 128)), ("#f80", (255, 136, 0))),
        *(("#ff8800", (255, 136, 0)), ("#ffff88880000", (255, 136, 0)), ("NavyBlue", (0, 0, 128))),
        *(("nothing", None), ("#12", None), ("", None), ("rgb(1,2,3)", None)),
    ],
)
def test_colours_are_tks(name, rgb):
    assert colour(name) == rgb


def test_what_was_drawn_once_for_all_looks_as_if_drawn_anew():
    drawing = Drawing()
    lines = [
        drawing.add("line", (n, 0, n, 50), {"fill": "red" if n % 2 else "blue", "width": 1})
        for n in range(200)
    ]
    first = drawing.picture(200, 60, 0, 0)
    assert drawing.items[lines[0]].settled
    assert not drawing.changed
    drawing.unsettle()
    assert drawing.picture(200, 60, 0, 0).tobytes() == first.tobytes()
    drawing.touch(lines[3]).options["fill"] = "green"
    changed = drawing.picture(200, 60, 0, 0)
    assert changed.getpixel((3, 20)) == (0, 128, 0)
    drawing.remove(lines[3])
    assert drawing.picture(200, 60, 0, 0).getpixel((3, 20)) == (255, 255, 255)

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# Ends: changing
"""A pyglet window with a bouncing square and a label."""
import pyglet
from pyglet import shapes

window = pyglet.window.Window(320, 240, "Bounce")
square = shapes.Rectangle(0, 100, 30, 30, color=(240, 180, 30))
label = pyglet.text.Label("pyglet", x=10, y=10, font_size=14)
speed = 160


@window.event
def on_draw():
    window.clear()
    square.draw()
    label.draw()


def update(dt):
    global speed
    square.x += speed * dt
    if square.x > 290 or square.x < 0:
        square.x = min(max(square.x, 0), 290)
        speed = -speed


pyglet.clock.schedule_interval(update, 1 / 60)
pyglet.app.run()

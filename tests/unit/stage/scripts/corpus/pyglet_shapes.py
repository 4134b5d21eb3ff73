# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import pyglet
from pyglet import shapes

window = pyglet.window.Window(320, 240, "Shapes")
batch = pyglet.graphics.Batch()
back = pyglet.graphics.Group(order=0)
front = pyglet.graphics.Group(order=1)
circle = shapes.Circle(90, 100, 50, color=(50, 225, 30), batch=batch, group=back)
square = shapes.Rectangle(150, 120, 80, 80, color=(55, 55, 255), batch=batch, group=front)
star = shapes.Star(250, 80, 50, 20, 5, color=(255, 220, 0), batch=batch, group=front)
line = shapes.Line(20, 20, 300, 220, thickness=5, color=(200, 20, 20), batch=batch, group=back)
arc = shapes.Arc(160, 60, 40, color=(255, 120, 255), batch=batch)
circle.opacity = 180
label = pyglet.text.Label("frame 0", font_size=16, x=10, y=215, batch=batch)
frame = 0


@window.event
def on_draw():
    global frame
    frame += 1
    square.rotation += 6
    star.rotation -= 4
    circle.x = 90 + frame
    label.text = f"frame {frame}"
    window.clear()
    batch.draw()


pyglet.app.run(1 / 120)

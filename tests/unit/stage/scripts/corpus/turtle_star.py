# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
import turtle

screen = turtle.Screen()
screen.setup(320, 240)
screen.bgcolor("midnight blue")
pen = turtle.Turtle(shape="turtle")
pen.speed(10)
colors = ["red", "orange", "gold", "lime green", "deep sky blue", "violet"]
for step in range(120):
    pen.pencolor(colors[step % 6])
    pen.width(step // 30 + 1)
    pen.forward(step)
    pen.left(59)
turtle.done()

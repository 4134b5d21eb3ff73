# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Runs a script up to its Nth swap: ``until_swap.py SCRIPT N FILE``, with the real libraries or on the stage.

With the real ones the picture before that swap is written to FILE; on the stage (FILE is "-") the process
stands still after it, so that the ring keeps it. A drawing of matplotlib counts when it differs from the last.
"""

from __future__ import annotations

import os
import runpy
import struct
import sys
import time
from pathlib import Path

SCRIPT, COUNT, FILE = sys.argv[1], int(sys.argv[2]), sys.argv[3]
ON_STAGE = FILE == "-"


def done(width=0, height=0, pixels=b""):
    """The picture is there: BGRA, rows from the top."""
    if ON_STAGE:
        print("there", flush=True)
        time.sleep(3600)
    Path(FILE).write_bytes(struct.pack("<II", width, height) + pixels)
    sys.stdout.flush()
    os._exit(0)


def counting(swap, size, picture=None):
    """``swap``, until it has been called often enough. ``size(*arguments)`` is the window's in pixels."""
    swaps = 0

    def swapped(*arguments):
        nonlocal swaps
        swaps += 1
        if swaps < COUNT or ON_STAGE:
            result = swap(*arguments)
            if swaps == COUNT:
                done()
            return result
        width, height = size(*arguments)
        return done(width, height, picture() if picture is not None else read(width, height))

    return swapped


def read(width, height):
    from OpenGL import GL

    GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, 0)
    GL.glReadBuffer(GL.GL_BACK)
    GL.glPixelStorei(GL.GL_PACK_ALIGNMENT, 1)
    pixels = GL.glReadPixels(0, 0, width, height, GL.GL_BGRA, GL.GL_UNSIGNED_BYTE, outputType=bytes)
    return b"".join(pixels[y * width * 4 : (y + 1) * width * 4] for y in reversed(range(height)))


def count_glfw():
    import glfw

    glfw.swap_buffers = counting(glfw.swap_buffers, glfw.get_framebuffer_size)


def count_pygame():
    import pygame

    set_mode, asked = pygame.display.set_mode, []

    def remembering(*arguments, **options):
        # Not the surface's own flags: SDL shows plain surfaces with OpenGL too, and says so.
        asked.append(options.get("flags", arguments[1] if len(arguments) > 1 else 0))
        return set_mode(*arguments, **options)

    def swap(real):
        opengl = counting(real, lambda *_: pygame.display.get_window_size())
        software = counting(
            real,
            lambda *_: pygame.display.get_window_size(),
            lambda: pygame.image.tobytes(pygame.display.get_surface(), "BGRA"),
        )

        def swapped(*arguments):
            return (opengl if asked[-1] & pygame.OPENGL else software)(*arguments)

        return swapped

    pygame.display.set_mode = remembering
    pygame.display.flip, pygame.display.update = swap(pygame.display.flip), swap(pygame.display.update)


def count_pyglet():
    import pyglet

    window = pyglet.window.Window
    window.flip = counting(window.flip, lambda window: window.get_framebuffer_size())


def count_glut():
    from OpenGL import GL, GLUT

    def size():
        return GLUT.glutGet(GLUT.GLUT_WINDOW_WIDTH), GLUT.glutGet(GLUT.GLUT_WINDOW_HEIGHT)

    GLUT.glutSwapBuffers = counting(GLUT.glutSwapBuffers, size)
    del GL


def count_matplotlib():
    import matplotlib
    from matplotlib.backends import backend_registry

    if not ON_STAGE:
        # What Qt shows is what Agg has drawn, and Qt is there to run it.
        matplotlib.use("QtAgg")
    canvas_class = backend_registry.load_backend_module(matplotlib.get_backend()).FigureCanvas
    draw, seen = canvas_class.draw, [b""]

    def drawn(canvas):
        draw(canvas)
        picture = bytes(canvas.buffer_rgba())
        if picture == seen[-1]:
            return
        seen.append(picture)
        if len(seen) > COUNT:
            swapped = bytearray(picture)
            swapped[0::4], swapped[2::4] = swapped[2::4], swapped[0::4]
            done(*canvas.get_width_height(physical=True), bytes(swapped))

    canvas_class.draw = drawn


def main() -> None:
    source = Path(SCRIPT).read_text("utf-8")
    if "matplotlib" in source:
        count_matplotlib()
    elif "import glfw" in source or '"glfw"' in source:
        count_glfw()
    elif "import pygame" in source or '"pygame2"' in source:
        count_pygame()
    elif "pyglet" in source or "moderngl_window" in source:
        count_pyglet()
    else:
        count_glut()
    sys.argv = [SCRIPT]
    runpy.run_path(SCRIPT, run_name="__main__")


main()

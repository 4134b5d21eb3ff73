# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Runs a script up to its Nth swap: ``until_swap.py SCRIPT N FILE``, with the real libraries or on the stage.

With the real ones the picture before that swap is written to FILE; on the stage (FILE is "-") the process
stands still after it, so that the ring keeps it.
"""

from __future__ import annotations

import os
import runpy
import sys
import time
from pathlib import Path


def main() -> None:
    script, count, file = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    swaps = 0

    def counting(swap):
        def swapped(*arguments):
            nonlocal swaps
            swaps += 1
            if swaps < count:
                swap(*arguments)
                return
            if file == "-":
                swap(*arguments)
                print("there", flush=True)
                time.sleep(3600)
            from OpenGL import GL

            width, height = GL.glGetIntegerv(GL.GL_VIEWPORT)[2:]
            GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, 0)
            GL.glReadBuffer(GL.GL_BACK)
            GL.glPixelStorei(GL.GL_PACK_ALIGNMENT, 1)
            pixels = GL.glReadPixels(0, 0, width, height, GL.GL_BGRA, GL.GL_UNSIGNED_BYTE, outputType=bytes)
            rows = [pixels[y * width * 4 : (y + 1) * width * 4] for y in reversed(range(height))]
            Path(file).write_bytes(b"".join(rows))
            sys.stdout.flush()
            os._exit(0)

        return swapped

    source = Path(script).read_text("utf-8")
    if "import glfw" in source:
        import glfw

        glfw.swap_buffers = counting(glfw.swap_buffers)
    elif "import pygame" in source:
        import pygame

        pygame.display.flip = counting(pygame.display.flip)
    else:
        from OpenGL import GLUT

        GLUT.glutSwapBuffers = counting(GLUT.glutSwapBuffers)
    sys.argv = [script]
    runpy.run_path(script, run_name="__main__")


main()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Programs that draw, on the stage and inside the sandbox."""

from __future__ import annotations

import select

import pytest

from sidelight.domain.running import Limits, Policy
from sidelight.sandbox.events import Ended, StageMessage
from sidelight.sandbox.held import begin
from sidelight.sandbox.program import Program

DRAWING = Policy(Limits(seconds=60, cpu_seconds=None))

PYGAME = """
import pygame
from OpenGL.GL import *
from OpenGL.GLU import *
pygame.init()
pygame.display.set_mode((320, 240), pygame.DOUBLEBUF | pygame.OPENGL)
gluPerspective(45, 320 / 240, 0.1, 50)
glTranslatef(0, 0, -5)
glClearColor(0.0, 0.0, 1.0, 1.0)
for _ in range(20):
    for event in pygame.event.get():
        pass
    glRotatef(3, 1, 1, 0)
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glBegin(GL_LINES)
    for corner in ((-1, -1, -1), (1, 1, 1), (-1, 1, 1), (1, -1, -1)):
        glVertex3fv(corner)
    glEnd()
    pygame.display.flip()
print("drawn")
"""

GLFW = """
import glfw
from OpenGL.GL import *
glfw.init()
window = glfw.create_window(320, 240, "blue", None, None)
glfw.make_context_current(window)
for _ in range(20):
    glClearColor(0.0, 0.0, 1.0, 1.0)
    glClear(GL_COLOR_BUFFER_BIT)
    glfw.swap_buffers(window)
    glfw.poll_events()
print("drawn")
"""

FOREVER = GLFW.replace("for _ in range(20):", "while not glfw.window_should_close(window):")


def listen(running, wanted=lambda message: False):
    """Events until one is wanted or the last has come."""
    messages = []
    while True:
        assert select.select([running], [], [], 60)[0], messages
        for event in running.events():
            if isinstance(event, StageMessage):
                messages.append(dict(event.content))
                if wanted(messages[-1]):
                    return messages, None
            elif isinstance(event, Ended):
                return messages, event.end


def corner(frame):
    """Blue, green, red of the first pixel."""
    return tuple(frame.pixels[:3])


@pytest.mark.parametrize("source", [PYGAME, GLFW], ids=["pygame", "glfw"])
def test_a_picture_comes_out(means, level, source):
    with begin(Program(source, stage=True), DRAWING, level, means) as running:
        messages, end = listen(running)
        frame = running.latest_frame()
        assert (frame.width, frame.height, corner(frame)) == (320, 240, (255, 0, 0))
        del frame
    assert (end.outcome, end.exit_code, end.stdout, end.survivors) == ("exited", 0, "drawn\n", 0), end.stderr
    assert {"t": "first", "w": 320, "h": 240} in messages
    assert messages[-1] == {"t": "exit", "code": 0, "swaps": 20}


def test_it_hears_that_it_should_close(means, level):
    with begin(Program(FOREVER, stage=True), DRAWING, level, means) as running:
        listen(running, lambda message: message["t"] == "first")
        running.send({"t": "quit"})
        _messages, end = listen(running)
    assert (end.outcome, end.exit_code, end.stdout) == ("exited", 0, "drawn\n"), end.stderr


def test_it_is_stopped_while_it_draws(means, level):
    with begin(Program(FOREVER, stage=True), DRAWING, level, means) as running:
        listen(running, lambda message: message["t"] == "first")
        running.stop()
        _messages, end = listen(running)
    assert (end.outcome, end.limit, end.survivors) == ("killed", None, 0)


def test_pausing_holds_it_and_going_on_lets_it_go(means, level):
    with begin(Program(FOREVER, stage=True), DRAWING, level, means) as running:
        listen(running, lambda message: message["t"] == "first")
        running.pause(True)
        while True:
            # Held when no picture has come for a while, however slow this machine is.
            running.events()
            if not select.select([running], [], [], 0.5)[0]:
                break
        running.pace(0)
        running.pause(False)
        _messages, end = listen(running, lambda message: message["t"] == "f")
        assert end is None


def test_an_error_on_the_stage_shows_the_script_alone(means, level):
    with begin(Program("1 / 0\n", stage=True), DRAWING, level, means) as running:
        _messages, end = listen(running)
    assert end.exit_code == 1
    assert "sidelight" not in end.stderr.replace("sidelight-run-", "")
    assert end.stderr.endswith("ZeroDivisionError: division by zero\n")


def test_a_hostile_stage_harms_nobody(means, level):
    """The script writes to the stage's channel itself, and as much as it likes."""
    source = """
import json, os
for piece in (b"not json", b"[1]", b"[" * 50000, b"\\xff", b'{"t": {}}', json.dumps({"t": "f"}).encode()):
    os.write(6, piece)
os.set_blocking(6, False)
try:
    while True:
        os.write(6, b'{"t":"f"}')
except BlockingIOError:
    print("full")
try:
    os.ftruncate(5, 0)
except OSError:
    print("sealed")
os.pwrite(5, b"\\xff" * 4096, 0)
"""
    with begin(Program(source, stage=True), DRAWING, level, means) as running:
        messages, end = listen(running)
        running.latest_frame()
    assert (end.outcome, end.stdout) == ("exited", "full\nsealed\n"), end.stderr
    assert {"t": "f"} in messages


def test_a_script_that_hangs_up_is_only_unseen(means, level):
    """An empty datagram looks like the end of the channel: the script loses its own stage, no more."""
    source = "import os\nos.write(6, b'')\nprint('on it goes')"
    with begin(Program(source, stage=True), DRAWING, level, means) as running:
        _messages, end = listen(running)
    assert (end.outcome, end.exit_code, end.stdout) == ("exited", 0, "on it goes\n"), end.stderr

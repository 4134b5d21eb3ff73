# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

CUBES = ("cube_pygame", "cube_glut", "cube_glfw")


@pytest.mark.parametrize("name", CUBES)
def test_a_cube_turns(start, samples, name):
    child = start(samples / f"{name}.py")
    first = bytes(child.frame(2).pixels)
    later = child.frame(12)
    assert (later.width, later.height) == (640, 480)
    assert len(set(zip(first[0::4], first[1::4], first[2::4], strict=True))) > 2
    assert bytes(later.pixels) != first
    assert child.told("first") == [{"t": "first", "w": 640, "h": 480}]
    assert child.told("window")[0] | {"resizable": 0} == {"t": "window", "w": 640, "h": 480, "resizable": 0}
    assert "ube" in child.told("title")[-1]["title"]
    assert child.told("f")


@pytest.mark.parametrize("name", CUBES)
def test_a_cube_ends_when_its_window_closes(start, samples, name):
    child = start(samples / f"{name}.py")
    child.frame(3)
    child.send(t="quit")
    assert child.wait() == 0
    assert child.err == ""
    assert child.told("exit") == [{"t": "exit", "code": 0, "swaps": child.frames.swaps}]


def test_the_wrong_cube_shows_where_it_fails(start, samples):
    child = start(samples / "cube_wrong.py")
    assert child.wait() == 1
    lines = child.err.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert "cube_wrong.py" in lines[1]
    assert "glMatrixMode(GL_PROJECTION)" in child.err
    assert "GLError" in child.err
    assert "invalid operation" in child.err
    assert "sidelight/stage" not in child.err
    assert child.told("exit")[0]["code"] == 1

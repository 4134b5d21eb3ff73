# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from support.stage_truth import CORPUS

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


# One script of each toolkit always, the others with the slow tests.
ALWAYS = ("glut_picking", "pygame_fog", "pygame_2d_balls", "glfw_fbo", "pyglet_3d", "moderngl_pygame")
ALWAYS += ("mglw_pyglet", "matplotlib_surface", "turtle_star", "pygame_msaa", "pygame_fullscreen")
SCRIPTS = [
    pytest.param(path, id=path.stem, marks=() if path.stem in ALWAYS else pytest.mark.slow)
    for path in sorted(CORPUS.glob("*.py"))
]


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_script_of_the_corpus_moves_and_complains_of_nothing(start, script):
    child = start(script)
    first = child.frame(1)
    earliest = (first.width, first.height, bytes(first.pixels))

    def moved():
        newest = child.frame(1)
        return (newest.width, newest.height, bytes(newest.pixels)) != earliest

    child.until(moved, "the picture never changed")
    assert child.err == ""


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

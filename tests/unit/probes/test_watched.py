# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight.probes.series import Picture
from sidelight.probes.watched import Ending, Watched, judge_ending, last_error

TRACE = 'Traceback (most recent call last):\n  File "script.py", line 3, in <module>\n'
SHOWN = (Picture(0.0, 1, 1, b"\0\0\0"),)


@pytest.mark.parametrize(
    ("ending", "right"),
    [
        (Ending(1, stderr=f"{TRACE}NameError: name 'x' is not defined\n"), "fail"),
        (Ending(1, stderr=f"{TRACE}OpenGL.error.GLError: GLError(\n\terr = 1282,\n)\n"), "fail"),
        (Ending(1, stderr=f"{TRACE}ModuleNotFoundError: No module named 'vispy'\n"), "unsure"),
        (Ending(1, stderr=f"{TRACE}FileNotFoundError: [Errno 2] No such file: 'crate.png'\n"), "unsure"),
        (Ending(1, stderr=f"{TRACE}RuntimeError: GLSL 4.60 is not supported\n"), "unsure"),
        (Ending(3), "unsure"),
        (Ending(-11), "unsure"),
        (Ending(None, limit="memory"), "unsure"),
        (Ending(0, stdout="Here would be a cube.\n"), "fail"),
        (Ending(0, stdout="Saved cube.gif\n"), "unsure"),
        (Ending(0, stdout="\x1b[2J  /\\  \n"), "unsure"),
        (Ending(0), "unsure"),
    ],
)
def test_what_an_end_without_pictures_says(ending, right):
    found = judge_ending(Watched((), 1.0, ending))
    assert found is not None
    assert found[0] == right, found


@pytest.mark.parametrize("ending", [None, Ending(0), Ending(-15, stopped=True)])
def test_where_only_the_pictures_can_tell(ending):
    assert judge_ending(Watched(SHOWN, 5.0, ending)) is None


def test_an_error_over_several_lines_becomes_one():
    said = last_error(f"{TRACE}OpenGL.error.GLError: GLError(\n\terr = 1282,\n\tbaseOperation = glEnd,\n)\n")
    assert said == "OpenGL.error.GLError: GLError( err = 1282, baseOperation = glEnd, )"
    assert last_error("") == ""
    assert last_error("one\nlast words\n") == "last words"

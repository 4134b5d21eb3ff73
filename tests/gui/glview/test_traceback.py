# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.gui.glview.traceback import read_traceback


def failing(tmp_path, source):
    script = tmp_path / "script.py"
    script.write_text(source)
    done = subprocess.run([sys.executable, "-I", str(script)], capture_output=True, text=True, check=False)
    return done.stderr


@pytest.mark.parametrize(
    ("source", "error", "line", "function", "quoted"),
    [
        ("import sys\n\nprint(nope)\n", "NameError: name 'nope' is not defined", 3, "", "print(nope)"),
        (
            "def draw():\n    return 1 / 0\n\ndraw()\n",
            "ZeroDivisionError: division by zero",
            2,
            "draw",
            "return 1 / 0",
        ),
        ("x = (1,\n", "SyntaxError: '(' was never closed", 1, "", "x = (1,"),
        ("import json\njson.loads('{')\n", "json.decoder.JSONDecodeError: ", 2, "", "json.loads('{')"),
        (
            "try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise KeyError('a')\n",
            "KeyError: 'a'",
            4,
            "",
            "raise KeyError('a')",
        ),
        ("raise OSError('one\\ntwo')\n", "OSError: one two", 1, "", "raise OSError('one\\ntwo')"),
        ("assert False\n", "AssertionError", 1, "", "assert False"),
    ],
)
def test_what_python_itself_writes(tmp_path, source, error, line, function, quoted):
    found = read_traceback(failing(tmp_path, source))
    assert found.error.startswith(error)
    assert (found.line, found.function, found.source) == (line, function, quoted)


def test_the_last_of_several_counts_and_chatter_around_it_does_not(tmp_path):
    first = failing(tmp_path, "1 / 0\n")
    second = failing(tmp_path, "\n\nint('x')\n")
    found = read_traceback(f"libEGL warning: nothing\n{first}pygame 2.5\n{second}bye\n")
    assert found.error.startswith("ValueError: invalid literal")
    assert found.line == 3


GL_ERROR = """
from OpenGL.error import GLError
def draw():
    raise GLError(1282, baseOperation=glBegin, cArguments=(7, "a, b"), description=b"invalid operation")
def glBegin(mode): ...
draw()
"""


def test_a_gl_error_is_told_by_its_description_and_call(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(GL_ERROR)
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert done.stderr.count("\n") > 5
    found = read_traceback(done.stderr)
    assert found.error == "GLError 1282: invalid operation in glBegin"
    assert (found.line, found.function) == (4, "draw")


def test_a_message_of_many_lines_is_one_line_and_not_endless(tmp_path):
    source = "raise ValueError('(\\n  a = 1,\\n  b = [\\n    2\\n  ]\\n)')\n"
    assert read_traceback(failing(tmp_path, source)).error == "ValueError: (a = 1, b = [2])"
    endless = "raise ValueError('(' + ('word ' * 9 + '\\n') * 500)\n"
    error = read_traceback(failing(tmp_path, endless)).error
    assert error.endswith("…")
    assert "\n" not in error
    assert len(error) <= 501


def test_frames_outside_the_script_have_no_line():
    text = (
        'Traceback (most recent call last):\n  File "/lib/json.py", line 7, in load\n    x\nOSError: gone\n'
    )
    found = read_traceback(text)
    assert (found.error, found.line) == ("OSError: gone", None)


@pytest.mark.parametrize("text", ["", "Segmentation fault\n", "Traceback (most recent call last):\n"])
def test_no_traceback(text):
    assert read_traceback(text) is None


@given(st.text(alphabet=st.sampled_from('Traceback (most recent call last):\n File"script.py", line 1Eor')))
def test_anything_at_all_is_read_without_complaint(text):
    read_traceback(text)
    read_traceback("Traceback (most recent call last):\n" + text)

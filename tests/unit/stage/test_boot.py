# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A script runs and ends on the stage as it would without it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("OpenGL", "numpy", "pygame", "glfw", "ctypes", "PySide6", "sidelight.sandbox")


def test_starting_imports_nothing_heavy():
    code = (
        "import sys; before = set(sys.modules); import sidelight.stage.boot\n"
        f"print(sorted(set(sys.modules) & {set(HEAVY) - {'ctypes'}!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"


def test_a_toolkit_is_touched_only_when_the_script_imports_it(start):
    child = start("import sys\nprint(sorted(set(sys.modules) & {'pygame', 'OpenGL', 'numpy', 'glfw'}))\n")
    assert child.wait() == 0
    assert child.out == "[]\n"
    assert child.told("toolkit") == []


ENDINGS = [
    ("print('fine')", 0),
    ("import sys; sys.exit()", 0),
    ("import sys; sys.exit(3)", 3),
    ("import sys; sys.exit('a word')", 1),
    ("import sys; sys.exit(300)", 44),
    ("raise SystemExit(-1)", 255),
    ("import atexit; atexit.register(print, 'last'); print('first')", 0),
    (
        "import threading, time; threading.Thread(target=lambda: (time.sleep(0.1), print('thread'))).start()",
        0,
    ),
    ("import os; os._exit(9)", 9),
    ("import sys; sys.excepthook = lambda *a: print('own hook', a[0]); 1 / 0", 1),
    ("def f(): return g()\ndef g(): return 1 / 0\nf()", 1),
    ("try: 1 / 0\nexcept ZeroDivisionError as e: raise ValueError('next') from e", 1),
    ("raise ExceptionGroup('group', [ValueError(1), KeyError(2)])", 1),
    ("import json; json.loads('{')", 1),
    ("def broken(:\n    pass", 1),
    ("  x = 1", 1),
    ("print(__name__, __file__, __builtins__.__name__)", 0),
    ("import sys; print(sys.argv[1:], sys.path[0])", 0),
    ("import pickle\nclass A: pass\nprint(type(pickle.loads(pickle.dumps(A()))).__module__)", 0),
]


@pytest.mark.parametrize(("source", "code"), ENDINGS, ids=range(len(ENDINGS)))
def test_the_end_is_as_without_a_stage(start, tmp_path, source, code):
    script = tmp_path / "ending.py"
    script.write_text(source + "\n", "utf-8")
    plain = subprocess.run([sys.executable, str(script), "a", "b c"], capture_output=True, text=True)
    child = start(script, args=("a", "b c"))
    assert child.wait() == plain.returncode == code
    assert child.out == plain.stdout
    assert child.err == plain.stderr
    if "os._exit" not in source:
        assert child.told("exit")[0]["code"] in (code, code - 256, 300)


def test_a_script_that_is_not_there_says_so(start):
    child = start(Path("/no/such/script.py"))
    assert child.wait() == 2
    assert child.err.endswith("can't open file '/no/such/script.py': [Errno 2] No such file or directory\n")
    assert child.told("exit")[0] == {"t": "exit", "code": 2, "swaps": 0}


def test_without_the_app_a_script_runs_unseen(samples):
    environ = {name: value for name, value in os.environ.items() if not name.startswith("SIDELIGHT_")}
    from sidelight.stage import environment

    code = "import sys; from sidelight.stage.boot import main; main(sys.argv[1], [])"
    done = subprocess.run(
        [sys.executable, "-c", code, str(samples / "cube_wrong.py")],
        env=environ | environment.stage_environment(1) | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "GLError" in done.stderr


def test_toolkits_keep_their_own_identity(start):
    child = start(
        "import pygame, glfw, OpenGL.GLUT, OpenGL.GLUT.freeglut, importlib.resources\n"
        "print(type(pygame.__spec__.loader).__name__, type(glfw.__loader__).__name__)\n"
        "print(OpenGL.GLUT.freeglut.glutInit == OpenGL.GLUT.glutInit, OpenGL.GLUT.HAVE_FREEGLUT)\n"
        "from OpenGL.GLUT import *\n"
        "print(sys.argv[0] != '', os.sep, ctypes.sizeof(c_int), GLUT_DOUBLE == 2)\n"
    )
    assert child.wait() == 0, child.err
    assert child.lines()[-3:] == [
        "SourceFileLoader SourceFileLoader",
        "True True",
        "True / 4 True",
    ]


def test_an_error_inside_a_toolkits_import_shows_no_machinery(start, tmp_path):
    package = tmp_path / "pygame"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('broken package')\n", "utf-8")
    (tmp_path / "imports.py").write_text("import pygame\n", "utf-8")
    plain = subprocess.run([sys.executable, str(tmp_path / "imports.py")], capture_output=True, text=True)
    child = start(tmp_path / "imports.py")
    assert child.wait() == 1
    assert child.err == plain.stderr

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The same pixels as with the real libraries on a display, and the same words."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sidelight.stage import environment

SCRIPTS = Path(__file__).parent / "scripts"
RUNNER = SCRIPTS / "until_swap.py"
OPAQUE = b"\xff"

needs_display = pytest.mark.skipif(
    "DISPLAY" not in os.environ, reason="there is no X display to compare with"
)
needs_freeglut = pytest.mark.skipif(
    ctypes.util.find_library("glut") is None, reason="there is no freeglut here"
)


def real_environment() -> dict[str, str]:
    given = environment.stage_environment(1)
    environ = {name: value for name, value in os.environ.items() if name not in given}
    return environ | {"LP_NUM_THREADS": "1", "PYGAME_HIDE_SUPPORT_PROMPT": "1", "SDL_AUDIODRIVER": "dummy"}


def real_picture(script: Path, swap: int, folder: Path) -> tuple[bytes, str]:
    file = folder / "real.bgra"
    done = subprocess.run(
        [sys.executable, str(RUNNER), str(script), str(swap), str(file)],
        env=real_environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert file.exists(), done.stderr
    return file.read_bytes(), done.stdout


def stage_picture(start, script: Path, swap: int) -> tuple[bytes, str]:
    # At 50 Hz and below each swap is read back, so that the one asked for is in the ring.
    child = start(RUNNER, interval_us=20_000, args=(str(script), str(swap), "-"))
    child.until(lambda: child.out.endswith("there\n"), "the swap never came")
    return bytes(child.frame(swap).pixels), child.out.replace("there\n", "")


def differing(ours: bytes, real: bytes) -> int:
    """Pixels that differ in colour; a window's own alpha means nothing."""
    assert len(ours) == len(real)
    colours = [bytearray(picture) for picture in (ours, real)]
    for picture in colours:
        picture[3::4] = OPAQUE * (len(picture) // 4)
    if colours[0] == colours[1]:
        return 0
    return sum(colours[0][at : at + 4] != colours[1][at : at + 4] for at in range(0, len(ours), 4))


@needs_display
@pytest.mark.parametrize(
    "name", ["cube_pygame", pytest.param("cube_glut", marks=needs_freeglut), "cube_glfw"]
)
def test_the_tenth_picture_of_a_cube_is_the_real_one(start, samples, tmp_path, name):
    script = samples / f"{name}.py"
    ours, _ = stage_picture(start, script, 10)
    real, _ = real_picture(script, 10, tmp_path)
    assert differing(ours, real) == 0


@needs_display
@needs_freeglut
@pytest.mark.parametrize("kind", ["Solid", "Wire"])
def test_shapes_are_freegluts_to_the_pixel(start, tmp_path, kind):
    script = tmp_path / "shapes.py"
    script.write_text((SCRIPTS / "glut_shapes.py").read_text("utf-8").replace("@KIND@", kind), "utf-8")
    ours, _ = stage_picture(start, script, 2)
    real, _ = real_picture(script, 2, tmp_path)
    assert differing(ours, real) == 0


@needs_display
@needs_freeglut
def test_text_is_freegluts_to_the_pixel_and_as_wide(start, tmp_path):
    script = SCRIPTS / "glut_text.py"
    ours, our_widths = stage_picture(start, script, 2)
    real, real_widths = real_picture(script, 2, tmp_path)
    assert our_widths == real_widths
    assert our_widths.count("\n") == 9
    assert differing(ours, real) == 0


NAMES = """
import sys
from OpenGL.GLUT import *
for name, value in sorted(globals().copy().items()):
    if name.startswith("__") or name in ("name", "value"):
        continue
    number = int(value) if isinstance(value, int) and name.startswith("GLUT_") else ""
    print(name, number)
"""


@needs_freeglut
def test_every_name_of_the_real_module_is_there_and_every_number_the_same(start, tmp_path):
    script = tmp_path / "names.py"
    script.write_text(NAMES, "utf-8")
    real = subprocess.run(
        [sys.executable, str(script)], env=real_environment(), capture_output=True, text=True, timeout=60
    )
    child = start(script)
    assert child.wait() == 0, child.err
    # Where freeglut's own parts are modules; ours has no insides to offer.
    inside = {"GLUTCallback", "GLUTMenuCallback", "GLUTTimerCallback", "fgDeinitialize"}
    inside |= {
        "fonts",
        "freeglut",
        "osx",
        "special",
        "ctypes_version",
        "int32_t",
        "int64_t",
        "void",
        "size_t",
    }
    missing = {line for line in real.stdout.splitlines() if line.split()[0] not in inside} - set(
        child.out.splitlines()
    )
    assert not missing
    invented = {line for line in child.out.splitlines() if line.startswith(("GLUT_", "glut"))} - set(
        real.stdout.splitlines()
    )
    assert not invented


BEFORE_INIT = "from OpenGL.GLUT import *\nglutCreateWindow(b'early')\nprint('not reached')\n"
NO_DISPLAY_CALLBACK = """
from OpenGL.GLUT import *
glutInit(['program'])
glutCreateWindow(b'empty')
glutMainLoop()
"""
NO_WINDOW = "from OpenGL.GLUT import *\nglutInit(['program'])\nglutMainLoop()\n"
WRONG_TYPES = """
from OpenGL.GLUT import *
glutInit(['program'])
glutCreateWindow(b'types')
for call in (
    lambda: glutSolidSphere(1, 20.0, 20),
    lambda: glutBitmapCharacter(GLUT_BITMAP_8_BY_13, 'A'),
    lambda: glutBitmapString(GLUT_BITMAP_8_BY_13, 'text'),
    lambda: glutBitmapLength(GLUT_BITMAP_8_BY_13, b'text'),
    lambda: glutInitWindowSize(640.5, 480),
    lambda: glutSolidCube(),
    lambda: glutTimerFunc(0.5, print, 0),
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).split(': expected')[0])
"""
RAISES_IN_CALLBACK = """
import sys
from OpenGL.GL import *
from OpenGL.GLUT import *
drawn = 0
def display():
    global drawn
    drawn += 1
    glutPostRedisplay()
    if drawn == 2:
        raise ValueError("in display")
    if drawn == 3:
        sys.exit("not this way")
    if drawn == 4:
        glutLeaveMainLoop()
    glutSwapBuffers()
glutInit(['program'])
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB)
glutCreateWindow(b'raises')
glutDisplayFunc(display)
try:
    glutMainLoop()
finally:
    print('not reached')
"""


def plain(text: str, script: Path) -> list[str]:
    """Lines without what differs from run to run, and without X's own complaint."""
    kept = [line.split(" at 0x")[0] for line in text.replace(str(script), "SCRIPT").splitlines()]
    return [line for line in kept if line and "fgInitialiseSpaceball" not in line]


@needs_display
@needs_freeglut
@pytest.mark.parametrize(
    "source",
    [BEFORE_INIT, NO_DISPLAY_CALLBACK, NO_WINDOW, WRONG_TYPES, RAISES_IN_CALLBACK],
    ids=["before glutInit", "no display callback", "no window", "wrong types", "errors in callbacks"],
)
def test_misuse_of_glut_ends_in_the_same_words(start, tmp_path, source):
    script = tmp_path / "misuse.py"
    script.write_text(source, "utf-8")
    real = subprocess.run(
        [sys.executable, str(script)], env=real_environment(), capture_output=True, text=True, timeout=60
    )
    child = start(script)
    assert child.wait() == real.returncode
    assert plain(child.err, script) == plain(real.stderr, script)
    # C's exit loses what Python has not written yet; that much better we are.
    assert [line for line in real.stdout.splitlines() if line not in child.out.splitlines()] == []


def test_glut_works_where_there_is_no_freeglut(start, samples, tmp_path):
    bubblewrap = shutil.which("bwrap")
    library = ctypes.util.find_library("glut")
    script = tmp_path / "looks.py"
    script.write_text(
        "import sys, runpy\n"
        "import OpenGL.GLUT\n"
        "swap = OpenGL.GLUT.glutSwapBuffers\n"
        "def looking():\n"
        "    swap()\n"
        "    maps = open('/proc/self/maps').read()\n"
        "    print('libglut' in maps, OpenGL.GLUT.glutInit.__module__, flush=True)\n"
        "OpenGL.GLUT.glutSwapBuffers = looking\n"
        f"runpy.run_path({str(samples / 'cube_glut.py')!r}, run_name='__main__')\n",
        "utf-8",
    )
    hidden: list[Path] = []
    if library is not None and bubblewrap is not None:
        folders = [Path("/usr/lib/x86_64-linux-gnu"), Path("/usr/lib64"), Path("/usr/lib")]
        hidden = [file for folder in folders if folder.is_dir() for file in folder.glob("libglut.so*")]
    prefix: tuple[str, ...] = ()
    if hidden and bubblewrap is not None:
        prefix = (bubblewrap, "--dev-bind", "/", "/")
        for file in {file.resolve() for file in hidden}:
            prefix = (*prefix, "--ro-bind", "/dev/null", str(file))
    child = start(script, prefix=prefix)
    child.frame(3)
    child.send(t="quit")
    assert child.wait() == 0, child.err
    assert set(child.lines()) == {"False sidelight.stage.glut.functions"}

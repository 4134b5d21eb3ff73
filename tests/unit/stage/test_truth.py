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

from support.stage_truth import (
    CORPUS,
    RUNNER,
    WITHOUT_TRUTH,
    Picture,
    differing,
    real_environment,
    real_picture,
    stage_picture,
)

SCRIPTS = Path(__file__).parent / "scripts"

needs_display = pytest.mark.skipif(
    "DISPLAY" not in os.environ, reason="there is no X display to compare with"
)
needs_freeglut = pytest.mark.skipif(
    ctypes.util.find_library("glut") is None, reason="there is no freeglut here"
)


@pytest.fixture(scope="module")
def open_display():
    """One connection that stays: a virtual display starts anew, and refuses all, when the last one ends."""
    library = ctypes.CDLL("libxcb.so.1")
    library.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(library.xcb_connect(None, None))
    yield
    library.xcb_disconnect(connection)


def both(start, script: Path, swap: int, folder: Path) -> tuple[Picture, Picture]:
    # At 50 Hz and below each swap is read back, so that the one asked for is in the ring.
    child = start(RUNNER, interval_us=20_000, args=(str(script), str(swap), "-"))
    return stage_picture(child, swap), real_picture(script, swap, folder)


@needs_display
@pytest.mark.parametrize(
    "name", ["cube_pygame", pytest.param("cube_glut", marks=needs_freeglut), "cube_glfw"]
)
def test_the_tenth_picture_of_a_cube_is_the_real_one(start, samples, tmp_path, name):
    script = samples / f"{name}.py"
    ours, real = both(start, script, 10, tmp_path)
    assert differing(ours, real) == 0


@needs_display
@pytest.mark.slow
@pytest.mark.parametrize("script", sorted(CORPUS.glob("*.py")), ids=lambda path: path.stem)
def test_the_tenth_picture_of_the_corpus_is_the_real_one(start, open_display, tmp_path, script):
    if script.stem in WITHOUT_TRUTH:
        pytest.skip(WITHOUT_TRUTH[script.stem])
    if script.stem.startswith("glut") and ctypes.util.find_library("glut") is None:
        pytest.skip("there is no freeglut here")
    ours, real = both(start, script, 10, tmp_path)
    assert differing(ours, real) == 0
    assert ours.said == real.said


@needs_display
@needs_freeglut
@pytest.mark.parametrize("kind", ["Solid", "Wire"])
def test_shapes_are_freegluts_to_the_pixel(start, tmp_path, kind):
    script = tmp_path / "shapes.py"
    script.write_text((SCRIPTS / "glut_shapes.py").read_text("utf-8").replace("@KIND@", kind), "utf-8")
    ours, real = both(start, script, 2, tmp_path)
    assert differing(ours, real) == 0


@needs_display
@needs_freeglut
def test_what_was_accumulated_looks_as_on_a_desktop(start, tmp_path):
    """Motion blur until the sixth picture, then edges smoothed, with scissors and masks in between."""
    for swap in (5, 10):
        ours, real = both(start, SCRIPTS / "glut_motion_blur.py", swap, tmp_path)
        assert ours.said == real.said == "1 16 16\n"
        assert len(ours.pixels) == len(real.pixels)
        channels = zip(ours.pixels, real.pixels, strict=True)
        apart = [abs(a - b) for at, (a, b) in enumerate(channels) if at % 4 != 3]
        # Bytes are rounded at each return, and what was off by one may be taken up again.
        assert max(apart) <= 2
        assert sum(apart) < len(apart) / 50
        assert len(set(ours.pixels)) > 30


@needs_display
@needs_freeglut
def test_text_is_freegluts_to_the_pixel_and_as_wide(start, tmp_path):
    script = SCRIPTS / "glut_text.py"
    ours, real = both(start, script, 2, tmp_path)
    assert ours.said == real.said
    assert ours.said.count("\n") == 9
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


ENDINGS = {
    "pygame raises after five frames": """
import pygame
pygame.init()
pygame.display.set_mode((100, 80), pygame.OPENGL | pygame.DOUBLEBUF)
for frame in range(9):
    pygame.event.pump()
    if frame == 5:
        raise ValueError("after five")
    pygame.display.flip()
""",
    "pygame exits with a sentence": """
import sys, pygame
pygame.init()
pygame.display.set_mode((100, 80))
pygame.display.flip()
try:
    pygame.display.gl_set_attribute("not", "numbers")
except TypeError:
    print("type error", flush=True)
pygame.quit()
sys.exit("over and out")
""",
    "glfw exits in a callback": """
import sys, glfw
glfw.init()
window = glfw.create_window(100, 80, "ends", None, None)
glfw.make_context_current(window)
def resized(window, width, height):
    print("resized", width, height, flush=True)
    sys.exit(3)
glfw.set_window_size_callback(window, resized)
for _ in range(40):
    glfw.set_window_size(window, 120, 90)
    glfw.swap_buffers(window)
    glfw.wait_events_timeout(0.05)
print("went on")
""",
    "pyglet raises while drawing": """
import pyglet
window = pyglet.window.Window(100, 80)
frames = 0
@window.event
def on_draw():
    global frames
    frames += 1
    window.clear()
    if frames == 3:
        raise KeyError("third")
pyglet.app.run()
""",
    "moderngl's shader is wrong": """
import pygame, moderngl
pygame.init()
pygame.display.set_mode((100, 80), pygame.OPENGL | pygame.DOUBLEBUF)
context = moderngl.create_context()
context.program(vertex_shader="#version 330\\nvoid main() { nothing(); }")
""",
    "PyOpenGL's call is wrong in a callback": """
import threading
from OpenGL.GL import *
from OpenGL.GLUT import *
def display():
    glutSwapBuffers()
    glutLeaveMainLoop()
    glClear(8)
def clear():
    raise glGetIntegerv
glutInit(["program"])
glutCreateWindow(b"wrong")
glutDisplayFunc(display)
other = threading.Thread(target=clear, name="other")
other.start()
other.join()
glutMainLoop()
""",
    "PyOpenGL's call is wrong": """
import pygame
from OpenGL.GL import *
pygame.init()
pygame.display.set_mode((100, 80), pygame.OPENGL | pygame.DOUBLEBUF)
glBegin(GL_TRIANGLES)
glVertex2f(0, 0)
glEnd()
glEnable(GL_TRIANGLES)
""",
}


@needs_display
@pytest.mark.parametrize("name", sorted(ENDINGS))
def test_a_script_ends_in_the_same_words(start, open_display, tmp_path, name):
    script = tmp_path / "ends.py"
    script.write_text(ENDINGS[name], "utf-8")
    real = subprocess.run(
        [sys.executable, str(script)], env=real_environment(), capture_output=True, text=True, timeout=60
    )
    child = start(script)
    assert child.wait() == real.returncode
    assert plain(child.err, script) == plain(real.stderr, script)
    assert child.out == real.stdout


def test_sound_plays_into_nothing_and_nobody_holds_a_joystick(start):
    child = start(
        "import numpy as np\nimport pygame\npygame.init()\npygame.mixer.init(44100, -16, 2, 512)\n"
        "sound = pygame.sndarray.make_sound(np.zeros((9000, 2), np.int16))\nsound.set_volume(0.5)\n"
        "channel = sound.play(loops=-1)\nprint(pygame.mixer.get_init(), channel.get_busy())\n"
        "pygame.mixer.music.set_volume(0.3)\nprint(pygame.joystick.get_count())\n"
    )
    assert child.wait() == 0, child.err
    assert child.lines() == ["(44100, -16, 2) True", "0"]


def test_pyopengl_is_accelerated(start):
    child = start(
        "import OpenGL\nfrom OpenGL.GL import *\nfrom OpenGL import acceleratesupport\n"
        "print(OpenGL.USE_ACCELERATE, acceleratesupport.ACCELERATE_AVAILABLE)\n"
    )
    assert child.wait() == 0, child.err
    assert child.lines() == ["True True"]


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


BUFFERS = """
import sys
from OpenGL.GL import *
{}
print([type(get(GL_DOUBLEBUFFER)).__name__ + str(get(GL_DOUBLEBUFFER)) for get in (
    glGetIntegerv, glGetBooleanv, glGetFloatv, glGetDoublev)])
print([int(glGetIntegerv(name)) for name in (GL_ACCUM_RED_BITS, GL_ACCUM_ALPHA_BITS, GL_DEPTH_BITS)])
for call in (lambda: glAccum(GL_LOAD, 1.0), lambda: glAccum(7, 1.0), lambda: glAccum("x"), lambda: glClear(1),
             lambda: glClear(), lambda: glClear("x"), lambda: glGetIntegerv(GL_ACCUM_CLEAR_VALUE)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, getattr(error, "err", ""))
glBindFramebuffer(GL_FRAMEBUFFER, glGenFramebuffers(1))
print(glGetBooleanv(GL_DOUBLEBUFFER))
"""
OF_GLUT = (
    "from OpenGL.GLUT import *\nglutInit()\nglutInitDisplayMode(GLUT_DEPTH | {})\nglutCreateWindow(b'x')\n"
)
OF_GLFW = (
    "import glfw\nglfw.init()\nfor hint in (glfw.{}):\n    glfw.window_hint(hint, {})\n"
    "window = glfw.create_window(64, 64, 'x', None, None)\nglfw.make_context_current(window)\n"
)


@needs_display
@pytest.mark.parametrize(
    "opens",
    [
        *(
            pytest.param(OF_GLUT.format(f"GLUT_{mode}"), marks=needs_freeglut)
            for mode in ("DOUBLE", "SINGLE", "DOUBLE | GLUT_ACCUM")
        ),
        *(
            OF_GLFW.format(*hint)
            for hint in (
                ("DOUBLEBUFFER,", 1),
                ("DOUBLEBUFFER,", 0),
                ("ACCUM_RED_BITS,", 16),
                (", glfw.".join(f"ACCUM_{name}_BITS" for name in ("RED", "GREEN", "BLUE", "ALPHA")), 16),
            )
        ),
    ],
    ids=[
        *("glut double", "glut single", "glut accumulates"),
        *("glfw double", "glfw single", "glfw in red", "glfw accumulates"),
    ],
)
def test_a_window_says_of_its_buffers_what_the_real_one_says(start, open_display, tmp_path, opens):
    script = tmp_path / "buffers.py"
    script.write_text(BUFFERS.format(opens), "utf-8")
    real = subprocess.run(
        [sys.executable, str(script)], env=real_environment(), capture_output=True, text=True, timeout=60
    )
    child = start(script)
    assert child.wait() == real.returncode, child.err
    assert child.out == real.stdout

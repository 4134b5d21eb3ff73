# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a GLUT script receives, and what is seen of it."""

from __future__ import annotations

import pytest

LISTENS = """
import sys
from OpenGL.GL import *
from OpenGL.GLUT import *

def say(*words):
    print(*words, flush=True)

def display():
    glClearColor(0.2, 0.4, 0.6, 1)
    glClear(GL_COLOR_BUFFER_BIT)
    glutSwapBuffers()

def keyboard(key, x, y):
    say("keyboard", key, x, y, glutGetModifiers())
    if key == b"Q":
        glutDestroyWindow(glutGetWindow())

def mouse(button, state, x, y):
    say("mouse", button, state, x, y, glutGetModifiers())

glutInit(sys.argv)
glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB | GLUT_DEPTH)
glutInitWindowSize(320, 200)
glutCreateWindow("listens")
glutDisplayFunc(display)
glutReshapeFunc(lambda w, h: say("reshape", w, h))
glutKeyboardFunc(keyboard)
glutKeyboardUpFunc(lambda key, x, y: say("keyboard up", key, x, y))
glutSpecialFunc(lambda key, x, y: say("special", key == GLUT_KEY_LEFT, x, y))
glutSpecialUpFunc(lambda key, x, y: say("special up", key == GLUT_KEY_LEFT, x, y))
glutMouseFunc(mouse)
glutMotionFunc(lambda x, y: say("motion", x, y))
glutPassiveMotionFunc(lambda x, y: say("passive", x, y))
glutEntryFunc(lambda state: say("entry", state))
glutVisibilityFunc(lambda state: say("visible", state))
glutCloseFunc(lambda: say("close"))
@MORE@
glutMainLoop()
say("not reached")
"""


def listening(start, more="", **options):
    child = start(LISTENS.replace("@MORE@", more), **options)
    child.frame(1)
    return child


def heard(child, *lines):
    for line in lines:
        child.until(
            lambda line=line: line in child.lines(), f"the script never heard: {line}\nbut:\n{child.out}"
        )


def test_the_first_callbacks_come_in_order(start):
    child = listening(start)
    heard(child, "reshape 320 200", "visible 1")
    assert child.lines()[:2] == ["reshape 320 200", "visible 1"]
    assert child.told("toolkit") == [{"t": "toolkit", "name": "GLUT"}]
    assert child.told("title") == [{"t": "title", "title": "listens"}]
    assert child.told("window") == [{"t": "window", "w": 320, "h": 200, "resizable": True}]


def test_keys(start):
    child = listening(start)
    child.send(t="motion", x=11, y=12)
    child.key("A", "A", mods=1)
    child.key("Escape")
    child.key("c", "\x03", mods=2)
    child.key("Left")
    heard(child, "keyboard b'A' 11 12 1", "keyboard up b'A' 11 12", "keyboard b'\\x1b' 11 12 0")
    heard(child, "keyboard b'\\x03' 11 12 2", "special True 11 12", "special up True 11 12")


def test_keys_that_repeat_are_heard_again_unless_the_script_minds(start):
    child = listening(start, "glutSpecialFunc(lambda *a: glutIgnoreKeyRepeat(1))")
    for _ in range(3):
        child.send(t="key", key="r", text="r", down=True, mods=0)
    child.send(t="key", key="r", text="", down=False, mods=0)
    child.key("F1")
    for _ in range(3):
        child.send(t="key", key="s", text="s", down=True, mods=0)
    child.key("e", "e")
    heard(child, "keyboard up b'e' 0 0")
    assert child.lines("keyboard b'r'") == ["keyboard b'r' 0 0 0"] * 3
    assert child.lines("keyboard b's'") == ["keyboard b's' 0 0 0"]


def test_the_mouse(start):
    child = listening(start)
    child.send(t="motion", x=30, y=40)
    child.send(t="button", b=1, down=True, x=30, y=40)
    child.send(t="motion", x=25, y=47)
    child.send(t="button", b=1, down=False, x=25, y=47)
    child.send(t="wheel", dx=0, dy=0.5)
    child.send(t="wheel", dx=0, dy=0.5)
    child.send(t="wheel", dx=0, dy=-1)
    child.send(t="focus", on=False)
    heard(child, "entry 0")
    assert child.lines()[2:] == [
        *("entry 1", "passive 30 40", "mouse 0 0 30 40 0", "motion 25 47", "mouse 0 1 25 47 0"),
        *("mouse 3 0 25 47 0", "mouse 3 1 25 47 0", "mouse 4 0 25 47 0", "mouse 4 1 25 47 0", "entry 0"),
    ]


def test_the_wheel_has_a_callback_of_its_own(start):
    child = listening(start, 'glutMouseWheelFunc(lambda w, d, x, y: say("wheel", w, d, x, y))')
    child.send(t="motion", x=5, y=6)
    child.send(t="wheel", dx=0, dy=1)
    child.send(t="wheel", dx=0, dy=-2)
    heard(child, "wheel 0 1 5 6", "wheel 0 -1 5 6")
    child.until(lambda: len(child.lines("wheel 0 -1")) == 2, "two notches, two calls")
    assert not child.lines("mouse")


def test_resize_keeps_the_context_and_calls_reshape(start):
    child = listening(start)
    child.send(t="resize", w=400, h=300)
    heard(child, "reshape 400 300")
    child.until(lambda: child.frames.latest().width == 400, "no larger frame")
    assert bytes(child.frames.latest().pixels[-4:-1]) == bytes((153, 102, 51))
    assert child.told("window")[-1] == {"t": "window", "w": 400, "h": 300, "resizable": True}


def test_the_script_resizes_its_window(start):
    child = listening(start, "glutTimerFunc(1, lambda v: glutReshapeWindow(111, 99), 0)")
    heard(child, "reshape 111 99")
    child.until(lambda: child.frames.latest().width == 111, "no smaller frame")


def test_closing_the_window_ends_the_process_at_once(start):
    busy = "def tick(value):\n    glutPostRedisplay()\n    glutTimerFunc(0, tick, 0)\ntick(0)"
    child = listening(start, busy)
    child.send(t="quit")
    assert child.wait() == 0
    assert child.lines()[-1] == "close"
    assert child.told("exit")[0]["code"] == 0


def test_closing_the_window_may_let_the_script_go_on(start):
    more = "glutSetOption(GLUT_ACTION_ON_WINDOW_CLOSE, GLUT_ACTION_GLUTMAINLOOP_RETURNS)"
    child = listening(start, more)
    child.send(t="quit")
    assert child.wait() == 0
    assert child.lines()[-2:] == ["close", "not reached"]


def test_destroying_the_last_window_ends_the_loop(start):
    child = listening(start)
    child.key("Q", "Q", mods=1)
    assert child.wait() == 0
    assert child.lines()[-1] == "keyboard b'Q' 0 0 1"


def test_timers_come_in_the_order_of_their_times(start):
    more = "".join(f"glutTimerFunc({ms}, lambda v: say('timer', v), {ms})\n" for ms in (30, 1, 20))
    child = listening(start, more)
    heard(child, "timer 30")
    assert child.lines("timer") == ["timer 1", "timer 20", "timer 30"]


def test_idling_stops_when_it_is_told_to(start):
    child = listening(
        start,
        "count = 0\n"
        "def idle():\n"
        "    global count\n"
        "    count += 1\n"
        "    glutPostRedisplay()\n"
        "    if count == 50:\n"
        "        glutIdleFunc(None)\n"
        "        say('idled', count)\n"
        "glutIdleFunc(idle)\n",
    )
    heard(child, "idled 50")
    child.until(lambda: child.frames.swaps >= 50, "idling drew nothing")


def test_a_loop_of_the_scripts_own(start):
    child = start(
        "from OpenGL.GL import *\n"
        "from OpenGL.GLUT import *\n"
        "drawn = 0\n"
        "def display():\n"
        "    global drawn\n"
        "    drawn += 1\n"
        "    glClear(GL_COLOR_BUFFER_BIT); glutSwapBuffers()\n"
        "glutInit(); glutInitDisplayMode(GLUT_DOUBLE); glutCreateWindow('own'); glutDisplayFunc(display)\n"
        "while drawn < 5:\n"
        "    glutPostRedisplay(); glutMainLoopEvent()\n"
        "print(drawn)\n"
    )
    assert child.wait() == 0, child.err
    assert child.lines() == ["5"]
    assert child.frames.swaps == 5


def test_a_single_buffered_script_is_shown_without_a_swap(start):
    child = start(
        "from OpenGL.GL import *\n"
        "from OpenGL.GLUT import *\n"
        "def display():\n"
        "    glClearColor(1, 0, 0, 1); glClear(GL_COLOR_BUFFER_BIT); glFlush()\n"
        "glutInit(); glutInitDisplayMode(GLUT_SINGLE | GLUT_RGB); glutCreateWindow('single')\n"
        "glutDisplayFunc(display)\n"
        "glutMainLoop()\n"
    )
    frame = child.frame(1)
    assert (frame.width, frame.height) == (300, 300)
    assert set(zip(frame.pixels[0::4], frame.pixels[1::4], frame.pixels[2::4], strict=True)) == {(0, 0, 255)}


def test_questions_get_real_answers(start):
    child = start(
        "from OpenGL.GLUT import *\n"
        "import time\n"
        "print(glutGet(GLUT_INIT_STATE))\n"
        "glutInit(); glutInitDisplayMode(GLUT_DOUBLE | GLUT_DEPTH | GLUT_MULTISAMPLE)\n"
        "glutInitWindowSize(200, 100); outer = glutCreateWindow('ask')\n"
        "inner = glutCreateSubWindow(outer, 5, 7, 50, 40)\n"
        "for name in ('INIT_STATE', 'WINDOW_X', 'WINDOW_Y', 'WINDOW_WIDTH', 'WINDOW_HEIGHT',\n"
        "             'WINDOW_PARENT', 'WINDOW_DEPTH_SIZE', 'WINDOW_DOUBLEBUFFER', 'WINDOW_NUM_SAMPLES',\n"
        "             'INIT_WINDOW_WIDTH',\n"
        "             'SCREEN_WIDTH', 'DISPLAY_MODE_POSSIBLE'):\n"
        "    found = glutGet(globals()['GLUT_' + name])\n"
        "    print(name, found if 'DEPTH' not in name else found in (24, 32))\n"
        "glutSetWindow(outer)\n"
        "print(glutGet(GLUT_WINDOW_NUM_CHILDREN), glutGetWindow() == outer)\n"
        "began = glutGet(GLUT_ELAPSED_TIME); time.sleep(0.05)\n"
        "print(glutGet(GLUT_ELAPSED_TIME) - began >= 50)\n"
        "print(glutExtensionSupported('GL_ARB_vertex_buffer_object'), glutExtensionSupported('GL_NO_such'))\n"
        "print(glutDeviceGet(GLUT_HAS_KEYBOARD), glutLayerGet(GLUT_OVERLAY_POSSIBLE))\n"
        "print(glutGet(12345), glutGetModifiers())\n"
    )
    assert child.wait() == 0, child.err
    assert child.lines() == [
        *("0", "INIT_STATE 1", "WINDOW_X 5", "WINDOW_Y 7", "WINDOW_WIDTH 50", "WINDOW_HEIGHT 40"),
        *("WINDOW_PARENT 1", "WINDOW_DEPTH_SIZE True", "WINDOW_DOUBLEBUFFER 1", "WINDOW_NUM_SAMPLES 4"),
        *("INIT_WINDOW_WIDTH 200", "SCREEN_WIDTH 1920", "DISPLAY_MODE_POSSIBLE 1", "1 True", "True"),
        *("1 0", "1 0", "-1 0"),
    ]
    assert "glutGet(): missing enum handle 12345" in child.err
    assert "glutGetModifiers() called outside an input callback" in child.err


MENU = (
    "def choose(value):\n"
    "    say('chosen', value)\n"
    "    return 0\n"
    "sub = glutCreateMenu(choose)\n"
    "glutAddMenuEntry('red', 11)\n"
    "glutAddMenuEntry('green', 12)\n"
    "glutCreateMenu(choose)\n"
    "glutAddMenuEntry('one', 1)\n"
    "glutAddMenuEntry('two', 2)\n"
    "glutAddSubMenu('colours', sub)\n"
    "glutAttachMenu(GLUT_RIGHT_BUTTON)\n"
    "glutMenuStatusFunc(lambda status, x, y: say('menu', status))\n"
)


def test_a_menu_opens_over_the_picture_and_gives_its_choice(start):
    child = listening(start, MENU)
    before = bytes(child.frames.latest().pixels)
    child.send(t="button", b=3, down=True, x=50, y=40)
    child.send(t="button", b=3, down=False, x=50, y=40)
    heard(child, "menu 1")
    child.until(lambda: bytes(child.frames.latest().pixels) != before, "the menu was never seen")
    child.send(t="motion", x=60, y=65)
    child.send(t="button", b=1, down=True, x=60, y=65)
    child.send(t="button", b=1, down=False, x=60, y=65)
    heard(child, "menu 0", "chosen 2")
    child.until(lambda: bytes(child.frames.latest().pixels) == before, "the menu never went away")
    assert not child.lines("mouse 2")


def test_a_submenu_opens_where_the_pointer_goes(start):
    child = listening(start, MENU)
    child.send(t="button", b=3, down=True, x=50, y=40)
    child.send(t="motion", x=60, y=80)
    # The submenu stands to the right of its entry: 9 characters of 8 pixels and the padding.
    child.send(t="motion", x=150, y=95)
    child.send(t="button", b=3, down=False, x=150, y=95)
    heard(child, "chosen 12")


def test_escape_closes_a_menu_without_a_choice(start):
    child = listening(start, MENU)
    child.send(t="button", b=3, down=True, x=50, y=40)
    child.key("Escape")
    child.key("k", "k")
    heard(child, "menu 1", "menu 0", "keyboard b'k' 50 40 0")
    assert not child.lines("chosen")
    assert not child.lines("keyboard b'\\x1b'")


def test_a_window_within_a_window_is_seen_and_heard_there(start):
    child = listening(
        start,
        "outer = glutGetWindow()\n"
        "glutCreateSubWindow(outer, 100, 50, 40, 30)\n"
        "def inner_display():\n"
        "    glClearColor(1, 1, 0, 1); glClear(GL_COLOR_BUFFER_BIT); glutSwapBuffers()\n"
        "glutDisplayFunc(inner_display)\n"
        "glutMouseFunc(lambda b, s, x, y: say('inner', b, s, x, y))\n",
    )

    def colour(x, y):
        frame = child.frames.latest()
        at = y * frame.stride + 4 * x
        return tuple(frame.pixels[at : at + 3])

    child.until(lambda: colour(105, 55) == (0, 255, 255), "the inner window was never seen")
    assert colour(99, 55) == colour(140, 55) == colour(105, 49) == colour(105, 80) == (153, 102, 51)
    child.send(t="button", b=1, down=True, x=110, y=60)
    child.send(t="button", b=1, down=False, x=90, y=60)
    child.send(t="button", b=1, down=True, x=90, y=60)
    heard(child, "inner 0 0 10 10", "inner 0 1 -10 10", "mouse 0 0 90 60 0")


def test_warping_the_pointer_makes_a_motion_and_later_ones_start_there(start):
    child = listening(start, "glutTimerFunc(1, lambda v: glutWarpPointer(160, 100), 0)")
    heard(child, "passive 160 100")
    child.send(t="motion", x=4, y=-3)
    heard(child, "passive 164 97")


@pytest.mark.parametrize("mode", ["core", "compatibility"])
def test_context_versions_and_profiles(start, mode):
    profile = {"core": "GLUT_CORE_PROFILE", "compatibility": "GLUT_COMPATIBILITY_PROFILE"}[mode]
    child = start(
        "from OpenGL.GL import *\n"
        "from OpenGL.GLUT import *\n"
        f"glutInit(); glutInitContextVersion(3, 3); glutInitContextProfile({profile})\n"
        "glutCreateWindow('context')\n"
        "print(glGetIntegerv(GL_CONTEXT_PROFILE_MASK), glGetIntegerv(GL_MAJOR_VERSION) >= 3)\n"
    )
    assert child.wait() == 0, child.err
    assert child.lines() == [f"{1 if mode == 'core' else 2} True"]

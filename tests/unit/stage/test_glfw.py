# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a GLFW script receives, and what is seen of it."""

from __future__ import annotations

import pytest

LISTENS = """
import glfw
from OpenGL.GL import *

def say(*words):
    print(*words, flush=True)

assert glfw.init()
@HINTS@
window = glfw.create_window(320, 200, "listens", None, None)
glfw.make_context_current(window)
glfw.swap_interval(0)
glfw.set_key_callback(window, lambda w, key, code, action, mods: say("key", key, action, mods))
glfw.set_char_callback(window, lambda w, char: say("char", chr(char)))
glfw.set_cursor_pos_callback(window, lambda w, x, y: say("cursor", x, y))
glfw.set_cursor_enter_callback(window, lambda w, entered: say("enter", entered))
glfw.set_mouse_button_callback(window, lambda w, b, action, mods: say("button", b, action, mods))
glfw.set_scroll_callback(window, lambda w, dx, dy: say("scroll", dx, dy))
glfw.set_window_size_callback(window, lambda w, x, y: say("size", x, y))
glfw.set_framebuffer_size_callback(window, lambda w, x, y: say("framebuffer", x, y))
glfw.set_window_close_callback(window, lambda w: say("close"))
@MORE@
while not glfw.window_should_close(window):
    glfw.poll_events()
    glClearColor(0.2, 0.4, 0.6, 1)
    glClear(GL_COLOR_BUFFER_BIT)
    @LOOP@
    glfw.swap_buffers(window)
glfw.terminate()
say("over")
"""


def listening(start, hints="", more="", loop="pass"):
    script = LISTENS.replace("@HINTS@", hints).replace("@MORE@", more).replace("@LOOP@", loop)
    child = start(script, interval_us=5000)
    child.frame(2)
    return child


def heard(child, *lines):
    for line in lines:
        child.until(
            lambda line=line: line in child.lines(), f"the script never heard: {line}\nbut:\n{child.out}"
        )


def test_keys(start):
    loop = "if glfw.get_key(window, glfw.KEY_LEFT) == glfw.PRESS: say('left is down')"
    child = listening(start, loop=loop)
    child.send(t="key", key="Left", text="", down=True, mods=0)
    heard(child, "key 263 1 0", "left is down")
    child.send(t="key", key="Left", text="", down=True, mods=0)
    child.send(t="key", key="Left", text="", down=False, mods=0)
    child.key("A", "A", mods=1)
    heard(child, "key 263 2 0", "key 263 0 0", "key 65 1 1", "char A", "key 65 0 1")


def test_sticky_keys_are_seen_once_more(start):
    child = listening(
        start,
        more="glfw.set_input_mode(window, glfw.STICKY_KEYS, True)",
        loop="glfw.get_key(window, glfw.KEY_T) and say('seen')",
    )
    child.key("T", "t")
    heard(child, "seen")


def test_the_mouse(start):
    child = listening(
        start, loop="glfw.get_mouse_button(window, 1) and say('right', glfw.get_cursor_pos(window))"
    )
    child.send(t="focus", on=True)
    child.send(t="motion", x=30, y=40)
    child.send(t="button", b=3, down=True, x=30, y=40)
    heard(child, "enter 1", "cursor 30.0 40.0", "button 1 1 0", "right (30.0, 40.0)")
    child.send(t="button", b=3, down=False, x=30, y=40)
    child.send(t="button", b=2, down=True, x=30, y=40)
    child.send(t="wheel", dx=1, dy=-0.5)
    heard(child, "button 1 0 0", "button 2 1 0", "scroll 1.0 -0.5")


def test_a_caught_cursor_goes_on_from_where_it_was_put(start):
    child = listening(
        start,
        more="glfw.set_input_mode(window, glfw.CURSOR, glfw.CURSOR_DISABLED)\n"
        "glfw.set_cursor_pos(window, 0, 0)",
    )
    child.send(t="motion", x=7, y=9)
    heard(child, "cursor 7.0 9.0")


def test_resize_keeps_the_context_and_calls_back(start):
    child = listening(start)
    child.send(t="resize", w=400, h=300)
    heard(child, "size 400 300", "framebuffer 400 300")
    child.until(lambda: child.frames.latest().width == 400, "no larger frame")
    assert bytes(child.frames.latest().pixels[-4:-1]) == bytes((153, 102, 51))


def test_a_window_of_fixed_size_is_not_resized(start):
    child = listening(start, hints="glfw.window_hint(glfw.RESIZABLE, False)")
    child.send(t="resize", w=400, h=300)
    child.key("a", "a")
    heard(child, "key 65 0 0")
    assert not child.lines("size")
    assert child.told("window") == [{"t": "window", "w": 320, "h": 200, "resizable": False}]


def test_quit_asks_the_window_to_close(start):
    child = listening(start)
    child.send(t="quit")
    assert child.wait() == 0, child.err
    assert child.lines() == ["close", "over"]
    assert child.told("toolkit") == [{"t": "toolkit", "name": "glfw"}]


def test_an_error_in_a_callback_reaches_the_script(start):
    child = listening(start, more="glfw.set_key_callback(window, lambda *a: 1 / 0)")
    child.key("a")
    assert child.wait() == 1
    assert "ZeroDivisionError" in child.err
    assert "sidelight/stage" not in child.err


def test_monitors_and_modes_are_sane(start):
    child = start(
        "import glfw\n"
        "glfw.init()\n"
        "mode = glfw.get_video_mode(glfw.get_primary_monitor())\n"
        "print(mode.size.width >= 640, mode.size.height >= 480, mode.refresh_rate >= 30)\n"
        "window = glfw.create_window(200, 100, 'full', glfw.get_primary_monitor(), None)\n"
        "print(glfw.get_window_size(window), glfw.get_framebuffer_size(window),\n"
        "      glfw.get_window_content_scale(window))\n"
        "glfw.make_context_current(window)\n"
        "print(glfw.get_current_context() == window,\n"
        "      glfw.extension_supported('GL_ARB_vertex_buffer_object'),\n"
        "      bool(glfw.get_proc_address('glClear')), glfw.get_time() >= 0)\n"
        "glfw.terminate()\n"
    )
    assert child.wait() == 0, child.err
    assert child.lines() == ["True True True", "(200, 100) (200, 100) (1.0, 1.0)", "True True True True"]


@pytest.mark.parametrize(
    ("hints", "expected"),
    [
        ("", "2 True 0 OpenGL"),
        (
            "CONTEXT_VERSION_MAJOR=3 CONTEXT_VERSION_MINOR=3 OPENGL_PROFILE=OPENGL_CORE_PROFILE",
            "1 True 0 OpenGL",
        ),
        (
            "CONTEXT_VERSION_MAJOR=4 CONTEXT_VERSION_MINOR=6 OPENGL_PROFILE=OPENGL_CORE_PROFILE",
            "1 True 0 OpenGL",
        ),
        ("SAMPLES=4", "2 True 4 OpenGL"),
    ],
)
def test_context_hints_are_honoured(start, hints, expected):
    set_hints = "".join(
        f"glfw.window_hint(glfw.{name}, {value if value.isdigit() else 'glfw.' + value})\n"
        for name, value in (hint.split("=") for hint in hints.split())
    )
    child = start(
        "import glfw\n"
        "from OpenGL.GL import *\n"
        f"glfw.init()\n{set_hints}"
        "glfw.make_context_current(glfw.create_window(64, 64, 'hints', None, None))\n"
        "print(glGetIntegerv(GL_CONTEXT_PROFILE_MASK), glGetIntegerv(GL_MAJOR_VERSION) >= 3,\n"
        "      glGetIntegerv(GL_SAMPLES), 'OpenGL')\n"
    )
    assert child.wait() == 0, child.err
    assert child.lines() == [expected]


def test_opengl_es_is_shown_the_right_way_up(start):
    child = start(
        "import glfw\n"
        "from OpenGL.GL import *\n"
        "glfw.init()\n"
        "glfw.window_hint(glfw.CLIENT_API, glfw.OPENGL_ES_API)\n"
        "glfw.window_hint(glfw.CONTEXT_VERSION_MAJOR, 2)\n"
        "glfw.make_context_current(window := glfw.create_window(64, 32, 'es', None, None))\n"
        "print(glGetString(GL_VERSION).decode())\n"
        "glClearColor(1, 0, 0, 1); glClear(GL_COLOR_BUFFER_BIT)\n"
        "glEnable(GL_SCISSOR_TEST); glScissor(0, 0, 64, 8)\n"
        "glClearColor(0, 0, 1, 1); glClear(GL_COLOR_BUFFER_BIT)\n"
        "glfw.swap_buffers(window)\n"
    )
    assert child.wait() == 0, child.err
    assert child.lines()[0].startswith("OpenGL ES")
    frame = child.frames.latest()
    assert tuple(frame.pixels[:3]) == (0, 0, 255)
    assert tuple(frame.pixels[-4:-1]) == (255, 0, 0)


def test_two_windows_share_what_they_were_told_to(start):
    child = start(
        "import glfw\n"
        "from OpenGL.GL import *\n"
        "glfw.init()\n"
        "one = glfw.create_window(64, 64, 'one', None, None)\n"
        "two = glfw.create_window(64, 64, 'two', None, one)\n"
        "glfw.make_context_current(one); texture = glGenTextures(1); glBindTexture(GL_TEXTURE_2D, texture)\n"
        "glfw.make_context_current(two); print(bool(glIsTexture(texture)))\n"
        "glfw.destroy_window(two); print(glfw.get_current_context())\n"
    )
    assert child.wait() == 0, child.err
    assert child.lines() == ["True", "None"]


def test_waiting_wakes_for_input_and_for_time(start):
    child = start(
        "import glfw, time\n"
        "glfw.init()\n"
        "window = glfw.create_window(64, 64, 'waits', None, None)\n"
        "glfw.make_context_current(window)\n"
        "glfw.swap_buffers(window)\n"
        "began = time.monotonic(); glfw.wait_events_timeout(0.1); print(time.monotonic() - began >= 0.099)\n"
        "print('waiting', flush=True)\n"
        "glfw.set_key_callback(window, lambda w, key, *rest: print('key', key))\n"
        "glfw.wait_events()\n"
    )
    child.until(lambda: child.lines("waiting"), "the script never waited")
    child.send(t="key", key="w", text="w", down=True, mods=0)
    assert child.wait() == 0, child.err
    assert child.lines() == ["True", "waiting", "key 87"]

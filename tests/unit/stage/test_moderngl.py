# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""moderngl on the windows of others, alone, and with its own windows."""

from __future__ import annotations

import pytest

CONFIG = """
import moderngl_window as mglw
class Example(mglw.WindowConfig):
    gl_version = (3, 3)
    title = "listens"
    window_size = (320, 200)
    aspect_ratio = None
    resizable = True
    vsync = False
    log_level = None
    def on_render(self, time, frame_time):
        self.ctx.clear(0.2, 0.4, 0.6)
        if not hasattr(self, "said"):
            self.said = True
            print("ready", flush=True)
    def on_key_event(self, key, action, modifiers):
        print("key", key == self.wnd.keys.SPACE, action == self.wnd.keys.ACTION_PRESS, flush=True)
    def on_mouse_press_event(self, x, y, button):
        print("mouse", x, y, button, flush=True)
    def on_resize(self, width, height):
        print("resize", width, height, flush=True)
mglw.run_window_config(Example, args=("--window", "@WINDOW@"))
print("over", flush=True)
"""


@pytest.mark.parametrize("window", ["pyglet", "glfw", "pygame2", "sdl2", "pyqt5", "tk"])
def test_each_window_of_moderngl_window_draws_and_listens(start, window):
    child = start(CONFIG.replace("@WINDOW@", window), interval_us=5000)
    child.until(lambda: child.lines("ready"), "it was never drawn")
    frame = child.frame(4)
    assert (frame.width, frame.height) == (320, 200)
    assert set(zip(frame.pixels[0::4], frame.pixels[1::4], frame.pixels[2::4], strict=True)) == {
        (153, 102, 51)
    }
    child.send(t="motion", x=30, y=40)
    child.send(t="button", b=1, down=True, x=30, y=40)
    # pyglet counts rows from the bottom and one less than there are.
    child.until(lambda: child.lines("mouse 30"), "the mouse was not heard")
    assert float(child.lines("mouse 30")[0].split()[2]) in (39, 40, 41)
    child.key("space", " ")
    child.until(lambda: "key True True" in child.lines(), "the key was not heard")
    child.send(t="resize", w=400, h=300)
    child.until(lambda: "resize 400 300" in child.lines(), "it was not resized")
    child.send(t="quit")
    assert child.wait() == 0, child.err
    assert "over" in child.lines()


def test_the_headless_window_is_seen_too(start):
    child = start(CONFIG.replace("@WINDOW@", "headless"), interval_us=5000)
    frame = child.frame(3)
    assert (frame.width, frame.height) == (320, 200)
    assert set(zip(frame.pixels[0::4], frame.pixels[1::4], frame.pixels[2::4], strict=True)) == {
        (153, 102, 51)
    }
    child.send(t="quit")
    assert child.wait() == 0, child.err


ALONE = """
import moderngl
ctx = moderngl.@CREATE@
texture = ctx.texture((4, 4), 4)
fbo = ctx.framebuffer([texture])
fbo.use()
ctx.clear(1.0, 0.5, 0.0, 1.0)
print(ctx.version_code >= 330, fbo.read(components=4)[:4].hex())
"""


@pytest.mark.parametrize(
    "create",
    [
        "create_standalone_context()",
        "create_context(standalone=True)",
        "create_context(standalone=True, backend='egl')",
        "create_context(standalone=True, require=430)",
    ],
)
def test_a_context_alone_draws_unseen(start, create):
    child = start(ALONE.replace("@CREATE@", create))
    assert child.wait() == 0, child.err
    assert child.lines() == ["True ff8000ff"]


def test_a_context_without_any_window_says_so(start):
    child = start("import moderngl\nmoderngl.create_context()\n")
    assert child.wait() == 1
    assert "Cannot detect" in child.err or "cannot detect" in child.err
    assert "sidelight/stage" not in child.err

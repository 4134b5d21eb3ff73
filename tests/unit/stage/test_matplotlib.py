# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""matplotlib's figures: seen, clicked, typed into, moved by timers."""

from __future__ import annotations

import pytest

LISTENS = """
@BEFORE@
import matplotlib.pyplot as plt
fig, ax = plt.subplots(figsize=(4, 3))
ax.plot([0, 1], [0, 1])
def tell(event):
    print(event.name, getattr(event, "key", None), getattr(event, "button", None), event.x, event.y,
          getattr(event, "dblclick", None), flush=True)
for name in ("button_press_event", "button_release_event", "key_press_event", "scroll_event"):
    fig.canvas.mpl_connect(name, tell)
fig.canvas.mpl_connect("resize_event", lambda e: print("resize", e.width, e.height, flush=True))
fig.canvas.mpl_connect("close_event", lambda e: print("closed", flush=True))
fig.canvas.manager.set_window_title("listens")
print("ready", flush=True)
plt.show()
print("over", flush=True)
"""


def heard(child, line):
    child.until(lambda: line in child.lines(), f"the script never heard: {line}")


@pytest.mark.parametrize(
    "before",
    ["", "import matplotlib\nmatplotlib.use('TkAgg')", "import matplotlib\nmatplotlib.use('Qt5Agg')"],
)
def test_a_figure_is_shown_and_listens(start, before):
    child = start(LISTENS.replace("@BEFORE@", before))
    frame = child.frame(1)
    assert (frame.width, frame.height) == (400, 300)
    assert len(set(zip(frame.pixels[0::4], frame.pixels[1::4], frame.pixels[2::4], strict=True))) > 10
    assert child.told("title")[-1] == {"t": "title", "title": "listens"}
    child.send(t="motion", x=100, y=100)
    for down in (True, False, True):
        child.send(t="button", b=1, down=down, x=100, y=100)
    heard(child, "button_press_event None 1 100 200 False")
    heard(child, "button_release_event None 1 100 200 False")
    heard(child, "button_press_event None 1 100 200 True")
    child.send(t="key", key="c", text="", down=True, mods=2)
    heard(child, "key_press_event ctrl+c None 100 200 None")
    child.key("Left", mods=1)
    heard(child, "key_press_event shift+left None 100 200 None")
    child.send(t="wheel", dx=0, dy=1)
    heard(child, "scroll_event None up 100 200 False")
    child.send(t="resize", w=500, h=350)
    heard(child, "resize 500 350")
    child.until(lambda: (child.frame().width, child.frame().height) == (500, 350), "it was not drawn larger")
    child.send(t="quit")
    assert child.wait() == 0, child.err
    assert child.lines()[-2:] == ["closed", "over"]
    assert child.err == ""


def test_the_keys_of_the_toolbar_work(start):
    child = start(LISTENS.replace("@BEFORE@", ""))
    before = bytes(child.frame(1).pixels)
    child.send(t="motion", x=200, y=150)
    child.key("g", "g")
    child.until(lambda: bytes(child.frame().pixels) != before, "no grid was drawn")
    gridded = bytes(child.frame().pixels)
    child.key("p", "p")
    child.send(t="button", b=1, down=True, x=200, y=150)
    child.send(t="motion", x=260, y=100)
    child.send(t="button", b=1, down=False, x=260, y=100)
    child.until(lambda: bytes(child.frame().pixels) != gridded, "nothing was panned")
    child.key("s", "s")
    child.until(lambda: child.told("notice"), "nothing was said about saving")
    child.key("q", "q")
    assert child.wait() == 0, child.err


ANIMATED = """
import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
fig, ax = plt.subplots(figsize=(3, 2))
line, = ax.plot([0, 1], [0, 1])
def update(frame):
    line.set_ydata([0, frame % 10 / 10])
    return (line,)
animation = FuncAnimation(fig, update, interval=5, blit=@BLIT@, cache_frame_data=False)
plt.show()
"""


@pytest.mark.parametrize("blit", [False, True])
def test_an_animation_moves(start, blit):
    child = start(ANIMATED.replace("@BLIT@", str(blit)))
    seen = set()
    child.until(lambda: seen.add(hash(bytes(child.frame().pixels))) or len(seen) > 4, "it stands still")
    child.send(t="quit")
    assert child.wait() == 0, child.err


PAUSES = """
import matplotlib.pyplot as plt
plt.ion()
for n in range(3):
    plt.cla()
    plt.plot([0, n])
    plt.pause(0.01)
print("looped", flush=True)
plt.ioff()
plt.show()
"""


def test_pauses_draw_and_the_last_picture_stays(start):
    child = start(PAUSES)
    child.until(lambda: child.lines("looped"), "it waited for ever")
    assert child.frame(3).width == 640
    child.send(t="quit")
    assert child.wait() == 0, child.err


TWO = """
import matplotlib.pyplot as plt
from matplotlib.widgets import Button
for number in (1, 2):
    fig = plt.figure(number, figsize=(2, 1.5))
    def told(event, n=number):
        print(n, event.x, event.y, flush=True)
    setattr(fig, "told", told)
    fig.canvas.mpl_connect("button_press_event", told)
plt.show()
"""


def test_two_figures_stand_side_by_side(start):
    child = start(TWO)
    child.until(lambda: child.frame().width == 408, "they never stood side by side")
    for x in (50, 258):
        child.send(t="button", b=1, down=True, x=x, y=30)
        child.send(t="button", b=1, down=False, x=x, y=30)
    for line in ("1 50 120", "2 50 120"):
        heard(child, line)
    child.send(t="quit")
    assert child.wait() == 0, child.err


def test_agg_itself_shows_nothing_and_saves(start, tmp_path):
    file = tmp_path / "figure.png"
    child = start(
        "import matplotlib\nmatplotlib.use('Agg')\nimport matplotlib.pyplot as plt\n"
        f"plt.plot([1, 2])\nplt.savefig({str(file)!r})\nplt.show()\nprint(matplotlib.get_backend())\n"
    )
    assert child.wait() == 0, child.err
    assert [line.lower() for line in child.lines()] == ["agg"]
    assert child.frames.latest() is None
    assert file.stat().st_size > 1000


def test_a_fine_screen_gets_a_fine_figure(start):
    child = start(LISTENS.replace("@BEFORE@", ""))
    child.frame(1)
    child.send(t="scale", scale=2)
    child.until(lambda: child.frame().width == 800, "it stayed coarse")
    assert child.told("window")[-1] == {"t": "window", "w": 800, "h": 600, "resizable": True}

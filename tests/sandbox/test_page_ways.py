# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Ways of pages for which a browser needs a desktop, ears or a place: each is met as there, or in words."""

from __future__ import annotations

import dataclasses

import pytest

from sidelight.sandbox.held import begin
from sidelight.sandbox.program import Program
from sidelight.workbench.live_pages import POLICY
from support.shown import PATIENCE_S, Shown, body


@pytest.fixture
def show(means, level):
    """Show a page; whatever it did, nothing is left of it."""
    running = []

    def start(html: str) -> Shown:
        policy = dataclasses.replace(POLICY, limits=dataclasses.replace(POLICY.limits, seconds=120))
        run = begin(Program(html, name="page.html", stage=True, page=True), policy, level, means)
        running.append(run)
        return Shown(run)

    yield start
    for run in running:
        run.stop()
        assert run.wait(PATIENCE_S).survivors == 0
        run.close()


@pytest.mark.parametrize("said", ["", "<meta charset='iso-8859-1'>"])
def test_a_page_is_read_as_it_was_written(show, said):
    shown = show(f"<!doctype html>{said}<p id=p>×🎮ж</p><script>console.log(p.textContent.length)</script>")
    shown.until(lambda: "4\n" in shown.out)


def test_numbers_and_dates_are_written_as_in_a_browser(show):
    shown = show(body("console.log((1234567.5).toLocaleString(), navigator.language, 'end')"))
    shown.until(lambda: "1,234,567.5 en-US end" in shown.out)


SOUNDS = (
    "const a = new AudioContext(), o = a.createOscillator(); o.connect(a.destination); o.start();",
    "speechSynthesis.speak(new SpeechSynthesisUtterance('hello'));",
    "new Audio('data:audio/wav;base64,UklGRg==').play().catch(() => 0);",
)


@pytest.mark.parametrize("sound", SOUNDS)
def test_a_page_that_plays_sound_goes_on_and_it_is_said_that_nobody_hears_it(show, sound):
    shown = show(body(f"console.log('before'); {sound} console.log('after')"))
    shown.until(lambda: any("It is not heard here" in notice for notice in shown.notices))
    shown.until(lambda: "after" in shown.out)
    assert shown.err == ""


def test_a_page_that_is_silent_is_not_said_to_play(show):
    shown = show(body("new AudioContext(); const a = new Audio(); a.muted = true; console.log('ready')"))
    shown.until(lambda: "ready" in shown.out and shown.frames)
    assert shown.notices == []


def test_a_file_that_is_not_beside_the_page_is_named(show):
    shown = show(
        body("fetch('/api/data').catch(() => fetch('more.json')).catch(() => console.log('failed'))")
    )
    shown.until(lambda: "failed" in shown.out and shown.notices)
    assert shown.notices == [
        "The page asked for api/data. There is no such file beside it, and nothing else can be reached."
    ]
    assert "Not loaded: more.json" in shown.err


def test_what_wants_the_full_screen_has_all_of_the_view_until_esc(show):
    shown = show(
        body(
            "onclick = () => d.requestFullscreen().then(() => console.log('filled'));"
            "document.onfullscreenchange = () => console.log('full', !!document.fullscreenElement);"
            "onkeydown = come => console.log('key', come.key); console.log('ready');",
            inside="<div id=d style='background:rgb(0,160,80);width:100px;height:100px'></div>",
        )
    )
    shown.until(lambda: "ready" in shown.out and shown.frames)
    shown.click(50, 50)
    shown.until(lambda: "filled" in shown.out and shown.pixel(700, 500) == (0, 160, 80))
    assert any("all of the view" in notice for notice in shown.notices)
    shown.press("Escape")
    shown.until(lambda: "full false" in shown.out and shown.pixel(700, 500) != (0, 160, 80))
    shown.press("a", "a")
    shown.until(lambda: "key a" in shown.out)
    assert "Escape" not in shown.out


BOARD = """<!doctype html><style>.c { position: absolute; top: 0; width: 200px; height: 300px }</style>
<div class=c id=a style="left:0"><p id=k draggable=true style="height:60px;background:#cde">Task</p></div>
<div class=c id=b style="left:300px"></div><div class=c id=c style="left:600px"></div><script>
k.ondragstart = come => { come.dataTransfer.setData('text/plain', 'k'); console.log('start') };
k.ondragend = () => console.log('end');
b.ondragover = come => come.preventDefault();
b.ondrop = come => {
  b.append(document.getElementById(come.dataTransfer.getData('text/plain'))); console.log('dropped');
};
c.ondrop = () => console.log('NOT ALLOWED');
console.log('ready');
</script>"""


def drag(shown: Shown, to: int) -> None:
    shown.running.send({"t": "motion", "x": 50, "y": 40})
    shown.running.send({"t": "button", "b": 1, "x": 50, "y": 40, "down": True})
    for x in range(50, to, 5):
        shown.running.send({"t": "motion", "x": x, "y": 45})
    # The page hears of the way before the hand lets go.
    shown.until(lambda: "start" in shown.out)
    for x in (to - 5, to, to + 5):
        shown.running.send({"t": "motion", "x": x, "y": 50})
    shown.running.send({"t": "button", "b": 1, "x": to + 5, "y": 50, "down": False})
    shown.until(lambda: "end" in shown.out)


def test_a_thing_is_dragged_to_where_it_is_welcome(show):
    shown = show(BOARD)
    shown.until(lambda: "ready" in shown.out and shown.frames)
    drag(shown, 350)
    assert shown.out.split() == ["ready", "start", "dropped", "end"]


def test_a_thing_is_dropped_nowhere_else(show):
    shown = show(BOARD)
    shown.until(lambda: "ready" in shown.out and shown.frames)
    drag(shown, 650)
    assert shown.out.split() == ["ready", "start", "end"]

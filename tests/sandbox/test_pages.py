# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Pages of HTML, alive on the stage: what they draw, hear and say, and that nothing leaves them."""

from __future__ import annotations

import dataclasses
import itertools
import socket
import time
from pathlib import Path

import pytest

from sidelight.domain.artifact import Artifact
from sidelight.domain.running import Level, Limits
from sidelight.sandbox.held import begin
from sidelight.sandbox.program import Program
from sidelight.stage import page
from sidelight.text.pages import assembled
from sidelight.workbench.live_pages import POLICY
from support.shown import PATIENCE_S, Shown, body

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture
def show(means, level):
    """Show a page at one level; whatever it did, nothing is left of it."""
    running = []

    def start(html: str, **limits) -> Shown:
        policy = dataclasses.replace(POLICY, limits=dataclasses.replace(POLICY.limits, seconds=90, **limits))
        run = begin(Program(html, name="page.html", stage=True, page=True), policy, level, means)
        running.append(run)
        return Shown(run)

    yield start
    for run in running:
        scratch = Path(run._scratch)
        run.stop()
        end = run.wait(PATIENCE_S)
        run.close()
        assert end.survivors == 0
        assert not scratch.exists()


def test_the_engine_is_installed_here_and_found_without_being_imported():
    assert page.installed()


def test_a_page_is_drawn_with_its_styles_and_its_title_is_told(show):
    shown = show(
        "<!doctype html><title>Sea</title><style>body{background:rgb(10,120,200);margin:0}"
        "@media (min-width:900px){body{background:rgb(200,30,40)}}</style>"
    )
    shown.until(lambda: shown.pixel(5, 5) == (200, 30, 40))
    shown.running.send({"t": "resize", "w": 640, "h": 400})
    shown.until(lambda: shown.pixel(5, 5) == (10, 120, 200))
    frame = shown.running.latest_frame()
    assert (frame.width, frame.height) == (640, 400)
    assert {"t": "title", "title": "Sea"} in shown.messages
    assert {"t": "toolkit", "name": "HTML"} in shown.messages


def test_a_page_at_rest_costs_no_pictures_and_one_that_moves_has_them(show):
    rest = show(body("console.log('done')", inside="<h1>Still</h1>"))
    rest.until(lambda: rest.frames and "done" in rest.out)
    moving = show(
        body(
            "let n=0;(function f(){document.body.style.background=`hsl(${n++},80%,50%)`;"
            "requestAnimationFrame(f)})()"
        )
    )
    moving.until(lambda: moving.frames > 60)
    rest.pump()
    assert rest.frames < 10


def test_canvas_webgl_storage_and_workers_work(show):
    shown = show(
        body(
            "localStorage.a='kept';console.log('storage',localStorage.a);"
            "const g=c.getContext('webgl');g.clearColor(0,1,0,1);g.clear(g.COLOR_BUFFER_BIT);"
            "console.log('gl',!!g);"
            "const w=new Worker(URL.createObjectURL(new Blob(['postMessage(6*7)'])));"
            "w.onmessage=e=>console.log('worker',e.data);",
            inside="<canvas id=c width=300 height=200></canvas>",
        )
    )
    shown.until(lambda: "worker 42" in shown.out and shown.pixel(20, 20) == (0, 255, 0))
    assert "storage kept" in shown.out
    assert "gl true" in shown.out


def test_a_drawing_is_shown_as_one(show):
    shown = show(
        '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><rect width="300" height="200" '
        'fill="#f00">'
        '<set attributeName="fill" to="#00f" begin="0.3s"/></rect></svg>'
    )
    shown.until(lambda: shown.pixel(50, 50) == (0, 0, 255))


def test_what_a_page_prints_and_where_it_failed_is_told(show):
    shown = show("<!doctype html>\n<script>\nconsole.log('hello', 3);\nnone.such();\n</script>")
    shown.until(lambda: "line 4" in shown.err)
    assert "hello 3" in shown.out
    assert "Uncaught ReferenceError: none is not defined (line 4)" in shown.err


def test_an_error_in_a_script_beside_the_page_has_its_name_and_line(show):
    page = "<!doctype html><script src='js/my app.js'></script><script src='app.js'></script>"
    beside = [Artifact(0, "javascript", "// app.js\n\nnone.such();\n", True)]
    shown = show(assembled(page, beside))
    shown.until(lambda: "line 3" in shown.err)
    assert "Uncaught ReferenceError: none is not defined (app.js, line 3)" in shown.err


def test_it_gets_keys_and_the_mouse(show):
    shown = show(
        body(
            "i.focus();i.oninput=()=>console.log('typed',i.value);b.onclick=()=>console.log('clicked');"
            "document.onkeydown=e=>console.log('down',e.key,e.code);"
            "onwheel=e=>console.log('wheel',Math.sign(e.deltaY));"
            "s.onchange=()=>console.log('chose',s.value);console.log('ready')",
            inside="<style>#b{position:absolute;left:0;top:100px;width:200px;height:60px}"
            "#s{position:absolute;left:0;top:200px;width:200px;height:40px}</style>"
            "<input id=i><button id=b>B</button><select id=s><option>one<option>two<option>three</select>",
        )
    )
    shown.until(lambda: "ready" in shown.out and shown.frames)
    shown.press("h", "h")
    shown.press("Left")
    shown.press("a", "a")
    shown.until(lambda: "typed ah" in shown.out)
    assert "down ArrowLeft" in shown.out
    shown.click(100, 130)
    shown.until(lambda: "clicked" in shown.out)
    shown.running.send({"t": "wheel", "dx": 0, "dy": -1})
    shown.until(lambda: "wheel 1" in shown.out)
    shown.click(100, 220)
    before = shown.frames
    shown.until(lambda: shown.frames > before + 2)
    shown.press("Down")
    shown.press("Return", "\r")
    shown.until(lambda: "chose two" in shown.out)


def test_ctrl_and_the_wheel_make_the_page_larger(show):
    shown = show(body("onresize=()=>console.log('room',innerWidth);console.log('ready')"))
    shown.until(lambda: "ready" in shown.out and shown.frames)
    shown.running.send({"t": "key", "key": "Control_L", "text": "", "down": True, "mods": 2})
    shown.running.send({"t": "wheel", "dx": 0, "dy": 3})
    shown.until(lambda: f"room {round(960 / 1.1**3)}" in shown.out)
    shown.running.send({"t": "wheel", "dx": 0, "dy": -3})
    shown.until(lambda: "room 960" in shown.out)


def test_a_page_that_is_never_whole_is_shown_as_far_as_it_came(show):
    shown = show("<!doctype html><p>Here</p><script>setTimeout(()=>{while(true);})</script>" + 50 * "<p>x")
    shown.until(lambda: shown.frames)


def test_a_question_is_asked_in_the_picture_and_answered_there(show):
    shown = show(body("console.log('ready');setTimeout(()=>console.log('said',confirm('Go on?')),50)"))
    shown.until(lambda: "ready" in shown.out and shown.frames > 1)
    before = shown.frames
    shown.until(lambda: shown.frames > before + 3)
    shown.press("Return", "\r")
    shown.until(lambda: "said true" in shown.out)


def test_a_question_on_the_way_up_is_seen_and_is_no_silence(show):
    shown = show(body("alert('Welcome');console.log('said',prompt('Your name?','Ada'));"))
    shown.until(lambda: shown.frames > 3)
    shown.press("Return", "\r")
    answered = shown.frames
    shown.until(lambda: shown.frames > answered + 20)
    shown.press("Return", "\r")
    shown.until(lambda: "said Ada" in shown.out)
    assert shown.notices == []


def test_a_page_that_asks_for_ever_can_be_ended_and_left(show):
    shown = show(body("while(true)alert('again');"))
    shown.until(lambda: shown.frames > 3)
    began = time.monotonic()
    shown.running.stop()
    shown.until(lambda: shown.end is not None)
    assert time.monotonic() - began < 30


def test_a_link_to_a_page_beside_it_leaves_the_page_where_it_is(show):
    shown = show(body("location='about.html#top';setTimeout(()=>console.log('still',location.href),300)"))
    shown.until(lambda: "still page://answer/" in shown.out)
    (told,) = shown.notices
    assert "about.html was not followed" in told
    shown = show(body("if(!location.search)location='?q=1#a';else console.log('came',location.search)"))
    shown.until(lambda: "came ?q=1" in shown.out)


def test_a_question_is_answered_with_the_mouse_wherever_its_room_is(show):
    shown = show(body("console.log('said',confirm('Go on?'));console.log('again',confirm('Really?'))"))
    shown.until(lambda: shown.frames > 1)
    # It was asked in the middle of a larger room than there is now.
    shown.running.send({"t": "resize", "w": 300, "h": 240})
    shown.until(lambda: shown.size == (300, 240))
    places = itertools.cycle((x, y) for y in range(60, 240, 12) for x in range(20, 290, 24))

    def answered(word):
        shown.click(*next(places))
        return word in shown.out

    shown.until(lambda: answered("said"))
    shown.until(lambda: answered("again"))
    assert "Error" not in shown.err


def test_paused_nothing_moves_not_even_its_clock(show):
    shown = show(body("let n=0;setInterval(()=>{document.title='n'+(++n)},20)"))
    shown.until(lambda: len([1 for message in shown.messages if message["t"] == "title"]) > 5)
    shown.running.pause(True)
    time_stands = []

    def stood() -> bool:
        time_stands.append(len(shown.messages))
        return len(time_stands) > 8 and time_stands[-1] == time_stands[-8]

    shown.until(stood)
    shown.running.pause(False)
    shown.running.send({"t": "step"})
    count = len(shown.messages)
    shown.until(lambda: len(shown.messages) > count + 3)


def test_a_page_that_never_answers_is_named_and_ended(show):
    shown = show(body("setTimeout(()=>{while(true);},300)", inside="<h1>Busy</h1>"))
    shown.until(lambda: any("busy" in sentence for sentence in shown.notices))
    began = time.monotonic()
    shown.running.stop()
    shown.until(lambda: shown.end is not None)
    assert time.monotonic() - began < 30


def test_memory_is_bounded(show):
    shown = show(
        body(
            "const all=[];setInterval(()=>{for(let i=0;i<20;i++)all.push(new Uint8Array(1<<22).fill(7))},10)"
        ),
        memory_mb=900,
    )
    shown.until(lambda: shown.end is not None)
    died_alone = shown.end.exit_code == 1 and "ended unexpectedly" in shown.err
    assert shown.limits == ["memory"] or died_alone, (shown.end, shown.err)
    assert shown.end.peak_memory_mb < 1100


def test_a_flood_of_words_is_bounded(show):
    shown = show(
        body("setInterval(()=>{for(let i=0;i<200;i++)console.log('x'.repeat(9000))},1)"), output_mb=8
    )
    shown.until(lambda: shown.end is not None)
    assert shown.limits == ["output"]


def test_a_flood_of_titles_is_told_as_often_as_pictures_come(show):
    shown = show(
        body(
            "let n=0;setInterval(()=>{for(let i=0;i<100;i++)document.title='t'+n++;"
            "if(n>50000)console.log('many')},1)"
        )
    )
    shown.until(lambda: "many" in shown.out)
    titles = [message for message in shown.messages if message["t"] == "title"]
    assert len(titles) < 3000


REACHING = (SAMPLES / "pages" / "reaching.js").read_text()


def test_nothing_outside_is_reached_however_it_is_tried(show):
    with socket.socket() as server, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as packets:
        server.bind(("127.0.0.1", 0))
        server.listen()
        packets.bind(("127.0.0.1", server.getsockname()[1]))
        server.settimeout(0.2)
        packets.settimeout(0.2)
        shown = show(body(REACHING.replace("PORT", str(server.getsockname()[1])), inside="<p>Still here</p>"))
        shown.until(lambda: "tried everything false" in shown.out)
        with pytest.raises(TimeoutError):
            server.accept()
        with pytest.raises(TimeoutError):
            packets.recv(100)
    assert "READ" not in shown.out
    assert "Not loaded: http://127.0.0.1" in shown.err
    assert any("Nothing outside can be reached" in sentence for sentence in shown.notices)
    assert any("another window" in sentence for sentence in shown.notices)


def test_what_it_may_not_have_is_refused_and_named(show):
    shown = show(
        body(
            "navigator.mediaDevices.getUserMedia({audio:true}).catch(e=>console.log('micro',e.name));"
            "navigator.geolocation.getCurrentPosition(()=>console.log('PLACE'),e=>console.log('place',e.code));"
            "const a=document.createElement('a');a.download='x.txt';a.href='data:text/plain,hello';a.click();"
            "navigator.clipboard.readText().then(t=>console.log('CLIPBOARD',t)).catch(e=>console.log('clip',e.name));"
        )
    )
    shown.until(
        lambda: all(word in shown.out for word in ("micro", "place", "clip")) and len(shown.notices) > 1
    )
    assert "PLACE" not in shown.out
    assert "CLIPBOARD" not in shown.out
    assert any("save a file (x.txt)" in sentence for sentence in shown.notices)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "\0\0\0",
        "<" * 100_000,
        "<div>" * 100_000,
        "<script>" + "(" * 100_000,
        "\ufeff<p>ä",
        "<p>" + "\u202e" * 5000,
    ],
    ids=["empty", "zeros", "brackets", "nested", "script", "mark", "bidi"],
)
def test_a_page_that_is_none_is_shown_all_the_same(show, html):
    shown = show(html)
    shown.until(lambda: shown.frames)


def test_an_engine_leaves_the_users_other_programs_room_to_hand_over_descriptors():
    usual = 1024
    assert POLICY.limits.open_files <= usual / 2


def test_an_old_landlock_holds_a_page_too(means):
    old = dataclasses.replace(means, abi_ceiling=1)
    program = Program(body("console.log('hello')"), name="page.html", stage=True, page=True)
    with begin(program, POLICY, Level.B, old) as running:
        shown = Shown(running)
        shown.until(lambda: "hello" in shown.out and shown.frames)


def test_a_script_gets_none_of_the_engines_calls(means, level):
    source = (
        "import socket\n"
        "a, b = socket.socketpair()\n"
        "try:\n    a.sendmsg([b'x'])\nexcept OSError as error:\n    print('sendmsg', error.errno)\n"
        "try:\n    socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)\n"
        "except OSError as error:\n    print('packets', error.errno)\n"
    )
    with begin(Program(source), dataclasses.replace(POLICY, limits=Limits()), level, means) as running:
        assert running.wait(PATIENCE_S).stdout == "sendmsg 1\npackets 1\n"

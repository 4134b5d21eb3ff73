# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever a live view does when it is left, nothing of it stays: no process, no shared memory, no file."""

from __future__ import annotations

import gc
import shutil
import tempfile
import threading
from pathlib import Path

import psutil
import pytest
from PIL import Image
from PySide6.QtCore import QSettings

from gui.sheet.test_page import BALL, CUBE, desk_with
from sidelight.domain.errors import SandboxRefused
from sidelight.domain.running import Level
from sidelight.gui.compare.sheeting import Sheeting
from sidelight.gui.files import FileActions
from sidelight.gui.glview.cards import RefusalCard
from sidelight.gui.glview.view import LiveView
from sidelight.gui.rooms import own_rooms
from sidelight.gui.theme import Theme
from sidelight.gui.window import Window
from sidelight.sandbox import run as sandbox
from support.ticking import finish

PATIENCE_MS = 100_000
GONE_S = 10.0
NEVER_DRAWS = "```python\nimport pygame\nprint('here', flush=True)\nwhile True:\n    pass\n```\n"
PAGE = (
    "```html\n<!doctype html><canvas id=c></canvas><script>\n"
    "const x = c.getContext('2d'); let n = 0;\n"
    "(function f() { x.fillStyle = `hsl(${n++}, 80%, 50%)`; x.fillRect(0, 0, 300, 150);\n"
    "requestAnimationFrame(f) })();\n"
    "</script>\n```\n"
)
FAILS = BALL.replace("    time.sleep(0.02)", "    undefined_name()")


class Opened:
    """A real window on a comparison whose answers hold a script, and everything that belongs to it."""

    def __init__(self, qtbot, folder, text):
        self.qtbot = qtbot
        self.desk = desk_with(folder, [text])
        live = self.desk.comparing.start(CUBE, [self.desk.model("recorded/m0")], attempts=3)
        finish(self.desk, live)
        settings = QSettings(str(folder / "w.ini"), QSettings.Format.IniFormat)
        files = FileActions(*[lambda: None] * 4)
        self.window = Window(
            self.desk, Theme.load("light"), settings=settings, files=files, rooms=own_rooms()
        )
        qtbot.addWidget(self.window)
        self.window.resize(1280, 900)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.page.open(live.comparison.id)
        self.closed = False

    def until(self, condition):
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def run(self):
        pane = self.window.page.pane
        pane.view.run_requested.emit(pane.view.artifacts()[0])
        (self.view,) = pane.view.viewport().findChildren(LiveView)
        return self.view

    def turning(self):
        view = self.run()
        self.until(lambda: view.canvas.has_picture() and view.run.frames > 5)
        return view

    def leave(self):
        if not self.closed:
            self.closed = True
            self.window.close()
            self.desk.close()


def before_the_first_frame(opened):
    view = opened.run()
    opened.until(lambda: "here" in view.run.output)
    assert not view.canvas.has_picture()


def running(opened):
    opened.turning()


def paused(opened):
    view = opened.turning()
    view.toggle_pause()
    assert view.run.paused


def looking_back(opened):
    view = opened.turning()
    opened.until(lambda: view.past.length_s > 0.5)
    view.past.step(-1)
    assert view.past.active


def saving_a_clip(opened):
    view = opened.turning()
    opened.until(lambda: view.past.length_s > 0.5)
    view.pictures.save_clip("gif")
    assert view.pictures.busy


def edited(opened):
    view = opened.turning()
    view.run_edited(view.run.source + "\n# changed\n")
    opened.until(lambda: view.canvas.has_picture() and view.run.edited)


def refused(opened):
    view = opened.turning()

    def refuse(_source):
        raise SandboxRefused("Nothing holds here.")

    view.run._begin = refuse
    view.restart()
    assert opened.window.findChildren(RefusalCard)


def failed(opened):
    view = opened.run()
    opened.until(lambda: view.run.ended is not None)


def in_a_window_of_its_own(opened):
    view = opened.turning()
    view.toggle_full_size()
    opened.until(view.full_size.window.isVisible)


def with_sandboxes_waiting(opened):
    opened.turning()
    opened.desk.running.expect(2)
    opened.until(lambda: opened.desk.running._spares.ready() > 0)


def while_a_sandbox_gets_ready(opened):
    opened.desk.running.expect(1)
    opened.until(lambda: bool(descendants(opened.known)))


def in_the_middle_of_a_verdict(opened):
    view = opened.turning()
    opened.until(lambda: view.run.witness is not None and view.run.played_s > 1.0)
    assert view.run.ended is None


def on_the_contact_sheet(opened):
    opened.window.actions_["compare.sheet"].trigger()
    sheet = opened.window.page.known.overlay(Sheeting).page
    sheet.run_all()
    opened.until(lambda: sum(not cell.picture.isNull() for cell in sheet.grid.every()) >= 2)
    assert [cell.doing for cell in sheet.grid.every()].count("running") >= 2
    assert sheet.isVisible()
    assert sheet.runs.judging


def with_a_live_page(opened):
    opened.turning()


def with_a_page_held_still(opened):
    paused(opened)
    opened.until(
        lambda: any(one.status() == psutil.STATUS_STOPPED for one in descendants(opened.known).values())
    )


STATES = [
    *(before_the_first_frame, running, paused, looking_back, saving_a_clip, edited, refused, failed),
    *(in_a_window_of_its_own, with_sandboxes_waiting, while_a_sandbox_gets_ready),
    *(in_the_middle_of_a_verdict, on_the_contact_sheet, with_a_live_page, with_a_page_held_still),
]
TEXTS = {
    before_the_first_frame: NEVER_DRAWS,
    failed: FAILS,
    with_a_live_page: PAGE,
    with_a_page_held_still: PAGE,
}


def descendants(known):
    """Processes that this one has begun, without those that were there before."""
    found = {}
    for process in psutil.Process().children(recursive=True):
        if process.pid not in known:
            found[process.pid] = process
    return found


def shared_memory():
    """Descriptors and mappings of memory files of this process, by how many there are of each name."""
    held = []
    for entry in Path("/proc/self/fd").iterdir():
        try:
            held.append(str(entry.readlink()))
        except FileNotFoundError:
            continue
    maps = Path("/proc/self/maps").read_text("utf-8").splitlines()
    held += [line.split(maxsplit=5)[5] for line in maps if "memfd:" in line]
    return sorted(name for name in held if name.startswith("/memfd:sidelight"))


@pytest.fixture
def folder():
    # Not below pytest's own folder, which a program that root runs as somebody else could not reach.
    made = Path(tempfile.mkdtemp(prefix="sidelight-leaving-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def leave_no_trace(qtbot, folder, monkeypatch):
    """Opens a window with folders of its own; what is left behind is looked at by ``check``."""
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    for name in ("temp", "home", "work"):
        (folder / name).mkdir(mode=0o755)
    monkeypatch.setenv("TMPDIR", str(folder / "temp"))
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "temp"))
    monkeypatch.setenv("HOME", str(folder / "home"))
    gc.collect()
    known, memory, shm = set(descendants(())), shared_memory(), set(Path("/dev/shm").iterdir())
    opened = []

    def begin(text):
        one = Opened(qtbot, folder / "work", text)
        one.known = known
        opened.append(one)
        return one

    def check(began):
        _, alive = psutil.wait_procs(began.values(), GONE_S)
        assert [process for process in alive if process.is_running()] == []
        assert not descendants(known)
        gc.collect()
        qtbot.waitUntil(lambda: shared_memory() == memory)
        ours = {path for path in set(Path("/dev/shm").iterdir()) - shm if "sidelight" in path.name}
        assert ours == set()
        assert list((folder / "temp").iterdir()) == []
        assert sorted(path.name for path in (folder / "work").iterdir()) == [
            *("p.sidelight", "recording.json", "w.ini")
        ]

    begin.check = check
    yield begin
    for one in opened:
        one.leave()


@pytest.mark.parametrize("state", STATES, ids=[state.__name__ for state in STATES])
def test_closing_the_window_leaves_nothing(qtbot, leave_no_trace, folder, state):
    opened = leave_no_trace(TEXTS.get(state, BALL))
    state(opened)
    began = descendants(opened.known)
    opened.leave()
    leave_no_trace.check(began)
    # A clip that was asked for is made and saved whole, beside the window and after it.
    qtbot.waitUntil(
        lambda: not any(one.name == "saving a picture" for one in threading.enumerate()), timeout=PATIENCE_MS
    )
    for clip in (folder / "home").rglob("*.*"):
        if clip.is_file() and clip.suffix in (".gif", ".part", ".tmp"):
            with Image.open(clip) as whole:
                assert whole.n_frames > 1


@pytest.mark.slow
@pytest.mark.parametrize("state", [running, paused, looking_back, before_the_first_frame, edited, refused])
def test_closing_a_view_ends_its_script_at_once(qtbot, leave_no_trace, state):
    opened = leave_no_trace(TEXTS.get(state, BALL))
    state(opened)
    before = descendants(opened.known)
    opened.view.shut()
    opened.desk.running.close()
    _, alive = psutil.wait_procs(before.values(), GONE_S)
    assert alive == []
    opened.leave()
    leave_no_trace.check(before)

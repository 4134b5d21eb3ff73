# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A run that plays from a script, over the real frame ring and a real socket."""

from __future__ import annotations

import contextlib
import socket

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from sidelight.domain.artifact import Artifact
from sidelight.domain.comparison import Comparison
from sidelight.domain.generation import Generation, StopReason
from sidelight.domain.message import Conversation
from sidelight.domain.model import GenerationConfig, ModelRef
from sidelight.domain.running import Level, RunEnd
from sidelight.gui.glview.view import LiveView
from sidelight.gui.style import dress
from sidelight.gui.theme import Theme
from sidelight.sandbox import run as sandbox
from sidelight.sandbox.frames import FrameRing
from sidelight.stage.ring import RingWriter
from sidelight.store.project import ProjectFile
from sidelight.workbench.moment import Moment
from sidelight.workbench.page_words import PageWords
from sidelight.workbench.recent import Darkroom, RecentFrames
from sidelight.workbench.running import Running


class PlayedRun:
    """As a window sees a live run; the test is the script and draws into the ring itself."""

    def __init__(self):
        self.artifact = Artifact(0, "python", "print()\n", complete=True)
        self.source = self.artifact.text
        self.darkroom = Darkroom()
        self.recent = RecentFrames(self.darkroom)
        self.kept = []
        self.level = Level.A
        self.sent = []
        self.rates = []
        self.starts = 0
        self.refuse = None
        self.closed = False
        self._open()

    def _open(self):
        self.starts += 1
        self.title, self.toolkit = "cube", ""
        self.window, self.resizable, self.flows = None, False, False
        self.grabs_pointer, self.shows_pointer, self.icon, self.notice = False, True, b"", ""
        self.frames, self.first_frame_ms = 0, None
        self.words = PageWords(lambda: 0.0)
        self.paused, self.ended, self.outcome, self.limit = False, None, None, None
        self.output = self.stderr = self.uncaught = ""
        self.ring = FrameRing.create()
        self.writer = RingWriter(self.ring.fd)
        self._mine, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._mine.setblocking(False)
        self._end = None
        self.id = f"run {self.starts}"
        self.recent.clear()
        self.played_s = 0.0

    # the script's side

    def draw(self, width, height, pixels):
        """Commit a frame and say so."""
        self.writer.begin()
        self.writer.pixels(width, height)[:] = bytes(pixels)
        self.writer.commit(width, height)
        self.nudge()

    def fill(self, width, height, colour=(40, 80, 160)):
        red, green, blue = colour
        self.draw(width, height, bytes((blue, green, red, 255)) * (width * height))

    def print(self, text, *, error=False):
        self.output += text
        if error:
            self.stderr += text
        self.nudge()

    def end(self, code=0, *, limit=None, outcome="exited"):
        self._end = RunEnd(outcome, code, limit, self.level, self.output, self.stderr, 80.0, 1200.0)
        self.nudge()

    def nudge(self):
        self._theirs.send(b"f")

    # the window's side

    def fileno(self):
        return self._mine.fileno()

    def pump(self):
        changed = False
        with contextlib.suppress(BlockingIOError):
            while self._mine.recv(16):
                changed = True
        if self._end is not None:
            self.ended, self.limit = self._end, self._end.limit
        return changed

    @property
    def swaps(self):
        return self.frames

    @property
    def edited(self):
        return self.source != self.artifact.text

    def keep_picture(self, *what):
        self.kept.append(what)
        return True

    def latest_frame(self):
        frame = self.ring.latest()
        if frame is not None:
            self.recent.offer(frame, self.played_s)
            self.frames = max(self.frames, frame.seq)
            if self.first_frame_ms is None:
                self.first_frame_ms = 620.0
        return frame

    def send(self, message):
        self.sent.append(dict(message))

    def set_paused(self, on):
        self.paused = on
        self.ring.pause(on)

    def set_rate(self, fps):
        self.rates.append(fps)

    def stop(self):
        self.end(-9, outcome="killed")

    def restart(self, source=None, *, held=False):
        self.close()
        if self.refuse is not None:
            raise self.refuse
        self.closed = False
        self.source = self.source if source is None else source
        self._open()
        self.paused = held

    def close(self):
        if not self.closed:
            self.closed = True
            killed = RunEnd("killed", -9, None, self.level, self.output, self.stderr, 80.0, 1200.0)
            self.ended = self.ended or killed
            self.ring.close()
            self._mine.close()
            self._theirs.close()


@pytest.fixture
def theme(qapp):
    return Theme.load("light")


@pytest.fixture
def run():
    played = PlayedRun()
    yield played
    played.close()
    played.darkroom.close()


@pytest.fixture
def window(qtbot, theme):
    """A dressed window with room for a view."""
    shell = QWidget()
    QVBoxLayout(shell).setContentsMargins(16, 16, 16, 16)
    dress(QApplication.instance(), shell, theme)
    shell.resize(672, 640)
    qtbot.addWidget(shell)
    return shell


@pytest.fixture
def view(qtbot, run, theme, window, tmp_path):
    live = LiveView(run, theme, lambda: tmp_path / "frames")
    window.layout().addWidget(live)
    with qtbot.waitExposed(window):
        window.show()
    yield live
    live.shut()


@pytest.fixture
def running(tmp_path):
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    moment = Moment.real()
    ref = ModelRef("local", "m")
    with ProjectFile.create(tmp_path / "p.sidelight") as project:
        comparison = Comparison(moment.new_id(), Conversation.asking("draw"), (ref,), 1)
        answer = Generation(moment.new_id(), comparison.id, ref, GenerationConfig(), 0, 1, 1)
        project.add_comparison(comparison)
        project.begin(answer)
        project.finish(Generation(**{**_fields(answer), "stop_reason": StopReason.COMPLETE}), None)
        service = Running(project, moment)
        service.answer = answer.id
        yield service


def _fields(value):
    return {name: getattr(value, name) for name in value.__slots__}


@pytest.fixture
def start(qtbot, running, theme, window, tmp_path):
    views = []

    def begin(source, *, held=False):
        run = running.start(running.answer, Artifact(0, "python", source, complete=True), held=held)
        view = LiveView(run, theme, lambda: tmp_path)
        views.append(view)
        window.layout().addWidget(view)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        return view

    yield begin
    for view in views:
        view.shut()

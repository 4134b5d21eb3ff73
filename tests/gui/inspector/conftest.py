# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A real project on disk with two answers, reviewed through the real workbench."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from sidelight.domain.comparison import Comparison
from sidelight.domain.delta import Exchange, WirePiece
from sidelight.domain.failure import Failure
from sidelight.domain.generation import Generation, StopReason, Timing, Usage
from sidelight.domain.identity import RunId
from sidelight.domain.message import Conversation
from sidelight.domain.model import GenerationConfig, Model, ModelRef
from sidelight.domain.running import Level, Outcome, Run
from sidelight.gui.glview.capture import png_of
from sidelight.gui.inspector.panel import Inspector
from sidelight.gui.style import dress
from sidelight.gui.theme import Theme
from sidelight.store.project import ProjectFile
from sidelight.workbench.judging import Judging
from sidelight.workbench.live import LiveAnswer
from sidelight.workbench.moment import Moment
from sidelight.workbench.reviewing import Reviewing
from sidelight.workbench.running import Running

TEXT = "A cube has 12 edges, 8 vertices and 7 faces.\nIts dual is the octahedron."

EXCHANGE = Exchange(
    url="http://user:secret@127.0.0.1:8080/v1/chat/completions?api_key=hidden-1",
    request='{"model":"smollm2","messages":[{"role":"user","content":"How many faces?"}],"seed":7}',
    status=200,
    headers=(("content-type", "text/event-stream"), ("set-cookie", "hidden-2"), ("x-request-id", "r1")),
    pieces=(
        WirePiece(412.0, b'data: {"choices":[{"delta":{"content":"A cube"}}]}\n\n'),
        WirePiece(5_300.0, b"data: [DONE]\n\n"),
        WirePiece(5_301.0, b"\xff\xfe broken"),
    ),
)

BASE = {
    "text": TEXT,
    "stop_reason": StopReason.COMPLETE,
    "usage": Usage(18, 412, "reported"),
    "timing": Timing(ttft_ms=412.0, total_ms=5375.0),
    "config": GenerationConfig(temperature=0.8, seed=7),
}

FAILED = {
    "text": "",
    "stop_reason": StopReason.FAILED,
    "failure": Failure(
        "unauthorised", "The server refused the key.", "Check OPENAI_API_KEY.", 401, "<b>no</b> such key"
    ),
    "usage": None,
    "timing": Timing(),
}


class Bench:
    """A desk's parts that an inspector uses, over a project in a folder."""

    def __init__(self, path):
        self.moment = Moment.real()
        self.project = ProjectFile.create(path)
        self.reviewing = Reviewing(self.project, self.moment)
        self.running = Running(self.project, self.moment)
        self.judging = Judging(self.project, self.reviewing, self.moment)
        self.refs = (ModelRef("local", "smollm2-135m"), ModelRef("recorded", "demo"))
        self.comparison = Comparison(
            self.moment.new_id(), Conversation.asking("How many faces has a cube?"), self.refs, 1
        )
        self.project.add_comparison(self.comparison)
        self.position = 0

    def exchange(self, identity):
        return self.project.generation(identity), self.project.exchange(identity)

    def has_record(self, identity):
        return self.project.has_exchange(identity)

    def answer(self, *, exchange=EXCHANGE, label="Demo model, warm", **changes):
        """Store an answer as it would be stored, and give it as a window sees it."""
        facts = {**BASE, **changes}
        ref = self.refs[self.position % 2]
        begun = Generation(
            self.moment.new_id(),
            self.comparison.id,
            ref,
            facts["config"],
            self.position % 2,
            1 + self.position // 2,
            self.moment.wall_ms(),
        )
        self.position += 1
        self.project.begin(begun)
        done = replace(begun, **facts)
        self.project.finish(done, exchange)
        self.project.flush()
        return LiveAnswer(done, Model(ref, label), self.moment.steady_ms)

    def failed(self):
        """An answer that never came."""
        return self.answer(**FAILED)

    def writing(self, **changes):
        """An answer that is still being written."""
        begun = Generation(
            self.moment.new_id(), self.comparison.id, self.refs[0], GenerationConfig(), 0, 9, 1, **changes
        )
        return LiveAnswer(begun, Model(self.refs[0], "Demo model, warm"), self.moment.steady_ms)

    def run(self, answer, *, outcome=Outcome.CHANGING, picture=True, **changes):
        """Store a run of an answer's code."""
        image = QImage(64, 48, QImage.Format.Format_RGB32)
        image.fill(QColor("#0072B2"))
        facts = {
            "artifact_index": 0,
            "artifact_digest": "d",
            "created_ms": self.moment.wall_ms(),
            "outcome": outcome,
            "level": Level.A,
            "exit_code": 0,
            "limit": None,
            "frames": 1240,
            "first_frame_ms": 620.0,
            "duration_ms": 12_300.0,
            "stdout": "frame 1\n",
            "frame_png": png_of(image) if picture else b"",
        }
        run = Run(id=RunId(self.moment.new_id()), generation_id=answer.id, **{**facts, **changes})
        self.project.add_run(run)
        self.project.flush()
        return run


@pytest.fixture
def exchange():
    return EXCHANGE


@pytest.fixture
def bench(tmp_path):
    made = Bench(tmp_path / "cube.sidelight")
    yield made
    made.project.close()


@pytest.fixture
def theme(qapp):
    return Theme.load("light")


@pytest.fixture
def window(qtbot, theme):
    shell = QWidget()
    QHBoxLayout(shell).setContentsMargins(0, 0, 0, 0)
    dress(QApplication.instance(), shell, theme)
    shell.resize(300, 900)
    qtbot.addWidget(shell)
    return shell


@pytest.fixture
def inspector(qtbot, bench, theme, window):
    desk = SimpleNamespace(
        reviewing=bench.reviewing,
        running=bench.running,
        judging=bench.judging,
        exchange=bench.exchange,
        has_record=bench.has_record,
    )
    panel = Inspector(desk, theme, window)
    window.layout().addWidget(panel)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return panel

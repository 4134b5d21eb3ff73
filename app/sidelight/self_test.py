# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``sidelight self-test``: does the program's main job in its real window, and says how it went.

It works on a copy of the sample project, so nothing of the user's is touched; only the demo model is shared.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sidelight import resources
from sidelight.app import Session, make_application, settings_of
from sidelight.domain.identity import ComparisonId
from sidelight.domain.model import Model
from sidelight.domain.project import SUFFIX
from sidelight.domain.review import Span
from sidelight.domain.running import Outcome
from sidelight.gui.compare.page import ComparePage
from sidelight.gui.compare.pane import Pane
from sidelight.gui.glview.view import LiveView
from sidelight.gui.window import Window
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment
from sidelight.workbench.sample_project import build_sample_project
from sidelight.workbench.settings import Places

PATIENCE_S = 300.0
FRAMES = 30
PROMPT = "Say hello."
RECORDED_PROMPT = "Generate a level-3 Sierpinski triangle in ASCII."
SIZE = (1440, 900)


class SelfTestFailed(Exception):
    """A step did not come out as it should."""


def main(arguments: list[str]) -> int:
    """Parse, run, print. Returns the exit code: 0 if every step held, else 1."""
    parser = argparse.ArgumentParser(prog="sidelight self-test", description=__doc__)
    parser.add_argument("--screenshot", type=Path, metavar="FILE", help="write a picture of the window here")
    parser.add_argument("--look", choices=("light", "dark"), default="light")
    chosen = parser.parse_args(arguments)
    application = make_application()
    with tempfile.TemporaryDirectory(prefix="sidelight-self-test-") as folder:
        test = SelfTest(application, Path(folder), chosen.screenshot, chosen.look)
        try:
            test.run()
        except SelfTestFailed as failure:
            print(f"FAILED  {failure}", file=sys.stderr)
            return 1
        finally:
            test.end()
    return 0


class SelfTest:
    """The main job, step by step."""

    def __init__(self, application: QApplication, folder: Path, screenshot: Path | None, look: str) -> None:
        self._application = application
        self._screenshot = screenshot
        self._look = look
        self._places = Places(data=Places.of(os.environ).data, config=folder / "config")
        self._project = folder / f"Self-test{SUFFIX}"
        self._session = self._new_session()
        self._asked = ComparisonId("")

    def run(self) -> None:
        """Every step in order; what each came to is printed.

        Raises:
            SelfTestFailed: a step did not come out as it should.
        """
        build_sample_project(self._project, resources.path("samples", "recorded.json"), Moment.real())
        self._open()
        self._ask_two_models()
        self._run_the_cubes()
        self._review()
        self._take_picture()
        self._reopen()
        print("Everything held.")

    def end(self) -> None:
        """Close what is open and wait until every part has let go."""
        self._session.close()
        self._application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _new_session(self) -> Session:
        return Session(self._places, settings_of(self._places))

    def _open(self) -> None:
        if not self._session.begin(self._project):
            raise SelfTestFailed("the project could not be opened")
        self._window.looks.choose(self._look)
        self._window.resize(*SIZE)
        self._wait("the window", self._window.isVisible)
        found = self._desk.running.probe().result(PATIENCE_S)
        _held(f"the window is open; the sandbox has level {found.level}")

    def _ask_two_models(self) -> None:
        models = self._two_models()
        prompt = PROMPT if models[0].ref.connection == "local" else RECORDED_PROMPT
        page = self._page
        page.begin_new()
        page.asking.set_mode("side")
        page.asking.take_over(models)
        QTest.keyClicks(page.composer.box, prompt)
        QTest.keyClick(page.composer.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self._wait("both answers to begin", lambda: page.live is not None and page.live.prompt == prompt)
        live = page.live
        assert live is not None
        self._asked = live.comparison.id
        self._wait("both answers to end", lambda: not live.running)
        for answer in live.answers():
            if answer.failure is not None:
                raise SelfTestFailed(f"{answer.model.ref}: {answer.failure.sentence}")
            if not answer.text.strip():
                raise SelfTestFailed(f"{answer.model.ref} said nothing")
            _held(f"{answer.model.ref} answered {len(answer.text)} characters ({answer.stop_reason})")

    def _two_models(self) -> list[Model]:
        models = self._desk.models()
        local = [model for model in models if model.ref.connection == "local"]
        if len(local) < 2:
            print("note    the demo model is not here; two sample models answer instead")
        sample = [self._desk.model(f"recorded/sample-{name}") for name in ("amber", "dusk")]
        return local[:2] if len(local) > 1 else sample

    def _run_the_cubes(self) -> None:
        page = self._page
        cubes = next(e for e in self._desk.library.history() if "cube" in e.title.lower())
        page.open(cubes.id)
        for pane in page.panes:
            scripts = [a for a in pane.view.artifacts() if self._desk.running.can_run(a)] if pane.view else []
            if not scripts:
                raise SelfTestFailed("a sample answer holds no script")
            pane.run_requested.emit(scripts[0])
        runs = [view.run for view in page.findChildren(LiveView)]
        self._wait(
            "the cubes to turn",
            lambda: all(
                (run.outcome is Outcome.CHANGING and run.frames >= FRAMES) or not run.running for run in runs
            ),
        )
        for run in runs:
            if run.outcome is not Outcome.CHANGING:
                raise SelfTestFailed(f"a cube does not turn: {run.outcome}\n{run.output}")
            _held(f"a cube turns: {run.frames} frames, the first after {run.first_frame_ms or 0:.0f} ms")

    def _review(self) -> None:
        answer, side = self._first_pane.answer, self._window.side
        assert answer is not None
        self._window.actions_["review.rate"].trigger()
        self._press(Qt.Key.Key_4)
        quote = answer.text.splitlines()[0]
        side.annotate(Span(0, len(quote), quote))
        editor = side.inspector.notes.editor if side.inspector is not None else None
        if editor is None:
            raise SelfTestFailed("no note can be written on a marked line")
        QTest.keyClicks(editor.note_field, "Clear from the first line.")
        QTest.keyClick(editor.note_field, Qt.Key.Key_Return)
        if self._desk.reviewing.stars(answer.id) != 4 or not self._desk.reviewing.annotations(answer.id):
            raise SelfTestFailed("the rating or the note was not taken")
        _held("an answer has four stars, a marked line and a note")

    def _press(self, key: Qt.Key) -> None:
        """Press a key where the keyboard is."""
        widget = self._window.focusWidget()
        QTest.keyClick(widget if widget is not None else self._window, key)

    def _take_picture(self) -> None:
        if self._screenshot is None:
            return
        QTest.qWait(300)  # the hover and focus effects of the last step fade
        self._screenshot.parent.mkdir(parents=True, exist_ok=True)
        if not self._window.grab().save(str(self._screenshot)):
            raise SelfTestFailed(f"the picture could not be written to {self._screenshot}")
        _held(f"picture: {self._screenshot}")

    def _reopen(self) -> None:
        answer = self._first_pane.answer
        assert answer is not None
        comparison = self._page.live.comparison.id if self._page.live else None
        assert comparison is not None
        self._session.close()
        self._session = self._new_session()
        if not self._session.begin(self._project):
            raise SelfTestFailed("the project could not be opened again")
        self._page.open(comparison)
        reviewing = self._desk.reviewing
        if reviewing.stars(answer.id) != 4 or len(reviewing.annotations(answer.id)) != 1:
            raise SelfTestFailed("the rating or the note is gone after closing and opening")
        if not any(run.outcome is Outcome.CHANGING for run in self._desk.running.runs(answer.id)):
            raise SelfTestFailed("the run is gone after closing and opening")
        if not all(answer.text for answer in self._desk.comparing.open(self._asked).answers()):
            raise SelfTestFailed("the answers are gone after closing and opening")
        _held("closed and opened again: answers, rating, note and run are there")

    @property
    def _desk(self) -> Desk:
        assert self._session.desk is not None
        return self._session.desk

    @property
    def _window(self) -> Window:
        assert self._session.window is not None
        return self._session.window

    @property
    def _page(self) -> ComparePage:
        return self._window.page

    @property
    def _first_pane(self) -> Pane:
        return self._page.panes[0]

    def _wait(self, what: str, condition: Callable[[], bool]) -> None:
        due = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > due:
                raise SelfTestFailed(f"waited {PATIENCE_S:.0f} s for {what}")
            QTest.qWait(10)


def _held(what: str) -> None:
    print(f"ok      {what}", flush=True)

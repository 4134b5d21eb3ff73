# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A desk on a real project with recorded answers, and plain rooms where a test is not about answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sidelight.domain.model import Connection
from sidelight.domain.review import Span
from sidelight.domain.running import SandboxReport
from sidelight.gui.answer.cuts import Cuts
from sidelight.gui.rooms import Rooms
from sidelight.providers.catalogue import Catalogue
from sidelight.store.project import ProjectFile
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment

CUBE = "Write a Python script that draws a rotating 3D cube, using PyOpenGL."
MOON = "On the Moon, which has the greater mass: 2 kg of lead or 1 kg of feathers?"
COUNT = "Count."
TALK = "Talk until you are stopped."
BROKEN = "Break off."
FAILING = "Explain at length, then fail."
ENDLESS = "Go on until somebody ends it."
LINES = 30


def recording(folder: Path) -> Path:
    """A file of recorded answers of two models."""
    body = "\n\n".join(f"Line {n}." for n in range(LINES))
    script = "x = 1\nprint('cube')\n\n\ndef draw():\n    return undefined_name\n\n\ndraw()"
    endless = "import time\n\nprint('on and on')\nwhile True:\n    time.sleep(0.05)"
    failing = f"{body}\n\n```python\n{script}\n```\n\n{body}"
    answers = [
        ("amber", CUBE, "Here is a script.\n\n```python\nprint('cube')\n```\n\nIt draws a cube.", "complete"),
        ("coral", CUBE, "GLUT opens the window.\n\n```python\nimport sys\n```\n", "complete"),
        ("amber", MOON, "**2 kg of lead.** Mass is the same on the Moon.", "complete"),
        ("coral", MOON, "The lead: mass does not depend on gravity.", "complete"),
        ("amber", COUNT, body, "complete"),
        ("coral", COUNT, body, "complete"),
        ("amber", TALK, 100 * body, "complete"),
        ("coral", TALK, 100 * body, "complete"),
        ("amber", FAILING, failing, "complete"),
        ("coral", FAILING, failing, "complete"),
        (
            "amber",
            ENDLESS,
            f"First:\n\n```python\npass\n```\n\nThen:\n\n```python\n{endless}\n```\n",
            "complete",
        ),
        ("coral", ENDLESS, "I would rather not.", "complete"),
        ("amber", BROKEN, "It stops right", "truncated"),
        ("coral", BROKEN, "It was too", "length"),
    ]
    models = [
        {"name": "amber", "label": "Amber Large", "about": "Recorded answers"},
        {"name": "coral", "label": "Coral Mini", "about": "Recorded answers"},
    ]
    entries = [
        {"model": model, "prompt": prompt, "text": text, "stop_reason": reason}
        for model, prompt, text, reason in answers
    ]
    path = folder / "recorded.json"
    path.write_text(
        json.dumps({"format": "sidelight-recording", "version": 1, "models": models, "answers": entries})
    )
    return path


class QuietDesk(Desk):
    """A real desk that does not try out the sandbox; its troubles can be told to it."""

    said_problem = ""

    def __init__(self, project: ProjectFile, catalogue: Catalogue, moment: Moment) -> None:
        super().__init__(project, catalogue, moment)
        self.said_report: Future[SandboxReport] = Future()
        probe = self.running.probe
        self.running.probe = lambda *, again=False: probe(again=True) if again else self.said_report

    def preload(self) -> None:
        self.preloaded = True

    def problem(self) -> str:
        return self.said_problem or super().problem()


def quiet_desk(
    folder: Path,
    *,
    models: bool = True,
    project: ProjectFile | None = None,
    connections: Sequence[Connection] = (),
) -> QuietDesk:
    """A desk in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    catalogue = Catalogue(
        data_folder=folder,
        connections=connections,
        recordings=(recording(folder),) if models else (),
        environ={},
    )
    return QuietDesk(
        project or ProjectFile.create(folder / "investigation.sidelight"), catalogue, Moment.real()
    )


class PlainView(QPlainTextEdit):
    """The answer view's contract on Qt's own text field."""

    run_requested = Signal(object)
    copied = Signal()
    link_clicked = Signal(str)
    annotate_requested = Signal(object)
    zoomed = Signal(float)
    scrolled = Signal()

    def __init__(self, theme, parent) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.found = ""
        self.zoom = 1.0
        self.waiting = ""
        self.whole = ""
        self.reasoning = ""
        self.finished = False
        self.notices: list[str] = []
        self.cuts = Cuts()

    def feed(self, text):
        self.waiting += text
        self.whole += text

    def show_pending(self, budget_ms):
        if not self.waiting:
            return False
        cursor = self.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        cursor.insertText(self.waiting)
        self.waiting = ""
        return True

    def finish(self):
        self.show_pending(0)
        self.finished = True

    def set_text(self, text):
        self.whole = text
        self.setPlainText(text)
        self.finished = True

    def set_reasoning(self, text, *, live):
        self.reasoning = text

    def set_notice(self, text, kind, actions=()):
        self.notices.append(text)

    def set_marks(self, marks):
        self.marks = list(marks)

    def show_cuts(self, ends):
        self.cuts.put(ends)

    def text(self):
        return self.whole

    @property
    def length(self):
        return len(self.whole)

    def artifacts(self):
        return []

    def selected_text(self):
        return self.textCursor().selectedText()

    def selected_span(self):
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        return Span(cursor.selectionStart(), cursor.selectionEnd(), cursor.selectedText())

    found_at = 0

    def find(self, words, *, backwards=False, from_edge=False):
        self.found = words
        return self.whole.casefold().count(words.casefold())

    def clear_find(self):
        self.found = ""

    def set_zoom(self, zoom):
        self.zoom = zoom

    def set_theme(self, theme):
        self.theme = theme


class PlainInspector(QWidget):
    """The inspector's contract, remembering what it was asked."""

    notes_changed = Signal(object)
    span_requested = Signal(object)

    def __init__(self, desk, theme, parent) -> None:
        super().__init__(parent)
        self.answer = None

    def show_answer(self, answer):
        self.answer = answer

    def refresh(self):
        pass

    def show_runs(self):
        self.runs_shown = self.answer

    def show_record(self):
        self.record_shown = True

    def annotate(self, span):
        self.span = span

    def add_note(self):
        self.span = self.selected_span()

    def set_theme(self, theme):
        self.theme = theme


def plain_rooms() -> Rooms:
    """Rooms that need nothing but Qt."""
    return Rooms(PlainView, lambda run, theme, parent: QWidget(parent), PlainInspector)

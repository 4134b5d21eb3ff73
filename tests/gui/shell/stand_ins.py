# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A desk on a real project with the recorded connection, and rooms that need nothing but Qt."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sidelight.domain.running import SandboxReport
from sidelight.gui.rooms import Rooms
from sidelight.providers.catalogue import Catalogue
from sidelight.providers.network import Network
from sidelight.providers.outbox import Outbox
from sidelight.store.project import ProjectFile
from sidelight.workbench.comparing import Comparing
from sidelight.workbench.library import Library
from sidelight.workbench.moment import Moment
from sidelight.workbench.reviewing import Reviewing

CUBE = "Write a Python script that draws a rotating 3D cube, using PyOpenGL."
MOON = "On the surface of the Moon, what has the greatest mass: 2 kg of lead or 1 kg of feathers?"
LONG = "Count."


def answers() -> list[tuple[str, str, str]]:
    body = "\n\n".join(
        f"Paragraph {n} of an answer that is long enough to scroll through." for n in range(120)
    )
    return [
        ("amber", CUBE, "Here is a script.\n\n```python\nprint('cube')\n```\n\nIt draws a cube."),
        ("coral", CUBE, "GLUT opens the window.\n\n```python\nimport sys\n```\n"),
        ("amber", MOON, "**2 kg of lead.** Mass is the same on the Moon."),
        ("coral", MOON, "The lead: mass does not depend on gravity."),
        ("amber", LONG, body),
        ("coral", LONG, body),
    ]


def recording(folder: Path) -> Path:
    path = folder / "recorded.json"
    models = [
        {"name": "amber", "label": "Amber Large", "about": "Recorded answers"},
        {"name": "coral", "label": "Coral Mini", "about": "Recorded answers"},
    ]
    entries = [
        {"model": model, "prompt": prompt, "text": text, "usage": {"input": 9, "output": 40}}
        for model, prompt, text in answers()
    ]
    path.write_text(
        json.dumps({"format": "sidelight-recording", "version": 1, "models": models, "answers": entries})
    )
    return path


class StandInDesk:
    """What a window needs of a desk, without a sandbox."""

    def __init__(self, folder: Path, *, project: ProjectFile | None = None, models: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.project = project or ProjectFile.create(folder / "investigation.sidelight")
        recordings = (recording(folder),) if models else ()
        self.catalogue = Catalogue(data_folder=folder, connections=(), recordings=recordings, environ={})
        self.outbox = Outbox()
        self.network = Network(self.catalogue, self.outbox)
        moment = Moment.real()
        self.comparing = Comparing(self.project, self.catalogue, self.network, self.outbox, moment)
        self.reviewing = Reviewing(self.project, moment)
        self.library = Library(self.project)
        self.running = StandInRunning()
        self.recovered = self.project.recovered
        self.said_problem = ""

    path = property(lambda self: self.project.path)
    read_only = property(lambda self: self.project.read_only)
    busy = property(lambda self: self.comparing.busy)

    def models(self):
        return self.catalogue.models()

    def model(self, name):
        from sidelight.domain.model import ModelRef

        return self.catalogue.model(ModelRef.parse(name))

    def tick(self):
        return self.comparing.tick()

    def preload(self):
        pass

    def problem(self):
        return self.said_problem

    def close(self):
        self.network.close()
        self.comparing.tick()
        self.project.close()


class StandInRunning:
    def __init__(self) -> None:
        self.known: SandboxReport | None = None

    def report(self):
        return self.known


class PlainView(QPlainTextEdit):
    """The answer view's contract on Qt's own text field."""

    run_requested = Signal(object)
    copied = Signal()
    link_clicked = Signal(str)
    annotate_requested = Signal(object)

    def __init__(self, theme, parent) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.waiting = ""
        self.whole = ""
        self.notices: list[str] = []

    def feed(self, text):
        self.waiting += text
        self.whole += text

    def show_pending(self, budget_ms):
        if not self.waiting:
            return False
        self.moveCursor(self.textCursor().MoveOperation.End)
        self.insertPlainText(self.waiting)
        self.waiting = ""
        return True

    def finish(self):
        self.show_pending(0)

    def set_text(self, text):
        self.whole = text
        self.setPlainText(text)

    def set_reasoning(self, text, *, live):
        pass

    def set_notice(self, text, kind, actions=()):
        self.notices.append(text)

    def text(self):
        return self.whole

    def selected_text(self):
        return self.textCursor().selectedText()

    def find(self, words, *, backwards=False):
        return self.whole.casefold().count(words.casefold())

    def set_theme(self, theme):
        pass


class PlainInspector(QWidget):
    rated = Signal()
    changed = Signal()

    def __init__(self, desk, theme, parent) -> None:
        super().__init__(parent)
        self.answer = None

    def show_answer(self, answer):
        self.answer = answer

    def refresh(self):
        pass

    def set_theme(self, theme):
        pass


def plain_rooms() -> Rooms:
    return Rooms(PlainView, lambda run, theme, parent: QWidget(parent), PlainInspector)

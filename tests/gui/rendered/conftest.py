# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Answer views with renderers: the real ones that are installed, or some that a test plays."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.rendered.scripted import Scripted
from sidelight.gui.answer.view import AnswerView
from sidelight.gui.rendered.studio import Studio
from sidelight.gui.style import dress
from sidelight.gui.theme import Theme
from sidelight.workbench.rendering import Rendering
from sidelight.workbench.settings import Places

PATIENCE_MS = 100_000


@pytest.fixture
def theme(qapp):
    return Theme.load("light")


@pytest.fixture
def scripted():
    made = []

    def make(*infos):
        made.append(Scripted(*infos))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def real(tmp_path):
    made = Rendering(Places(tmp_path, tmp_path / "config"))
    assert made.ready()
    yield made
    made.close()


@pytest.fixture
def open_answer(qtbot, qapp, theme):
    """Shows an answer with these renderers: gives the view and what is drawn in it."""
    studios = []

    def show(rendering, text="", size=(700, 900)):
        window = QWidget()
        dress(qapp, window, theme)
        view = AnswerView(theme, window)
        layout = QVBoxLayout(window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(view)
        window.resize(*size)
        qtbot.addWidget(window)
        studio = next((one for one in studios if one.of is rendering), None)
        if studio is None:
            studio = Studio(lambda: rendering, theme, None)
            studio.of = rendering
            studios.append(studio)
        drawings = studio.attach(view)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
        if text:
            view.set_text(text)
        drawings.window = window
        drawings.studio = studio
        return view, drawings

    yield show
    for studio in studios:
        studio.close()


@pytest.fixture
def drawn(qtbot):
    """Waits until an artifact is drawn, and gives its drawing."""

    def wait(drawings, index=0):
        qtbot.waitUntil(lambda: drawings.drawing(index) is not None, timeout=PATIENCE_MS)
        return drawings.drawing(index)

    return wait

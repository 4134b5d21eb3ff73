# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import subprocess
import sys

from PySide6.QtWidgets import QWidget

from gui.shell.stand_ins import plain_rooms
from sidelight.gui.rooms import own_rooms
from sidelight.gui.theme import Theme


def test_all_answers_share_their_lexers(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    rooms, theme = own_rooms(), Theme.load("light")
    rooms.preload()
    first, second = rooms.answer_view(theme, parent), rooms.answer_view(theme, parent)
    assert first.shared.lexers is second.shared.lexers
    assert first.shared.lexers.wait("python")
    plain_rooms().preload()


def test_lexers_come_with_the_first_answer_and_not_before():
    code = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(["-platform", "offscreen"])
from sidelight.gui.rooms import own_rooms
from sidelight.gui.theme import Theme
rooms = own_rooms()
assert "sidelight.text.highlight" not in sys.modules
parent = QWidget()
view = rooms.answer_view(Theme.load("light"), parent)
assert view.shared.lexers.wait("python")
assert "pygments.lexers.python" in sys.modules
"""
    environ = {"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, timeout=60, env=environ)

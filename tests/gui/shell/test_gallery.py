# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""From the answers to their artifacts and back, in the whole window."""

from __future__ import annotations

from gui.shell.stand_ins import CUBE
from sidelight.gui.compare.gallery import Gallery
from sidelight.gui.rooms import own_rooms

PATIENCE_MS = 30_000


def test_artifacts_of_all_answers_and_back_to_one(open_window, desk, ask, qtbot):
    window = open_window(desk, rooms=own_rooms())
    ask(window, CUBE)
    action = window.actions_["compare.artifacts"]
    action.trigger()
    gallery = window.page.known.overlay(Gallery)
    assert gallery.is_open
    assert action.isChecked()
    qtbot.waitUntil(lambda: bool(gallery.page.cells) and not gallery.page.reading, timeout=PATIENCE_MS)
    assert [[cell.artifact.text for cell in column] for column in gallery.page.cells] == [
        ["print('cube')\n"],
        ["import sys\n"],
    ]
    qtbot.waitUntil(lambda: gallery.page.cells[1][0].built, timeout=PATIENCE_MS)
    gallery.page.cells[1][0].head.answer.click()
    assert not gallery.is_open
    pane = window.page.pane
    assert pane is window.page.panes[1]
    assert pane.view.selected_text() == "import sys"

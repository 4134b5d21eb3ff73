# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What stands on the screen while another program installs plugins, removes them, or chooses otherwise."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from sidelight.domain.running import Level
from sidelight.gui.plugins.page import PluginsPage
from sidelight.gui.plugins.watch import PluginWatch
from sidelight.registry.standing import Standing
from sidelight.sandbox import run as sandbox
from support.plugins import install, rendering

PATIENCE_MS = 60_000
ANSWER = "Here it is:\n\n```late\nabc\n```\n"

pytestmark = pytest.mark.skipif(sandbox.probe().level is Level.NONE, reason="nothing holds a worker here")


def test_a_plugin_that_comes_draws_what_is_on_the_screen_and_one_that_goes_takes_it_away(
    real, open_answer, qtbot, tmp_path
):
    _view, drawings = open_answer(real, ANSWER)
    assert drawings.drawing(0) is None
    page = PluginsPage(real, drawings._theme, drawings.window)
    page.open_page()

    package = install(tmp_path / "plugins", "late")
    qtbot.waitUntil(lambda: drawings.drawing(0) is not None, timeout=PATIENCE_MS)
    names = lambda: [page.list.item(row).text() for row in range(page.list.count())]  # noqa: E731
    qtbot.waitUntil(lambda: "The late\non" in names(), timeout=PATIENCE_MS)

    before = drawings.seat(0).result.job
    install(tmp_path / "plugins", "late", rendering("return Rendered.of_text('anew', alt_text='anew')"))
    (package.parent / "touched").touch()
    QGuiApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    qtbot.waitUntil(lambda: drawings.seat(0).result.job is not before, timeout=PATIENCE_MS)
    assert drawings.seat(0).result.job.rendered.text == "anew"

    choices = Standing(tmp_path / "config" / "plugins.toml")
    choices.set_enabled("late", False)
    qtbot.waitUntil(lambda: drawings.drawing(0) is None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "The late\noff" in names(), timeout=PATIENCE_MS)
    choices.set_enabled("late", True)
    qtbot.waitUntil(lambda: drawings.drawing(0) is not None, timeout=PATIENCE_MS)

    shutil.rmtree(package.parent)
    qtbot.waitUntil(lambda: drawings.drawing(0) is None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not any("The late" in one for one in names()), timeout=PATIENCE_MS)
    page.reject()


class Counting:
    def __init__(self, folder):
        self.folder = folder
        self.looked = 0

    def watched(self):
        return (str(self.folder),) if self.folder.is_dir() else (str(self.folder.parent),)

    def look_again(self):
        self.looked += 1


def test_it_looks_when_a_name_comes_and_when_somebody_comes_back_and_not_otherwise(qtbot, qapp, tmp_path):
    counted = Counting(tmp_path / "plugins")
    watch = PluginWatch(counted, qapp)
    assert counted.looked == 0
    (tmp_path / "plugins").mkdir()
    qtbot.waitUntil(lambda: counted.looked >= 1, timeout=PATIENCE_MS)
    seen = counted.looked
    (tmp_path / "plugins" / "one").mkdir()
    qtbot.waitUntil(lambda: counted.looked > seen, timeout=PATIENCE_MS)
    watch.close()
    watch.close()
    seen = counted.looked
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert counted.looked == seen, "and not once it is over"
    again = PluginWatch(counted, qapp)
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert counted.looked == seen + 1
    again.close()
    watch.deleteLater()
    again.deleteLater()

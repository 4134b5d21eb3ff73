# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the window shows to somebody who is writing a plugin."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sidelight.app import Session, settings_of
from sidelight.registry.discovery import from_project
from sidelight.workbench.moment import Moment
from sidelight.workbench.plugin_new import make
from sidelight.workbench.plugin_scratch import scratch_project
from sidelight.workbench.settings import Places, last_project


def test_the_plugin_is_seen_at_once_and_the_next_plain_start_is_as_before(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = Places(tmp_path / "data", tmp_path / "config")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    plugin = from_project(make("dot", tmp_path))
    monkeypatch.setenv("SIDELIGHT_PLUGIN_PROJECT", plugin.where)
    session = Session(places, settings_of(places))
    try:
        assert session.begin(scratch_project(plugin, Moment.real()))
        window = session.window
        qtbot.waitUntil(lambda: len(window.page.panes) == 1, timeout=20_000)
        assert window.page.header.title.title == "What “Dot” shows"
        assert last_project(places) is None
    finally:
        session.close()
        if session.window is not None:
            session.window.deleteLater()

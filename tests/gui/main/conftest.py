# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The whole program in this process: the real window on the sample project, with the real demo model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sidelight.app import Session, settings_of
from sidelight.workbench.settings import Places


@pytest.fixture
def places(data_folder_with_model: Path) -> Places:
    return Places(data=data_folder_with_model, config=data_folder_with_model / "config")


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, places: Places) -> Iterator[Callable[[], Session]]:
    """Start the program, as often as asked; what is still open at the end is closed."""
    sessions: list[Session] = []

    def begin() -> Session:
        session = Session(places, settings_of(places))
        assert session.begin(None)
        assert session.window is not None
        session.window.resize(1440, 900)
        with qtbot.waitActive(session.window):
            session.window.activateWindow()
        sessions.append(session)
        return session

    yield begin
    for session in sessions:
        session.close()
        if session.window is not None:
            session.window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

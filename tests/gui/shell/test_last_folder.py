# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Dialogs for files open where the last file was, or in the user's own folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from sidelight.gui import asking_for_files, last_folder
from sidelight.gui.rendered.grid import GridBody
from sidelight.gui.rendered.view import RenderedView
from sidelight.gui.theme import Theme


@pytest.fixture
def opened_in(monkeypatch, tmp_path):
    """The folders that dialogs opened in; each is answered with the file of ``answers`` that is last."""
    monkeypatch.setattr(last_folder, "_used", [])
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    seen: list[str] = []

    def answering(path):
        def one(_parent, _title, place, *_more):
            seen.append(place)
            return str(path), ""

        def many(_parent, _title, place, *_more):
            seen.append(place)
            return [str(path)], ""

        monkeypatch.setattr(QFileDialog, "getOpenFileNames", many)
        monkeypatch.setattr(QFileDialog, "getSaveFileName", one)
        monkeypatch.setattr(QFileDialog, "getOpenFileName", one)
        return seen

    return answering


def test_every_dialog_begins_where_the_one_before_ended(window, qtbot, tmp_path, opened_in):
    texts, drawings = tmp_path / "texts", tmp_path / "drawings"
    texts.mkdir()
    drawings.mkdir()
    (texts / "notes.txt").write_text("The moon has no air.")
    seen = opened_in(texts / "notes.txt")
    window.actions_["ask.attach"].trigger()
    qtbot.waitUntil(lambda: window.page.composer.file_chips() != [], timeout=100_000)
    assert seen == [str(tmp_path / "home")]
    opened_in(drawings / "one.txt")
    theme = Theme.load("light")
    body = GridBody("+--+", "x", theme, window, grid=True)
    view = RenderedView(body, "SVG", [("svg", "SVG")], [], theme, window)
    view.save()
    assert Path(seen[-1]).parent == texts
    assert (drawings / "one.txt").is_file()
    asking_for_files.model_to_add(window)
    assert Path(seen[-1]) == drawings
    view.deleteLater()


def test_a_folder_that_is_gone_is_not_offered(tmp_path, opened_in):
    opened_in(tmp_path)
    last_folder.note(tmp_path / "gone" / "a.txt")
    assert last_folder.folder() == tmp_path / "home"

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A verifier as ``plugin new`` makes it, in the real window: its verdicts stand where all verdicts stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sidelight.app import Session, settings_of
from sidelight.domain.running import Level
from sidelight.gui.compare.sheeting import Sheeting
from sidelight.registry.discovery import from_project
from sidelight.sandbox import run as sandbox
from sidelight.workbench.moment import Moment
from sidelight.workbench.plugin_new import make
from sidelight.workbench.plugin_scratch import scratch_project
from sidelight.workbench.settings import Places

PATIENCE_MS = 100_000

if sandbox.probe().level is Level.NONE:
    pytest.skip("nothing holds a worker here", allow_module_level=True)


def test_its_verdicts_are_shown_counted_and_given_anew_when_it_is_saved(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = Places(tmp_path / "data", tmp_path / "config")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    project = make("shape", tmp_path, "verifier")
    plugin = from_project(project)
    monkeypatch.setenv("SIDELIGHT_PLUGIN_PROJECT", plugin.where)
    session = Session(places, settings_of(places))
    try:
        assert session.begin(scratch_project(plugin, Moment.real()))
        window = session.window
        qtbot.waitUntil(lambda: len(window.page.panes) == 2, timeout=PATIENCE_MS)
        inspector = window.side.inspector

        assert [pane.answer.model.ref.name for pane in window.page.panes] == ["right", "wrong"]
        chip = inspector.verdict.chip
        qtbot.waitUntil(lambda: chip.isVisible() and chip.text() == "pass", timeout=PATIENCE_MS)
        lines = inspector.verdict.evidence.text().splitlines()
        assert lines == ["It is JSON: a list of 3.", "Judged by: shape 0.1.0."]
        window.actions_["compare.sheet"].trigger()
        sheet = window.page.known.overlay(Sheeting).page
        told = ["1 of 1 attempts pass", "0 of 1 attempts pass"]
        qtbot.waitUntil(lambda: [row.counts.text() for row in sheet.grid.rows] == told, timeout=PATIENCE_MS)
        window.actions_["compare.sheet"].trigger()
        source = project / "sidelight_shape" / "__init__.py"
        source.write_text(source.read_text("utf-8").replace("It is JSON:", "Well-formed JSON:"), "utf-8")
        evidence = inspector.verdict.evidence
        qtbot.waitUntil(lambda: evidence.text().startswith("Well-formed JSON: a list"), timeout=PATIENCE_MS)
    finally:
        session.close()
        if session.window is not None:
            session.window.deleteLater()

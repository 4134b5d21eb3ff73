# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the window shows to somebody who is writing a plugin."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
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
        qtbot.waitUntil(lambda: len(window.page.panes) == 1, timeout=100_000)
        assert window.page.header.title.title == "What “Dot” shows"
        assert last_project(places) is None
    finally:
        session.close()
        if session.window is not None:
            session.window.deleteLater()


def test_a_broken_manifest_is_told_in_the_window_and_the_drawings_stay(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = Places(tmp_path / "data", tmp_path / "config")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    project = make("dot", tmp_path)
    plugin = from_project(project)
    monkeypatch.setenv("SIDELIGHT_PLUGIN_PROJECT", plugin.where)
    session = Session(places, settings_of(places))
    path = scratch_project(plugin, Moment.real())
    try:
        assert session.begin(path)
        window = session.window

        def drawing():
            pane = next(iter(window.page.panes), None)
            drawings = window.page.opening.studio.drawings(pane.view) if pane and pane.view else None
            return drawings.drawing(0) if drawings is not None else None

        qtbot.waitUntil(lambda: drawing() is not None, timeout=100_000)
        before = drawing()
        manifest = next(project.rglob("sidelight-plugin.toml"))
        good = manifest.read_text("utf-8")
        manifest.write_text("api = = 1", "utf-8")
        qtbot.waitUntil(lambda: "sidelight-plugin.toml" in window.banner.sentence, timeout=100_000)
        assert "What is shown is from before" in window.banner.sentence
        assert drawing() is before
        manifest.write_text(good, "utf-8")
        qtbot.waitUntil(lambda: not window.banner.sentence, timeout=100_000)
    finally:
        session.close()
        if session.window is not None:
            session.window.deleteLater()
    assert not path.parent.exists()


def test_the_scratch_project_goes_when_the_command_is_ended(tmp_path: Path) -> None:
    project = make("dot", tmp_path)
    temp = tmp_path / "temp"
    temp.mkdir()
    environ = {**os.environ, "SIDELIGHT_DATA": str(tmp_path / "data"), "TMPDIR": str(temp)}
    line = [sys.executable, "-m", "sidelight", "plugin", "dev", str(project)]
    program = subprocess.Popen(line, env=environ, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while not _hears(program.pid, signal.SIGTERM):
            assert program.poll() is None
            assert time.monotonic() < until
            os.sched_yield()
        assert list(temp.glob("sidelight-plugin-*"))
        program.send_signal(signal.SIGTERM)
        assert program.wait(60) == 0
    finally:
        program.kill()
        program.wait()
    assert not list(temp.glob("sidelight-plugin-*"))


def _hears(process: int, number: int) -> bool:
    """Whether a process has a handler for a signal."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The whole program, killed in the middle of two answers, has lost next to nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sidelight.domain.generation import StopReason
from sidelight.store.project import ProjectFile

LOST_AT_MOST_MS = 300.0

SCRIPT = """
import json, os, sys, time
from pathlib import Path
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from sidelight.app import Session, make_application, settings_of
from sidelight.workbench.settings import Places

places = Places.of(os.environ)
application = make_application()
session = Session(places, settings_of(places))
assert session.begin(Path(sys.argv[1]))
page = session.window.page
page.asking.set_mode("side")
page.asking.take_over([session.desk.model(f"recorded/sample-{name}") for name in ("amber", "blue")])
QTest.keyClicks(page.composer.box, "Explain how a transformer reads a sentence.")
QTest.keyClick(page.composer.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

def tell():
    lengths = {answer.id: answer.text_length for answer in page.live.answers()}
    print(json.dumps([time.monotonic() * 1000, lengths]), flush=True)

timer = QTimer()
timer.timeout.connect(tell)
timer.start(5)
application.exec()
"""


@pytest.mark.parametrize("enough", [150, 400, 700])
def test_a_kill_in_mid_answer_costs_at_most_0_3_s_of_text(tmp_path: Path, enough: int) -> None:
    path = tmp_path / "killed.sidelight"
    program = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(path)],
        env={**os.environ, "SIDELIGHT_DATA": str(tmp_path / "data")},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert program.stdout is not None
        seen: list[tuple[float, dict[str, int]]] = []
        for line in program.stdout:
            seen.append(tuple(json.loads(line)))
            if len(seen[-1][1]) == 2 and min(seen[-1][1].values()) >= enough:
                break
        program.send_signal(signal.SIGKILL)
        seen += [tuple(json.loads(line)) for line in program.stdout if line.endswith("\n")]
    finally:
        program.kill()
        program.communicate()
    assert program.returncode == -signal.SIGKILL
    killed_ms, lengths = seen[-1]
    assert min(lengths.values()) >= enough, "it was killed before both answers had begun"
    earlier = (shown for at_ms, shown in reversed(seen) if at_ms <= killed_ms - LOST_AT_MOST_MS)
    owed = next(earlier, {})
    project = ProjectFile.open(path)
    try:
        assert set(project.recovered) == set(lengths)
        for identity in project.recovered:
            kept = project.generation(identity)
            assert kept.interrupted
            assert kept.stop_reason is StopReason.TRUNCATED
            assert len(kept.text) >= owed.get(identity, 0)
            assert len(kept.text) > 0
    finally:
        project.close()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The program as it is started: it opens, keeps others out, and ends when its window is closed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from sidelight.__main__ import DISPLAYS
from sidelight.app import Session, settings_of
from sidelight.gui.places import Unfinished
from sidelight.workbench.settings import Places

SCRIPT = """
import sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer
from sidelight import app
from sidelight.gui.window import Window

seen = []
def close_when_painted(window):
    window.painted.connect(lambda: (seen.append(True), QTimer.singleShot(300, window.close)))

made = Window.__init__

def make(self, *arguments, **named):
    made(self, *arguments, **named)
    close_when_painted(self)

Window.__init__ = make
code = app.main(sys.argv[1] if len(sys.argv) > 1 else None)
import ctypes
print(code, seen == [True], ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
print(sorted(t.name for t in threading.enumerate() if not t.daemon))
"""


def start(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        env={**os.environ, "SIDELIGHT_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_it_opens_closes_itself_to_others_and_ends_with_its_window(tmp_path: Path) -> None:
    done = start(tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["0 True 0", "['MainThread']"]
    assert "Traceback" not in done.stderr
    assert (tmp_path / "data" / "Sample.sidelight").is_file()


def test_it_opens_the_project_that_is_named_and_leaves_one_file(tmp_path: Path) -> None:
    done = start(tmp_path, str(tmp_path / "mine.sidelight"))
    assert done.returncode == 0, done.stderr
    assert [p.name for p in tmp_path.iterdir() if p.name != "data"] == ["mine.sidelight"]


def test_without_a_display_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in DISPLAYS}
    done = subprocess.run(
        [sys.executable, "-m", "sidelight"],
        env={**kept, "SIDELIGHT_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 1, done
    assert done.stderr.startswith("There is no display")
    assert len(done.stderr.splitlines()) == 1


def test_a_project_that_is_made_anew_is_said_and_one_that_was_there_is_not(
    qtbot: QtBot, places: Places, tmp_path: Path
) -> None:
    said = []
    for _ in range(2):
        session = Session(places, settings_of(places))
        assert session.begin(tmp_path / "mine.sidelight")
        assert session.window is not None
        said.append(session.window.banner.sentence)
        with qtbot.waitSignal(session.ended, timeout=100_000):
            session.close()
    assert said == [f"New project “mine.sidelight” was made in {tmp_path}.", ""]


def test_another_project_is_opened_only_when_the_one_that_is_open_may_be_left(
    qtbot: QtBot, places: Places, tmp_path: Path
) -> None:
    session = Session(places, settings_of(places))
    assert session.begin(tmp_path / "mine.sidelight")
    window = session.window
    assert window is not None
    asked: list[Unfinished] = []

    def ask(_window: object, found: Unfinished) -> bool:
        asked.append(found)
        return False

    window.places.watch_closing(lambda: Unfinished("A round is open.", "It would be void.", "Back"))
    assert session._closing is not None
    session._closing._ask = ask
    session._open_project()  # else a dialog for files would stand here, and wait
    session._new_project()
    window.close()
    assert [found.what for found in asked] == ["A round is open."] * 3
    assert session.window is window
    assert window.isVisible()
    with qtbot.waitSignal(session.ended, timeout=100_000):
        session.close()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The window stands before anything slow is imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

SLOW = {
    "asyncio",
    "httpx",
    "numpy",
    "OpenGL",
    "tiktoken",
    "pygments",
    "PIL",
    "matplotlib",
    "xllamacpp",
    "typer",
    "rich",
}

LATER = {f"sidelight.gui.{part}" for part in ("answer.view", "arena.page", "glview.view", "rendered.view")}
"""Rooms that come with what is first shown in them."""

SCRIPT = """
import json, os, sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject
from sidelight.app import Session, make_application, settings_of
from sidelight.workbench.settings import Places

places = Places.of(os.environ)
application = make_application()
session = Session(places, settings_of(places))
assert session.begin(None)
window, painted, found = session.window, [], []

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            painted.append(watched)
        return False

watch = Watch()
application.installEventFilter(watch)
preload = session.desk.preload

def look():
    # Whatever is slow may begin from here on, and not before.
    found.append({"painted": len(painted), "modules": sorted(sys.modules)})
    preload()

session.desk.preload = look
session.ended.connect(application.quit)
window.painted.connect(session.close)
application.exec()
print(json.dumps(found))
"""


def test_the_first_paint_imports_nothing_slow(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "SIDELIGHT_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(done.stdout)
    assert found["painted"] > 10
    assert not SLOW & {module.partition(".")[0] for module in found["modules"]}
    assert not LATER & set(found["modules"])

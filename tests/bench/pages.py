# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Pages of HTML in the sandbox, and the same engine without: ``python tests/bench/pages.py [--runs N]``.

Both begin with nothing: the interpreter, the engine and its processes start each time. A page's own frames a
second are counted by the page itself.
"""

from __future__ import annotations

import argparse
import os
import re
import select
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "tests")]

from sidelight.sandbox import tree  # noqa: E402
from sidelight.sandbox.events import Ended, Output  # noqa: E402
from sidelight.workbench import live_pages  # noqa: E402
from support.goals import conditions, held  # noqa: E402

PAGE = """<!doctype html><body style="margin:0"><canvas id=c width=640 height=480></canvas><script>
console.log('begun');
const gl = GL && c.getContext('webgl'), x = gl ? null : c.getContext('2d');
let n = 0, since = performance.now();
(function frame() {
  if (gl) { gl.clearColor(n % 60 / 60, .5, .2, 1); gl.clear(gl.COLOR_BUFFER_BIT); }
  else { x.fillStyle = `hsl(${n % 360},80%,50%)`; x.fillRect(0, 0, 640, 480); }
  n++;
  const now = performance.now();
  if (now - since > 2000) { console.log('fps', n * 1000 / (now - since)); n = 0; since = now; }
  requestAnimationFrame(frame);
})();
</script>"""
REST = "<!doctype html><h1>At rest</h1>"

BARE = """
import sys
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
class Page(QWebEnginePage):
    def javaScriptConsoleMessage(self, level, message, line, source):
        print(message, flush=True)
application = QApplication(["bare"])
view = QWebEngineView()
view.setPage(Page(view))
view.resize(960, 600)
view.show()
view.setHtml(sys.stdin.read())
application.exec()
"""


def bare(html: str) -> tuple[float, float]:
    """Milliseconds until the page's script began, and its frames a second; without a sandbox."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox --ignore-gpu-blocklist --log-level=3",
        "EGL_PLATFORM": "surfaceless",
    }
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", BARE],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(html)
    process.stdin.close()
    first = 0.0
    try:
        for line in process.stdout:
            first = first or (time.perf_counter() - began) * 1000
            if line.startswith("fps"):
                return first, float(line.split()[1])
    finally:
        process.kill()
        process.wait()
    raise RuntimeError("the bare engine ended")


def sandboxed(html: str) -> tuple[float, float, float]:
    """The same in the sandbox, and milliseconds until its first picture."""
    began = time.perf_counter()
    said, first, picture = "", 0.0, 0.0
    run = live_pages.start(html)
    try:
        while True:
            select.select([run], [], [], 30)
            for event in run.events():
                assert not isinstance(event, Ended), event
                if isinstance(event, Output):
                    said += event.text
            now = (time.perf_counter() - began) * 1000
            first = first or (now if "begun" in said else 0.0)
            picture = picture or (now if run.latest_frame() is not None else 0.0)
            fps = re.search(r"fps ([\d.]+)", said)
            if fps and picture:
                return first, float(fps[1]), picture
    finally:
        run.stop()
        run.wait(20)
        run.close()


def at_rest(seconds: float = 5.0) -> tuple[float, float]:
    """Processor time as a share of one core of a page at rest, and its peak of memory in MB."""
    run = live_pages.start(REST)
    try:
        while run.latest_frame() is None:
            select.select([run], [], [], 30)
            run.events()
        everybody = tree.descendants(run._supervisor)
        before, began = tree.weigh(everybody).cpu_s, time.perf_counter()
        while time.perf_counter() - began < seconds:
            select.select([run], [], [], 0.2)
            run.events()
        share = (tree.weigh(everybody).cpu_s - before) / (time.perf_counter() - began)
        run.stop()
        return share, run.wait(20).peak_memory_mb
    finally:
        run.close()


def main() -> None:
    """Print the figures beside their goals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    print(conditions())
    for name, gl in (("canvas", "false"), ("WebGL", "true")):
        html = PAGE.replace("GL &&", f"{gl} &&")
        pairs = [(bare(html), sandboxed(html)) for _ in range(runs)]
        ratio = statistics.median(ours[0] / theirs[0] for theirs, ours in pairs)
        speed = statistics.median(ours[1] / theirs[1] for theirs, ours in pairs)
        picture = statistics.median(ours[2] for _theirs, ours in pairs)
        held(f"{name}: script begun, sandbox over bare", ratio, at_most=1.5)
        held(f"{name}: frames a second, sandbox over bare", speed, at_least=0.9)
        held(f"{name}: first picture", picture, "ms", at_most=1500.0)
    share, memory = at_rest()
    held("at rest: share of a core", share, at_most=0.05)
    held("at rest: peak memory", memory, "MB", at_most=500.0)


if __name__ == "__main__":
    main()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How long 300 artifacts of all kinds in four answers hold the window up.

``python tests/bench/many_artifacts.py [--blocks N] [--pace N]``, with a display.

A server in a child process streams four answers at once; then they are scrolled, resized, shown in other
colours and sizes, and all artifacts side by side. The figure is the CPU time of the window's thread between
two heartbeats, 5 ms apart where nothing holds it up: the longest of each step.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1]))

import asyncio
import os
import time

from eight_panes import _wait
from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from sidelight.domain.model import Connection, Model, ModelRef
from sidelight.gui.artifacts.page import ArtifactsPage
from sidelight.gui.theme import Theme
from sidelight.gui.window import FileActions, Window
from sidelight.providers.catalogue import Catalogue
from sidelight.store.project import ProjectFile
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment
from support import goals

PANES = 4
GOAL_MS, WORST_MS = 16, 50
PIECE = 5
SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='{0}' height='180'>{1}</svg>"
CIRCLE = "<circle cx='{0}' cy='{1}' r='9' fill='#2f6fde'/><text x='{0}' y='90'>{0}</text>"
FLOW = "flowchart LR\n A{0}[Start {0}] --> B{{Is it?}}\n B -->|yes| C[OK]\n B -->|no| D[Look] --> E((End))"
FORMULA = r"\frac{{a_{{{0}}}}}{{b}} = \sum_{{i=0}}^{{{0}}} \begin{{pmatrix}} 1 & 2 \\ 3 & {0} \end{{pmatrix}}"


def block(number: int) -> str:
    """One artifact, with words before it."""
    n = number
    kinds = (
        (
            "svg",
            SVG.format(300 + n % 200, "".join(CIRCLE.format((i * 7 + n) % 300, i * 6) for i in range(30))),
        ),
        ("csv", "name,a,b\n" + "\n".join(f"row {row},{row * n},{row + n}" for row in range(40))),
        (
            "json",
            json.dumps({"n": n, "list": [{"id": i, "deep": {"x": [1, 2, 3]}} for i in range(20)]}, indent=1),
        ),
        ("mermaid", FLOW.format(n)),
        ("ascii", f"+------+   +------+\n| a{n} |-->|  b  |\n+------+   +------+"),
        ("diff", f"--- a/f{n}.py\n+++ b/f{n}.py\n@@ -1,2 +1,2 @@\n line\n-old {n}\n+new {n}"),
        ("html", f"<h1>Page {n}</h1><ul>{''.join(f'<li>entry {i}</li>' for i in range(12))}</ul>"),
        ("python", f"for i in range({n}):\n    print(i)"),
        ("csv", "\n".join(",".join(str(i * row + n) for i in range(30)) for row in range(100))),
    )
    language, text = kinds[n % len(kinds)]
    fence = f"```{language}\n{text}\n```"
    return f"Paragraph {n} with $x_{{{n}}}^2$ in it.\n\n{fence}\n\n$$\n{FORMULA.format(n)}\n$$\n\n"


async def _serve(blocks: int, pace: float) -> None:
    async def stream(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            asked = json.loads(await reader.readexactly(int(head.partition("content-length:")[2].split()[0])))
            first = 1000 * int(asked["model"].rpartition("-")[2])
            text = "".join(block(first + number) for number in range(blocks))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
            begun = time.monotonic()
            for number, at in enumerate(range(0, len(text), PIECE)):
                await asyncio.sleep(begun + number / pace - time.monotonic())
                _write(writer, {"delta": {"content": text[at : at + PIECE]}})
                await writer.drain()
            _write(writer, {"delta": {}, "finish_reason": "stop"})
            writer.write(b"data: [DONE]\n\n")
        writer.close()

    server = await asyncio.start_server(stream, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Whoever started this process holds the other end: when that closes, it is over.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)


def _write(writer: asyncio.StreamWriter, choice: dict[str, Any]) -> None:
    writer.write(b"data: " + json.dumps({"choices": [{"index": 0, **choice}]}).encode() + b"\n\n")


class Heart:
    """Beats every 5 ms; keeps the longest work between two beats."""

    def __init__(self) -> None:
        self._longest, self._last = 0.0, time.thread_time()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(5)

    def _beat(self) -> None:
        now = time.thread_time()
        self._longest, self._last = max(self._longest, (now - self._last) * 1000), now

    def tell(self, name: str) -> None:
        """Print the longest since the last time."""
        self._beat()
        goals.held(f"longest work while {name}", self._longest, "ms", at_most=WORST_MS)
        self._longest, self._last = 0.0, time.thread_time()


def pause(seconds: float) -> None:
    """Let the window live."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def measure(window: Window) -> None:
    """Do all that is measured in a window that has begun to ask."""
    live, heart = window.page.live, Heart()
    assert live is not None
    _wait(lambda: not live.running)
    heart.tell("answers are written")
    studio = window.page.opening.studio
    for again in ("the first time", "again"):
        for step in range(150):
            for pane in window.page.panes:
                bar = pane.view.verticalScrollBar()
                bar.setValue(bar.maximum() * step // 149)
            pause(0.04)
        heart.tell(f"all are scrolled {again}")
    for step in range(20):
        for pane in window.page.panes:
            bar = pane.view.verticalScrollBar()
            bar.setValue(bar.maximum() * (19 - step) // 19)
        pause(0.04)
    heart.tell("all are scrolled back fast")
    pause(2)
    heart.tell("the reader stays there")
    _wait(lambda: not studio.busy)
    for width in (1200, 1000, 1600):
        window.resize(width, 900)
        pause(0.6)
    heart.tell("the window is resized")
    for look in ("dark", "light"):
        window.looks.choose(look)
        pause(2)
    heart.tell("colours change")
    for action in ("answer.larger", "answer.zoom"):
        window.actions_[action].trigger()
        pause(1)
    heart.tell("answers are made larger")
    window.actions_["compare.artifacts"].trigger()
    page = window.findChild(ArtifactsPage)
    _wait(lambda: not page.reading)
    heart.tell("all artifacts are opened side by side")
    for step in range(150):
        page.area.verticalScrollBar().setValue(page.area.verticalScrollBar().maximum() * step // 149)
        pause(0.04)
    heart.tell("artifacts are scrolled")
    for steps in (1, 1, -1, 0):
        page.zoom_by(steps)
        pause(0.4)
    heart.tell("artifacts are made larger")
    for look in ("dark", "light"):
        window.looks.choose(look)
        pause(2)
    heart.tell("colours change beside all artifacts")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--blocks", type=int, default=75, help="of each answer")
    parser.add_argument("--pace", type=float, default=400.0, help="pieces of five characters a second")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(_serve(options.blocks, options.pace))
        return
    application = QApplication([])
    given = [f"--blocks={options.blocks}", f"--pace={options.pace}"]
    child = subprocess.Popen(
        [sys.executable, __file__, "--serve", *given], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdin is not None
    assert child.stdout is not None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        address = f"http://127.0.0.1:{int(child.stdout.readline())}/v1"
        connections = (Connection("bench", "openai", "Bench", address),)
        catalogue = Catalogue(data_folder=folder, connections=connections, recordings=(), environ={})
        desk = Desk(ProjectFile.create(folder / "bench.sidelight"), catalogue, Moment.real())
        settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
        nothing = FileActions(*[lambda: None] * len(FileActions.__dataclass_fields__))
        window = Window(desk, Theme.load("light"), settings=settings, files=nothing)
        window.resize(1600, 900)
        window.show()
        for number in range(PANES):
            window.page.asking.add(Model(ModelRef("bench", f"model-{number}"), f"Model {number}"))
        window.page.composer.box.set_exact_text("Write at length.")
        window.page.arrange("tiles")
        print(f"{goals.conditions()}; {PANES} answers of {options.blocks} artifacts; the aim is {GOAL_MS} ms")
        window.page.rounds.send()
        try:
            measure(window)
        finally:
            child.stdin.close()
            child.wait(10)
            window.close()
            desk.close()
    application.quit()


if __name__ == "__main__":
    main()

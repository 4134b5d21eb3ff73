# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How busy the window's thread is with eight answers at once, each long already and growing fast.

    python tests/bench/eight_panes.py [--seconds 10] [--tokens-a-second 200] [--prefilled 12000]

A server in a child process streams eight answers over real connections: first their beginning in one go,
then token by token. A heartbeat every 5 ms notes how much CPU time the window's thread has used since the
last one, first in Sidelight's window, then with eight ``QTextBrowser`` that are given their whole text 30
times a second. Busy times are CPU time, so other work on the machine does not count; a heartbeat that comes
late notes all that was done before it. It is no test.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QGridLayout, QTextBrowser, QWidget
from streaming import answer

from sidelight.domain.model import Connection, Model, ModelRef
from sidelight.gui.files import FileActions
from sidelight.gui.theme import Theme
from sidelight.gui.window import Window
from sidelight.providers.catalogue import Catalogue
from sidelight.store.project import ProjectFile
from sidelight.workbench.desk import Desk
from sidelight.workbench.live import LiveComparison
from sidelight.workbench.moment import Moment
from support import goals

PANES = 8
HEARTBEAT_MS = 5
SETTLE_S = 1.0
PATIENCE_S = 120.0
NAIVE_MS = 33
BURST = 64


@dataclass(frozen=True, slots=True)
class Flow:
    """What the server sends: ``prefilled`` tokens at once, then ``pace`` tokens a second."""

    prefilled: int
    pace: float
    seconds: float

    @property
    def tokens(self) -> int:
        """Of one answer; enough that none ends while it is measured."""
        return self.prefilled + int(self.pace * (self.seconds + SETTLE_S) * 4 + 2000)


# the server


async def _serve(flow: Flow) -> None:
    pieces = answer(flow.tokens)

    async def stream(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            await reader.readexactly(int(head.partition("content-length:")[2].split()[0]))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
            for at in range(0, flow.prefilled, BURST):
                writer.write(_event("".join(pieces[at : min(at + BURST, flow.prefilled)])))
                await writer.drain()
            begun = time.monotonic()
            for number, piece in enumerate(pieces[flow.prefilled :]):
                await asyncio.sleep(begun + number / flow.pace - time.monotonic())
                writer.write(_event(piece))
                await writer.drain()
            writer.write(b"data: [DONE]\n\n")
        writer.close()

    server = await asyncio.start_server(stream, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Whoever started this process holds the other end: when that closes, it is over.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()
    os._exit(0)


def _event(text: str) -> bytes:
    chunk = {"choices": [{"index": 0, "delta": {"content": text}}]}
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


# the window


class Heart:
    """Beats every 5 ms while it measures; keeps the CPU time between two beats."""

    def __init__(self) -> None:
        self.busy_ms: list[float] = []
        self.late_ms: list[float] = []
        self._cpu = self._wall = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(HEARTBEAT_MS)
        self._timer.timeout.connect(self._beat)

    def measure(self, seconds: float) -> dict[str, float]:
        """Let the window work for this long and sum up."""
        self._cpu, self._wall = time.thread_time(), time.monotonic()
        cpu, wall = self._cpu, self._wall
        self._timer.start()
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()
        self._timer.stop()
        self._beat()
        busy = sorted(self.busy_ms)
        share = (time.thread_time() - cpu) / (time.monotonic() - wall)
        return {
            "busy_p50_ms": round(busy[len(busy) // 2], 2),
            "busy_p99_ms": round(busy[int(len(busy) * 0.99)], 2),
            "busy_max_ms": round(busy[-1], 2),
            "longest_gap_ms": round(max(self.late_ms), 1),
            "thread_share": round(share, 3),
            "beats_a_second": round(len(busy) / (time.monotonic() - wall), 1),
        }

    def _beat(self) -> None:
        cpu, wall = time.thread_time(), time.monotonic()
        self.busy_ms.append((cpu - self._cpu) * 1000)
        self.late_ms.append((wall - self._wall) * 1000)
        self._cpu, self._wall = cpu, wall


def _wait(condition: Callable[[], bool]) -> None:
    due = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > due:
            raise TimeoutError("what was waited for did not happen")
        QApplication.processEvents()
        time.sleep(0.0005)


def _desk(folder: Path, port: int) -> Desk:
    folder.mkdir()
    connection = Connection("bench", "openai", "Bench", f"http://127.0.0.1:{port}/v1")
    catalogue = Catalogue(data_folder=folder, connections=(connection,), recordings=(), environ={})
    return Desk(ProjectFile.create(folder / "bench.sidelight"), catalogue, Moment.real())


def _models() -> list[Model]:
    return [Model(ModelRef("bench", f"model-{number}"), f"Model {number}") for number in range(PANES)]


def sidelight(folder: Path, port: int, flow: Flow) -> dict[str, float]:
    """Measure the window as it ships, its panes as tiles."""
    desk = _desk(folder, port)
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    nothing = FileActions(*[lambda: None] * len(FileActions.__dataclass_fields__))
    window = Window(desk, Theme.load("light"), settings=settings, files=nothing)
    window.resize(1600, 1000)
    window.show()
    for model in _models():
        window.page.asking.add(model)
    window.page.composer.box.set_exact_text("Write at length.")
    window.page.arrange("tiles")
    window.page.rounds.send()
    live = window.page.live
    assert live is not None
    _wait(lambda: _prefilled(live, flow))
    _settle()
    figures = Heart().measure(flow.seconds)
    _check(live)
    if not all(pane.view is not None and pane.view.isVisible() for pane in window.page.panes):
        raise RuntimeError("not every pane was seen")
    window.page.rounds.stop()
    _wait(lambda: not live.running)
    window.close()
    desk.close()
    return figures


def naive(folder: Path, port: int, flow: Flow) -> dict[str, float]:
    """Measure eight text widgets that are given their whole text 30 times a second."""
    desk = _desk(folder, port)
    live = desk.comparing.start("Write at length.", _models())
    shell = QWidget()
    grid = QGridLayout(shell)
    browsers = [QTextBrowser() for _ in range(PANES)]
    for number, browser in enumerate(browsers):
        grid.addWidget(browser, number // 4, number % 4)
    shell.resize(1600, 1000)
    shell.show()
    tick = QTimer()
    tick.setInterval(8)
    tick.timeout.connect(desk.tick)
    tick.start()
    _wait(lambda: _prefilled(live, flow))
    timers = []
    for browser, (written, *_) in zip(browsers, live.panes, strict=True):

        def show(browser: QTextBrowser = browser, written: object = written) -> None:
            browser.setMarkdown(written.text)  # type: ignore[attr-defined]
            bar = browser.verticalScrollBar()
            bar.setValue(bar.maximum())

        timer = QTimer()
        timer.setInterval(NAIVE_MS)
        timer.timeout.connect(show)
        timer.start()
        timers.append(timer)
    figures = Heart().measure(flow.seconds)
    _check(live)
    for timer in (*timers, tick):
        timer.stop()
    desk.comparing.stop_all(live)
    due = time.monotonic() + PATIENCE_S
    while live.running and time.monotonic() < due:
        desk.tick()
    shell.close()
    desk.close()
    return figures


def _prefilled(live: LiveComparison, flow: Flow) -> bool:
    least = int(flow.prefilled * 3.5)
    return all(one.text_length > least for one in live.answers())


def _settle() -> None:
    begun = time.monotonic()
    _wait(lambda: time.monotonic() - begun > SETTLE_S)


def _check(live: LiveComparison) -> None:
    if not all(one.running for one in live.answers()):
        ends = {one.stop_reason for one in live.answers()}
        raise RuntimeError(f"an answer ended while it was measured: {ends}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--tokens-a-second", type=float, default=200.0)
    parser.add_argument("--prefilled", type=int, default=12_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    flow = Flow(options.prefilled, options.tokens_a_second, options.seconds)
    if options.serve:
        asyncio.run(_serve(flow))
        return
    application = QApplication([])
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, candidate in (("sidelight", sidelight), ("set_markdown_30hz", naive)):
            given = [f"--seconds={flow.seconds}", f"--tokens-a-second={flow.pace}"]
            command = [sys.executable, __file__, "--serve", f"--prefilled={flow.prefilled}", *given]
            child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            assert child.stdin is not None
            assert child.stdout is not None
            try:
                port = int(child.stdout.readline())
                figures[name] = candidate(Path(folder) / name, port, flow)
            finally:
                child.stdin.close()
                child.wait(10)
                child.stdout.close()
    application.quit()
    if options.json:
        print(json.dumps(figures))
        return
    ours, theirs = figures.values()
    print(
        f"{goals.conditions()}; {PANES} answers of {flow.prefilled} tokens, {flow.pace:g} more a second each"
    )
    print(f"{'':20}{'Sidelight':>12}{'setMarkdown':>14}")
    for name, value in ours.items():
        print(f"{name.replace('_', ' '):20}{value:>12}{theirs.get(name, ''):>14}")
    print()
    goals.held("longest work between two beats, 99 of 100", ours["busy_p99_ms"], "ms", at_most=10)
    goals.held("longest work between two beats", ours["busy_max_ms"], "ms", at_most=16)
    goals.held("the window's thread at work", ours["thread_share"] * 100, "%", at_most=30)
    goals.held("setMarkdown's longest work, times ours", theirs["busy_max_ms"] / ours["busy_max_ms"])


if __name__ == "__main__":
    main()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How long drawings in an answer hold the window up.

``python tests/bench/artifacts_in_answers.py [--blocks N]``, with a display.

An answer with formulas, SVG, CSV and JSON is fed at 60 pieces a second, then scrolled from its beginning to
its end, then shown anew at once. The figure is the window thread's time between two heartbeats, 4 ms apart
where nothing holds it up: the longest, and the 99th of a hundred.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "app")]

from PySide6.QtCore import QEventLoop, Qt, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget  # noqa: E402

from sidelight.gui.answer.view import AnswerView  # noqa: E402
from sidelight.gui.collecting import COLLECTING  # noqa: E402
from sidelight.gui.rendered.studio import Studio  # noqa: E402
from sidelight.gui.style import dress  # noqa: E402
from sidelight.gui.theme import Theme  # noqa: E402
from sidelight.workbench.rendering import Rendering  # noqa: E402
from sidelight.workbench.settings import Places  # noqa: E402

PIECE = 24
GOAL_MS = 16.0


def answer(blocks: int) -> str:
    """So many drawings, tables and trees, each with other content."""
    parts = ["# Many\n\n"]
    for n in range(blocks):
        circle = f"<circle cx='{20 + n % 160}' cy='40' r='30' fill='#2f6fde'/>"
        svg = f"<svg xmlns='http://www.w3.org/2000/svg' width='200' height='80'>{circle}</svg>"
        rows = "".join(f"{row},{row * n},{row + n}\n" for row in range(12))
        parts.append(f"Paragraph {n} with $x_{{{n}}}^2 + {n}$ in it and some more words to read.\n\n")
        parts.append(f"```svg\n{svg}\n```\n\n```csv\na,b,c\n{rows}```\n\n")
        parts.append(f'```json\n{{"n": {n}, "list": [1, 2, 3]}}\n```\n\n')
    return "".join(parts)


class Heartbeat:
    """Measures the thread's time between beats."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = time.thread_time()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(4)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.thread_time()
        self.gaps.append((now - self._last) * 1000)
        self._last = now

    def told(self, name: str) -> str:
        """The figures so far; begins anew."""
        gaps, self.gaps = sorted(self.gaps), []
        worst, p99 = gaps[-1], gaps[int(len(gaps) * 0.99)]
        verdict = "holds" if p99 <= GOAL_MS else "misses"
        return (
            f"{name:>9}: longest {worst:5.1f} ms, 99 % {p99:5.1f} ms ({verdict} the goal of {GOAL_MS:g} ms)"
        )


def pause(seconds: float) -> None:
    """Let the window live."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--blocks", type=int, default=30, help="of each kind")
    text = answer(parser.parse_args().blocks)
    application = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        rendering = Rendering(Places(Path(folder), Path(folder) / "config"))
        rendering.ready()
        theme = Theme.load("light")
        window = QWidget()
        dress(application, window, theme)
        layout = QVBoxLayout(window)
        studio = Studio(lambda: rendering, theme, None)
        view = AnswerView(theme, window)
        layout.addWidget(view)
        window.resize(760, 1000)
        drawings = studio.attach(view)
        window.show()
        # Workers start and modules come in with the first of each.
        view.set_text(answer(1))
        pause(3)
        view.set_text("")
        COLLECTING.hold(window)  # as the window does while something moves
        beat = Heartbeat()
        for start in range(0, len(text), PIECE):
            view.feed(text[start : start + PIECE])
            view.show_pending(6)
            pause(1 / 60)
        view.finish()
        pause(1)
        print(beat.told("written"))
        bar = view.verticalScrollBar()
        for step in range(100):
            bar.setValue(bar.maximum() * step // 99)
            pause(0.05)
        print(beat.told("scrolled"))
        view.set_text(text)
        began = time.perf_counter()
        while studio.busy or time.perf_counter() - began < 0.5:
            pause(0.02)
        print(beat.told("at once"))
        shown = sum(drawings.drawing(index) is not None for index in range(3 * text.count("```csv")))
        print(f"{shown} drawings stand after {time.perf_counter() - began:.1f} s")
        studio.close()
        rendering.close()
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How long a reader waits: resizing and scrolling a long answer, opening a long conversation.

    python tests/bench/long_answers.py [--tokens 64000] [--messages 400]

Times are CPU time of the window's thread until everything is painted, so other work on the machine does not
count. Each step is taken many times; the figure is the slowest of them, and the median stands beside it.
The conversation is opened in two ways: as one text in an answer view, and as the last of hundreds of
comparisons, each of which follows the one before, in Sidelight's window. It is no test.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QTextBrowser, QWidget
from streaming import answer

from sidelight.domain.comparison import Comparison
from sidelight.domain.identity import ComparisonId, GenerationId
from sidelight.domain.message import Conversation
from sidelight.domain.model import Connection
from sidelight.gui.answer import AnswerView
from sidelight.gui.files import FileActions
from sidelight.gui.theme import Theme
from sidelight.gui.window import Window
from sidelight.providers.catalogue import Catalogue
from sidelight.store.project import ProjectFile
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment
from support import goals
from unit.store import making


def milliseconds(app: QApplication, work: Callable[[], object]) -> float:
    """CPU time of this thread until everything is painted."""
    app.processEvents()
    begun = time.thread_time()
    work()
    app.processEvents()
    return (time.thread_time() - begun) * 1000


def wheel(widget: QWidget) -> None:
    """One step of the mouse wheel, downwards."""
    middle = QPointF(widget.width() / 2, widget.height() / 2)
    event = QWheelEvent(
        middle,
        widget.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def slowest(name: str, times: list[float], at_most: float) -> None:
    """Print the slowest with its goal, and the median."""
    goals.held(f"{name} (median {statistics.median(times):.1f} ms)", max(times), "ms", at_most=at_most)


def long_pane(app: QApplication, text: str) -> None:
    """Resize and scroll one long answer; then a text browser with the same text."""
    view = AnswerView(Theme.load("light"))
    view.resize(700, 800)
    view.show()
    view.set_text(text)
    while view.waiting:
        app.processEvents()
    bar = view.verticalScrollBar()
    resized: list[float] = []
    for place in (0.0, 0.5, 1.0):
        bar.setValue(round(bar.maximum() * place))
        widths = [700 - 7 * step for step in range(1, 15)] + [900, 500, 1200, 700]
        resized += [milliseconds(app, lambda width=width: view.resize(width, 800)) for width in widths]
    bar.setValue(bar.maximum() // 3)
    turned = [milliseconds(app, lambda: wheel(view.viewport())) for _ in range(200)]
    far = [milliseconds(app, lambda n=n: bar.setValue(bar.maximum() * n // 41)) for n in range(40)]
    view.close()
    browser = QTextBrowser()
    browser.resize(700, 800)
    browser.show()
    browser.setMarkdown(text)
    beside = [milliseconds(app, lambda w=width: browser.resize(w, 800)) for width in (693, 686, 679)]
    browser.close()
    slowest("resizing a long answer", resized, 16)
    slowest("a step of the wheel in it", turned, 4)
    slowest("a jump to another place of it", far, 16)
    goals.held("a QTextBrowser with the same text: resizing", statistics.median(beside), "ms")


def one_text(app: QApplication, messages: list[str]) -> None:
    """Open a conversation as one text."""
    text = "\n\n---\n\n".join(messages)
    times = []
    view = AnswerView(Theme.load("light"))
    view.resize(700, 800)
    view.show()
    for _ in range(5):
        times.append(milliseconds(app, lambda: view.set_text(text)))
    while view.waiting:
        app.processEvents()
    print(f"{len(messages)} messages, {len(text) / 1000:.0f} thousand characters")
    view.close()
    slowest("opening them as one text, to the first picture", times, 100)


def chain(project: ProjectFile, messages: list[str]) -> ComparisonId:
    """A conversation as comparisons that follow each other; gives the last one."""
    before: tuple[GenerationId, ...] = ()
    comparison = making.comparison(0)
    for number in range(len(messages) // 2):
        first = making.comparison(number)
        asked = Conversation.asking(messages[2 * number])
        comparison = Comparison(first.id, asked, first.models[:1], first.created_ms, follows=before)
        project.add_comparison(comparison)
        begun = making.generation(comparison)
        project.begin(begun)
        project.finish(making.ended(begun, messages[2 * number + 1]), None)
        before = (begun.id,)
    project.flush(60.0)
    return comparison.id


def in_the_window(app: QApplication, folder: Path, messages: list[str]) -> None:
    """Open a conversation in the window as it ships, from another comparison and back."""
    connection = Connection("bench", "openai", "Bench", "http://127.0.0.1:9/v1")
    catalogue = Catalogue(data_folder=folder, connections=(connection,), recordings=(), environ={})
    project = ProjectFile.create(folder / "bench.sidelight")
    last = chain(project, messages)
    first = making.comparison(0).id
    desk = Desk(project, catalogue, Moment.real())
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    nothing = FileActions(*[lambda: None] * len(FileActions.__dataclass_fields__))
    window = Window(desk, Theme.load("light"), settings=settings, files=nothing)
    window.resize(1600, 1000)
    window.show()
    times = []
    for _ in range(5):
        milliseconds(app, lambda: window.page.open(first))
        times.append(milliseconds(app, lambda: window.page.open(last)))
    live = window.page.live
    assert live is not None
    whole = milliseconds(app, lambda: desk.comparing.conversation(live, 0))
    count = len(desk.comparing.conversation(live, 0).messages)
    window.close()
    desk.close()
    slowest("opening them in the window", times, 100)
    goals.held(f"gathering all {count} of them to be sent", whole, "ms", at_most=100)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--tokens", type=int, default=64_000)
    parser.add_argument("--messages", type=int, default=400)
    options = parser.parse_args()
    app = QApplication([])
    print(f"{goals.conditions()}; an answer of {options.tokens} tokens")
    long_pane(app, "".join(answer(options.tokens)))
    messages = ["".join(answer(600, seed=number)) for number in range(options.messages)]
    one_text(app, messages)
    with tempfile.TemporaryDirectory() as folder:
        in_the_window(app, Path(folder), messages)


if __name__ == "__main__":
    main()

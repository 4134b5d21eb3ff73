# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a token costs the window's thread: the answer view beside Qt's own widgets, in one run.

    python tests/bench/streaming.py [--tokens 64000]

Prints microseconds of CPU per token and ratios. Trust the ratios: times depend on the machine. It is no test.
``setMarkdown`` for each token of 64,000 would take more than an hour, so the two candidates that set the
whole text are measured at some lengths of it, and a cost that grows in proportion is fitted to them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from markdown_it import MarkdownIt
from pygments import lex
from pygments.lexers import get_lexer_by_name
from pygments.styles import get_style_by_name
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextBrowser, QWidget

from sidelight.gui.answer import AnswerView
from sidelight.gui.theme import Theme
from support import goals

WORDS = [
    *("the model answers with a token after another and the window shows each of them").split(),  # noqa: SIM905
    *("as soon as it has come so that a reader may follow what is written").split(),  # noqa: SIM905
]
CODE = '''def mean(values: list[float]) -> float:
    """The arithmetic mean; raises ValueError for no values."""
    if not values:
        raise ValueError("no values")  # nothing to divide by
    return sum(values) / len(values)
'''


def answer(tokens: int, seed: int = 7) -> list[str]:
    """A mixed answer in pieces of about four characters."""
    choose = random.Random(seed)
    parts: list[str] = []
    size = 0
    number = 0

    def sentence() -> str:
        words = [choose.choice(WORDS) for _ in range(choose.randint(8, 18))]
        words[choose.randrange(len(words))] = choose.choice(
            ["**strong**", "*emphasis*", "`code()`", "[link](http://x.y)"]
        )
        return " ".join(words).capitalize() + "."

    while size < tokens * 4:
        number += 1
        block = [f"## {number}. A heading\n\n"]
        block += [" ".join(sentence() for _ in range(choose.randint(2, 5))) + "\n\n" for _ in range(2)]
        kind = number % 4
        if kind == 0:
            block.append("```python\n" + CODE * choose.randint(2, 8) + "```\n\n")
        elif kind == 1:
            block += [f"- **Item {i}**: {sentence()}\n" for i in range(choose.randint(3, 8))] + ["\n"]
        elif kind == 2:
            rows = [
                f"| model-{i} | {choose.random() * 90:.1f} | short note |\n"
                for i in range(choose.randint(4, 12))
            ]
            block += ["| Model | Score | Notes |\n|:--|--:|---|\n", *rows, "\n"]
        else:
            block.append(
                "$$\nL(\\theta) = -\\sum_i \\log p_\\theta(x_i)\n$$\n\n> A remark that is quoted.\n\n"
            )
        parts += block
        size += sum(map(len, block))
    text = "".join(parts)[: tokens * 4]
    pieces: list[str] = []
    at = 0
    while at < len(text):
        step = choose.choice([1, 2, 3, 4, 4, 5, 5, 6, 6])
        pieces.append(text[at : at + step])
        at += step
    return pieces


EARLY, LATE = (1 / 16, 1 / 4), (1 / 2, 1.0)
"""The shares of an answer whose costs are compared."""


class Candidate:
    """A widget and how it takes text; ``flush`` is everything that happens for one frame."""

    def __init__(self, app: QApplication, widget: QWidget) -> None:
        self.app = app
        self.widget = widget
        widget.resize(700, 800)
        widget.show()
        app.processEvents()

    def cost(self, work: Callable[[], None]) -> float:
        """CPU seconds of this thread, painting included."""
        begin = time.thread_time()
        work()
        self.app.processEvents()
        return time.thread_time() - begin


def answer_view(app: QApplication, pieces: list[str], tokens_a_frame: int) -> list[float]:
    """CPU seconds a token, for each token, in the answer view."""
    view = AnswerView(Theme.load("light"))
    view.shared.lexers.wait("python")
    candidate = Candidate(app, view)
    costs: list[float] = []
    for at in range(0, len(pieces), tokens_a_frame):
        batch = pieces[at : at + tokens_a_frame]

        def frame(batch: list[str] = batch) -> None:
            for piece in batch:
                view.feed(piece)
            view.show_pending(6.0)

        spent = candidate.cost(frame)
        costs += [spent / len(batch)] * len(batch)
    view.close()
    return costs


def plain_text(app: QApplication, pieces: list[str], tokens_a_frame: int) -> list[float]:
    """The same in a plain text widget without any Markdown: the floor."""
    widget = QPlainTextEdit()
    widget.setReadOnly(True)
    widget.setUndoRedoEnabled(False)
    candidate = Candidate(app, widget)
    costs: list[float] = []
    for at in range(0, len(pieces), tokens_a_frame):
        batch = pieces[at : at + tokens_a_frame]

        def frame(batch: list[str] = batch) -> None:
            cursor = QTextCursor(widget.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText("".join(batch))
            bar = widget.verticalScrollBar()
            bar.setValue(bar.maximum())

        spent = candidate.cost(frame)
        costs += [spent / len(batch)] * len(batch)
    widget.close()
    return costs


class Tail:
    """What careful peers do: finished blocks stay, the open one is parsed and coloured anew at each frame."""

    def __init__(self) -> None:
        self.widget = QTextBrowser()
        self._parser = MarkdownIt("commonmark").enable("table")
        self._lexer = get_lexer_by_name("python")
        style = get_style_by_name("default")
        self._formats: dict[object, QTextCharFormat] = {}
        for token, look in style:
            form = QTextCharFormat()
            if look["color"]:
                form.setForeground(QColor(f"#{look['color']}"))
            form.setFontFamilies(["DejaVu Sans Mono"])
            form.setFontWeight(QFont.Weight.Bold if look["bold"] else QFont.Weight.Normal)
            self._formats[token] = form
        self._tail = ""
        self._kept = 0  # characters of the document that are finished

    def show(self, text: str) -> None:
        """Take more text and show it."""
        self._tail += text
        tops = [t for t in self._parser.parse(self._tail) if t.level == 0 and t.map and t.nesting >= 0]
        cursor = QTextCursor(self.widget.document())
        cursor.setPosition(self._kept)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        lines = self._tail.splitlines(keepends=True)
        for number, token in enumerate(tops):
            assert token.map is not None
            last = number == len(tops) - 1
            begin = token.map[0]
            end = len(lines) if last else tops[number + 1].map[0]  # type: ignore[index]
            if last:
                self._tail = "".join(lines[begin:])
                self._kept = max(0, self.widget.document().characterCount() - 1)
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertBlock()
            if token.type == "fence":
                for kind, value in lex(token.content, self._lexer):
                    cursor.insertText(value, self._formats.get(kind, QTextCharFormat()))
            else:
                cursor.insertMarkdown("".join(lines[begin:end]))
        bar = self.widget.verticalScrollBar()
        bar.setValue(bar.maximum())


def parse_tail(app: QApplication, pieces: list[str], tokens_a_frame: int) -> list[float]:
    """CPU seconds a token, for each token, when the open block is parsed anew for each frame."""
    tail = Tail()
    candidate = Candidate(app, tail.widget)
    costs: list[float] = []
    for at in range(0, len(pieces), tokens_a_frame):
        batch = "".join(pieces[at : at + tokens_a_frame])
        count = min(tokens_a_frame, len(pieces) - at)
        costs += [candidate.cost(lambda batch=batch: tail.show(batch)) / count] * count
    tail.widget.close()
    return costs


class Line:
    """A cost that grows in proportion to the length of the text: fitted to some measured frames."""

    def __init__(self, app: QApplication, pieces: list[str], tokens_a_frame: int, samples: int = 14) -> None:
        browser = QTextBrowser()
        candidate = Candidate(app, browser)
        found: list[tuple[float, float]] = []
        for number in range(samples):
            at = max(1, int(len(pieces) * (number + 0.5) / samples))
            text = "".join(pieces[:at])

            def frame(text: str = text) -> None:
                browser.setMarkdown(text)
                bar = browser.verticalScrollBar()
                bar.setValue(bar.maximum())

            frame()
            found.append((at, candidate.cost(frame) / tokens_a_frame))
        browser.close()
        middle_at = sum(at for at, _ in found) / samples
        middle = sum(cost for _, cost in found) / samples
        spread = sum((at - middle_at) ** 2 for at, _ in found)
        self.slope = sum((at - middle_at) * (cost - middle) for at, cost in found) / spread
        self.base = middle - self.slope * middle_at

    def mean(self, tokens: int) -> float:
        """CPU seconds a token over the first ``tokens``."""
        return max(self.base, 0.0) + self.slope * tokens / 2


def window(costs: list[float], first: float, last: float) -> float:
    """The mean cost of the tokens between two shares of the answer."""
    part = costs[int(len(costs) * first) : int(len(costs) * last)]
    return sum(part) / len(part)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--tokens", type=int, default=64_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    pieces = answer(options.tokens)
    a_frame = 4  # 200 tokens a second at about 50 frames
    at_30_hz = 7  # 200 tokens a second at 30 frames
    answer_view(app, pieces[:800], a_frame)  # imports and caches
    ours = answer_view(app, pieces, a_frame)
    floor = plain_text(app, pieces, a_frame)
    tail = parse_tail(app, pieces, a_frame)
    each, slow = Line(app, pieces, 1), Line(app, pieces, at_30_hz)
    total = len(pieces)
    lengths = [n for n in (1_000, 16_000, 64_000) if n < total] + [total]
    if len(lengths) > 1 and lengths[-1] < lengths[-2] * 1.05:
        lengths.pop(-2)
    table = {
        "answer view": [sum(ours[:n]) / n for n in lengths],
        "plain text, no Markdown": [sum(floor[:n]) / n for n in lengths],
        "open block parsed whole": [sum(tail[:n]) / n for n in lengths],
        "setMarkdown at 30 Hz": [slow.mean(n) for n in lengths],
        "setMarkdown per token": [each.mean(n) for n in lengths],
    }
    mean = table["answer view"][-1]
    ratios = {name: costs[-1] / mean for name, costs in table.items()}
    growth = window(ours, *LATE) / window(ours, *EARLY)
    if options.json:
        figures = {name: [round(cost * 1e6, 1) for cost in costs] for name, costs in table.items()}
        print(json.dumps({"tokens": lengths, "us": figures, "growth": round(growth, 3)}))
        return
    print(f"{goals.conditions()}; CPU of the window's thread, microseconds per token of an answer of")
    print(f"{'':30}" + "".join(f"{n:>10,}" for n in lengths) + " tokens")
    for name, costs in table.items():
        print(f"{name:30}" + "".join(f"{cost * 1e6:>10.0f}" for cost in costs))
    hours = each.mean(total) * total / 3600
    print(f"(The last two are fitted to 14 lengths; a full run of the last one would take {hours:.1f} h.)\n")
    late, early = (f"{round(total * a / 1000)}k to {round(total * b / 1000)}k" for a, b in (LATE, EARLY))
    goals.held(f"cost from {late} tokens beside {early}", growth, at_most=1.15)
    goals.held("setMarkdown per token, times the answer view", ratios["setMarkdown per token"], at_least=200)
    goals.held("setMarkdown at 30 Hz, times the answer view", ratios["setMarkdown at 30 Hz"], at_least=30)
    goals.held(
        "open block parsed whole, times the answer view", ratios["open block parsed whole"], at_least=2.5
    )
    goals.held("the answer view, times plain text", 1 / ratios["plain text, no Markdown"], at_most=1.6)


if __name__ == "__main__":
    main()

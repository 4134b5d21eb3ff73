# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a token costs the window's thread: the answer view beside Qt's own widgets, in one run.

    python tests/bench/streaming.py [--tokens 16000]

Prints microseconds of CPU per token and ratios. Trust the ratios: times depend on the machine. It is no test.
The costly candidates are measured at a few lengths of the text and summed up between them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Callable

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextBrowser, QWidget

from sidelight.gui.answer import AnswerView
from sidelight.gui.theme import Theme

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


def whole_parse(app: QApplication, pieces: list[str], tokens_a_frame: int, samples: int = 12) -> float:
    """Mean CPU seconds a token when the whole text is set again for each frame; sampled along the answer."""
    browser = QTextBrowser()
    candidate = Candidate(app, browser)
    total = 0.0
    for number in range(samples):
        at = max(1, int(len(pieces) * (number + 0.5) / samples))
        text = "".join(pieces[:at])

        def frame(text: str = text) -> None:
            browser.setMarkdown(text)
            bar = browser.verticalScrollBar()
            bar.setValue(bar.maximum())

        frame()
        total += candidate.cost(frame) / tokens_a_frame
    browser.close()
    return total / samples


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=16_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    pieces = answer(options.tokens)
    a_frame = 4  # 200 tokens a second at about 50 frames
    at_30_hz = 7  # 200 tokens a second at 30 frames
    answer_view(app, pieces[:800], a_frame)  # imports and caches
    ours = answer_view(app, pieces, a_frame)
    floor = plain_text(app, pieces, a_frame)
    each = whole_parse(app, pieces, 1)
    slow = whole_parse(app, pieces, at_30_hz)
    mean = sum(ours) / len(ours)
    quarter = len(ours) // 4
    early, late = sum(ours[quarter : 2 * quarter]) / quarter, sum(ours[-quarter:]) / quarter
    plain = sum(floor) / len(floor)
    figures = {
        "tokens": len(pieces),
        "answer_view_us": round(mean * 1e6, 1),
        "plain_text_us": round(plain * 1e6, 1),
        "set_markdown_us": round(each * 1e6, 1),
        "set_markdown_30hz_us": round(slow * 1e6, 1),
        "cheaper_than_set_markdown": round(each / mean, 1),
        "cheaper_than_30hz": round(slow / mean, 1),
        "times_plain_text": round(mean / plain, 2),
        "last_quarter_to_second": round(late / early, 2),
    }
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):28} {value}")


if __name__ == "__main__":
    main()

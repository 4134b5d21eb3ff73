# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel

from sidelight.gui.answer import AnswerView

MakeView = Callable[..., AnswerView]
DISPLAY_S = 3.0

TEXT = """## A heading

Words with **strong** and `code` and a [link](https://example.org) that wrap over more than one line of text.

- item *one*
- item two
  - [x] nested

```python
def f(x: int) -> str:
    return f"{x}"  # a comment that is rather long, longer than the listing is wide, so that it has to scroll
```

| a | b |
|---|--:|
| one | 1 |
| a longer cell that makes its column wider | 22 |

> quoted
> > twice

$$
x^2
$$

Setext
------

The end, with a last paragraph.
"""


def on_screen(view: AnswerView) -> QImage:
    """What the screen shows: the sum of all partial paintings."""
    QApplication.processEvents()
    while view._idle.isActive():
        QApplication.processEvents()
    QApplication.processEvents()
    picture = view.screen().grabWindow(view.winId()).toImage()
    return picture.convertToFormat(QImage.Format.Format_RGB32)


def check(view: AnswerView, after: str = "") -> None:
    """Compare both, and say where they differ."""
    # The display shows a moment later what was painted. What was left out of a painting never comes.
    until = time.monotonic() + DISPLAY_S
    while True:
        seen, anew = on_screen(view), drawn_anew(view)
        if seen == anew:
            return
        if time.monotonic() > until:
            break
    rows = [
        y
        for y in range(seen.height())
        if any(seen.pixel(x, y) != anew.pixel(x, y) for x in range(seen.width()))
    ]
    pytest.fail(f"rows {rows[0]} to {rows[-1]} ({len(rows)}) differ {after}")


def drawn_anew(view: AnswerView) -> QImage:
    """What a complete painting shows."""
    return (
        view.grab(QRect(0, 0, view.width(), view.height()))
        .toImage()
        .convertToFormat(QImage.Format.Format_RGB32)
    )


@pytest.mark.parametrize("seed", range(6))
def test_painting_bit_by_bit_looks_like_painting_anew(make_view: MakeView, seed: int) -> None:
    view = make_view(width=520, height=420)
    view.shared.lexers.wait("python")
    choose = random.Random(seed)
    text = TEXT * 2
    at = 0
    looks = 0
    while at < len(text):
        size = choose.choice([1, 2, 4, 9, 30])
        view.feed(text[at : at + size])
        at += size
        view.show_pending(6)
        if choose.random() < 0.25:
            looks += 1
            check(view, f"after {text[:at][-40:]!r}")
    view.finish()
    check(view)
    assert looks > 10


def test_scrolling_looks_like_painting_anew(make_view: MakeView) -> None:
    view = make_view(TEXT * 6, width=520, height=420)
    view.shared.lexers.wait("python")
    live = QLabel("live")
    view.embed(1, live, 150)
    choose = random.Random(1)
    bar = view.verticalScrollBar()
    for _ in range(40):
        bar.setValue(bar.value() + choose.choice([-300, -40, 7, 60, 250, 900]))
        check(view)
    view.set_notice("It was cut short.", "warn", [])
    for _ in range(20):
        bar.setValue(bar.maximum() - choose.randrange(200))
        check(view)

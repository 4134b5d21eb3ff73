# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a screen reader hears of an answer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from sidelight.gui.answer import AnswerView
from sidelight.gui.answer.speech import MOST, Speech

MakeView = Callable[..., AnswerView]

MANY = """
import shiboken6
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from sidelight.gui.answer import AnswerView
from sidelight.gui.theme import Theme

app = QApplication([])
QAccessible.setActive(True)
theme = Theme.load("light")
for number in range(200):
    view = AnswerView(theme)
    view.resize(300, 200)
    view.show()
    view.feed(f"**Answer** {number}\\n\\n")
    view.show_pending(100)
    view.feed("More.")
    view.finish()
    known = QAccessible.queryAccessibleInterface(view)
    assert known.text(QAccessible.Text.Description).endswith("More.")
    assert known.text(QAccessible.Text.Name) == "Answer"
    known.state(), known.rect(), known.childCount()
    app.processEvents()
    del known
    view.close()
    shiboken6.delete(view)
print("all", QAccessible.isActive())
"""


def listened(view: AnswerView) -> list[str]:
    heard: list[str] = []
    view.speech = Speech(view, lambda _widget, words: heard.append(words))
    return heard


def test_one_sentence_at_the_beginning_and_one_at_the_end(make_view: MakeView) -> None:
    view = make_view()
    view.setAccessibleName("Answer of Amber")
    heard = listened(view)
    for number in range(50):
        view.feed(f"word{number} ")
        view.show_pending(100)
    assert heard == ["Answer of Amber: being written."]
    assert view.accessibleDescription() == ""
    view.finish()
    assert heard[1:] == ["Answer of Amber: it has ended."]
    assert view.accessibleDescription() == view.text()


def test_a_finished_answer_that_is_opened_is_described_and_not_spoken_of(make_view: MakeView) -> None:
    view = make_view()
    heard = listened(view)
    view.set_text("Of old. " * MOST)
    assert heard == []
    assert len(view.accessibleDescription()) < MOST + 10


def test_what_nobody_sees_is_not_spoken_of(make_view: MakeView) -> None:
    view = make_view()
    heard = listened(view)
    view.hide()
    view.feed("Unseen.")
    view.show_pending(100)
    view.finish()
    assert heard == []
    assert view.accessibleDescription() == "Unseen."


def test_two_hundred_answers_come_and_go_while_a_screen_reader_listens() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", MANY],
        capture_output=True,
        text=True,
        timeout=120,
        env=dict(os.environ),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["all", "True"]

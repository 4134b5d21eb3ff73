# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a screen reader is told of an answer: that it begins, that it has ended, and then all of its text.

The text is the view's accessible description. Qt's interface for text would give a caret and a selection
too, but a subclass written in Python cannot serve it: with PySide6 6.11 its ``selection`` and ``attributes``
never reach Python and leave what they should fill in undefined, and a cast that gives ``None`` ends the
program.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

MOST = 20_000
"""Characters of a description."""


def announce(widget: QWidget, words: str) -> None:
    """Have a sentence spoken, if anyone listens, when the reader comes to it."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


def silence(widget: QWidget, words: str) -> None:
    """Have nothing spoken, for text that stands beside the answer."""


class Speech:
    """Speaks of one answer: once at its beginning, once at its end, never of a token.

    Args:
        widget: the view; its accessible name is what the sentences speak of.
        say: speaks.
    """

    def __init__(self, widget: QWidget, say: Callable[[QWidget, str], None] = announce) -> None:
        self._widget = widget
        self._say = say
        self._writing = False

    def reset(self) -> None:
        """Another answer takes this one's place."""
        self._writing = False
        self._widget.setAccessibleDescription("")

    def begin(self) -> None:
        """Text of an answer that is being written is shown; only the first time counts."""
        if not self._writing:
            self._writing = True
            self._speak(QCoreApplication.translate("AnswerView", "{0}: being written."))

    def end(self, text: str) -> None:
        """The answer is all there."""
        self._widget.setAccessibleDescription(text if len(text) < MOST else f"{text[:MOST]} …")
        if self._writing:
            self._writing = False
            self._speak(QCoreApplication.translate("AnswerView", "{0}: it has ended."))

    def _speak(self, sentence: str) -> None:
        if self._widget.isVisible():
            self._say(self._widget, sentence.format(self._widget.accessibleName()))

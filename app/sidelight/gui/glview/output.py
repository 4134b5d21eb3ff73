# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a script printed: a line that opens to a bounded console of plain text."""

from __future__ import annotations

import re
import time

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from sidelight.gui.icons import icon
from sidelight.gui.theme import Theme

KEPT_LINES = 5000
KEPT_CHARACTERS = 200_000
LINE_LENGTH = 2000
"""A longer line is broken: a text layout grows slow with the length of a line."""
SHOW_EVERY_MS = 120
MOST_LINES_SEEN = 9
_SHARE = 8

# Colours and cursor movements of a terminal, and every control character but tab and line feed.
_TERMINAL = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-_]|[\x00-\x08\x0b-\x1f\x7f-\x9f]"
)
# What turns the direction of reading, marks between lines, and halves of characters.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]")
# Both begin where a line does: looked for from each of its characters, a long one would hold the window up.
_OVERWRITTEN = re.compile(r"(?<![^\n\r])[^\n\r]*\r(?=[^\n\r])")
_LONG = re.compile(rf"(?<![^\n])[^\n]{{{LINE_LENGTH + 1},}}")


def printable(text: str) -> str:
    """Terminal output as plain text: no escapes, a line rewritten in place as it was last, none too long."""
    text = text.replace("\r\n", "\n")
    text = _TURNING.sub("\ufffd", _TERMINAL.sub("", _OVERWRITTEN.sub("", text)))
    return _LONG.sub(_broken, text)


def _broken(line: re.Match[str]) -> str:
    whole = line[0]
    return "\n".join(whole[at : at + LINE_LENGTH] for at in range(0, len(whole), LINE_LENGTH))


def _newest(text: str) -> str:
    """What is kept of a text, as it is shown: the console would make lines first that it then drops."""
    shown = printable(text[-KEPT_CHARACTERS:]).removesuffix("\n")
    return "\n".join(shown.rsplit("\n", KEPT_LINES)[-KEPT_LINES:])


class Output(QWidget):
    """The console under a live view.

    Signals:
        toggled: it was opened or closed, or needs another height.
    """

    toggled = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._raw = ""
        self._waiting: str | None = None
        self._head = QToolButton()
        self._head.setProperty("kind", "quiet")
        self._head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._head.setFont(theme.sans(11))
        self._head.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._head.clicked.connect(lambda: self.set_open(not self.is_open()))
        self._text = QPlainTextEdit()
        self._text.setProperty("kind", "bare")
        self._text.setReadOnly(True)
        self._text.setUndoRedoEnabled(False)
        self._text.setMaximumBlockCount(KEPT_LINES)
        self._text.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._text.setAccessibleName(self.tr("Output of the script"))
        self._text.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s - 1, 0, theme.space.s - 1, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._text)
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.setInterval(SHOW_EVERY_MS)
        self._pace.timeout.connect(self._show_waiting)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._text.setFont(theme.mono(12))
        self._text.document().setDocumentMargin(theme.space.xs)
        self._fit()
        self._name_head()

    def show_output(self, text: str) -> None:
        """Show what was printed so far, at most eight times a second."""
        if text == self._raw and self._waiting is None:
            return
        self._waiting = text
        if not self._pace.isActive():
            self._show_waiting()
            self._pace.start()

    def clear(self) -> None:
        """A new run begins with nothing."""
        self._waiting = None
        self._raw = ""
        self._text.clear()
        self._fit()
        self._name_head()

    def text(self) -> str:
        """What is shown."""
        return self._text.toPlainText()

    def is_open(self) -> bool:
        """Whether the text can be seen."""
        return not self._text.isHidden()

    def set_open(self, on: bool) -> None:
        """Open or close it."""
        if on != self.is_open():
            self._text.setVisible(on)
            if on:
                # How far down the end is can only be told once the text has been laid out.
                QTimer.singleShot(0, self, self._scroll_to_end)
            self._name_head()
            self.toggled.emit(on)

    def height_wanted(self) -> int:
        """Pixels that it takes as it stands."""
        head = min(self._head.sizeHint().height(), self._head.maximumHeight())
        return head + (self._text.height() if self.is_open() else 0)

    def _show_waiting(self) -> None:
        text, self._waiting = self._waiting, None
        if text is None or text == self._raw:
            return
        began = time.monotonic()
        bar = self._text.verticalScrollBar()
        follows = not self.is_open() or bar.value() >= bar.maximum() - 4
        grown = text[len(self._raw) :] if text.startswith(self._raw) else None
        # A line being rewritten in place is known only with its beginning, so its text is set as a whole.
        if grown is None or "\r" in grown or "\x1b" in grown or self._raw[-1:] == "\r":
            self._text.setPlainText(_newest(text))
        else:
            cursor = QTextCursor(self._text.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            # The last line feed waits for the next line, lest every console end in an empty one.
            kept = "\n" if self._raw.endswith("\n") else ""
            cursor.insertText(kept + _newest(grown))
        self._raw = text
        if self._fit() and self.is_open():
            self.toggled.emit(True)
        if follows:
            self._scroll_to_end()
        self._name_head()
        # A flood is shown less often: the window has more to do than that.
        took_ms = (time.monotonic() - began) * 1000
        self._pace.start(round(max(SHOW_EVERY_MS, took_ms * _SHARE)))

    def _fit(self) -> bool:
        """As high as a few lines need, up to a limit; returns whether that is another height than before."""
        lines = max(1, min(self._text.document().blockCount(), MOST_LINES_SEEN))
        height = lines * QFontMetrics(self._text.font()).lineSpacing() + 3 * self._theme.space.xs
        changed = height != self._text.height()
        self._text.setFixedHeight(height)
        return changed

    def _scroll_to_end(self) -> None:
        bar = self._text.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _name_head(self) -> None:
        lines = self._raw.count("\n") + (1 if self._raw and not self._raw.endswith("\n") else 0)
        if lines == 0:
            words = self.tr("No output")
        elif lines == 1:
            words = self.tr("Output, 1 line")
        else:
            words = self.tr("Output, {n} lines").format(n=f"{lines:,}".replace(",", "\u2009"))
        self._head.setText(words)
        self._head.setIcon(icon("down" if self.is_open() else "right", self._theme, self._theme.space.icon))
        self._head.setToolTip(self.tr("Close (O)") if self.is_open() else self.tr("Open (O)"))
        self._head.setEnabled(lines > 0 or self.is_open())
        self._head.setAccessibleName(words)

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Asks at which pace answers are to be replayed: the same for all, so that speed sways nobody."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from sidelight.gui.popover import Popover
from sidelight.gui.theme import Theme

USUAL = 60
PRESETS = (15, 30, 60, 120, 240, 0)
MOST = 10_000
_SETTING = "compare/pace"


class PaceCard(Popover):
    """A pace in tokens a second, a few usual ones to take, and how long it will last.

    Signals:
        chosen: the pace; 0 for everything at once.
    """

    chosen = Signal(float)

    def __init__(self, window: QWidget, theme: Theme, settings: QSettings) -> None:
        super().__init__(window)
        self._settings = settings
        self._tokens = 0
        space = theme.space
        self.setAccessibleName(self.tr("Replay at one pace"))
        heading = QLabel(self.tr("Replay at one pace"), self)
        heading.setProperty("kind", "heading")
        about = QLabel(
            self.tr("All answers come once more, side by side and equally fast, as a new comparison."), self
        )
        about.setProperty("kind", "quiet")
        about.setWordWrap(True)
        self.field = QLineEdit(self)
        self.field.setAccessibleName(self.tr("Tokens a second"))
        self.field.setMaximumWidth(6 * space.xxl // 2)
        unit = QLabel(self.tr("tokens a second"), self)
        self.lasts = QLabel(self)
        self.lasts.setProperty("kind", "small")
        row = QHBoxLayout()
        row.setSpacing(space.s)
        row.addWidget(self.field)
        row.addWidget(unit)
        row.addStretch()
        row.addWidget(self.lasts)
        usual = QHBoxLayout()
        usual.setSpacing(space.xs)
        self.presets: list[QPushButton] = []
        for pace in PRESETS:
            button = QPushButton(str(pace) if pace else self.tr("At once"), self)
            button.setProperty("kind", "link")
            button.clicked.connect(lambda _checked=False, pace=pace: self._take(pace))
            self.presets.append(button)
            usual.addWidget(button)
        usual.addStretch()
        self.wrong = QLabel(self.tr("Write a number from 1 to {0}; 0 gives everything at once.").format(MOST))
        self.wrong.setProperty("kind", "bad")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        self.start_button = QPushButton(self.tr("Replay"), self)
        self.start_button.setProperty("kind", "primary")
        self.start_button.clicked.connect(self._start)
        end = QHBoxLayout()
        end.addStretch()
        end.addWidget(self.start_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space.l, space.m, space.l, space.m)
        layout.setSpacing(space.s)
        layout.addWidget(heading)
        layout.addWidget(about)
        layout.addLayout(row)
        layout.addLayout(usual)
        layout.addWidget(self.wrong)
        layout.addLayout(end)
        self.field.textChanged.connect(self._show)
        self.field.returnPressed.connect(self._start)

    def ask(self, tokens: int) -> None:
        """Open; ``tokens`` is about how long the longest answer is."""
        self._tokens = tokens
        known = read_pace(str(self._settings.value(_SETTING) or ""))
        self.field.setText(f"{known if known is not None else USUAL:g}")
        self._show()
        self.open_on_top(self.field, 400, top=96)
        self.field.selectAll()

    def _take(self, pace: int) -> None:
        self.field.setText(str(pace))
        self.field.setFocus()

    def _show(self) -> None:
        pace = read_pace(self.field.text())
        self.wrong.setVisible(pace is None and bool(self.field.text().strip()))
        self.start_button.setEnabled(pace is not None)
        said = ""
        if pace:
            seconds = max(1, round(self._tokens / pace))
            said = self.tr("about {0} s").format(seconds)
            if seconds >= 120:
                said = self.tr("about {0} min").format(round(seconds / 60))
        self.lasts.setText(said)
        if self.isVisible():
            self.resize(self.width(), self.sizeHint().height())

    def _start(self) -> None:
        pace = read_pace(self.field.text())
        if pace is not None:
            self._settings.setValue(_SETTING, f"{pace:g}")
            self.dismiss()
            self.chosen.emit(pace)


def read_pace(text: str) -> float | None:
    """Tokens a second; ``None`` if it is no number from 0 to ``MOST``."""
    try:
        pace = round(float(text.strip().replace(",", ".")), 1)
    except (ValueError, OverflowError):
        return None
    return pace if pace == 0 or 1 <= pace <= MOST else None

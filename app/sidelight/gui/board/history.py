# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A way through time: the board as it was after so many votes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from sidelight.gui.board import words
from sidelight.gui.board.words import tr
from sidelight.gui.theme import Theme


class History(QWidget):
    """A slider, one step for each of the moments, and which one it stands at.

    Signals:
        changed: another moment is wanted.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._moments: tuple[int, ...] = ()
        self._at: int | None = None
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(tr("The board as it was"))
        self.slider.setToolTip(tr("The board as it was: only votes up to a moment count"))
        self.slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.line = QLabel(self)
        self.line.setProperty("kind", "small")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space.m)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.line)
        self.slider.valueChanged.connect(self._move)
        self._say()
        self.hide()

    @property
    def until_ms(self) -> int | None:
        """Up to when votes count; ``None`` at the slider's end: all, also those that are yet to come."""
        return self._at

    def offer(self, moments: Sequence[int]) -> None:
        """Moments at which votes were given; the one that was chosen stays."""
        if tuple(moments) == self._moments:
            return
        self._moments = tuple(moments)
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, len(moments) - 1))
        self.slider.setPageStep(max(1, len(moments) // 10))
        earlier = [place for place, moment in enumerate(moments) if self._at is None or moment <= self._at]
        self.slider.setValue(earlier[-1] if earlier else 0)
        self.slider.blockSignals(False)
        self.setVisible(len(moments) > 1)
        self._say()

    def to_end(self) -> None:
        """All votes again."""
        self.slider.setValue(self.slider.maximum())

    def _move(self, step: int) -> None:
        self._at = self._moments[step] if step < len(self._moments) - 1 else None
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        if self._at is None:
            told = tr("All votes")
        else:
            told = tr("Up to {0}").format(words.moment(self._at))
        self.line.setText(told)
        # As wide as the longer of the two, so that the slider does not move under the hand.
        longest = self.fontMetrics().horizontalAdvance(tr("Up to {0}").format("0000-00-00 00:00"))
        self.line.setMinimumWidth(longest)
        self.slider.setAccessibleDescription(told)

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Beside the line-up of an opened comparison: who of it cannot be asked, and the way back to one's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from sidelight.domain.model import Model
from sidelight.gui.buttons import LabelledButton
from sidelight.gui.compare.asking import RECORDED, Asking
from sidelight.gui.compare.chips import CHIP_HEIGHT
from sidelight.gui.theme import Theme


class LoanNote(QWidget):
    """A few quiet words and a button, there only while there is something to say."""

    def __init__(self, asking: Asking, back: QAction, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._asking = asking
        self._back = back
        self._gone: tuple[Model, ...] = ()
        self._compact = False
        self.setFixedHeight(CHIP_HEIGHT)
        self.words = QLabel(self)
        self.words.setProperty("kind", "small")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.button = LabelledButton("chip", self.tr("Your own models"), "undo", theme, self)
        self.button.clicked.connect(back.trigger)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space.xs, 0, 0, 0)
        row.setSpacing(theme.space.s)
        row.addWidget(self.words)
        row.addWidget(self.button)
        self.hide()

    def show_loan(self, *, here: bool) -> None:
        """Say how it stands; nothing where the next prompt goes on from what is open (not ``here``)."""
        loan = self._asking.loan
        gone, own = (loan.gone, self._asking.own) if loan is not None and here else ((), ())
        self._gone = tuple(gone)
        self._say()
        self.words.setAccessibleName(gone_words(self, gone))
        self.words.setToolTip("\n".join(_why(self, model) for model in gone))
        self.words.setVisible(bool(gone))
        names = ", ".join(model.label for model in own)
        self.button.setToolTip(f"{self._back.toolTip()}\n{names}")
        self.button.setAccessibleName(f"{self._back.text()}: {names}")
        self.button.setVisible(bool(own))
        self.setVisible(bool(gone or own))

    def full_width(self) -> int:
        """Pixels that the words and the whole button take."""
        told = gone_words(self, self._gone)
        words = self.words.fontMetrics().horizontalAdvance(told) if not self.words.isHidden() else 0
        return words + (self.button.full_width() if not self.button.isHidden() else 0)

    def set_compact(self, compact: bool) -> None:
        """Where there is little room: count the models instead of naming one, the button's drawing alone."""
        self.button.set_narrow(compact)
        self._compact = compact
        self._say()

    def _say(self) -> None:
        words = gone_words(self, self._gone)
        if self._compact and words:
            count = len({model.label for model in self._gone})
            one, more = self.tr("1 model cannot be asked"), self.tr("{0} models cannot be asked")
            words = one if count == 1 else more.format(count)
        self.words.setText(words)

    def set_theme(self, theme: Theme) -> None:
        """Tint anew."""
        self.button.set_theme(theme)


def gone_words(said_by: QWidget, gone: Sequence[Model]) -> str:
    """Which models cannot be asked, in a few words."""
    labels = list(dict.fromkeys(model.label for model in gone))
    if not labels:
        return ""
    if len(labels) == 1:
        return said_by.tr("{0} cannot be asked").format(labels[0])
    return said_by.tr("{0} and {1} more cannot be asked").format(labels[0], len(labels) - 1)


def _why(said_by: QWidget, model: Model) -> str:
    if model.ref.connection == RECORDED:
        return said_by.tr("{0} ({1}): its answers were recorded, so nothing new can be asked of it").format(
            model.label, model.ref
        )
    return said_by.tr("{0} ({1}): it cannot be asked here now").format(model.label, model.ref)

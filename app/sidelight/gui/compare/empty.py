# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What stands on the page before anything was asked: one sentence, and first steps."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from sidelight.gui.buttons import LabelledButton
from sidelight.gui.theme import Theme

WIDTH = 600


class EmptyPage(QWidget):
    """The sentence and the steps.

    Signals:
        prompt_offered: a prompt to put into the box.
    """

    prompt_offered = Signal(str)

    def __init__(self, add_model: QAction, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._sentence = QLabel(self)
        self._sentence.setProperty("kind", "heading")
        self._sentence.setWordWrap(True)
        self._hint = QLabel(self)
        self._hint.setProperty("kind", "quiet")
        self._hint.setWordWrap(True)
        self._add = QPushButton(add_model.text(), self)
        self._add.setProperty("kind", "primary")
        self._add.setToolTip(add_model.toolTip())
        self._add.clicked.connect(add_model.trigger)
        self.examples = [
            LabelledButton("example", prompt, "", theme, self)
            for prompt in (
                self.tr("Write a Python script that draws a rotating 3D cube, using PyOpenGL."),
                self.tr("Generate a level-3 Sierpinski triangle in ASCII."),
                self.tr(
                    "On the surface of the Moon, what has the greatest mass: "
                    "2 kg of lead or 1 kg of feathers?"
                ),
            )
        ]
        inner = QVBoxLayout()
        inner.setSpacing(theme.space.s)
        inner.addWidget(self._sentence)
        inner.addWidget(self._hint)
        inner.addSpacing(theme.space.s)
        inner.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        for button in self.examples:
            button.setToolTip(self.tr("Put this into the prompt box"))
            button.clicked.connect(
                lambda _checked=False, button=button: self.prompt_offered.emit(button.text())
            )
            inner.addWidget(button)
        self._middle = QWidget(self)
        self._middle.setLayout(inner)
        inner.setContentsMargins(0, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.space.xl, 0, theme.space.xl)
        layout.addStretch(2)
        layout.addWidget(self._middle, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.show_models(any_model=True)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        for button in self.examples:
            button.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words keep to a column in the middle."""
        super().resizeEvent(event)
        self._middle.setFixedWidth(max(240, min(WIDTH, self.width() - 48)))

    def show_models(self, *, any_model: bool) -> None:
        """Say the first step: write a prompt, or, where there is no model yet, add one."""
        if any_model:
            self._sentence.setText(
                self.tr("Put one prompt to several models and read their answers side by side.")
            )
            self._hint.setText(self.tr("Write a prompt below, or begin with one of these:"))
        else:
            self._sentence.setText(self.tr("No model is here to be asked yet."))
            self._hint.setText(
                self.tr("Add a GGUF file, and the model runs on this computer, without a network.")
            )
        self._add.setVisible(not any_model)
        for button in self.examples:
            button.setVisible(any_model)

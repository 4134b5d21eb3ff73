# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The files that went with a prompt, each a link to its text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from sidelight.domain.message import Part
from sidelight.gui.flow import FlowLayout
from sidelight.gui.theme import Theme

NAME_WIDTH = 240


class AttachedFiles(QWidget):
    """Links in rows: the prompt first, then each file with its length in characters.

    Signals:
        chosen: a text is to be shown (its part); ``None`` is the prompt.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.buttons: list[QPushButton] = []
        self._flow = FlowLayout(self, theme.space.s)
        self.setAccessibleName(self.tr("Attached files"))

    def show_files(self, files: Sequence[Part], width: int) -> None:
        """Show others, in rows of a width; nothing without files."""
        for gone in self.buttons:
            gone.hide()
            gone.deleteLater()
        self.buttons = []
        if files:
            self._add(self.tr("Prompt"), self.tr("Show the prompt"), None)
        for part in files:
            name = self.fontMetrics().elidedText(part.name, Qt.TextElideMode.ElideMiddle, NAME_WIDTH)
            about = self.tr("Show the text of {0}, {1} characters").format(part.name, f"{len(part.text):,}")
            self._add(f"{name} ({len(part.text):,})", about, part)
        self._flow.set_order(self.buttons)
        self.setVisible(bool(files))
        self.setFixedHeight(max(1, self._flow.heightForWidth(width)))

    def _add(self, words: str, about: str, part: Part | None) -> None:
        # An ampersand in a file's name is no key.
        button = QPushButton(words.replace("&", "&&"), self)
        button.setProperty("kind", "link")
        button.setToolTip(about)
        button.setAccessibleName(about)
        button.setAutoDefault(False)
        button.clicked.connect(partial(self._choose, part))
        button.show()
        self.buttons.append(button)

    def _choose(self, part: Part | None, _checked: bool = False) -> None:
        self.chosen.emit(part)

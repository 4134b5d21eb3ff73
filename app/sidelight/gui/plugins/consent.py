# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The question before a plugin's widgets run inside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sidelight.gui.plugins.words import origin
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.rendering import Plugin


class ConsentDialog(QDialog):
    """Says what it means; the careful answer is the one at hand."""

    def __init__(self, plugin: Plugin, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Let “{0}” run inside the window?").format(plugin.name))
        self.setMinimumWidth(460)
        version = plugin.info.version if plugin.info is not None else ""
        words = (
            self.tr("“{0}” {1} ({2}) draws with widgets of its own.").format(
                plugin.name, version, origin(plugin)
            ),
            self.tr(
                "They run inside Sidelight, not in the sandbox: they can read your files and keys, use the "
                "network, and stall or end the window."
            ),
            self.tr("Your answer holds for this version. You can withdraw it here at any time."),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space.xl, theme.space.l, theme.space.xl, theme.space.l)
        layout.setSpacing(theme.space.m)
        for sentence in words:
            label = QLabel(sentence, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            layout.addWidget(label)
        self.refuse_button = QPushButton(self.tr("Leave it off"), self)
        self.refuse_button.setDefault(True)
        self.agree_button = QPushButton(self.tr("Let it run"), self)
        self.agree_button.setAutoDefault(False)
        self.refuse_button.clicked.connect(self.reject)
        self.agree_button.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.agree_button)
        row.addWidget(self.refuse_button)
        layout.addLayout(row)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.refuse_button.setFocus()

    def agreed(self) -> bool:
        """Ask, and wait for the answer."""
        return self.exec() == QDialog.DialogCode.Accepted

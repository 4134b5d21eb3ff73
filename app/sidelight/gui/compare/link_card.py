# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A link in an answer asks before it leads anywhere: a model may have written it to look like another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sidelight.gui.popover import Popover
from sidelight.gui.theme import Theme

OPENED = frozenset({"http", "https", "mailto"})
"""What the system may be asked to open; everything else is only shown."""
SHOWN = 600


class LinkCard(Popover):
    """The whole address, and what may be done with it."""

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        open_outside: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(window)
        self._address = ""
        self._open_outside = open_outside
        self.setAccessibleName(self.tr("Link"))
        self.setFixedWidth(440)
        self._told = QLabel(self.tr("The answer links to this address:"), self)
        self.address = QLabel(self)
        self.address.setTextFormat(Qt.TextFormat.PlainText)
        self.address.setWordWrap(True)
        self.address.setFont(theme.mono())
        self.address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._refused = QLabel(self.tr("Sidelight opens web and mail addresses only."), self)
        self._refused.setProperty("kind", "quiet")
        self.copy_button = QPushButton(self.tr("Copy"), self)
        self.open_button = QPushButton(self.tr("Open in the browser"), self)
        row = QHBoxLayout()
        row.setSpacing(theme.space.s)
        row.addStretch()
        row.addWidget(self.copy_button)
        row.addWidget(self.open_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space.m, theme.space.m, theme.space.m, theme.space.m)
        layout.setSpacing(theme.space.s)
        layout.addWidget(self._told)
        layout.addWidget(self.address)
        layout.addWidget(self._refused)
        layout.addLayout(row)
        self.copy_button.clicked.connect(self._copy)
        self.open_button.clicked.connect(self._open_it)

    def ask(self, address: str) -> None:
        """Show an address and ask."""
        self._address = address
        url = QUrl(address)
        allowed = url.isValid() and url.scheme().lower() in OPENED
        # The encoded form shows look-alike letters of other scripts as what they are.
        exact = bytes(url.toEncoded().data()).decode("ascii", "replace") if allowed else address
        shown = exact if len(exact) <= SHOWN else exact[:SHOWN] + "…"
        # A zero-width space lets a long address wrap.
        self.address.setText("\u200b".join(shown[at : at + 40] for at in range(0, len(shown), 40)))
        self.address.setAccessibleName(exact)
        self.open_button.setVisible(allowed)
        self._refused.setVisible(not allowed)
        self.open_on_top(self.copy_button, 440, top=96)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address)
        self.dismiss()

    def _open_it(self) -> None:
        self.dismiss()
        self._open_outside(QUrl(self._address))

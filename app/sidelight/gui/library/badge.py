# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The sandbox badge: how strongly this machine holds a stranger's program, as shape, colour and word."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sidelight.domain.running import Level, SandboxReport
from sidelight.gui.buttons import LabelledButton
from sidelight.gui.library.sandbox_page import DRAWINGS, TOKENS, SandboxPage, about
from sidelight.gui.theme import Theme


class SandboxBadge(LabelledButton):
    """The badge; a click opens the page that tells more.

    Signals:
        retest_wanted: the self-test is to be made again.
    """

    retest_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("place", "", "shield-half", theme, parent)
        self._report: SandboxReport | None = None
        self._page: SandboxPage | None = None
        self.clicked.connect(self.open_page)
        self._show()

    @property
    def word(self) -> str:
        """What the badge says."""
        if self._report is None:
            return self.tr("Sandbox: checking")
        return {
            Level.A: self.tr("Sandbox A"),
            Level.B: self.tr("Sandbox B"),
            Level.NONE: self.tr("No sandbox"),
        }[self._report.level]

    def show_report(self, report: SandboxReport | None) -> None:
        """Show what the self-test found; ``None`` while it runs."""
        if report != self._report:
            self._report = report
            self._show()
            if self._page is not None:
                self._page.show_report(report)

    def _show(self) -> None:
        level = self._report.level if self._report is not None else None
        if level is None:
            self.set_drawing("shield-half")
        else:
            self.set_drawing(DRAWINGS[level], TOKENS[level])
        self.setText(self.word)
        self.setAccessibleName(self.word)
        self.setToolTip(self.word if level is None else f"{self.word}\n{about(level)}")

    def open_page(self) -> None:
        """Show what holds, what was tried, and how to hold better."""
        if self._page is None:
            self._page = SandboxPage(self._theme, self.window())
            self._page.retest_wanted.connect(self._retest)
        self._page.set_theme(self._theme)
        self._page.show_report(self._report)
        self._page.show()
        self._page.raise_()
        self._page.activateWindow()

    def _retest(self) -> None:
        self.show_report(None)
        self.retest_wanted.emit()

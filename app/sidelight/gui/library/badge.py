# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The sandbox badge: how strongly this machine holds a stranger's program, as shape, colour and word."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sidelight.domain.running import Level, SandboxReport
from sidelight.gui.buttons import LabelledButton
from sidelight.gui.icons import pixmap
from sidelight.gui.popover import Popover
from sidelight.gui.theme import Theme


def _tr(text: str) -> str:
    return QCoreApplication.translate("SandboxBadge", text)


DRAWINGS = {Level.A: "shield", Level.B: "shield-half", Level.NONE: "shield-off"}
TOKENS = {Level.A: "good", Level.B: "warn", Level.NONE: "bad"}


class SandboxBadge(LabelledButton):
    """The badge; a click tells more."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("place", "", "shield-half", theme, parent)
        self._report: SandboxReport | None = None
        self._card: SandboxCard | None = None
        self.clicked.connect(self._tell)
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

    def _show(self) -> None:
        level = self._report.level if self._report is not None else None
        if level is not None:
            self.set_drawing(DRAWINGS[level], TOKENS[level])
        self.setText(self.word)
        self.setAccessibleName(self.word)
        self.setToolTip(self.word if level is None else f"{self.word}\n{about(level)}")

    def _tell(self) -> None:
        if self._report is None:
            return
        if self._card is not None:
            self._card.deleteLater()
        self._card = SandboxCard(self._report, self._theme, self.window())
        self._card.open_beside(self, self._card)


def about(level: Level) -> str:
    """What a level means, in a sentence."""
    return {
        Level.A: _tr(
            "Scripts run in namespaces of their own, behind Landlock and seccomp, without a network."
        ),
        Level.B: _tr(
            "Scripts run behind Landlock and seccomp, without a network; namespaces are not available."
        ),
        Level.NONE: _tr("This computer cannot hold a stranger's program, so no script is run."),
    }[level]


class SandboxCard(Popover):
    """What holds, what is missing, and what the self-test tried."""

    def __init__(self, report: SandboxReport, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(self.tr("Sandbox"))
        self.setFixedWidth(380)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space.m, theme.space.m, theme.space.m, theme.space.m)
        layout.setSpacing(theme.space.xs)
        layout.addWidget(self._line(about(report.level)))
        if report.layers:
            layout.addWidget(self._line(self.tr("Layers: {0}").format(", ".join(report.layers)), "quiet"))
        for missing in report.missing:
            layout.addWidget(self._line(missing, "warn"))
        if report.self_test:
            held = sum(result.held for result in report.self_test)
            told = self.tr("Self-test: {0} of {1} attacks held").format(held, len(report.self_test))
            layout.addWidget(self._line(told, "quiet"))
        for result in report.self_test:
            if result.held:
                continue
            row = QHBoxLayout()
            row.setSpacing(theme.space.s)
            mark = QLabel(self)
            mark.setPixmap(pixmap("close", theme.css("bad"), 12, self.devicePixelRatioF()))
            mark.setAccessibleName(self.tr("not held"))
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(self._line(f"{result.name} {result.detail}".strip()), 1)
            layout.addLayout(row)

    def _line(self, text: str, kind: str = "") -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText(text)
        label.setWordWrap(True)
        if kind:
            label.setProperty("kind", kind)
        return label

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The page behind the sandbox badge: what holds here, what the self-test tried, and how to hold better."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from sidelight.domain.running import CanaryResult, Level, SandboxReport
from sidelight.gui.glview.buttons import WordButton
from sidelight.gui.glview.plain import plain_label
from sidelight.gui.icons import pixmap
from sidelight.gui.theme import Theme

DRAWINGS = {Level.A: "shield", Level.B: "shield-half", Level.NONE: "shield-off"}
TOKENS = {Level.A: "good", Level.B: "warn", Level.NONE: "bad"}
SIZE = (560, 620)


def _tr(text: str) -> str:
    return QCoreApplication.translate("SandboxPage", text)


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


def way_up(level: Level) -> str:
    """How to come to a better level; empty where there is none."""
    return {
        Level.A: "",
        Level.B: _tr(
            "Level A needs bubblewrap and a system that lets users make namespaces. On Debian and Ubuntu: "
            "sudo apt install bubblewrap. Then test again."
        ),
        Level.NONE: _tr(
            "A Linux kernel with Landlock and seccomp is needed: 5.13 or newer, with “landlock” among the "
            "security modules that it starts with. Debian 12 and Ubuntu 22.04 have it."
        ),
    }[level]


class SandboxPage(QDialog):
    """The page. It stays open beside the window, and shows the next report as it comes.

    Signals:
        retest_wanted: the self-test is to be made again.
    """

    retest_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._report: SandboxReport | None = None
        self.setWindowTitle(self.tr("Sandbox"))
        self.setAccessibleName(self.tr("Sandbox"))
        self.resize(*SIZE)
        space = theme.space
        self._mark = QLabel()
        self._title = plain_label()
        self._title.setFont(theme.sans(18, bold=True))
        self._about = plain_label("", "quiet")
        self.retest_button = WordButton(self.tr("Test again"))
        self.retest_button.clicked.connect(self.retest_wanted)
        words = QVBoxLayout()
        words.setSpacing(space.xs)
        words.addWidget(self._title)
        words.addWidget(self._about)
        head = QHBoxLayout()
        head.setSpacing(space.m)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(self.retest_button, 0, Qt.AlignmentFlag.AlignTop)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        line = QFrame()
        line.setProperty("kind", "hairline")
        line.setFixedHeight(space.hairline)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.l, space.l, space.l, 0)
        column.setSpacing(space.m)
        column.addLayout(head)
        column.addWidget(line)
        column.addWidget(self._area, 1)
        self.show_report(None)

    def show_report(self, report: SandboxReport | None) -> None:
        """Show what the self-test found; ``None`` while it runs."""
        self._report = report
        level = report.level if report is not None else None
        self._title.setText(
            self.tr("The self-test is running …")
            if level is None
            else self.tr("No sandbox")
            if level is Level.NONE
            else self.tr("Level {0}").format(level.value)
        )
        self._about.setText("" if level is None else about(level))
        drawing, token = ("shield-half", "quiet") if level is None else (DRAWINGS[level], TOKENS[level])
        self._mark.setPixmap(pixmap(drawing, self._theme.css(token), 32, self.devicePixelRatioF()))
        self.retest_button.setEnabled(report is not None)
        self._area.setWidget(self._body(report))

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        if theme is not self._theme:
            self._theme = theme
            self.show_report(self._report)

    def _body(self, report: SandboxReport | None) -> QWidget:
        body = QWidget()
        space = self._theme.space
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, space.m, space.l)
        column.setSpacing(space.s)
        if report is not None:
            way = way_up(report.level)
            if way or report.missing:
                column.addWidget(self._heading(self.tr("A better level")))
                for sentence in (*report.missing, way):
                    if sentence:
                        column.addWidget(plain_label(sentence))
            column.addWidget(self._heading(self.tr("Layers in force")))
            column.addWidget(plain_label(", ".join(report.layers) or self.tr("None."), "quiet"))
            if report.self_test:
                held = sum(result.held for result in report.self_test)
                told = self.tr("Attacks that the self-test tried: {0} of {1} held")
                column.addWidget(self._heading(told.format(held, len(report.self_test))))
                column.addLayout(self._attacks(report.self_test))
        column.addStretch(1)
        return body

    def _heading(self, text: str) -> QLabel:
        heading = plain_label(text, "small", selectable=False)
        heading.setContentsMargins(0, self._theme.space.s, 0, 0)
        return heading

    def _attacks(self, results: tuple[CanaryResult, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.space.s)
        grid.setVerticalSpacing(self._theme.space.xs)
        grid.setColumnStretch(1, 1)
        for row, result in enumerate(results):
            drawing, token = ("check", "good") if result.held else ("close", "bad")
            word = self.tr("held") if result.held else self.tr("not held")
            mark = QLabel()
            mark.setPixmap(pixmap(drawing, self._theme.css(token), 14, self.devicePixelRatioF()))
            name = plain_label(result.name)
            name.setToolTip(result.detail)
            grid.addWidget(mark, row, 0)
            grid.addWidget(name, row, 1)
            grid.addWidget(plain_label(word, "quiet" if result.held else "bad"), row, 2)
        return grid

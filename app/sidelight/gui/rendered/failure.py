# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Why an artifact is shown as its source: a sentence below it, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from sidelight.gui.glview.buttons import QuietButton, WordButton
from sidelight.gui.icons import pixmap
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.render_job import RenderJob
    from sidelight.workbench.rendering import PluginInfo

_IN_A_TERMINAL = " Get it with:"


def card_of(job: RenderJob, theme: Theme, parent: QWidget) -> FailureCard:
    """Why a job failed, with a button for what is missing if that can be fetched."""
    info, sentence, engine = job.info, job.failure, ""
    if info is not None and info.engine and _IN_A_TERMINAL in sentence:
        # How one gets it in a terminal is not the way here.
        sentence = sentence.partition(_IN_A_TERMINAL)[0]
        engine = QCoreApplication.translate("FailureCard", "Get the engine")
    name = info.name if info is not None else ""
    return FailureCard(name, sentence, job.line, theme, parent, engine=engine)


def card_aside(info: PluginInfo, theme: Theme, parent: QWidget, why: str = "") -> FailureCard:
    """That the renderer for something crashed too often and is not used, and what can be done.

    ``why`` is the sentence about its last crash, if that is known.
    """
    words = QCoreApplication.translate("FailureCard", "put aside after three crashes in a row.")
    # Its own name stands before it once.
    last = why.replace(f"The plugin “{info.name}”", QCoreApplication.translate("FailureCard", "It"))
    return FailureCard(info.name, f"{words} {last}".strip(), None, theme, parent, aside=True)


class FailureCard(QFrame):
    """A renderer's sentence.

    Signals:
        allow_wanted: the renderer, which was put aside, is to be used again.
        plugins_wanted: the page of plugins is to be opened.
        height_wanted: it would be this high.
        line_requested: the line to blame is wanted, counted from 1.
        again_wanted: it is to be tried once more.
        stop_wanted: what is being fetched is not wanted any more.
        engine_wanted: what the renderer lacks is to be fetched.
        dismissed: it is to go.
    """

    height_wanted = Signal(int)
    line_requested = Signal(int)
    again_wanted = Signal()
    engine_wanted = Signal()
    stop_wanted = Signal()
    dismissed = Signal()
    allow_wanted = Signal()
    plugins_wanted = Signal()

    def __init__(
        self,
        name: str,
        sentence: str,
        line: int | None,
        theme: Theme,
        parent: QWidget,
        *,
        engine: str = "",
        aside: bool = False,
    ) -> None:
        """Say why.

        Args:
            name: the renderer.
            sentence: what it says.
            line: the line of the source that is to blame, if one is.
            theme: the look.
            parent: the widget around it.
            engine: words on a button that fetches what is missing; none if empty.
            aside: nothing failed now: it is not used any more, and may be allowed again.
        """
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAutoFillBackground(True)
        self._theme = theme
        self._dressed_in: Theme | None = None
        self._mark = ("info", "quiet") if aside else ("warn", "warn")
        self._icon = QLabel(self)
        # What failed says its name by itself.
        said = not name or f"“{name}”" in sentence
        self.words = QLabel(sentence if said else f"{name}: {sentence}", self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.words.setWordWrap(True)  # after the policy, of which it makes a part
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleName(self.words.text())
        self.close_button = QuietButton("close", self.tr("Close"), theme, parent=self)
        self.close_button.clicked.connect(self.dismissed)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space.m)
        self.engine_button: WordButton | None = None
        if engine:
            self.engine_button = WordButton(engine, kind="primary", parent=self)
            self.engine_button.clicked.connect(self.engine_wanted)
            buttons.addWidget(self.engine_button)
        if line is not None:
            self.line_button = WordButton(self.tr("Show line {0}").format(line), kind="link", parent=self)
            self.line_button.clicked.connect(lambda: self.line_requested.emit(line))
            buttons.addWidget(self.line_button)
        self.again_button = WordButton(
            self.tr("Allow again") if aside else self.tr("Try again"), kind="link", parent=self
        )
        self.again_button.clicked.connect(self.allow_wanted if aside else self.again_wanted)
        buttons.addWidget(self.again_button)
        if aside:
            self.plugins_button = WordButton(self.tr("Plugins…"), kind="link", parent=self)
            self.plugins_button.clicked.connect(self.plugins_wanted)
            buttons.addWidget(self.plugins_button)
        self.stop_button = WordButton(self.tr("Stop"), kind="link", parent=self)
        self.stop_button.clicked.connect(self.stop_wanted)
        self.stop_button.hide()
        buttons.addWidget(self.stop_button)
        buttons.addStretch(1)
        layout = QGridLayout(self)
        layout.setContentsMargins(theme.space.m, theme.space.s, theme.space.s, theme.space.s)
        layout.setHorizontalSpacing(theme.space.s)
        layout.setVerticalSpacing(theme.space.xs)
        layout.setColumnStretch(1, 1)
        layout.addWidget(self._icon, 0, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 0, 1)
        layout.addWidget(self.close_button, 0, 2, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(buttons, 1, 1, 1, 2)
        self.set_theme(theme)

    def say(self, sentence: str, *, under_way: bool) -> None:
        """Another sentence, as how far something has come that can be stopped."""
        self.stop_button.setVisible(under_way)
        self.again_button.setVisible(not under_way)
        if self.engine_button is not None:
            self.engine_button.setVisible(not under_way)
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        self.height_wanted.emit(self.wanted_height(self.width()))

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        if theme is self._dressed_in:
            return
        self._theme = self._dressed_in = theme
        palette = self.palette()
        palette.setColor(self.backgroundRole(), theme.colour("page"))
        self.setPalette(palette)
        drawing, colour = self._mark
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(drawing, theme.css(colour), theme.space.icon, ratio))
        self.close_button.set_theme(theme)

    def wanted_height(self, width: int) -> int:
        """How high it is in this width."""
        layout = self.layout()
        assert layout is not None
        # Its letters and its border are the look's only once it is dressed, else when it is shown.
        for part in (self, *self.findChildren(QWidget)):
            part.ensurePolished()
        layout.invalidate()
        return max(layout.totalHeightForWidth(width), 64)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width asks for another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.height_wanted.emit(self.wanted_height(event.size().width()))

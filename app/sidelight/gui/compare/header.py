# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The page's first line: the prompt's first words, the mode, and how the panes are set."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sidelight.domain.message import Part
from sidelight.gui.actions import Actions
from sidelight.gui.bounded import BoundedText
from sidelight.gui.compare.asking import Mode
from sidelight.gui.compare.attached_files import AttachedFiles
from sidelight.gui.compare.deck import Arrangement
from sidelight.gui.compare.lives import LiveGroup
from sidelight.gui.compare.opened import OpenComparison
from sidelight.gui.popover import Popover
from sidelight.gui.segments import Segments
from sidelight.gui.theme import Theme

HEIGHT = 44


class Header(QWidget):
    """The line.

    Signals:
        mode_chosen: ``direct`` or ``side``.
        arrangement_chosen: ``tabs`` or ``tiles``.
        battle_wanted: the prompt is to be judged without names.
    """

    mode_chosen = Signal(str)
    battle_wanted = Signal()
    arrangement_chosen = Signal(str)

    def __init__(self, actions: Actions, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(HEIGHT)
        self.title = TitleButton(theme, self)
        self.title.clicked.connect(actions["compare.prompt"].trigger)
        self.modes = Segments(self.tr("How many models are asked"), theme, self)
        self.modes.add("direct", self.tr("Direct"), actions["ask.direct"])
        self.modes.add("side", self.tr("Side by side"), actions["ask.side"])
        self.modes.add("battle", self.tr("Battle"), actions["place.arena"])
        self.modes.chosen.connect(self._choose)
        self.arrangements = Segments(self.tr("How the panes are set"), theme, self)
        self.arrangements.add("tiles", self.tr("Tiles"), actions["compare.tiles"], icon_name="tiles")
        self.arrangements.add("tabs", self.tr("Tabs"), actions["compare.tabs"], icon_name="tabs")
        self.arrangements.chosen.connect(self.arrangement_chosen)
        self.artifacts_button = actions.button("compare.artifacts", self)
        self.sheet_button = actions.button("compare.sheet", self)
        self.inspector_button = actions.button("view.inspector", self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.space.l - 5, 0, theme.space.m, 1)
        layout.setSpacing(theme.space.m)
        layout.addWidget(self.title, 1)
        self.lives = LiveGroup(actions, theme, self)
        layout.addWidget(self.lives)
        layout.addWidget(self.artifacts_button)
        layout.addWidget(self.sheet_button)
        layout.addWidget(self.arrangements)
        layout.addWidget(self.modes)
        layout.addWidget(self.inspector_button)

    def show_open(self, known: OpenComparison | None, mode: Mode, arrangement: Arrangement) -> None:
        """Show what is open, how many models are asked next, and how the panes are set."""
        live = known.live if known is not None else None
        self._show_title(live.comparison.title if live else "", live.prompt if live else "")
        self.modes.set_current(mode)
        self.arrangements.set_current(arrangement)
        self.arrangements.setVisible(known is not None and len(known.deck.panes) > 1)
        self.lives.show_lives(known)

    def _show_title(self, title: str, prompt: str) -> None:
        """Show the first words of the open comparison's prompt, or none."""
        self.title.show_title(title or self.tr("New comparison"), opens=bool(prompt))
        self.inspector_button.setVisible(bool(prompt))
        self.sheet_button.setVisible(bool(prompt))
        self.artifacts_button.setVisible(bool(prompt))

    def _choose(self, mode: str) -> None:
        if mode == "battle":
            self.battle_wanted.emit()
        else:
            self.mode_chosen.emit(mode)

    def set_theme(self, theme: Theme) -> None:
        """Tint everything anew."""
        self._theme = theme
        self.title.set_theme(theme)
        self.modes.set_theme(theme)
        self.arrangements.set_theme(theme)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is there for all live views gives way first."""
        super().resizeEvent(event)
        self.lives.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """One hairline below."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("line"))


class TitleButton(QToolButton):
    """The title, cut to the room there is; a click shows the whole prompt."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = ""
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def title(self) -> str:
        """What it shows, uncut."""
        return self._title

    def show_title(self, title: str, *, opens: bool) -> None:
        """Show a title; ``opens`` says whether there is more to see."""
        self._title = title
        self.setEnabled(opens)
        self.setToolTip(self.tr("Show the whole prompt (Ctrl+P)") if opens else "")
        self.setAccessibleName(title)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(80, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame only as wide as the words."""
        painter = QPainter(self)
        painter.setFont(self._theme.sans(15))
        room = self.width() - 10
        text = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        option.rect.setWidth(min(self.width(), painter.fontMetrics().horizontalAdvance(text) + 10))
        self.style().drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option, painter, self)
        painter.setPen(self._theme.colour("text" if self.isEnabled() else "quiet"))
        words = self.rect().adjusted(5, 0, -5, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class PromptCard(Popover):
    """The whole prompt, with the system prompt and the attached files if there were any.

    Signals:
        reuse_requested: the prompt is to be put into the prompt box again.
    """

    reuse_requested = Signal(str)

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._theme = theme
        self._prompt = ""
        self.setAccessibleName(self.tr("Prompt"))
        self.system = QLabel(self)
        self.system.setProperty("kind", "quiet")
        self.system.setWordWrap(True)
        self.system.setTextFormat(Qt.TextFormat.PlainText)
        self.files = AttachedFiles(theme, self)
        self.files.chosen.connect(self._show_part)
        self.named = QLabel(self)
        self.named.setProperty("kind", "quiet")
        self.named.setTextFormat(Qt.TextFormat.PlainText)
        self.named.setWordWrap(True)
        self.text = BoundedText(self)
        self.text.setReadOnly(True)
        self.text.setProperty("kind", "bare")
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # lines are wrapped
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName(self.tr("Prompt"))
        copy = QPushButton(self.tr("Copy"), self)
        reuse = QPushButton(self.tr("Use again"), self)
        reuse.setToolTip(self.tr("Put it into the prompt box"))
        row = QHBoxLayout()
        row.setSpacing(theme.space.s)
        row.addStretch()
        row.addWidget(copy)
        row.addWidget(reuse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space.m, theme.space.m, theme.space.m, theme.space.m)
        layout.setSpacing(theme.space.s)
        layout.addWidget(self.system)
        layout.addWidget(self.files)
        layout.addWidget(self.named)
        layout.addWidget(self.text, 1)
        layout.addLayout(row)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.exact_text()))
        reuse.clicked.connect(self.dismiss)
        reuse.clicked.connect(lambda: self.reuse_requested.emit(self._prompt))

    def show_prompt(self, anchor: QWidget, prompt: str, system: str, files: Sequence[Part] = ()) -> None:
        """Open below the title; ``files`` are those that went with it, each to be read here."""
        self._prompt = prompt
        short = system if len(system) <= 600 else system[:599] + "…"
        self.system.setText(self.tr("System prompt: {0}").format(short))
        self.system.setVisible(bool(system))
        self._show_part(None)
        self.named.setVisible(bool(files))
        lines = int(self.text.document().documentLayout().documentSize().height())
        window = self.parentWidget() or self
        width = min(620, max(360, window.width() - anchor.mapTo(window, QPoint()).x() - 48))
        self.setFixedWidth(width)
        self.files.show_files(files, width - 2 * self._theme.space.m - 2)
        line = self.text.fontMetrics().lineSpacing()
        self.text.setFixedHeight(min(14, max(10 if files else 2, lines)) * line + 8)
        self.open_beside(anchor, self.text)

    def _show_part(self, part: Part | None) -> None:
        """Show a file's text, or the prompt."""
        self.named.setText(self.tr("Prompt") if part is None else part.name)
        self.text.setAccessibleName(self.named.text())
        self.text.set_exact_text(self._prompt if part is None else part.text)

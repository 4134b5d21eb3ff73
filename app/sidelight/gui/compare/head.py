# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A pane's one line: the model's name and state at the left, attempts and deeds at the right.

They are two widgets because tabs set the first ones in a row, and tiles set each above its own answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from sidelight.gui.compare.second_click import SecondClick
from sidelight.gui.compare.short_names import short_name
from sidelight.gui.compare.state import AnswerState, paint_state
from sidelight.gui.icons import icon
from sidelight.gui.theme import Theme

TIGHT = 120
"""Pixels below which a tab keeps nearly all of its width for the name."""


class PaneTab(QWidget):
    """The name and the state. It is a tab, and as such can have the keyboard.

    Signals:
        chosen: the user wants this pane.
        neighbour_wanted: -1 or +1, the pane at that side.
    """

    chosen = Signal()
    neighbour_wanted = Signal(int)

    def __init__(self, name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self._theme = theme
        self._state: AnswerState | None = None
        self._figure = ""
        self._found = ""
        self._names: tuple[str, ...] = (name,)
        self._current = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def name(self) -> str:
        """What the model is called."""
        return self._name

    def show_state(self, state: AnswerState, figure: str) -> None:
        """Show how the answer stands, and a figure beside it (seconds so far, if it takes long)."""
        if state == self._state and figure == self._figure:
            return
        self._state = state
        self._figure = figure
        said = " ".join(part for part in (state.word, figure) if part)
        self.setToolTip(f"{self._name}\n{said}")
        self.setAccessibleName(f"{self._name}: {said}")
        self.update()

    def set_names(self, names: Sequence[str]) -> None:
        """All names that stand beside each other, its own among them: what they share goes first."""
        if tuple(names) != self._names:
            self._names = tuple(names)
            self.update()

    def show_found(self, said: str) -> None:
        """Show for a while how often words were found here; empty shows the state's own word again."""
        if said != self._found:
            self._found = said
            self.update()

    def set_current(self, current: bool) -> None:
        """Whether this pane is the one that is worked in."""
        if current != self._current:
            self._current = current
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for the name."""
        return QSize(60 + self.fontMetrics().horizontalAdvance(self._name), self._theme.space.pane_head)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press chooses."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space or Enter chooses, arrows go to the neighbours."""
        key = event.key()
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.neighbour_wanted.emit(-1 if key == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus frame."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take it away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dot, name, and the state's word where the shape alone might be missed."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        space = self._theme.space
        tight = self.width() < TIGHT
        inner = self.rect().adjusted(space.s if tight else space.m, space.edge, -space.xs, 0)
        if self._state is not None:
            dot = QRect(inner.left(), inner.center().y() - 3, 8, 8)
            paint_state(painter, self._state.shape, self._theme.colour(self._state.token), dot.toRectF())
        text = inner.adjusted(8 + (space.xs if tight else space.s), 0, 0, 0)
        font = self._theme.sans()
        if self._current:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self._theme.colour("text" if self._current else "quiet"))
        metrics = painter.fontMetrics()
        name = short_name(
            self._name, self._names, lambda part: metrics.horizontalAdvance(part) <= text.width()
        )
        name = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, text.width())
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(text, left, name)
        used = metrics.horizontalAdvance(name) + space.s
        said = (
            self._found
            or self._figure
            or ("" if self._state is None or self._state.calm else self._state.word)
        )
        if said and self._state is not None:
            painter.setFont(self._theme.sans(11))
            if painter.fontMetrics().horizontalAdvance(said) <= text.width() - used:
                token = "quiet" if self._state.calm or self._found else self._state.token
                painter.setPen(self._theme.colour(token))
                painter.drawText(text.adjusted(used, 1, 0, 1), left, said)
        if self.hasFocus():
            painter.setPen(self._theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            frame = self.rect().adjusted(3, space.edge + 2, -3, -3).toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, space.chip_radius, space.chip_radius)


class PaneTools(QWidget):
    """Attempts and deeds.

    Signals:
        attempt_wanted: -1 or +1, the attempt before or after.
        pressed: beside the buttons, as on the name.
        again_wanted, stop_wanted, pause_wanted, copy_wanted, menu_wanted: what the buttons say.
    """

    attempt_wanted = Signal(int)
    pressed = Signal()
    again_wanted = Signal()
    stop_wanted = Signal()
    pause_wanted = Signal()
    copy_wanted = Signal()
    menu_wanted = Signal()
    hovered = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawn: list[tuple[QToolButton, str]] = []
        self._roomy = True
        self._shown = (1, 1, False, False)
        self.second_click = SecondClick()
        self.back = self._button("left", self.tr("Attempt before"), "Alt+Left")
        self.which = QLabel(self)
        self.which.setProperty("kind", "small")
        self.forth = self._button("right", self.tr("Attempt after"), "Alt+Right")
        self.pause = self._button("pause", self.tr("Pause what is shown"), "Ctrl+Shift+P")
        self.stop = self._button("stop", self.tr("Stop this answer"), "Ctrl+.")
        self.again = self._button("again", self.tr("Ask this model again"), "Ctrl+R")
        self.copy = self._button("copy", self.tr("Copy answer"), "Ctrl+Alt+C")
        self.menu = self._button("more", self.tr("More"), "Shift+F10")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, theme.space.edge, theme.space.xs, 0)
        layout.setSpacing(0)
        buttons = (self.back, self.forth, self.pause, self.stop, self.again, self.copy, self.menu)
        for widget in (self.which, *buttons):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.insertSpacing(1, 4)
        self.back.clicked.connect(lambda: self.attempt_wanted.emit(-1))
        self.forth.clicked.connect(lambda: self.attempt_wanted.emit(1))
        self.pause.clicked.connect(self.pause_wanted)
        self.stop.clicked.connect(self._stop)
        self.again.clicked.connect(self.again_wanted)
        self.copy.clicked.connect(self.copy_wanted)
        self.menu.clicked.connect(self.menu_wanted)
        self.set_theme(theme)

    def show_attempt(self, which: int, count: int, *, running: bool, held: bool = False) -> None:
        """Show attempt ``which`` of ``count`` (from 1), Stop or Again, and Pause where text may come."""
        self._shown = (which, count, running, held)
        several = count > 1
        long = self.tr("attempt {0} of {1}") if self._roomy else self.tr("{0} of {1}")
        self.which.setText(long.format(which, count))
        for widget in (self.which, self.back, self.forth):
            widget.setVisible(several)
        self.back.setEnabled(which > 1)
        self.forth.setEnabled(which < count)
        self.second_click.note(running=running)
        self.stop.setVisible(running)
        self.again.setVisible(not running)
        # In a narrow head the menu has it too.
        self.pause.setVisible((running or held) and self._roomy)
        told = self.tr("Go on showing what comes") if held else self.tr("Pause what is shown")
        self.pause.setToolTip(f"{told} (Ctrl+Shift+P)")
        self.pause.setAccessibleName(told)
        self._draw(self.pause, "play" if held else "pause")

    def _stop(self) -> None:
        if self.second_click.meant:
            self.stop_wanted.emit()

    def set_roomy(self, roomy: bool) -> None:
        """Whether there is room for more than the least."""
        if roomy != self._roomy:
            self._roomy = roomy
            which, count, running, held = self._shown
            self.show_attempt(which, count, running=running, held=held)

    def set_theme(self, theme: Theme) -> None:
        """Tint the icons anew."""
        self._theme = theme
        for button, name in self._drawn:
            button.setIcon(icon(name, theme))

    def _draw(self, button: QToolButton, name: str) -> None:
        for place, (known, drawn) in enumerate(self._drawn):
            if known is button and drawn != name:
                self._drawn[place] = (button, name)
                button.setIcon(icon(name, self._theme))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the buttons chooses the pane, as one on its name does."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that the mouse is here."""
        super().enterEvent(event)
        self.hovered.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that it went."""
        super().leaveEvent(event)
        self.hovered.emit()

    def _button(self, icon_name: str, text: str, keys: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("kind", "quiet")
        button.setIconSize(QSize(16, 16))
        button.setToolTip(f"{text} ({keys})" if keys else text)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._drawn.append((button, icon_name))
        return button

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Chips above the prompt box: what will be asked, and with which settings."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QWidget

from sidelight.domain.message import Part
from sidelight.domain.model import Model
from sidelight.gui.buttons import LabelledButton
from sidelight.gui.flow import FlowLayout
from sidelight.gui.icons import icon
from sidelight.gui.theme import Theme

LABEL_WIDTH = 220
CHIP_HEIGHT = 26
MOST_ROWS = 2


class ChipRows(QScrollArea):
    """Chips side by side in as many rows as they need; more than two are scrolled: answers need the room."""

    def __init__(self, gap: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.row = QWidget(self)
        self.flow = FlowLayout(self.row, gap)
        self.setWidget(self.row)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().setSingleStep(CHIP_HEIGHT + gap)

    def fit(self) -> None:
        """Take the height of the rows, up to two of them."""
        self.flow.invalidate()
        most = MOST_ROWS * CHIP_HEIGHT + (MOST_ROWS - 1) * self.flow.spacing_between
        height = min(most, self.flow.heightForWidth(self.width()))
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)


class RemovableChip(QFrame):
    """Something that belongs to the next prompt, with a button that takes it out.

    Signals:
        removed: it is to be taken out.
    """

    removed = Signal()

    def __init__(self, name: str, about: str, theme: Theme, parent: QWidget, *, removable: bool) -> None:
        super().__init__(parent)
        self.setProperty("kind", "model-chip")
        self._theme = theme
        self.setFixedHeight(CHIP_HEIGHT)
        self.setToolTip(about)
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText(label.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, LABEL_WIDTH))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.space.edge + 7, 0, 2 if removable else 8, 0)
        layout.setSpacing(2)
        layout.addWidget(label)
        self.close_button = QToolButton(self)
        self.close_button.setProperty("kind", "quiet")
        self.close_button.setIcon(icon("close", theme, 12))
        self.close_button.setIconSize(QSize(12, 12))
        self.close_button.setFixedSize(18, 18)
        self.close_button.setStyleSheet("min-width: 16px; min-height: 16px; max-height: 16px;")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        told = self.tr("Remove {0}").format(name)
        self.close_button.setToolTip(self.tr("{0} (Delete)").format(told))
        self.close_button.setAccessibleName(told)
        self.close_button.clicked.connect(self.removed)
        self.close_button.setVisible(removable)
        layout.addWidget(self.close_button)
        self._removable = removable

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes it out as well."""
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)


class ModelChip(RemovableChip):
    """One model of the line-up, with its stable colour."""

    def __init__(
        self, model: Model, name: str, place: int, theme: Theme, parent: QWidget, *, removable: bool
    ) -> None:
        about = f"{model.ref}\n{model.about}".strip()
        super().__init__(name, about, theme, parent, removable=removable)
        self.model = model
        self._place = place

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame, and the model's colour at its left edge."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.hue(self._place))
        edge = self._theme.space.edge
        painter.drawRoundedRect(QRectF(4, 5, edge, self.height() - 10), edge / 2, edge / 2)


class FileChip(RemovableChip):
    """One attached file, with a leaf's drawing at its left."""

    def __init__(self, part: Part, theme: Theme, parent: QWidget) -> None:
        size = len(part.text)
        about = self.tr("{0}: {1} characters go with the prompt").format(part.name, f"{size:,}")
        super().__init__(part.name, about, theme, parent, removable=True)
        self.part = part
        self.setAccessibleName(about)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(26, 0, 2, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame, and what says that it is a file."""
        super().paintEvent(event)
        painter = QPainter(self)
        icon("attach", self._theme, 14).paint(painter, 8, (self.height() - 14) // 2, 14, 14)


class SettingChip(LabelledButton):
    """One setting; coloured while it differs from the model's own."""

    def __init__(self, name: str, icon_name: str, action: QAction, theme: Theme, parent: QWidget) -> None:
        super().__init__("chip", name, icon_name, theme, parent)
        self._name = name
        self._drawing = icon_name
        self._compact = False
        self.setToolTip(action.toolTip())
        self.clicked.connect(action.trigger)
        action.changed.connect(lambda: self.setEnabled(action.isEnabled()))
        self.show_value("")

    def show_value(self, value: str, *, wrong: bool = False) -> None:
        """Show the setting's value; empty is the model's own. ``wrong`` marks one that cannot be sent."""
        self.setText(f"{self._name} {value}".strip())
        spoken = value or self.tr("the model's own")
        self.setAccessibleName(f"{self._name}: {spoken}")
        state = "wrong" if wrong else "true" if value else "false"
        if self.property("set") != state:
            self.setProperty("set", state)
            self.set_drawing("warn" if wrong else self._drawing, "warn" if wrong else "quiet")
            self.style().unpolish(self)
            self.style().polish(self)
        self._fit()

    def set_compact(self, compact: bool) -> None:
        """Show the icon alone, where there is little room, unless there is a value to show."""
        if compact != self._compact:
            self._compact = compact
            self._fit()

    def _fit(self) -> None:
        self.set_narrow(self._compact and self.property("set") not in ("true", "wrong"))

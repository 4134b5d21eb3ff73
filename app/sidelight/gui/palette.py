# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The palette: type a few letters of anything that can be done, and do it."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QAction, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from sidelight.gui.actions import Actions
from sidelight.gui.fuzzy import best
from sidelight.gui.popover import Popover
from sidelight.gui.rows import Row
from sidelight.gui.searched import FieldOverList
from sidelight.gui.theme import Theme

ROW = 30
ROWS_SHOWN = 11
WIDTH = 560
OWN_ACTION = "view.palette"
ACTION_ROLE = Qt.ItemDataRole.UserRole

_Index = QModelIndex | QPersistentModelIndex


class Palette(Popover):
    """The list of offered actions, filtered as one types."""

    def __init__(self, window: QWidget, actions: Actions, theme: Theme) -> None:
        super().__init__(window)
        self._actions = actions
        self.setAccessibleName(self.tr("Command palette"))
        self.field = QLineEdit(self)
        self.field.setProperty("kind", "bare")
        self.field.setPlaceholderText(self.tr("What do you want to do?"))
        self.field.setAccessibleName(self.tr("Search for an action"))
        self._line = QFrame(self)
        self._line.setProperty("kind", "hairline")
        self._line.setFixedHeight(1)
        self._offer = _Offer(self)
        self.list = QListView(self)
        self.list.setModel(self._offer)
        self._rows = _ActionRow(theme, self.list)
        self.list.setItemDelegate(self._rows)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(self.tr("Actions"))
        self.nothing = QLabel(self)
        self.nothing.setProperty("kind", "quiet")
        self.nothing.setMargin(theme.space.s)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5, 1, 5, 5)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addWidget(self._line)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.nothing, 1)
        self.field.textChanged.connect(self._filter)
        self._search = FieldOverList(self.field, self.list, self.nothing, page=ROWS_SHOWN - 1)
        self._search.taken.connect(lambda: self._run(self.list.currentIndex()))
        self.list.clicked.connect(self._run)
        self.list.entered.connect(self.list.setCurrentIndex)

    def open(self) -> None:
        """Show everything that can be done now."""
        self.field.clear()
        self._filter("")
        self.open_on_top(self.field, WIDTH)

    def sizeHint(self) -> QSize:
        """As high as the rows it may show."""
        return QSize(WIDTH, 36 + 16 + ROW * ROWS_SHOWN)

    def set_theme(self, theme: Theme) -> None:
        """Paint rows in other colours."""
        self._rows.theme = theme

    def names(self) -> list[str]:
        """What the list shows, from the top."""
        return [action.text() for action in self._offer.actions]

    def _filter(self, typed: str) -> None:
        offered = [action for action in self._actions.offered() if action.objectName() != OWN_ACTION]
        self._offer.show_actions(best(typed, offered, QAction.text))
        self._search.show_found(self.tr("Nothing that can be done now is called that."))
        self._search.mark_first()

    def _run(self, index: QModelIndex) -> None:
        action = self._offer.data(index, ACTION_ROLE)
        if isinstance(action, QAction):
            self.dismiss()
            action.trigger()


class _Offer(QAbstractListModel):
    """Actions as rows."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.actions: list[QAction] = []

    def show_actions(self, actions: list[QAction]) -> None:
        self.beginResetModel()
        self.actions = actions
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.actions)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.actions):
            return None
        action = self.actions[index.row()]
        if role == ACTION_ROLE:
            return action
        if role == Qt.ItemDataRole.DisplayRole:
            return action.text()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return action.toolTip()
        return None


class _ActionRow(Row):
    """An icon, the words, and the key at the right."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(ROW, theme, parent)

    def fill(self, painter: QPainter, place: QRect, index: _Index) -> None:
        action = index.data(ACTION_ROLE)
        space = self.theme.space
        if not action.icon().isNull():
            action.icon().paint(
                painter, QRect(place.left() + space.s, place.center().y() - 7, space.icon, space.icon)
            )
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        text = place.adjusted(space.xxl, 0, -space.s, 0)
        left = self.write(painter, text, keys, self.theme.sans(11), "quiet", right=True)
        self.write(painter, left, action.text(), self.theme.sans(), "text")

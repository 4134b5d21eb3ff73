# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How the cells of tables and trees are painted: one line of words each, as the style sheet has them.

Qt would ask a model nine times for each cell, each time for as long as it draws it; here it is asked once.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sidelight.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_SELECTED = QStyle.StateFlag.State_Selected
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
WIDEST_EMS = 2
"""No letter is wider: words that have room even so need not be measured."""


class Face(NamedTuple):
    """A font, with what measures it."""

    font: QFont
    metrics: QFontMetrics

    @classmethod
    def of(cls, font: QFont) -> Face:
        """That of a font."""
        return cls(font, QFontMetrics(font))


class Words(NamedTuple):
    """What a cell says; without a face it has the view's, without a colour that of text."""

    text: str
    face: Face | None = None
    colour: QColor | None = None
    right: bool = False


class Worded(Protocol):
    """A model whose cells hold words."""

    def words(self, index: Index) -> Words:
        """What a cell says."""


class Cells(QStyledItemDelegate):
    """Paints them.

    Args:
        model: says what is in each.
        theme: the look.
        parent: the view.
        inset: pixels beside the words.
        row: the height of all rows, if they are as high as each other.
        lined: a line stands below each.
    """

    def __init__(
        self, model: Worded, theme: Theme, parent: QObject, *, inset: int, row: int = 0, lined: bool = False
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._inset = inset
        self._row = row
        self._lined = lined
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._face = Face.of(theme.sans(13))
        self._text = theme.colour("text")
        self._chosen = theme.colour("accent_quiet")
        self._line = theme.colour("line")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the words; nothing is measured for the height where rows are as high as each other."""
        size = super().sizeHint(option, index)
        return QSize(size.width(), self._row) if self._row else size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground where it is selected, and one line of words."""
        said = self._model.words(index)
        place = option.rect
        if option.state & _SELECTED:
            painter.fillRect(place, self._chosen)
        if self._lined:
            painter.fillRect(place.left(), place.bottom(), place.width(), 1, self._line)
        room = place.adjusted(self._inset, 0, -self._inset, 0)
        face, text = said.face or self._face, said.text
        if not text or room.width() <= 0:
            return
        text = self.fitted(text, face, room.width())
        painter.setFont(face.font)
        painter.setPen(said.colour or self._text)
        painter.drawText(room, _RIGHT if said.right else _LEFT, text)

    @staticmethod
    def fitted(text: str, face: Face, room: int) -> str:
        """The words, or as many of their letters as have room, and an ellipsis."""
        if len(text) * WIDEST_EMS * face.metrics.height() <= room:
            return text
        return face.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)

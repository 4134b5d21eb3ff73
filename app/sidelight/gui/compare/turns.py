# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What was said before, above an answer that goes on from it: two lines a message, opened when wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from sidelight.domain.errors import SidelightError
from sidelight.domain.message import Message
from sidelight.gui.buttons import LabelledButton
from sidelight.gui.compare.turn_card import TurnCard
from sidelight.gui.rooms import Rooms
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW = 54
SHARE = 0.4
"""Of the pane's height, at most; the answer keeps the rest."""
LEAST_ROOM = 320
"""Pixels of a pane's height from which the turns are shown at first."""
_LOOKED_AT = 400

_Index = QModelIndex | QPersistentModelIndex


class Turns(QFrame):
    """A line that says how many turns came before, and below it the turns, or one of them in full.

    Signals:
        folded: it was opened or folded away (whether it is open).
    """

    folded = Signal(bool)

    def __init__(
        self,
        read: Callable[[], Sequence[Message]],
        name: str,
        rooms: Rooms,
        theme: Theme,
        parent: QWidget,
        authors: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        """Show nothing before ``begin``.

        Args:
            read: gives what was said before.
            name: what the pane's model is called.
            rooms: what makes the view of one turn.
            theme: the look.
            parent: Qt's.
            authors: gives what the authors of the earlier answers are called, in their order; those that it
                does not name are the pane's own.
        """
        super().__init__(parent)
        self._read = read
        self._authors = authors
        self._theme = theme
        self._model: _Said | None = None
        self._at = 0
        self._chosen = False
        self.head = LabelledButton("place", "", "down", theme, self)
        self.head.clicked.connect(lambda: self.set_open(not self.is_open))
        self.list = QListView(self)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(self.tr("Earlier turns"))
        self.list.activated.connect(lambda index: self.show_turn(index.row()))
        self.list.clicked.connect(lambda index: self.show_turn(index.row()))
        self._row = TurnRow(name, theme, self)
        self.list.setItemDelegate(self._row)
        self.card = TurnCard(rooms, theme, self)
        self.card.left.connect(self._show_list)
        self.card.step_wanted.connect(lambda by: self.show_turn(self._at + by))
        self._name = name
        self.body = QStackedWidget(self)
        self.body.addWidget(self.list)
        self.body.addWidget(self.card)
        top = QHBoxLayout()
        top.setContentsMargins(theme.space.xs, 2, theme.space.xs, 2)
        top.addWidget(self.head)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 1)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.body)

    @property
    def is_open(self) -> bool:
        """Whether the turns are shown."""
        return not self.body.isHidden()

    @property
    def count(self) -> int:
        """How many messages were said before."""
        return self._model.rowCount() if self._model is not None else 0

    def begin(self) -> None:
        """Read what was said before; the newest turns are in sight."""
        if self._model is not None:
            return
        try:
            said, authors = self._read(), self._authors()
        except SidelightError as error:
            self.head.setText(error.sentence)
            self.head.setEnabled(False)
            self.body.hide()
            return
        self._model = _Said(said, self._name, authors, self)
        self.list.setModel(self._model)
        self._show_open(self._room >= LEAST_ROOM)
        self.list.scrollToBottom()

    def set_open(self, on: bool) -> None:
        """Show the turns, or only how many there are."""
        self._chosen = True
        self._show_open(on)

    def _show_open(self, on: bool) -> None:
        self.body.setVisible(on)
        self.head.set_drawing("down" if on else "right")
        questions = self._model.questions if self._model is not None else 0
        said = self.tr("1 earlier turn") if questions == 1 else self.tr("{0} earlier turns").format(questions)
        self.head.setText(said)
        self.head.setAccessibleName(said)
        self._take_share()
        self.folded.emit(on)

    def show_turn(self, at: int) -> None:
        """Show one message in full."""
        if self._model is None or not 0 <= at < self.count:
            return
        self._at = at
        message = self._model.messages[at]
        self.card.show_message(message.text, self._model.told(at), first=at == 0, last=at == self.count - 1)
        self.body.setCurrentWidget(self.card)
        self._take_share()

    def fit(self) -> None:
        """Take no more than a share of the pane; in a small one the answer needs all the room there is."""
        roomy = self._room >= LEAST_ROOM
        if self._model is not None and not self._chosen and roomy != self.is_open:
            self._show_open(roomy)
            self.list.scrollToBottom()
        self._take_share()

    def _take_share(self) -> None:
        most = int(self._room * SHARE)
        wanted = most if self.body.currentWidget() is self.card else min(most, self.count * ROW + 2)
        self.body.setFixedHeight(max(ROW, wanted))

    @property
    def _room(self) -> int:
        """The height of the pane."""
        parent = self.parentWidget()
        return parent.height() if parent is not None else LEAST_ROOM

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.head.set_theme(theme)
        self._row.theme = theme
        self.card.set_theme(theme)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A quiet ground, and one hairline below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("rail"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("line"))

    def _show_list(self) -> None:
        self.body.setCurrentWidget(self.list)
        self._take_share()
        if self._model is not None:
            self.list.setCurrentIndex(self._model.index(self._at))
        self.list.setFocus()


class _Said(QAbstractListModel):
    """The messages; a row costs nothing until it is seen."""

    def __init__(
        self, messages: Sequence[Message], name: str, authors: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.messages = tuple(messages)
        answers = [at for at, message in enumerate(self.messages) if message.role == "assistant"]
        named = dict(zip(answers, authors, strict=False))
        roles = {"user": self.tr("You"), "system": self.tr("System prompt")}
        self._who = [roles.get(message.role, named.get(at, name)) for at, message in enumerate(self.messages)]
        self.questions = sum(message.role == "user" for message in self.messages)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own way)
        """How many there are."""
        return 0 if parent.isValid() else len(self.messages)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Who said it and how it begins."""
        message = self.messages[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return beginning(message.text)
        if role == Qt.ItemDataRole.UserRole:
            return self._who[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._who[index.row()]}: {beginning(message.text)}"
        return None

    def told(self, at: int) -> str:
        """Who said it, and in which turn."""
        turn = sum(message.role == "user" for message in self.messages[: at + 1])
        who = self._who[at]
        return self.tr("{0}, turn {1} of {2}").format(who, turn, self.questions) if turn else who


class TurnRow(QStyledItemDelegate):
    """Who said it, and how it begins, in two lines."""

    def __init__(self, name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """All alike."""
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw a row."""
        place: QRect = option.rect
        space, theme = self.theme.space, self.theme
        painter.save()
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        if current or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, theme.colour("press" if current else "hover"))
        # In line with the words of the head.
        inner = place.adjusted(space.xs + space.s + space.icon + space.s, 2, -space.m, -2)
        painter.setFont(theme.sans(11, bold=True))
        painter.setPen(theme.colour("quiet"))
        height = painter.fontMetrics().lineSpacing()
        who = QRect(inner.left(), inner.top(), inner.width(), height)
        left = Qt.AlignmentFlag.AlignLeft
        painter.drawText(who, left | Qt.AlignmentFlag.AlignVCenter, str(index.data(Qt.ItemDataRole.UserRole)))
        painter.setFont(theme.sans())
        painter.setPen(theme.colour("text"))
        metrics = painter.fontMetrics()
        words = inner.adjusted(0, height, 0, 0)
        text = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, 2 * words.width() - 40)
        painter.drawText(words, left | Qt.TextFlag.TextWordWrap, text)
        painter.restore()


def beginning(text: str) -> str:
    """How a message begins, in one line."""
    return " ".join(text[:_LOOKED_AT].split())

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A card with the models that can be asked: one searches the list and takes one, or several."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from sidelight.domain.model import Model
from sidelight.gui.choosing.model_rows import MODEL_ROLE, ROW, ModelRow, ModelRows
from sidelight.gui.choosing.served import Served
from sidelight.gui.fuzzy import best
from sidelight.gui.popover import Popover
from sidelight.gui.searched import FieldOverList
from sidelight.gui.theme import Theme

WIDTH = 500
MOST_ROWS = 7


class ModelList(Popover):
    """The list: models of this machine, then those of servers as they answer.

    Who takes models says in ``found``, ``why_none``, ``take`` and ``show_chosen`` what they mean here, and
    adds to ``column`` what stands below the list.
    """

    def __init__(
        self, window: QWidget, models: Callable[[], Sequence[Model]], served: Served, theme: Theme
    ) -> None:
        super().__init__(window)
        self._models = models
        self._served = served
        self.field = QLineEdit(self)
        self.field.setProperty("kind", "bare")
        self.field.setAccessibleName(self.tr("Search models"))
        line = QFrame(self)
        line.setProperty("kind", "hairline")
        line.setFixedHeight(1)
        self.rows = ModelRows(self)
        self.list = QListView(self)
        self.list.setModel(self.rows)
        self._row = ModelRow(theme, self.list)
        self.list.setItemDelegate(self._row)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(self.tr("Models"))
        self.nothing = self.label("quiet", Qt.AlignmentFlag.AlignTop)
        self.remarks = self.label("small", Qt.AlignmentFlag.AlignBottom)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(5, 1, 5, 5)
        self.column.setSpacing(4)
        self.column.addWidget(self.field)
        self.column.addWidget(line)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self.nothing, 1)
        self.column.addWidget(self.remarks)
        self._search = FieldOverList(self.field, self.list, self.nothing, page=MOST_ROWS - 1)
        self._search.taken.connect(lambda: self._taken(self.list.currentIndex()))
        self.field.textChanged.connect(self._filter)
        self.list.clicked.connect(self._taken)
        self.list.entered.connect(self.list.setCurrentIndex)
        served.changed.connect(self._take_in)

    def choose(self, anchor: QWidget) -> None:
        """Open beside the chip, and ask the servers what they have now."""
        self._served.refresh()
        self.field.clear()
        self._filter("")
        self.show_chosen()
        self.open_beside(anchor, self.field)

    def set_theme(self, theme: Theme) -> None:
        """Paint rows in other colours."""
        self._row.theme = theme

    def known(self) -> list[Model]:
        """All that can be asked."""
        return [*self._models(), *self._served.models]

    def fitting(self, typed: str, models: Sequence[Model]) -> list[Model]:
        """Those of some models that fit the letters, best first."""
        return best(typed, models, lambda model: f"{model.label} {model.ref}")

    def size_with(self, below: int) -> QSize:
        """As high as its rows, up to seven of them; more may come while servers are asked."""
        rows = MOST_ROWS if self._served.servers else min(MOST_ROWS, max(2, len(self._models())))
        return QSize(WIDTH, 36 + ROW * rows + below)

    # what it means to take a model

    def found(self, typed: str) -> list[Model]:
        """What the list shows for what was typed, best first."""
        raise NotImplementedError

    def why_none(self, typed: str) -> str:
        """What is said where nothing fits."""
        raise NotImplementedError

    def take(self, model: Model) -> None:
        """A model was taken."""
        raise NotImplementedError

    def show_chosen(self) -> None:
        """Mark what is chosen, and say how many."""
        raise NotImplementedError

    # what is made of it

    def label(self, kind: str, end: Qt.AlignmentFlag) -> QLabel:
        """A sentence of the card."""
        label = QLabel(self)
        label.setProperty("kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setMargin(8)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | end)
        return label

    def link(self, action: QAction) -> QPushButton:
        """What leads to more models: closes the card, and does it."""
        button = QPushButton(action.text(), self)
        button.setProperty("kind", "link")
        button.setToolTip(action.toolTip())
        button.clicked.connect(self.dismiss)
        button.clicked.connect(action.trigger)
        return button

    def _take_in(self) -> None:
        """A server answered: show its models too, and stay where one was."""
        if not self.isVisible():
            return
        marked = self.list.currentIndex().data(MODEL_ROLE)
        self._filter(self.field.text())
        row = self.rows.row_of(marked.ref) if isinstance(marked, Model) else -1
        if row >= 0:
            self.list.setCurrentIndex(self.rows.index(row))

    def _filter(self, typed: str) -> None:
        self.rows.show_models(self.found(typed))
        self._search.show_found(self.why_none(typed.strip()))
        self._search.mark_first()
        remarks = self._served.remarks()
        self.remarks.setText("\n".join(remarks))
        self.remarks.setVisible(bool(remarks))

    def _taken(self, index: QModelIndex) -> None:
        model = index.data(MODEL_ROLE)
        if isinstance(model, Model):
            self.take(model)

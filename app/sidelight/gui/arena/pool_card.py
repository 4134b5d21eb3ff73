# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Choosing the models that battles are drawn from: a list that one searches, each in it or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from sidelight.domain.model import Model
from sidelight.gui.actions import Actions
from sidelight.gui.arena.pool import Pool
from sidelight.gui.compare.model_rows import MODEL_ROLE, ROW, ModelRow, ModelRows
from sidelight.gui.compare.served import Served
from sidelight.gui.fuzzy import best
from sidelight.gui.popover import Popover
from sidelight.gui.searched import FieldOverList
from sidelight.gui.theme import Theme

WIDTH = 500
MOST_ROWS = 7


class PoolCard(Popover):
    """The list: models of this machine, then those of servers as they answer."""

    def __init__(
        self,
        window: QWidget,
        models: Callable[[], Sequence[Model]],
        served: Served,
        pool: Pool,
        actions: Actions,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._models = models
        self._served = served
        self._pool = pool
        self.setAccessibleName(self.tr("Choose models to draw from"))
        self.field = QLineEdit(self)
        self.field.setProperty("kind", "bare")
        self.field.setPlaceholderText(self.tr("Search models"))
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
        self.list.setAccessibleName(self.tr("Models"))
        self.nothing = self._label("quiet")
        self.count = self._label("small")
        self.add = QPushButton(actions["connection.add"].text(), self)
        self.add.setProperty("kind", "link")
        self.add.setToolTip(actions["connection.add"].toolTip())
        self.add.clicked.connect(self.dismiss)
        self.add.clicked.connect(actions["connection.add"].trigger)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5, 1, 5, 5)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addWidget(line)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self.count)
        layout.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self._search = FieldOverList(self.field, self.list, self.nothing, page=MOST_ROWS - 1)
        self._search.taken.connect(lambda: self._take(self.list.currentIndex()))
        self.field.textChanged.connect(self._filter)
        self.list.clicked.connect(self._take)
        pool.changed.connect(self._show_chosen)
        served.changed.connect(self._served_changed)

    def choose(self, anchor: QWidget) -> None:
        """Open beside the chip, and ask the servers what they have now."""
        self._served.refresh()
        self.field.clear()
        self._filter("")
        self._show_chosen()
        self.open_beside(anchor, self.field)

    def hideEvent(self, event: QHideEvent) -> None:
        """No name is left in the list: what is hidden may still be read by others."""
        self.rows.show_models([])
        super().hideEvent(event)

    def sizeHint(self) -> QSize:
        """As high as its rows, up to seven of them."""
        rows = MOST_ROWS if self._served.servers else min(MOST_ROWS, max(2, len(self._models())))
        return QSize(WIDTH, 36 + 84 + ROW * rows)

    def set_theme(self, theme: Theme) -> None:
        """Paint rows in other colours."""
        self._row.theme = theme

    def _label(self, kind: str) -> QLabel:
        label = QLabel(self)
        label.setProperty("kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setMargin(8)
        return label

    def _served_changed(self) -> None:
        if self.isVisible():
            self._filter(self.field.text())

    def _filter(self, typed: str) -> None:
        known = [*self._models(), *self._served.models]
        # What is chosen but not offered just now can be taken out here, too.
        refs = {model.ref for model in known}
        known += [model for model in self._pool.models if model.ref not in refs]
        self.rows.show_models(best(typed, known, lambda model: f"{model.label} {model.ref}"))
        self._search.show_found(
            self.tr("No model here is called that.")
            if typed.strip()
            else self.tr("There is no model yet. Add a GGUF file or a connection first.")
        )
        self._search.mark_first()

    def _take(self, index: QModelIndex) -> None:
        model = index.data(MODEL_ROLE)
        if isinstance(model, Model):
            self._pool.toggle(model)

    def _show_chosen(self) -> None:
        chosen = self._pool.models
        self.rows.show_chosen([model.ref for model in chosen], several=False)
        told = self.tr("1 model") if len(chosen) == 1 else self.tr("{0} models").format(len(chosen))
        self.count.setText(self.tr("{0} to draw from; Enter takes one in or out").format(told))

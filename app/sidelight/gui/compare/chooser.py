# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Choosing models for the line-up: a list that one searches, in which a model may be taken more than once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sidelight.domain.comparison import MOST_PANES
from sidelight.domain.errors import SidelightError
from sidelight.domain.model import Model
from sidelight.gui.compare.asking import Asking
from sidelight.gui.compare.model_rows import MODEL_ROLE, ROW, ModelRow, ModelRows
from sidelight.gui.compare.served import Served
from sidelight.gui.fuzzy import best
from sidelight.gui.popover import Popover
from sidelight.gui.searched import FieldOverList
from sidelight.gui.theme import Theme

WIDTH = 500
MOST_ROWS = 7


class ModelChooser(Popover):
    """The list of models that can be asked: those on this machine, then those of servers as they answer."""

    def __init__(
        self,
        window: QWidget,
        *,
        models: Callable[[], Sequence[Model]],
        named: Callable[[str], Model],
        served: Served,
        asking: Asking,
        add_file: QAction,
        add_server: QAction,
        fetch: QAction,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._models = models
        self._named = named
        self._served = served
        self._asking = asking
        self.setAccessibleName(self.tr("Choose models"))
        self.field = QLineEdit(self)
        self.field.setProperty("kind", "bare")
        self.field.setPlaceholderText(self.tr("Search models, or write connection/name"))
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
        self.nothing = self._label("quiet", Qt.AlignmentFlag.AlignTop)
        self.remarks = self._label("small", Qt.AlignmentFlag.AlignBottom)
        self.hint = self._label("small", Qt.AlignmentFlag.AlignBottom)
        self.hint.setText(self.tr("A chosen model is taken out; with Shift held it is added once more."))
        self.count = QLabel(self)
        self.count.setProperty("kind", "small")
        self.add_file = QPushButton(add_file.text(), self)
        self.add_file.setProperty("kind", "link")
        self.add_file.setToolTip(add_file.toolTip())
        self.add_server = QPushButton(add_server.text(), self)
        self.add_server.setProperty("kind", "link")
        self.add_server.setToolTip(add_server.toolTip())
        self.fetch = QPushButton(fetch.text(), self)
        self.fetch.setProperty("kind", "link")
        self.fetch.setToolTip(fetch.toolTip())
        self.fetch.clicked.connect(self.dismiss)
        self.fetch.clicked.connect(fetch.trigger)
        self._can_fetch = fetch.isVisible
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 4, 2)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.add_server)
        foot.addWidget(self.add_file)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5, 1, 5, 5)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addWidget(line)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self.remarks)
        layout.addWidget(self.hint)
        layout.addWidget(self.fetch, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(foot)
        self._search = FieldOverList(self.field, self.list, self.nothing, page=MOST_ROWS - 1)
        self._search.taken.connect(lambda: self._take(self.list.currentIndex()))
        self.field.textChanged.connect(self._filter)
        self.list.clicked.connect(self._take)
        self.list.entered.connect(self.list.setCurrentIndex)
        self.add_file.clicked.connect(self.dismiss)
        self.add_file.clicked.connect(add_file.trigger)
        self.add_server.clicked.connect(self.dismiss)
        self.add_server.clicked.connect(add_server.trigger)
        asking.changed.connect(self._show_chosen)
        served.changed.connect(self._take_in)

    def choose(self, anchor: QWidget) -> None:
        """Open beside the chip that adds a model, and ask the servers what they have now."""
        self._served.refresh()
        self.field.clear()
        self._filter("")
        self._show_chosen()
        self.fetch.setVisible(self._can_fetch())
        self.open_beside(anchor, self.field)

    def sizeHint(self) -> QSize:
        """As high as its rows, up to seven of them; more may come while servers are asked."""
        rows = MOST_ROWS if self._served.servers else min(MOST_ROWS, max(2, len(self.rows.models)))
        below = (28 if self._can_fetch() else 0) + self.hint.sizeHint().height()
        return QSize(WIDTH, 36 + 56 + ROW * rows + below)

    def set_theme(self, theme: Theme) -> None:
        """Paint rows in other colours."""
        self._row.theme = theme

    def _label(self, kind: str, end: Qt.AlignmentFlag) -> QLabel:
        label = QLabel(self)
        label.setProperty("kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setMargin(8)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | end)
        return label

    def _take_in(self) -> None:
        """A server answered: show its models too, and stay where one was."""
        marked = self.list.currentIndex().data(MODEL_ROLE)
        self._filter(self.field.text())
        row = self.rows.row_of(marked.ref) if isinstance(marked, Model) else -1
        if row >= 0:
            self.list.setCurrentIndex(self.rows.index(row))

    def _filter(self, typed: str) -> None:
        self.rows.show_models(self._fitting(typed))
        self._search.show_found(self._why_none(typed.strip()))
        self._search.mark_first()
        remarks = self._served.remarks()
        self.remarks.setText("\n".join(remarks))
        self.remarks.setVisible(bool(remarks))

    def _fitting(self, typed: str) -> list[Model]:
        """What fits the letters, best first; behind exact beginnings, what is written out in full."""
        known = [*self._models(), *self._served.models]
        connection, slash, _ = typed.strip().partition("/")
        if slash:
            known = [model for model in known if model.ref.connection.startswith(connection)]
        models = best(typed, known, lambda model: f"{model.label} {model.ref}")
        written = self._written(typed)
        if written is not None and all(model.ref != written.ref for model in models):
            beginning = [model for model in models if str(model.ref).startswith(typed.strip())]
            models = [*beginning, written, *(model for model in models if model not in beginning)]
        return models

    def _why_none(self, typed: str) -> str:
        if not typed:
            return self.tr("There is no model yet. Add a GGUF file, and it runs on this computer.")
        connection, slash, _ = typed.partition("/")
        for server in self._served.servers:
            if slash and server.name == connection:
                return self.tr("Write the name of a model of “{0}” after the slash.").format(server.label)
        return self.tr("No model here is called that. One of a server is written connection/name.")

    def _written(self, typed: str) -> Model | None:
        """A model that was written out as ``connection/name`` and that its connection would accept."""
        try:
            return self._named(typed)
        except SidelightError:
            return None

    def _take(self, index: QModelIndex) -> None:
        model = index.data(MODEL_ROLE)
        if not isinstance(model, Model):
            return
        direct = self._asking.mode == "direct"
        again = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        chosen = [each.ref for each in self._asking.models]
        if model.ref in chosen and not (direct or again):
            # Of several the last: what stands further left stays in its place.
            self._asking.remove(len(chosen) - 1 - chosen[::-1].index(model.ref))
            return
        self._asking.add(model)
        if direct or self._asking.full:
            self.dismiss()

    def _show_chosen(self) -> None:
        chosen = self._asking.models
        several = self._asking.mode != "direct"
        self.rows.show_chosen([model.ref for model in chosen], several=several)
        self.hint.setVisible(several)
        if self._asking.mode == "direct":
            self.count.setText(self.tr("Direct mode asks one model"))
        elif len(chosen) == 1:
            self.count.setText(self.tr("1 model chosen, room for {0} more").format(MOST_PANES - 1))
        elif self._asking.full:
            self.count.setText(self.tr("{0} models chosen, the most there can be").format(len(chosen)))
        else:
            left = MOST_PANES - len(chosen)
            self.count.setText(self.tr("{0} models chosen, room for {1} more").format(len(chosen), left))

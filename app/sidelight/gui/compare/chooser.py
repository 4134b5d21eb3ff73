# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Choosing models for the line-up: a list that one searches, in which a model may be taken more than once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QAction, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from sidelight.domain.errors import SidelightError
from sidelight.domain.model import Model
from sidelight.gui.compare.asking import MOST_MODELS, Asking
from sidelight.gui.fuzzy import best
from sidelight.gui.popover import Popover
from sidelight.gui.theme import Theme

ROW = 46
WIDTH = 440
MODEL_ROLE = Qt.ItemDataRole.UserRole

_Index = QModelIndex | QPersistentModelIndex


class ModelChooser(Popover):
    """The list of models that can be asked."""

    def __init__(
        self,
        window: QWidget,
        *,
        models: Callable[[], Sequence[Model]],
        named: Callable[[str], Model],
        asking: Asking,
        add_file: QAction,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._models = models
        self._named = named
        self._asking = asking
        self.setAccessibleName(self.tr("Choose models"))
        self.field = QLineEdit(self)
        self.field.setProperty("kind", "bare")
        self.field.setPlaceholderText(self.tr("Search models, or write connection/name"))
        self.field.setAccessibleName(self.tr("Search models"))
        line = QFrame(self)
        line.setProperty("kind", "hairline")
        line.setFixedHeight(1)
        self._offer = _Offer(self)
        self.list = QListView(self)
        self.list.setModel(self._offer)
        self._rows = _ModelRow(theme, self.list)
        self.list.setItemDelegate(self._rows)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(self.tr("Models"))
        self._nothing = QLabel(self)
        self._nothing.setProperty("kind", "quiet")
        self._nothing.setWordWrap(True)
        self._nothing.setContentsMargins(8, 8, 8, 8)
        self.count = QLabel(self)
        self.count.setProperty("kind", "small")
        self.add_file = QPushButton(add_file.text(), self)
        self.add_file.setProperty("kind", "link")
        self.add_file.setToolTip(add_file.toolTip())
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 4, 2)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.add_file)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5, 1, 5, 5)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addWidget(line)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._nothing)
        layout.addLayout(foot)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._take)
        self.list.entered.connect(self.list.setCurrentIndex)
        self.add_file.clicked.connect(self.dismiss)
        self.add_file.clicked.connect(add_file.trigger)
        asking.changed.connect(self._show_count)

    def choose(self, anchor: QWidget) -> None:
        """Open beside the chip that adds a model."""
        self.field.clear()
        self._filter("")
        self._show_count()
        self.open_beside(anchor, self.field)

    def sizeHint(self) -> QSize:
        """As high as its rows, up to seven of them."""
        rows = min(7, max(2, len(self._offer.models)))
        return QSize(WIDTH, 36 + 56 + ROW * rows)

    def set_theme(self, theme: Theme) -> None:
        """Paint rows in other colours."""
        self._rows.theme = theme

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move in the list while the field keeps the keyboard; Enter takes."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                row = max(0, min(len(self._offer.models) - 1, self.list.currentIndex().row() + step))
                self.list.setCurrentIndex(self._offer.index(row))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _filter(self, typed: str) -> None:
        models = best(typed, self._models(), lambda model: f"{model.label} {model.ref}")
        written = self._written(typed)
        if written is not None and all(model.ref != written.ref for model in models):
            models.append(written)
        self._offer.show_models(models)
        self.list.setVisible(bool(models))
        self._nothing.setVisible(not models)
        self._nothing.setText(
            self.tr("No model here is called that.")
            if typed.strip()
            else self.tr("There is no model yet. Add a GGUF file, and it runs on this computer.")
        )
        self.list.setCurrentIndex(self._offer.index(0))

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
        self._asking.add(model)
        if direct or self._asking.full:
            self.dismiss()

    def _show_count(self) -> None:
        if self._asking.mode == "direct":
            self.count.setText(self.tr("Direct mode asks one model."))
            return
        chosen = len(self._asking.models)
        self.count.setText(self.tr("{0} of {1} chosen · Enter adds").format(chosen, MOST_MODELS))


class _Offer(QAbstractListModel):
    """Models as rows."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.models: list[Model] = []

    def show_models(self, models: list[Model]) -> None:
        self.beginResetModel()
        self.models = models
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.models)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.models):
            return None
        model = self.models[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return model
            case Qt.ItemDataRole.DisplayRole:
                return model.label
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{model.label}, {model.ref}. {model.about}"
            case Qt.ItemDataRole.ToolTipRole:
                return model.about or str(model.ref)
        return None


class _ModelRow(QStyledItemDelegate):
    """The label, its exact name at the right, and what it is about below."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(ROW, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model: Model = index.data(MODEL_ROLE)
        place: QRect = option.rect
        space = self.theme.space
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour("accent_quiet"))
            painter.drawRoundedRect(place, space.chip_radius, space.chip_radius)
        inner = place.adjusted(space.s, 5, -space.s, -5)
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        lower = QRect(inner.left(), upper.bottom() + 1, inner.width(), inner.height() - upper.height())
        painter.setFont(self.theme.sans(11))
        painter.setPen(self.theme.colour("quiet"))
        metrics = painter.fontMetrics()
        name = metrics.elidedText(str(model.ref), Qt.TextElideMode.ElideMiddle, inner.width() // 2)
        painter.drawText(upper, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
        room = upper.width() - metrics.horizontalAdvance(name) - space.s
        about = metrics.elidedText(_about(model), Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, about)
        painter.setFont(self.theme.sans())
        painter.setPen(self.theme.colour("text"))
        label = painter.fontMetrics().elidedText(model.label, Qt.TextElideMode.ElideRight, room)
        painter.drawText(upper, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, label)
        painter.restore()


def _about(model: Model) -> str:
    known = [model.about] if model.about else []
    if model.context_tokens:
        said = QCoreApplication.translate("ModelChooser", "{0} tokens of context")
        known.append(said.format(QLocale().toString(model.context_tokens)))
    if model.style == "completion":
        known.append(QCoreApplication.translate("ModelChooser", "continues text"))
    return " · ".join(known)

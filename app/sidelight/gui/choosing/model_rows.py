# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Models as rows of a list: the label, the exact name, what is known of it, and whether it is chosen."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
)
from PySide6.QtGui import QPainter

from sidelight.domain.model import Model, ModelRef
from sidelight.gui.rows import Row
from sidelight.gui.theme import Theme

ROW = 46
MODEL_ROLE = Qt.ItemDataRole.UserRole
CHOSEN_ROLE = MODEL_ROLE + 1

_Index = QModelIndex | QPersistentModelIndex


def _tr(text: str) -> str:
    return QCoreApplication.translate("ModelChooser", text)


class ModelRows(QAbstractListModel):
    """Models as rows, and how often each of them is chosen."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.models: list[Model] = []
        self._chosen: list[ModelRef] = []
        self._several = False

    def show_models(self, models: list[Model]) -> None:
        """Show others."""
        self.beginResetModel()
        self.models = models
        self.endResetModel()

    def show_chosen(self, chosen: list[ModelRef], *, several: bool = False) -> None:
        """Mark others; ``several`` says whether a click takes one out that is chosen."""
        self._chosen = chosen
        self._several = several
        if self.models:
            self.dataChanged.emit(self.index(0), self.index(len(self.models) - 1))

    def row_of(self, ref: ModelRef) -> int:
        """Where a model stands; -1 if it does not."""
        return next((row for row, model in enumerate(self.models) if model.ref == ref), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """A row a model."""
        return 0 if parent.isValid() else len(self.models)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The model for the painter, its words for everyone else."""
        if not index.isValid() or index.row() >= len(self.models):
            return None
        model = self.models[index.row()]
        if role == MODEL_ROLE:
            return model
        if role == CHOSEN_ROLE:
            return _chosen(self._chosen.count(model.ref))
        if role == Qt.ItemDataRole.DisplayRole:
            return model.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = (f"{model.label}, {model.ref}", model.about, _chosen(self._chosen.count(model.ref)))
            return ". ".join(part for part in words if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            told = model.about or str(model.ref)
            if not self._several or model.ref not in self._chosen:
                return told
            return told + "\n" + _tr("A click takes it out; with Shift held it is added once more.")
        return None


class ModelRow(Row):
    """The label, its exact name at the right, what it is about below, and whether it is chosen."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(ROW, theme, parent)

    def fill(self, painter: QPainter, place: QRect, index: _Index) -> None:
        """Draw a model."""
        model: Model = index.data(MODEL_ROLE)
        space = self.theme.space
        inner = place.adjusted(space.s, 5, -space.s, -5)
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        lower = QRect(inner.left(), upper.bottom() + 1, inner.width(), inner.height() - upper.height())
        small, normal = self.theme.sans(11), self.theme.sans()
        quiet = "quiet"
        left = self.write(painter, upper, str(model.ref), small, quiet, right=True, most=inner.width() // 2)
        self.write(painter, left, model.label, normal, "text")
        left = self.write(painter, lower, index.data(CHOSEN_ROLE), small, "accent", right=True)
        self.write(painter, left, _about(model), small, quiet)


def _chosen(times: int) -> str:
    if times < 2:
        return _tr("chosen") if times else ""
    return _tr("chosen twice") if times == 2 else _tr("chosen {0} times").format(times)


def _about(model: Model) -> str:
    known = [model.about] if model.about else []
    if model.context_tokens:
        known.append(_tr("{0} tokens of context").format(QLocale().toString(model.context_tokens)))
    if model.style == "completion":
        known.append(_tr("continues text"))
    return " · ".join(known)

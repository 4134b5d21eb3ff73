# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The history: comparisons under the day on which they were made, newest first, searched as one types."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QDate,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sidelight.domain.comparison import HistoryEntry
from sidelight.domain.errors import SidelightError
from sidelight.domain.identity import ComparisonId
from sidelight.domain.model import ModelRef
from sidelight.gui.library.days import clock_time, day_of, name_of_day
from sidelight.gui.library.titles import alike, telling
from sidelight.gui.theme import Theme

PAGE = 200
MOST_TITLES = 2000
"""Comparisons, the newest, whose titles are searched where answers must not be."""
DAY_HEIGHT = 26
ENTRY_HEIGHT = 42
ROW_ROLE = Qt.ItemDataRole.UserRole

_Index = QModelIndex | QPersistentModelIndex
_MARKUP = re.compile(r"[\x00-\x08\x0b-\x1f]|</?b>|\s+")


class Past(Protocol):
    """Where the history comes from: the desk's library."""

    def history(self, *, before: ComparisonId | None = None, limit: int = 200) -> list[HistoryEntry]:
        """Comparisons made before one, or the newest."""
        ...

    def search(self, words: str, limit: int = 50) -> list[HistoryEntry]:
        """Comparisons that hold the words."""
        ...


class HistoryModel(QAbstractListModel):
    """Rows: a day's name, or a comparison.

    Signals:
        trouble: why older ones could not be read, as a sentence.
    """

    trouble = Signal(str)

    def __init__(
        self,
        past: Past,
        label_of: Callable[[ModelRef], str],
        parent: QObject,
        today: Callable[[], QDate] = QDate.currentDate,
    ) -> None:
        """Show nothing yet.

        Args:
            past: what is shown.
            label_of: what a model is called; asked once for each model and reading.
            parent: Qt's.
            today: tells which day it is.
        """
        super().__init__(parent)
        self._past = past
        self._label_of = label_of
        self._labels: dict[ModelRef, str] = {}
        self._shared: dict[ComparisonId, int] = {}
        self._same_minute: set[ComparisonId] = set()
        self._today = today
        self._nameless = False
        self._in_answers = True
        self._words = ""
        self._entries: list[HistoryEntry] = []
        self._rows: list[str | HistoryEntry] = []
        self._more = False
        # The day on which the others were named: what was today's becomes yesterday's at midnight.
        self._named = today()

    @property
    def words(self) -> str:
        """What is searched for."""
        return self._words

    def search(self, words: str) -> None:
        """Show what holds these words, or everything if there are none.

        Raises:
            ProjectError: the project cannot be read.
        """
        self._words = words.strip()
        self.reload()

    def reload(self) -> None:
        """Read anew; the project has changed."""
        if self._words and self._in_answers:
            entries = self._past.search(self._words)
        elif self._words:
            entries = self._with_title(self._words)
        else:
            entries = self._past.history(limit=max(PAGE, len(self._entries)))
        self.beginResetModel()
        self._labels.clear()
        self._entries = list(entries)
        self._tell_apart()
        self._named = self._today()
        self._rows = self._grouped(self._entries, after=None)
        self._more = not self._words and len(entries) >= PAGE
        self.endResetModel()

    def _with_title(self, words: str) -> list[HistoryEntry]:
        """The newest with these words in what is shown of their prompts anyway."""
        wanted = words.casefold().split()
        newest = self._past.history(limit=MOST_TITLES)
        return [one for one in newest if all(word in one.title.casefold() for word in wanted)]

    def add(self, entry: HistoryEntry) -> None:
        """Put a comparison that has just begun on top, without reading. A search does not show it."""
        if self._words or any(known.id == entry.id for known in self._entries):
            return
        today = self._today()
        if today != self._named:
            self._name_days(today)
        day = name_of_day(day_of(entry.created_ms), today)
        headed = bool(self._rows) and self._rows[0] == day
        self.beginInsertRows(QModelIndex(), int(headed), 1)
        self._rows[:1] = [day, entry] if headed else [day, entry, *self._rows[:1]]
        self._entries.insert(0, entry)
        self._tell_apart()
        self.endInsertRows()

    def entry(self, index: _Index) -> HistoryEntry | None:
        """The comparison of a row; ``None`` for a day."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        return row if isinstance(row, HistoryEntry) else None

    def index_of(self, identity: ComparisonId | None) -> QModelIndex:
        """The row of a comparison; an invalid index if it is not shown."""
        for at, row in enumerate(self._rows):
            if isinstance(row, HistoryEntry) and row.id == identity:
                return self.index(at)
        return QModelIndex()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """Days and comparisons."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself for the painter, its words for everyone else."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if isinstance(row, str):
            return row if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}, {self.second_line(row)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            if self._nameless:
                return plain(row.title)
            models = "\n".join(f"{self._label(model)} ({model})" for model in dict.fromkeys(row.models))
            return f"{plain(row.title)}\n{models}"
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Days cannot be chosen."""
        return Qt.ItemFlag.NoItemFlags if self.entry(index) is None else super().flags(index)

    def canFetchMore(self, parent: _Index) -> bool:  # noqa: N802 (Qt's name)
        """Whether older ones may be in the project."""
        return self._more and not parent.isValid()

    def fetchMore(self, parent: _Index) -> None:  # noqa: N802 (Qt's name)
        """Read the next page of older ones."""
        try:
            older = self._past.history(before=self._entries[-1].id, limit=PAGE)
        except SidelightError as error:
            # Qt asks again when one scrolls; without this it would ask at once, and for ever.
            self._more = False
            self.trouble.emit(error.sentence)
            return
        self._more = len(older) >= PAGE
        if not older:
            return
        rows = self._grouped(older, after=day_of(self._entries[-1].created_ms))
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
        self._entries.extend(older)
        self._tell_apart()
        self._rows.extend(rows)
        self.endInsertRows()

    def second_line(self, entry: HistoryEntry) -> str:
        """When it was asked, and whom; or where the words were found that one searched for."""
        asked = clock_time(entry.created_ms, seconds=entry.id in self._same_minute)
        if self._nameless:
            return asked
        return f"{asked} · {plain(entry.snippet) or self._models(entry)}"

    def set_nameless(self, nameless: bool) -> None:
        """Leave out who answered, while somebody judges answers without names."""
        self._nameless = nameless
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def search_answers(self, on: bool) -> None:
        """Whether a search looks into answers from the next reading on, or at titles alone."""
        self._in_answers = on

    def shared(self, entry: HistoryEntry) -> int:
        """How many characters another title begins with as well."""
        return self._shared.get(entry.id, 0)

    def _models(self, entry: HistoryEntry) -> str:
        counted = Counter(entry.models)
        return ", ".join(
            self._label(model) + (f" ×{times}" if times > 1 else "") for model, times in counted.items()
        )

    def _label(self, model: ModelRef) -> str:
        if model not in self._labels:
            self._labels[model] = self._label_of(model)
        return self._labels[model]

    def _tell_apart(self) -> None:
        entries = self._entries
        shared = alike([plain(entry.title) for entry in entries])
        self._shared = {entry.id: length for entry, length in zip(entries, shared, strict=True)}
        seen = [(entry.title, entry.models, entry.created_ms // 60_000) for entry in entries]
        times = Counter(seen)
        self._same_minute = {entry.id for entry, row in zip(entries, seen, strict=True) if times[row] > 1}

    def _name_days(self, today: QDate) -> None:
        """Call the days by other names; another day has begun."""
        self._named = today
        for at, (row, below) in enumerate(pairwise(self._rows)):
            if isinstance(row, str) and isinstance(below, HistoryEntry):
                self._rows[at] = name_of_day(day_of(below.created_ms), today)
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _grouped(self, entries: Sequence[HistoryEntry], after: QDate | None) -> list[str | HistoryEntry]:
        rows: list[str | HistoryEntry] = []
        day = after
        for entry in entries:
            made = day_of(entry.created_ms)
            if made != day:
                day = made
                rows.append(name_of_day(made, self._today()))
            rows.append(entry)
        return rows


class HistoryList(QListView):
    """The list."""

    def __init__(self, model: HistoryModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._row = HistoryRow(model, theme, self)
        self.setItemDelegate(self._row)
        self.setAccessibleName(self.tr("History"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(20)
        self.setMouseTracking(True)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._row.theme = theme
        self.viewport().update()


class HistoryRow(QStyledItemDelegate):
    """A day in small quiet letters; a comparison in two lines."""

    def __init__(self, model: HistoryModel, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """By kind."""
        return QSize(100, DAY_HEIGHT if isinstance(index.data(ROW_ROLE), str) else ENTRY_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw a row."""
        row = index.data(ROW_ROLE)
        place: QRect = option.rect
        space = self.theme.space
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = Qt.AlignmentFlag.AlignLeft
        if isinstance(row, str):
            painter.setFont(self.theme.sans(11))
            painter.setPen(self.theme.colour("quiet"))
            text = place.adjusted(space.m, 0, -space.s, -space.xs)
            painter.drawText(text, left | Qt.AlignmentFlag.AlignBottom, row)
        elif isinstance(row, HistoryEntry):
            self._paint_entry(painter, option, row, place)
        painter.restore()

    def _paint_entry(
        self, painter: QPainter, option: QStyleOptionViewItem, entry: HistoryEntry, place: QRect
    ) -> None:
        space = self.theme.space
        card = place.adjusted(space.xs, 1, -space.xs, -1)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour("press" if selected else "hover"))
            painter.drawRoundedRect(card, space.chip_radius, space.chip_radius)
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self.theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            frame = card.toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, space.chip_radius, space.chip_radius)
        inner = card.adjusted(space.s, 4, -space.s, -4)
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        lower = QRect(inner.left(), upper.bottom() + 1, inner.width(), inner.height() - upper.height())
        aligned = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        cut = Qt.TextElideMode.ElideRight
        painter.setFont(self.theme.sans())
        painter.setPen(self.theme.colour("text"))
        title = plain(entry.title) or self.tr("Empty prompt")
        metrics = QFontMetricsF(painter.font())
        shown = telling(title, self._model.shared(entry), upper.width(), metrics.horizontalAdvance)
        painter.drawText(upper, aligned, shown)
        painter.setFont(self.theme.sans(11))
        painter.setPen(self.theme.colour("quiet"))
        second = self._model.second_line(entry)
        painter.drawText(lower, aligned, painter.fontMetrics().elidedText(second, cut, lower.width()))


def plain(text: str) -> str:
    """One line without control characters or a search's marks."""
    return _MARKUP.sub(lambda found: " " if found.group().isspace() else "", text).strip()

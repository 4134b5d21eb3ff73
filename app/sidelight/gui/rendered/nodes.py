# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A tree of nodes as Qt's views take it; long lists of children are handed out in parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor, QFont

from sidelight.api import Node
from sidelight.gui.rendered.cells import Face, Index, Words
from sidelight.gui.theme import Theme

PART = 500
_LONGEST = 300
_AT_ONCE = 4_000
"""Characters that are looked through in one step, each place as twenty more."""
NOWHERE = QModelIndex()
_COLOURS = {"string": "String", "number": "Number"}


_WORDED = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.FontRole)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


class Place:
    """A node with the way to it. Places are made when they are first seen."""

    __slots__ = ("children", "given", "node", "parent", "row")

    def __init__(self, node: Node, parent: Place | None, row: int) -> None:
        self.node = node
        self.parent = parent
        self.row = row
        self.given = 0  # how many children views know of
        self.children: dict[int, Place] = {}

    def child(self, row: int) -> Place:
        """The place below this one at a row."""
        if row not in self.children:
            self.children[row] = Place(self.node.children[row], self, row)
        return self.children[row]

    @property
    def way(self) -> list[Place]:
        """From the first level down to this place."""
        made: list[Place] = []
        at: Place | None = self
        while at is not None and at.parent is not None:
            made.append(at)
            at = at.parent
        return made[::-1]


class Nodes(QAbstractItemModel):
    """The children of a root, theirs, and so on. Two columns: what it is called, and what it holds."""

    def __init__(self, root: Node, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.root = Place(root, None, 0)
        self.root.given = min(len(root.children), PART)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._quiet = theme.colour("quiet")
        self._bold = Face.of(QFont(theme.sans(13)))
        self._mono = Face.of(QFont(theme.mono(13)))
        self._colours: dict[str, QColor] = {}
        for kind, name in _COLOURS.items():
            colour = theme.syntax.get(f"Token.Literal.{name}")
            if colour is not None:
                self._colours[kind] = colour
        for kind in ("boolean", "null"):
            colour = theme.syntax.get("Token.Keyword")
            if colour is not None:
                self._colours[kind] = colour

    def place(self, index: Index) -> Place:
        """The place behind an index; the root for none."""
        found = index.internalPointer() if index.isValid() else None
        return found if isinstance(found, Place) else self.root

    def index_of(self, place: Place, column: int = 0) -> QModelIndex:
        """The index of a place; its own part is handed out if need be."""
        if place.parent is None:
            return QModelIndex()
        while place.row >= place.parent.given:
            self.fetchMore(self.index_of(place.parent))
        return self.createIndex(place.row, column, place)

    # what views ask

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        """The child at a row."""
        place = self.place(parent)
        if not (0 <= row < place.given and 0 <= column < 2):
            return QModelIndex()
        return self.createIndex(row, column, place.child(row))

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # Qt has two of this name
        """The place above."""
        above = self.place(index).parent if index.isValid() else None
        if above is None or above.parent is None:
            return QModelIndex()
        return self.createIndex(above.row, 0, above)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """The children handed out so far."""
        if parent.isValid() and parent.column():
            return 0
        place = self.place(parent)
        if not place.given and place.node.children:
            place.given = min(len(place.node.children), PART)
        return place.given

    def hasChildren(self, parent: Index = NOWHERE) -> bool:  # noqa: N802 (Qt's)
        """Whether it opens."""
        return not (parent.isValid() and parent.column()) and bool(self.place(parent).node.children)

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 (Qt's)
        """Whether there are more children than were handed out."""
        place = self.place(parent)
        return self.rowCount(parent) < len(place.node.children)

    def fetchMore(self, parent: Index) -> None:  # noqa: N802 (Qt's)
        """Hand out the next part."""
        place = self.place(parent)
        first = self.rowCount(parent)
        last = min(len(place.node.children), first + PART) - 1
        if last >= first:
            self.beginInsertRows(parent, first, last)
            place.given = last + 1
            self.endInsertRows()

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Name and value."""
        return 2

    def words(self, index: Index) -> Words:
        """What a cell says, and how it looks."""
        node = self.place(index).node
        if index.column() != 1:
            return Words(_short(node.label), self._bold)
        if node.children:
            return Words(_short(node.value), self._bold, self._quiet)
        face = self._mono if node.kind != "array" else self._bold
        return Words(_short(node.value), face, self._colours.get(node.kind))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, and how they look."""
        if not index.isValid():
            return None
        node = self.place(index).node
        value = index.column() == 1
        if role in _WORDED:
            said = self.words(index)
            if role == Qt.ItemDataRole.DisplayRole:
                return said.text
            if role == Qt.ItemDataRole.ForegroundRole:
                return said.colour
            return said.face.font if said.face is not None else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return node.kind or None
        if role == Qt.ItemDataRole.AccessibleTextRole and value and node.kind:
            return f"{node.value}, {node.kind}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """There is no header."""
        return None


def path_of(place: Place) -> str:
    """The way to a place as one writes it: ``a.b[3]["odd key"]``."""
    made = ""
    for step in place.way:
        if step.node.kind == "part":
            continue
        label = step.node.label
        above = step.parent.node if step.parent is not None else None
        if above is not None and above.kind in ("array", "part"):
            made += f"[{label}]"
        elif label.isidentifier():
            made += f".{label}" if made else label
        else:
            made += f'["{label}"]'
    return made


def search(root: Place, words: str) -> Iterator[Place | None]:
    """All places whose name or value holds these words, from the top; ``None`` between to breathe."""
    wanted = words.casefold()
    waiting = [(root, iter(range(len(root.node.children))))]
    looked = 0
    while waiting:
        place, rows = waiting[-1]
        row = next(rows, None)
        if row is None:
            waiting.pop()
            continue
        node = place.node.children[row]
        looked += 20 + len(node.value)
        if looked > _AT_ONCE:
            looked = 0
            yield None
        hit = wanted in node.label.casefold() or wanted in node.value.casefold()
        if hit or node.children:
            # A place stays in its parent's care only if somebody has use for it.
            child = place.children.get(row) or Place(node, place, row)
            if hit:
                at: Place | None = child
                while at is not None and at.parent is not None:
                    at.parent.children.setdefault(at.row, at)
                    at = at.parent
                yield place.children[row]
                child = place.children[row]
            if node.children:
                waiting.append((child, iter(range(len(node.children)))))

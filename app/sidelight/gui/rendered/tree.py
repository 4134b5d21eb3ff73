# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A tree: opened and closed, searched, its paths and values copied."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from sidelight.api import Node
from sidelight.gui.glview.buttons import QuietButton
from sidelight.gui.rendered.body import Body, Made, Saved, copy_words
from sidelight.gui.rendered.cells import Cells
from sidelight.gui.rendered.nodes import Nodes, Place, path_of, search
from sidelight.gui.rendered.slices import Slices
from sidelight.gui.theme import Theme

ROW = 22
_INSET = 7
SHOWN = 16
MANY = 10
_MOST_HITS = 5_000
_JSON = frozenset({"json", "geojson", "jsonc", "json5", "ipynb"})


class _View(QTreeView):
    """Copies what is selected."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        body = self.parentWidget()
        if event.matches(QKeySequence.StandardKey.Copy) and isinstance(body, TreeBody):
            body.copy()
        else:
            super().keyPressEvent(event)


class TreeBody(Body):
    """A tree to look through."""

    coloured = False

    def __init__(self, root: Node, alt_text: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        # A single value has no children to show: it stands below a root of its own.
        self._root = root if root.children else Node("", "", "", (root,))
        self.model = Nodes(self._root, theme, self)
        self.view = _View(self)
        self.view.setAccessibleName(alt_text)
        self.view.setModel(self.model)
        self._cells = Cells(self.model, theme, self.view, inset=_INSET, row=ROW)
        self.view.setItemDelegate(self._cells)
        self.view.setHeaderHidden(True)
        self.view.setUniformRowHeights(True)
        self.view.setIndentation(16)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        header = self.view.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search keys and values"))
        self.search.setAccessibleName(self.tr("Search keys and values"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._begin_search)
        self.search.returnPressed.connect(lambda: self.step(1))
        self._told = QLabel(self)
        self._told.setProperty("kind", "small")
        self.before = QuietButton("up", self.tr("Hit before"), theme, parent=self)
        self.after = QuietButton("down", self.tr("Next hit"), theme, keys="Enter", parent=self)
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self._top = QWidget(self)
        row = QHBoxLayout(self._top)
        row.setContentsMargins(theme.space.s, theme.space.xs, theme.space.s, theme.space.xs)
        row.setSpacing(theme.space.xs)
        row.addWidget(self.search, 1)
        row.addWidget(self._told)
        row.addWidget(self.before)
        row.addWidget(self.after)
        self._slices, self._making = Slices(self), Slices(self)
        self._hits: list[Place] = []
        self._at = -1
        self._count = _count(self._root, 10_000)
        self._top.setVisible(self._count > MANY)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top)
        layout.addWidget(self.view, 1)
        self.view.expanded.connect(lambda _index: self._opened())
        self.view.collapsed.connect(lambda _index: self._opened())
        self.setFocusProxy(self.view)
        self.set_theme(theme)
        self._open_small()
        self.view.setColumnWidth(0, self._label_width())
        self._say_hits()

    def _open_small(self) -> None:
        """Open as many levels as fit without scrolling."""
        rows, level = len(self._root.children), [self.model.root]
        while level:
            below = [
                place.child(row)
                for place in level
                for row in range(min(len(place.node.children), SHOWN))
                if place.node.children[row].children
            ]
            rows += sum(len(place.node.children) for place in below)
            if not below or rows > SHOWN:
                return
            for place in below:
                self.view.expand(self.model.index_of(place))
            level = below

    def _label_width(self) -> int:
        metrics = self.view.fontMetrics()
        widest = 0
        waiting = [(self._root, 1)]
        looked = 0
        while waiting and looked < 300:
            node, depth = waiting.pop()
            for child in node.children[:60]:
                looked += 1
                widest = max(widest, metrics.horizontalAdvance(child.label[:40]) + depth * 16)
                if child.children and depth < 4:
                    waiting.append((child, depth + 1))
        return min(widest + 28, 320)

    @property
    def place(self) -> int:
        """The first row in sight."""
        return self.view.verticalScrollBar().value()

    def go_to(self, place: int) -> None:
        """Have a row first in sight."""
        self.view.verticalScrollBar().setValue(place)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.model.set_theme(theme)
        self._cells.set_theme(theme)
        self.before.set_theme(theme)
        self.after.set_theme(theme)

    def _rows(self) -> int:
        """How many rows are open, so far as it matters."""
        rows, index = 0, self.model.index(0, 0)
        while index.isValid() and rows <= SHOWN:
            rows += 1
            index = self.view.indexBelow(index)
        return rows

    def wanted_height(self, width: int, most: int) -> int:
        """The open rows, up to a number."""
        top = self._top.sizeHint().height() if not self._top.isHidden() else 0
        return min(most, top + max(1, min(self._rows(), SHOWN)) * ROW + self._theme.space.s)

    def _opened(self) -> None:
        self.height_wanted.emit()

    # searching

    def _begin_search(self, words: str) -> None:
        self._hits, self._at = [], -1
        if words.strip():
            self._slices.begin(self._look_for(words.strip()))
        else:
            self._slices.stop()
        self._say_hits()

    def _look_for(self, words: str) -> Iterator[None]:
        for found in search(self.model.root, words):
            if found is not None:
                self._hits.append(found)
                if len(self._hits) == 1:
                    self.step(1)
                if len(self._hits) >= _MOST_HITS:
                    break
            yield
        self._say_hits()

    def step(self, by: int) -> None:
        """The next place found, or the one before; opened and selected."""
        if not self._hits:
            return
        self._at = (self._at + by) % len(self._hits)
        place = self._hits[self._at]
        for above in place.way[:-1]:
            self.view.setExpanded(self.model.index_of(above), True)
        index = self.model.index_of(place)
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)
        self._say_hits()

    def _say_hits(self) -> None:
        searching = bool(self.search.text().strip())
        for button in (self.before, self.after):
            button.setVisible(bool(self._hits))
        if not searching:
            self._told.setText("")
        elif self._hits:
            self._told.setText(self.tr("{0} of {1}").format(self._at + 1, f"{len(self._hits):,}"))
        else:
            self._told.setText("" if self._slices.busy else self.tr("nothing found"))

    # taking it along

    def _current(self) -> Place:
        return self.model.place(self.view.currentIndex())

    def _open_menu(self, point: QPoint) -> None:
        index = self.view.indexAt(point)
        if not index.isValid():
            return
        place = self.model.place(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy the value"), lambda: copy_words(words_of(place.node)))
        menu.addAction(self.tr("Copy the path"), lambda: copy_words(path_of(place)))
        menu.popup(self.view.viewport().mapToGlobal(point))

    def copy(self) -> None:
        """The value of the selected place, or all of it."""
        self._make(words_in(self._current().node), copy_words)

    def _make(self, parts: Iterator[str], then: Callable[[str], object]) -> None:
        """Put a text together, a little at a time: there may be hundreds of thousands of places."""

        def work() -> Iterator[None]:
            made: list[str] = []
            few: list[str] = []
            for number, part in enumerate(parts):
                few.append(part)
                if number % 200 == 0:
                    made.append("".join(few))
                    few.clear()
                    yield
            text = "".join((*made, *few))
            made.clear()
            yield
            then(text)

        self._making.begin(work())

    def copy_path(self) -> None:
        """The way to the selected place."""
        copy_words(path_of(self._current()))

    def saved(self) -> Saved:
        """The tree as indented text."""
        return Saved(words_of(self._root).encode("utf-8", "replace") + b"\n", "txt", self.tr("Text"))

    def forms(self) -> tuple[Saved, ...]:
        """As JSON: the source, where it is some, else the places of the tree; and as text."""

        def as_json(made: Made) -> None:
            parts = iter([self._source]) if self._source else json_of(self._root)
            self._make(parts, lambda text: made(text.encode("utf-8", "replace"), ""))

        def as_text(made: Made) -> None:
            self._make(words_in(self._root), lambda text: made(f"{text}\n".encode("utf-8", "replace"), ""))

        return (
            Saved(b"", "json", self.tr("JSON"), as_json),
            Saved(b"", "txt", self.tr("Text"), as_text),
        )

    @property
    def _source(self) -> str:
        """What the tree was read from, where that is JSON."""
        artifact = self.artifact
        return artifact.text if artifact is not None and artifact.language.lower() in _JSON else ""


def json_of(root: Node) -> Iterator[str]:
    """A tree as JSON, in parts: each place with its label, value and kind, and the places below it."""

    def told(node: Node) -> str:
        named = ((name, getattr(node, name)) for name in ("label", "value", "kind"))
        return ", ".join(
            f"{json.dumps(name)}: {json.dumps(said, ensure_ascii=False)}" for name, said in named if said
        )

    def begun(node: Node) -> str:
        own = told(node)
        below = f'{", " if own else ""}"children": [' if node.children else "}"
        return f"{{{own}{below}"

    yield begun(root)
    waiting = [iter(root.children)] if root.children else []
    first = True
    while waiting:
        node = next(waiting[-1], None)
        indent = "\n" + " " * len(waiting)
        if node is None:
            waiting.pop()
            first = False
            yield f"\n{' ' * len(waiting)}]}}"
            continue
        yield f"{'' if first else ','}{indent}{begun(node)}"
        first = bool(node.children)
        if node.children:
            waiting.append(iter(node.children))
    yield "\n"


def words_in(node: Node) -> Iterator[str]:
    """A place as text, in parts: its value, or what is below it, indented."""
    if not node.children:
        yield node.value
        return
    waiting = [(child, 0) for child in reversed(node.children)]
    first = True
    while waiting:
        one, depth = waiting.pop()
        words = f"{one.label}: {one.value}" if one.label else one.value
        yield f"{'' if first else chr(10)}{'  ' * depth}{words}"
        first = False
        waiting.extend((child, depth + 1) for child in reversed(one.children))


def words_of(node: Node) -> str:
    """A place as text; see ``words_in``."""
    return "".join(words_in(node))


def _count(root: Node, most: int) -> int:
    """How many places there are, as far as it matters."""
    count, waiting = 0, [root]
    while waiting and count < most:
        children = waiting.pop().children
        count += len(children)
        waiting.extend(children[:most])
    return count

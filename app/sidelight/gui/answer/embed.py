# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Live views in the flow of an answer, each under its listing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from sidelight.gui.answer.code import Code
from sidelight.gui.answer.look import Look
from sidelight.gui.answer.page import Page

LEAST = 120
"""A live view is at least this high, in pixels."""
MOST = 2000


class Grip(QWidget):
    """The lower edge of a live view; dragged, or moved with the arrow keys, it makes the view higher."""

    def __init__(self, parent: QWidget, resized: Callable[[int], None]) -> None:
        super().__init__(parent)
        self._resized = resized
        self._from: QPoint | None = None
        self.look: Look | None = None
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Height of the live view"))
        self.setToolTip(self.tr("Drag to make the view higher (Up, Down)"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a press or a selection."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._from = event.globalPosition().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on selecting, or hover."""
        if self._from is not None:
            here = event.globalPosition().toPoint()
            self._resized(here.y() - self._from.y())
            self._from = here

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a press or a selection."""
        self._from = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, select, copy or zoom."""
        step = {Qt.Key.Key_Up: -16, Qt.Key.Key_Down: 16}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._resized(step)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the exposed part."""
        if self.look is None:
            return
        painter = QPainter(self)
        strong = self.underMouse() or self.hasFocus()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.colour("accent" if strong else "line"))
        width = 36
        painter.drawRoundedRect((self.width() - width) // 2, self.height() // 2 - 1, width, 3, 1.5, 1.5)


class Embeds(QObject):
    """Which live view stands under which artifact.

    Args:
        page: where blocks stand.
        canvas: the widget that the views are put on.
        changed: called when heights changed.
    """

    def __init__(self, page: Page, canvas: QWidget, changed: Callable[[], None]) -> None:
        super().__init__(canvas)
        self._page = page
        self._canvas = canvas
        self._changed = changed
        self._live: dict[int, tuple[QWidget, Grip]] = {}
        self._known: dict[int, int] = {}  # where in the flow an artifact was the last time

    def put(self, artifact: int, widget: QWidget | None, height: int) -> bool:
        """Put a view under an artifact, or take it away; ``False`` if there is no such artifact."""
        code = self._code(artifact)
        old = self._live.pop(artifact, None)
        if old is not None:
            old[1].deleteLater()
            if old[0] is not widget:
                old[0].hide()
                old[0].setParent(None)
        if code is None:
            return False
        if widget is None:
            code.embed_height = 0.0
        else:
            grip = Grip(self._canvas, lambda dy: self._resize(artifact, dy))
            grip.look = self._page.look
            widget.setParent(self._canvas)
            self._live[artifact] = (widget, grip)
            code.embed_height = float(max(LEAST, min(height, MOST)) + self._grip_height)
        code.width = -1.0
        self._changed()
        return True

    @property
    def _grip_height(self) -> int:
        return self._page.look.space.m

    def _code(self, artifact: int) -> Code | None:
        index = self._index(artifact)
        view = self._page.flow[index] if index >= 0 else None
        return view if isinstance(view, Code) else None

    def _index(self, artifact: int) -> int:
        flow = self._page.flow
        known = self._known.get(artifact, -1)
        # What stands before a listing is finished: its place in the flow stays as it is.
        if 0 <= known < len(flow) and flow[known].artifact_index == artifact:
            return known
        for index, view in enumerate(flow):
            if view.artifact_index == artifact:
                self._known[artifact] = index
                return index
        return -1

    def _resize(self, artifact: int, dy: int) -> None:
        code = self._code(artifact)
        if code is None:
            return
        least, most = LEAST + self._grip_height, MOST + self._grip_height
        code.embed_height = float(max(least, min(code.embed_height + dy, most)))
        code.width = -1.0
        self._changed()

    def place(self) -> None:
        """Move the views to where their listings are; views out of sight are hidden."""
        if not self._live:
            return
        page = self._page
        for artifact, (widget, grip) in self._live.items():
            index = self._index(artifact)
            view = page.flow[index] if index >= 0 else None
            if not isinstance(view, Code):
                continue
            grip.look = page.look
            rect = view.embed_rect if view.width > 0 else None
            top = page.top(index)
            seen = rect is not None and top + view.height > 0 and top < page.height
            if rect is not None and seen:
                place = rect.translated(page.left, top).toRect()
                widget.setGeometry(place.adjusted(0, 0, 0, -self._grip_height))
                grip.setGeometry(
                    place.x(), place.bottom() - self._grip_height + 1, place.width(), self._grip_height
                )
            widget.setVisible(seen)
            grip.setVisible(seen)

    def clear(self) -> None:
        """Take all views away."""
        for artifact in list(self._live):
            self.put(artifact, None, 0)

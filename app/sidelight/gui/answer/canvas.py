# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What an answer looks like and how it takes mouse and keys; what the words are is the view's affair."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from sidelight.gui.answer import keys
from sidelight.gui.answer.block_view import Shared, Wash
from sidelight.gui.answer.cuts import Cuts
from sidelight.gui.answer.finding import Finding
from sidelight.gui.answer.marks import Marks
from sidelight.gui.answer.pointer import Pointer, Target
from sidelight.gui.answer.scrolling import Scrolling
from sidelight.gui.answer.selection import Selection

_AUTOSCROLL_MS = 30
_AT_END = 3


class Canvas(Scrolling):
    """Shows a flow of blocks and turns events into selections and presses."""

    def __init__(self, shared: Shared, parent: QWidget | None = None) -> None:
        super().__init__(shared, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.selection = Selection(self.flow)
        self.marks = Marks()
        self.finding = Finding(self.flow)
        self.cuts = Cuts()
        self.pointer = Pointer(self.page, self.selection, self.press)
        self.focused: Target | None = None  # what Tab stands on
        self._autoscroll = QTimer(self)
        self._autoscroll.setInterval(_AUTOSCROLL_MS)
        self._autoscroll.timeout.connect(self._scroll_while_dragging)
        self._mouse = QPointF()

    # to be given by the view

    def press(self, target: Target) -> None:
        """A control or a link was clicked."""

    def selection_moved(self) -> None:
        """The selection is another one."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, zoom with Ctrl, scroll a listing sideways."""
        delta = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if delta.y() > 0 else -1 if delta.y() < 0 else 0)
            event.accept()
            return
        sideways = (
            delta.x()
            if delta.x()
            else delta.y()
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            else 0
        )
        if (
            sideways and abs(delta.x()) >= abs(delta.y())
        ) or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            index = self.page.index_at(event.position().y())
            view = self.flow[index] if index >= 0 else None
            pushed = view.sideways if view is not None and view.width > 0 else None
            if pushed is not None and pushed.push(-sideways / 2):
                self.viewport().update()  # all of it: a long table comes in parts that move together
                event.accept()
                return
        super().wheelEvent(event)

    def zoom_by(self, steps: int) -> None:
        """Make everything larger or smaller."""

    def show_cuts(self, ends: Sequence[int]) -> None:
        """Show where tokens end, in code points of the raw text, rising; nothing shows them no more."""
        self.cuts.put(ends)
        self.viewport().update()

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the exposed part."""
        page, look = self.page, self.shared.look
        painter = QPainter(self.viewport())
        exposed = QRectF(event.rect())
        painter.fillRect(exposed, look.colour("page"))
        left, hover = page.left, self.pointer.hover
        for index, top in page.between(exposed.top(), exposed.bottom() + 1):
            view = self.flow[index]
            if view.width < 0:
                view.arrange(page.width_for(view))
            cuts = self.cuts.washes(view, look, exposed.translated(-left, -top))
            washes = [*cuts, *self.marks.washes(view, look), *self.finding.washes(index, look)]
            selected = self.selection.within(index)
            if selected is not None:
                washes.append(Wash(selected.start, selected.end, self._selection_colour()))
            painter.save()
            painter.translate(left, top)
            name = hover.name if hover is not None and hover.index == index else ""
            view.paint(painter, exposed.translated(-left, -top), washes, hover=name)
            if self.focused is not None and self.focused.index == index and self.hasFocus():
                self._paint_focus(painter, index)
            painter.restore()
        painter.end()

    def _selection_colour(self) -> QColor:
        colour = QColor(self.shared.look.colour("accent"))
        colour.setAlphaF(0.32 if self.shared.look.theme.dark else 0.24)
        return colour

    def _paint_focus(self, painter: QPainter, index: int) -> None:
        target, view = self.focused, self.flow[index]
        if target is None:
            return
        rects = [c.rect for c in view.controls() if c.name == target.name]
        if target.name.startswith("link"):
            for start, end, _ in view.links():
                if f"link {start}" == target.name:
                    rects = view.rects(start, end)
        painter.setPen(QPen(self.shared.look.colour("accent"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for rect in rects:
            painter.drawRoundedRect(rect.adjusted(-1, 0, 1, 0), 4, 4)

    # events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        self.relayout()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a press or a selection."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.focused = None
            self.pointer.press(event)
            self._after_selecting()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.pointer.double(event)
            self._after_selecting()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on selecting, or hover."""
        self._mouse = event.position()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.pointer.drag(event.position())
            self._after_selecting()
            outside = not 0 <= event.position().y() < self.viewport().height()
            if outside and self.pointer.dragging and not self._autoscroll.isActive():
                self._autoscroll.start()
            return
        self._hover(self.pointer.target_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a press or a selection."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._autoscroll.stop()
            self.pointer.release(event)
            self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        """Hover over nothing."""
        self._hover(None)

    def _hover(self, target: Target | None) -> None:
        if target == self.pointer.hover:
            return
        self.pointer.hover = target
        shape = Qt.CursorShape.IBeamCursor if target is None else Qt.CursorShape.PointingHandCursor
        if target is not None and target.name == "bar":
            shape = Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        self.viewport().update()

    @Slot()
    def _scroll_while_dragging(self) -> None:
        y = self._mouse.y()
        over = y if y < 0 else max(0.0, y - self.viewport().height())
        if not over or not self.pointer.dragging:
            self._autoscroll.stop()
            return
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + round(max(-60.0, min(60.0, over / 2))))
        self.pointer.drag(self._mouse)
        self._after_selecting()

    def _after_selecting(self) -> None:
        self.viewport().update()
        self.selection_moved()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, select, copy or zoom."""
        spot = keys.moved(event, self.page, self.selection)
        bar = self.verticalScrollBar()
        key = event.key()
        if spot is not None:
            self.selection.put(self.selection.anchor, spot)
            self.reveal(spot)
            self._after_selecting()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.focused is not None:
            self.press(self.focused)
        elif key == Qt.Key.Key_Home:
            bar.setValue(0)
        elif key == Qt.Key.Key_End:
            self.follow()
        elif key == Qt.Key.Key_Space:
            step = bar.pageStep() - 2 * bar.singleStep()
            bar.setValue(
                bar.value() + (-step if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else step)
            )
        elif key == Qt.Key.Key_Escape and not self.selection.empty:
            self.selection.clear()
            self._after_selecting()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go to the next thing to press, then out of the view."""
        found = keys.targets(self.page)
        at = found.index(self.focused) if self.focused in found else (-1 if forward else len(found))
        at += 1 if forward else -1
        self.viewport().update()
        if 0 <= at < len(found):
            self.focused = found[at]
            return True
        self.focused = None
        return super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw without focus."""
        self.viewport().update()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that are ours."""
        # These keys are the view's while it has the focus, whatever the window does with them.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            standard = QKeySequence.StandardKey
            if event.matches(standard.Copy) or event.matches(standard.SelectAll):
                event.accept()
                return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show tooltips."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self.tooltip_at(QPointF(event.pos()))
            if words:
                # A stranger's words: as text, never as markup.
                QToolTip.showText(event.globalPos(), f"<p>{html.escape(words[:500])}</p>", self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def tooltip_at(self, point: QPointF) -> str:
        """The words of a tooltip at a point."""
        target = self.pointer.target_at(point)
        if target is not None:
            return target.tooltip
        index = self.page.index_at(point.y())
        if index < 0:
            return ""
        view = self.flow[index]
        local = self.page.local(point, index)
        return ", ".join(self.marks.labels(view, view.hit(local))) or view.remark_at(local)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the context menu."""
        self.open_menu(event.pos(), event.globalPos())

    def open_menu(self, point: QPoint, place: QPoint) -> None:
        """Show the context menu."""

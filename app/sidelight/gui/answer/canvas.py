# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The scroll area under an answer: scrolling, painting, mouse and keys. What the words are is ``view``'s affair."""

from __future__ import annotations

import html

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
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from sidelight.gui.answer import keys
from sidelight.gui.answer.block_view import Shared, Wash
from sidelight.gui.answer.chip import Chip
from sidelight.gui.answer.code import Code
from sidelight.gui.answer.embed import Embeds
from sidelight.gui.answer.finding import Finding
from sidelight.gui.answer.flow import Flow
from sidelight.gui.answer.marks import Marks
from sidelight.gui.answer.notice import Notice
from sidelight.gui.answer.page import Page
from sidelight.gui.answer.pointer import Pointer, Target
from sidelight.gui.answer.selection import Selection, Spot

_AUTOSCROLL_MS = 30
_AT_END = 3


class Canvas(QAbstractScrollArea):
    """Shows a flow of blocks and turns events into selections and presses."""

    def __init__(self, shared: Shared, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.following = True
        self.shared = shared
        self.flow = Flow()
        self.page = Page(self.flow, shared.look)
        self.selection = Selection(self.flow)
        self.marks = Marks()
        self.finding = Finding(self.flow)
        self.pointer = Pointer(self.page, self.selection, self.press)
        self.embeds = Embeds(self.page, self.viewport(), self.relayout)
        self.notice = Notice(self.viewport())
        self.chip = Chip(self)
        self.chip.clicked.connect(self.follow)
        self.focused: Target | None = None  # what Tab stands on
        self._setting_bar = False
        self._autoscroll = QTimer(self)
        self._autoscroll.setInterval(_AUTOSCROLL_MS)
        self._autoscroll.timeout.connect(self._scroll_while_dragging)
        self._mouse = QPointF()

    # to be given by the view

    def press(self, target: Target) -> None:
        """A control or a link was clicked."""

    def selection_moved(self) -> None:
        """The selection is another one."""

    def arrange_head(self) -> None:
        """Give what stands above the text its place and ``page.head``."""

    def come_into_sight(self) -> None:
        """Blocks were laid out that may have work for idle time."""

    # layout

    @Slot()
    def relayout(self) -> None:
        """Lay out what is in sight and bring the scroll bar, the child widgets and the picture up to date."""
        page = self.page
        page.width, page.height = self.viewport().width(), self.viewport().height()
        if page.width <= 0 or page.height <= 0:
            return
        self._measure_children()
        page.settle(bottom=self.following)
        self._sync()
        self.viewport().update()
        self.come_into_sight()

    def changed(self, index: int, y: float) -> None:
        """Blocks from ``index`` on are new, that one from ``y`` on: paint no more than that."""
        page = self.page
        before = page.y
        page.settle(bottom=self.following)
        moved = round(before - page.y)
        if moved and abs(moved) < page.height and not self._children_shown:
            self.viewport().scroll(0, moved)
        elif moved:
            self.viewport().update()
        self._sync()
        top = 0.0 if index >= len(self.flow) else page.top(index) - self.flow[index].gap + y
        if index < len(self.flow) and y <= 0:
            top -= 2
        if top < page.height:
            first = max(0, int(top) - 2)
            self.viewport().update(0, first, page.width, page.height - first)
        if not self.following and page.total - page.y - page.height > _AT_END:
            self.show_chip()
        self.come_into_sight()

    @property
    def _children_shown(self) -> bool:
        """Whether widgets stand on the canvas, which a blitted picture would smear."""
        return self.notice.isVisible() or self.page.head > 0

    def _measure_children(self) -> None:
        page, space = self.page, self.shared.look.space
        self.arrange_head()
        if self.notice.isHidden():
            page.foot = 0.0
        else:
            column = int(page.column)
            height = self.notice.heightForWidth(column)
            self.notice.resize(column, height if height > 0 else self.notice.sizeHint().height())
            page.foot = float(self.notice.height() + space.l)

    def place_children(self) -> None:
        """Move child widgets to where the text is."""
        page = self.page
        if not self.notice.isHidden():
            y = page.lead + self.flow.height + self.shared.look.space.l - page.y
            self.notice.move(int(page.left), round(y))
        self.embeds.place()
        if self.chip.isVisible():
            self.chip.place(self.viewport().width(), self.viewport().height())

    def _sync(self) -> None:
        """Make the scroll bar say where the page is."""
        bar, page = self.verticalScrollBar(), self.page
        self._setting_bar = True
        try:
            if bar.maximum() != page.maximum or bar.pageStep() != page.height:
                bar.setPageStep(page.height)
                bar.setSingleStep(round(self.shared.look.body.line))
                bar.setRange(0, page.maximum)
            bar.setValue(round(page.y))
        finally:
            self._setting_bar = False
        self.place_children()

    # scrolling

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if self._setting_bar:
            return
        page = self.page
        value = float(self.verticalScrollBar().value())
        before = page.y
        if abs(value - before) > page.height:
            page.relax()
        page.y = value
        self.following = value >= page.maximum - _AT_END
        page.settle(bottom=False)
        if self.following:
            self.chip.hide()
        moved = round(before - page.y)
        if abs(page.y - value) < 0.5 and abs(moved) < page.height and not self._children_shown:
            self.viewport().scroll(0, moved)
        else:
            self.viewport().update()
        self._sync()
        self.come_into_sight()

    @Slot()
    def follow(self) -> None:
        """Go to the end and stay there."""
        self.following = True
        self.chip.hide()
        self.page.relax()
        self.relayout()

    def show_chip(self) -> None:
        """Say that there is new text below."""
        if self.chip.isHidden():
            self.chip.show()
            self.chip.raise_()
            self.chip.place(self.viewport().width(), self.viewport().height())

    def reveal(self, spot: Spot) -> None:
        """Scroll so that a spot is in sight, if it is not."""
        page = self.page
        if spot.index >= len(self.flow):
            return
        for _ in range(4):  # the way there may be laid out on arrival and shift
            box = page.caret(spot)
            if box.top() >= 0 and box.bottom() <= page.height:
                break
            self.following = False
            distance = box.top() if box.top() < 0 else box.bottom() - page.height
            far = abs(distance) > page.height
            if far:
                page.relax()
                page.y += box.center().y() - page.height / 3
            else:
                page.y += distance + (-page.height * 0.1 if distance < 0 else page.height * 0.1)
            page.y = max(0.0, min(page.y, float(page.maximum)))
            page.settle(bottom=False)
        view = self.flow[spot.index]
        if isinstance(view, Code) and view.width > 0 and view.overflow:
            x = view.caret(spot.offset).x() - view.card.left()
            room = view.card.width() - 2 * self.shared.look.space.m
            if not self.shared.look.space.m <= x <= room:
                view.scroll_by(x - room / 2)
        self._sync()
        self.viewport().update()
        self.come_into_sight()

    def wheelEvent(self, event: QWheelEvent) -> None:
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
            (sideways
            and abs(delta.x()) >= abs(delta.y()))
            or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            index = self.page.index_at(event.position().y())
            view = self.flow[index] if index >= 0 else None
            if isinstance(view, Code) and view.width > 0 and view.scroll_by(-sideways / 2):
                self.viewport().update(self.page.box(index).toAlignedRect())
                event.accept()
                return
        super().wheelEvent(event)

    def zoom_by(self, steps: int) -> None:
        """Make everything larger or smaller."""

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        page, look = self.page, self.shared.look
        painter = QPainter(self.viewport())
        exposed = QRectF(event.rect())
        painter.fillRect(exposed, look.colour("page"))
        ground = self._selection_colour()
        for index in page.visible():
            view = self.flow[index]
            top = page.top(index)
            if top - view.gap > exposed.bottom() or top + view.height < exposed.top():
                continue
            if view.width < 0:
                view.arrange(page.width_for(view))
            washes = [*self.marks.washes(view, look), *self.finding.washes(index, look)]
            selected = self.selection.within(index)
            if selected is not None:
                washes.append(Wash(selected.start, selected.end, ground))
            hover = self.pointer.hover
            painter.save()
            painter.translate(page.left, top)
            name = hover.name if hover is not None and hover.index == index else ""
            view.paint(painter, exposed.translated(-page.left, -top), washes, hover=name)
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
        self.relayout()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.focused = None
            self.pointer.press(event)
            self._after_selecting()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.pointer.double(event)
            self._after_selecting()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
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
        if event.button() is Qt.MouseButton.LeftButton:
            self._autoscroll.stop()
            self.pointer.release(event)
            self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
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
        self.viewport().update()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        # These keys are the view's while it has the focus, whatever the window does with them.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            standard = QKeySequence.StandardKey
            if event.matches(standard.Copy) or event.matches(standard.SelectAll):
                event.accept()
                return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
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
        return ", ".join(self.marks.labels(view, view.hit(self.page.local(point, index))))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_menu(event.pos(), event.globalPos())

    def open_menu(self, point: QPoint, place: QPoint) -> None:
        """Show the context menu."""

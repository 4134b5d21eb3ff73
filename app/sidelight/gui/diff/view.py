# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The rows of a diff: two answers beside each other, with a sign between them wherever they differ."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QResizeEvent,
    QTextCharFormat,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QMenu, QWidget

from sidelight.gui.answer.look import Look
from sidelight.gui.diff.selecting import Selecting
from sidelight.gui.diff.sheet import GUTTER, Sheet, Side
from sidelight.gui.theme import Theme
from sidelight.text.diff import Change, Diff, Row
from sidelight.text.words import Stretch

SIDES: tuple[Side, Side] = ("left", "right")


class DiffView(QAbstractScrollArea):
    """Shows a diff; only what is in sight is laid out.

    Signals:
        marks_wanted: a row came into sight whose words have not been compared yet, and its two texts.
        stepped: another difference is looked at.
        copied: something went to the clipboard.
    """

    marks_wanted = Signal(int, str, str)
    stepped = Signal()
    copied = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.sheet = Sheet(Look(theme))
        self.sheet.mark_look = self._mark()
        self.selecting = Selecting(self.sheet)
        self._asked: set[int] = set()
        self._at = -1
        self._setting_bar = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.setAccessibleName(self.tr("Differences"))

    # what it shows

    @property
    def differences(self) -> int:
        """How many stretches differ."""
        return len(self.sheet.diff.differences)

    @property
    def at(self) -> int:
        """The difference that is looked at, from 0; -1 before one was gone to."""
        return self._at

    def show_diff(self, diff: Diff, left: str, right: str) -> None:
        """Show a diff of two texts from its beginning."""
        self._asked.clear()
        self._at = -1
        self.sheet.show(diff)
        self.selecting.begin(left, right)
        self._refresh()

    def show_marks(self, row: int, left: list[Stretch], right: list[Stretch]) -> None:
        """The words in which a row's sides differ are known now."""
        self.sheet.mark(row, left, right)
        self.viewport().update()

    def step(self, by: int) -> None:
        """Go to the next difference (1) or the one before (-1); at the ends nothing happens."""
        stretches = self.sheet.diff.differences
        if not stretches:
            return
        if self._at < 0:
            top = self.sheet.at(1.0)
            behind = [at for at, (first, _) in enumerate(stretches) if first >= top]
            before = [at for at, (first, _) in enumerate(stretches) if first < top]
            found = behind[:1] if by > 0 else before[-1:]
            self._at = found[0] if found else (len(stretches) - 1 if by > 0 else 0)
        else:
            self._at = max(0, min(self._at + by, len(stretches) - 1))
        self._reveal(stretches[self._at][0])
        self.setAccessibleDescription(self._told(stretches[self._at]))
        self.stepped.emit()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.sheet.look = Look(theme)
        self.sheet.mark_look = self._mark()
        self.sheet.relax()
        self._refresh()

    def copy(self) -> None:
        """What is selected goes to the clipboard, as it was written."""
        words = self.selecting.text()
        if words:
            QGuiApplication.clipboard().setText(words)
            self.copied.emit()

    def _told(self, stretch: tuple[int, int]) -> str:
        rows = self.sheet.diff.rows[stretch[0] : stretch[1] + 1]
        said = [
            self.tr("left: {0}").format(" ".join(row.left.text for row in rows if row.left)[:300]),
            self.tr("right: {0}").format(" ".join(row.right.text for row in rows if row.right)[:300]),
        ]
        return ", ".join(said)

    # scrolling

    def _reveal(self, row: int) -> None:
        sheet = self.sheet
        for _ in range(4):  # the way there is laid out on arrival, and may shift
            sheet.y += sheet.top(row) - sheet.height / 5
            sheet.settle()
        self._refresh()

    def _refresh(self) -> None:
        sheet = self.sheet
        sheet.settle()
        bar = self.verticalScrollBar()
        self._setting_bar = True
        try:
            bar.setPageStep(sheet.height)
            bar.setSingleStep(sheet.look.interface.line)
            bar.setRange(0, sheet.maximum)
            bar.setValue(round(sheet.y))
        finally:
            self._setting_bar = False
        for at, _top in sheet.visible():
            row = sheet.diff.rows[at]
            if row.change is Change.CHANGED and at not in self._asked and row.left and row.right:
                self._asked.add(at)
                self.marks_wanted.emit(at, row.left.text, row.right.text)
        self.viewport().update()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Show another part."""
        if not self._setting_bar:
            self.sheet.y = float(self.verticalScrollBar().value())
            self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns get another width."""
        self.sheet.resize(self.viewport().width(), self.viewport().height())
        self._refresh()

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows in sight."""
        sheet = self.sheet
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), self._theme.colour("page"))
        here = sheet.diff.differences[self._at] if 0 <= self._at < self.differences else (0, -1)
        for at, top in sheet.visible():
            if top > event.rect().bottom() or sheet.bottom(at) < event.rect().top():
                continue
            row = sheet.diff.rows[at]
            for side in SIDES:
                self._paint_ground(painter, at, row, side)
                self._paint_text(painter, at, side)
            self._paint_gutter(painter, at, row, current=here[0] <= at <= here[1])
        painter.end()

    def _paint_ground(self, painter: QPainter, at: int, row: Row, side: Side) -> None:
        passage, other = (row.left, row.right) if side == "left" else (row.right, row.left)
        box = self.sheet.row_box(at, side)
        if passage is None:
            painter.fillRect(box, self._theme.colour("rail"))
            painter.fillRect(box, QBrush(self._theme.colour("line"), Qt.BrushStyle.BDiagPattern))
        elif other is None or row.change is Change.UNLIKE:
            painter.fillRect(box, self._theme.colour("accent_quiet"))
        elif passage.code:
            painter.fillRect(box, self._theme.colour("code"))

    def _paint_text(self, painter: QPainter, at: int, side: Side) -> None:
        cell = self.sheet.cells(at).of(side)
        if cell is None:
            return
        ink = self._theme.colour("text")
        cell.paint(painter, self.sheet.text_place(at, side), ink, self.selecting.within(at, side))

    def _mark(self) -> QTextCharFormat:
        mark = QTextCharFormat()
        mark.setBackground(self._theme.colour("accent_quiet"))
        # Not by colour alone: what differs is underlined as well.
        mark.setFontUnderline(True)
        mark.setUnderlineColor(self._theme.colour("accent"))
        return mark

    def _paint_gutter(self, painter: QPainter, at: int, row: Row, *, current: bool) -> None:
        left, width = self.sheet.box("left")
        box = QRectF(left + width, self.sheet.top(at), GUTTER, self.sheet.row_box(at, "left").height())
        painter.fillRect(box, self._theme.colour("press" if current else "rail"))
        line = self._theme.colour("line")
        painter.fillRect(QRectF(box.left(), box.top(), 1, box.height()), line)
        painter.fillRect(QRectF(box.right() - 1, box.top(), 1, box.height()), line)
        if current:
            accent = self._theme.colour("accent")
            painter.fillRect(QRectF(box.left(), box.top(), self._theme.space.edge, box.height()), accent)
        if row.change is not Change.SAME:
            face = self.sheet.look.interface
            middle = QPointF(box.center().x(), self.sheet.text_place(at, "left").y() + face.line / 2)
            _paint_sign(painter, row.change, middle, self._theme.colour("accent"))

    # mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.selecting.press(event.position())
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on selecting."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.selecting.drag(event.position())
            beyond = event.position().y() - max(0.0, min(event.position().y(), float(self.sheet.height)))
            if beyond:
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + round(max(-60.0, min(60.0, beyond))))
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The selection stands."""
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy, and select everything."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(self.tr("Copy"), QKeySequence.StandardKey.Copy, self.copy)
        copy.setEnabled(self.selecting.span is not None)
        menu.addAction(self.tr("Select all of this answer"), QKeySequence.StandardKey.SelectAll, self._all)
        if event.reason() == QContextMenuEvent.Reason.Mouse and self.selecting.span is None:
            self.selecting.press(QPointF(event.pos()))
        menu.popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Keep the keys that are ours while it has the keyboard."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            standard = QKeySequence.StandardKey
            if event.matches(standard.Copy) or event.matches(standard.SelectAll):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N and P go on and back, Ctrl+C copies, Home and End go to the ends."""
        bar = self.verticalScrollBar()
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._all()
        elif event.modifiers() == Qt.KeyboardModifier.NoModifier and key in (Qt.Key.Key_N, Qt.Key.Key_P):
            self.step(1 if key == Qt.Key.Key_N else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(0 if key == Qt.Key.Key_Home else bar.maximum())
        else:
            super().keyPressEvent(event)

    def _all(self) -> None:
        self.selecting.everything()
        self.viewport().update()


def _paint_sign(painter: QPainter, change: Change, middle: QPointF, colour: QColor) -> None:
    """A triangle that points to each side that has something of its own, or the sign for unequal."""
    painter.save()
    x, y = middle.x(), middle.y()
    if change is Change.CHANGED:
        pen = painter.pen()
        pen.setColor(colour)
        pen.setWidthF(1.75)
        painter.setPen(pen)
        for dy in (-2.5, 2.5):
            painter.drawLine(QPointF(x - 5, y + dy), QPointF(x + 5, y + dy))
        painter.drawLine(QPointF(x - 3, y + 6), QPointF(x + 3, y - 6))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        aside = 6 if change is Change.UNLIKE else 0
        for way in (-1, 1):
            if change is (Change.RIGHT_ONLY if way < 0 else Change.LEFT_ONLY):
                continue
            tip, back = x + way * (aside + 4), x + way * (aside - 4)
            painter.drawPolygon(QPolygonF([QPointF(tip, y), QPointF(back, y - 5), QPointF(back, y + 5)]))
    painter.restore()

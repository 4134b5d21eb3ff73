# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One attempt on the contact sheet: its picture, living or kept, its verdict, and how the answer came."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from sidelight.gui.glview.chip import paint_shape
from sidelight.gui.glview.pixels import Pixels
from sidelight.gui.glview.plain import plain_tooltip
from sidelight.gui.icons import paint_icon
from sidelight.gui.sheet.words import VERDICT_TONE, evidence_words, standing_word
from sidelight.gui.theme import Theme
from sidelight.workbench.verdict_standing import Standing

if TYPE_CHECKING:
    from sidelight.workbench.live import LiveAnswer

CAPTION = 46
Doing = Literal["writing", "no script", "idle", "waiting", "running"]


class Cell(QWidget):
    """The attempt.

    Signals:
        opened: show it in its pane.
        run_wanted: run its script, or end it.
        step_wanted: a key of the grid was pressed (a ``Qt.Key``).
        verdict_wanted: ``pass`` or ``fail``.
        looked_at: it got the keyboard.
    """

    opened = Signal()
    run_wanted = Signal()
    step_wanted = Signal(object)
    verdict_wanted = Signal(str)
    looked_at = Signal()

    def __init__(
        self, answer: LiveAnswer, ended_word: Callable[[LiveAnswer], str], theme: Theme, parent: QWidget
    ) -> None:
        """Show an attempt; ``ended_word`` tells how its answer stands, in a word."""
        super().__init__(parent)
        self.answer = answer
        self._ended_word = ended_word
        self.picture = QImage()
        self.standing = Standing()
        self.doing: Doing = "idle"
        self._seq = -1
        self._theme = theme
        self._pressed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    # what it shows

    def show_frame(self, frame: Pixels | None) -> None:
        """Show the newest frame of its run, if it is a new one."""
        if frame is None or frame.seq == self._seq:
            return
        self._seq = frame.seq
        full = QImage(frame.pixels, frame.width, frame.height, 4 * frame.width, QImage.Format.Format_RGB32)
        self.show_picture(full)

    def show_picture(self, full: QImage) -> None:
        """Show a picture, copied at the size of the cell."""
        ratio = self.devicePixelRatioF()
        most = QSize(round(self.width() * ratio), round(self._picture_height() * ratio))
        if full.isNull() or most.isEmpty():
            return
        keep = Qt.AspectRatioMode.KeepAspectRatio
        self.picture = full.scaled(most, keep, Qt.TransformationMode.SmoothTransformation).copy()
        self.update(0, 0, self.width(), self._picture_height())

    def begin(self) -> None:
        """Its script begins anew: frames are counted from the start."""
        self._seq = -1

    def say(self, standing: Standing, doing: Doing) -> None:
        """Show how it stands."""
        if (standing, doing) == (self.standing, self.doing) and self.accessibleName():
            return
        self.standing, self.doing = standing, doing
        lines = evidence_words(standing)
        self.setToolTip(plain_tooltip("\n".join([*lines, "", self._hint()] if lines else [self._hint()])))
        word = standing_word(standing) or self.tr("no verdict")
        name = self.tr("{0}, attempt {1}: {2}").format(self.answer.model.label, self.answer.attempt, word)
        self.setAccessibleName(name)
        self.setAccessibleDescription(" ".join([self._caption(), *lines]))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.update()

    @staticmethod
    def height_for(width: int) -> int:
        """Its height at a width: a picture of 4:3 and the caption."""
        return width * 3 // 4 + CAPTION

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card: the picture, and below it two lines."""
        theme, space = self._theme, self._theme.space
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(edge, space.card_radius, space.card_radius)
        painter.fillPath(shape, theme.colour("hover" if self.underMouse() else "page"))
        painter.save()
        painter.setClipPath(shape)
        self._paint_picture(painter, QRectF(0, 0, self.width(), self._picture_height()))
        painter.restore()
        self._paint_caption(painter)
        focused = self.hasFocus()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("accent" if focused else "line"), 2 if focused else space.hairline))
        painter.drawPath(shape)

    def _paint_picture(self, painter: QPainter, place: QRectF) -> None:
        theme = self._theme
        if self.picture.isNull():
            painter.fillRect(place, theme.colour("rail"))
            painter.setPen(theme.colour("quiet"))
            painter.setFont(theme.sans(11))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._doing_words())
            return
        painter.fillRect(place, theme.colour("live"))
        size = self.picture.size().toSizeF().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(QPointF(), size)
        target.moveCenter(place.center())
        painter.drawImage(target, self.picture)
        if self.doing in ("waiting", "running"):
            self._paint_sign(painter, place)

    def _paint_sign(self, painter: QPainter, place: QRectF) -> None:
        """A small sign in the corner says that the picture is alive, or will be."""
        theme, side = self._theme, 20.0
        sign = QRectF(place.right() - side - 6, place.bottom() - side - 6, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("page"))
        painter.drawEllipse(sign)
        drawing = "play" if self.doing == "running" else "more"
        paint_icon(painter, drawing, theme.colour("accent"), sign.adjusted(4, 4, -4, -4))

    def _paint_caption(self, painter: QPainter) -> None:
        theme, space = self._theme, self._theme.space
        top, line = float(self._picture_height()), CAPTION / 2 - 3
        left, width = float(space.s), float(self.width() - 2 * space.s)
        first = QRectF(left, top + 3, width, line)
        second = QRectF(left, top + line + 1, width, line)
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.sans(13))
        painter.setPen(theme.colour("text"))
        attempt = self.tr("Attempt {0}").format(self.answer.attempt)
        painter.drawText(first, Qt.AlignmentFlag.AlignLeft | centre, attempt)
        self._paint_verdict(painter, first)
        painter.setFont(theme.sans(11))
        painter.setPen(theme.colour("quiet"))
        room = QFontMetrics(theme.sans(11))
        words = room.elidedText(self._caption(), Qt.TextElideMode.ElideRight, int(second.width()))
        painter.drawText(second, Qt.AlignmentFlag.AlignLeft | centre, words)

    def _paint_verdict(self, painter: QPainter, place: QRectF) -> None:
        verdict = self.standing.verdict
        if verdict is None:
            return
        theme, space = self._theme, self._theme.space
        painter.setFont(theme.sans(11))
        word = standing_word(self.standing)
        width = QFontMetrics(theme.sans(11)).horizontalAdvance(word) + space.m + 2 * space.s
        chip = QRectF(place.right() - width, place.center().y() - 9, width, 18)
        tone = VERDICT_TONE[verdict]
        ground = {"good": "good_quiet", "bad": "bad_quiet"}.get(tone, "hover")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(chip, space.chip_radius, space.chip_radius)
        paint_shape(painter, QPointF(chip.left() + space.s + 4, chip.center().y()), tone, theme.colour(tone))
        painter.setPen(theme.colour("text"))
        words = chip.adjusted(space.s + space.m, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, word)

    def _picture_height(self) -> int:
        return self.height() - CAPTION

    def _caption(self) -> str:
        answer = self.answer
        words = [self._ended_word(answer)]
        if not answer.running and answer.elapsed_ms:
            words.append(self.tr("{0:.1f} s").format(answer.elapsed_ms / 1000))
        return "  ·  ".join(words)

    def _doing_words(self) -> str:
        return {
            "writing": self.tr("being written"),
            "no script": self.tr("no script in it"),
            "idle": self.tr("showed nothing") if self.standing.verdict else self.tr("not run yet"),
            "waiting": self.tr("waits for its turn"),
            "running": self.tr("starting"),
        }[self.doing]

    def _hint(self) -> str:
        if self.doing in ("no script", "writing"):
            return self.tr("Enter opens it. Y: it passes, B: it fails.")
        verb = self.tr("stops") if self.doing in ("waiting", "running") else self.tr("runs")
        return self.tr("Enter opens it, Space {0} its script. Y: it passes, B: it fails.").format(verb)

    # what a person does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take note."""
        self._pressed = event.button() == Qt.MouseButton.LeftButton

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open."""
        if self._pressed and self.rect().contains(event.position().toPoint()):
            self.opened.emit()
        self._pressed = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Space, the verdicts, and what moves through the grid."""
        key = Qt.Key(event.key())
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if held:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key == Qt.Key.Key_Space:
            self.run_wanted.emit()
        elif key in (Qt.Key.Key_Y, Qt.Key.Key_B):
            self.verdict_wanted.emit("pass" if key == Qt.Key.Key_Y else "fail")
        elif key in STEPS:
            self.step_wanted.emit(key)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.looked_at.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take it away."""
        super().focusOutEvent(event)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the ground."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take it away."""
        self.update()


STEPS = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)

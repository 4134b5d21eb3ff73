# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What came of running an answer's code: a small picture and a line for each run, all of one on demand."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sidelight.domain.running import Run
from sidelight.gui.glview.chip import OUTCOME_TONE, Chip, outcome_meaning, outcome_word
from sidelight.gui.glview.output import Output
from sidelight.gui.glview.plain import plain_label
from sidelight.gui.glview.words import limit_sentence
from sidelight.gui.icons import paint_icon
from sidelight.gui.inspector.figures import count, seconds
from sidelight.gui.theme import Theme

THUMBNAIL = QSize(64, 48)


def picture_of(run: Run) -> QImage:
    """The run's last frame; null if it drew none or the bytes are no PNG."""
    return QImage.fromData(run.frame_png) if run.frame_png else QImage()


def run_words(run: Run) -> list[str]:
    """A run in a few words each: frames, first frame, duration."""
    words = []
    if run.frames == 1:
        words.append(QCoreApplication.translate("Runs", "1 frame"))
    elif run.frames:
        words.append(QCoreApplication.translate("Runs", "{n} frames").format(n=count(run.frames)))
    words.append(seconds(run.duration_ms))
    return words


def level_words(run: Run) -> str:
    """How strongly the script was held."""
    return QCoreApplication.translate("Runs", "sandbox level {level}").format(level=run.level.value)


class RunCard(QWidget):
    """One run.

    Signals:
        opened: show all of it.
    """

    opened = Signal()

    def __init__(self, run: Run, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run = run
        self._theme = theme
        space = theme.space
        self.picture = picture_of(run)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("Picture and output (Enter)"))
        words = run_words(run)
        self.setAccessibleName(f"{outcome_word(run.outcome)}, {', '.join(words)}, {level_words(run)}")
        self.chip = Chip(outcome_word(run.outcome), OUTCOME_TONE[run.outcome], theme)
        self.chip.setToolTip(outcome_meaning(run.outcome))
        column = QVBoxLayout()
        column.setSpacing(space.xs)
        column.addStretch(1)
        column.addWidget(self.chip)
        column.addWidget(plain_label("  ·  ".join(words), "small", selectable=False))
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(space.s + THUMBNAIL.width() + space.m, space.xs, space.xs, space.xs)
        row.addLayout(column, 1)
        self.setMinimumHeight(THUMBNAIL.height() + 2 * space.xs)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, ring, and the small picture."""
        theme, space = self._theme, self._theme.space
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), space.hairline))
        if self.underMouse():
            painter.setBrush(theme.colour("rail"))
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, space.card_radius, space.card_radius)
        top = (self.height() - THUMBNAIL.height()) / 2
        frame = QRectF(space.s, top, THUMBNAIL.width(), THUMBNAIL.height())
        shape = QPainterPath()
        shape.addRoundedRect(frame, space.chip_radius, space.chip_radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillPath(shape, theme.colour("live" if not self.picture.isNull() else "hover"))
        if self.picture.isNull():
            place = QRectF(0, 0, space.icon, space.icon)
            place.moveCenter(frame.center())
            paint_icon(painter, "play", theme.colour("quiet"), place)
            return
        painter.setClipPath(shape)
        size = self.picture.size().scaled(THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(0, 0, size.width(), size.height())
        target.moveCenter(frame.center())
        painter.drawImage(target, self.picture)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the ground."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take it away."""
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take it away."""
        super().focusOutEvent(event)
        self.update()


class Runs(QWidget):
    """The runs of an answer, newest first."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: list[Run] = []
        self.cards: list[RunCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space.xs)

    def show_runs(self, runs: list[Run]) -> None:
        """Show these; the same ones again cost a comparison of names."""
        if [run.id for run in runs] == [run.id for run in self._shown]:
            return
        self._shown = list(runs)
        self._fill()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._fill()

    def _fill(self) -> None:
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        for run in self._shown:
            card = RunCard(run, self._theme)
            card.opened.connect(lambda run=run: self._open(run))
            self._column.addWidget(card)
            self.cards.append(card)

    def _open(self, run: Run) -> None:
        dialog = RunDialog(run, self._theme, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


class RunDialog(QDialog):
    """One run whole: picture, figures, output."""

    def __init__(self, run: Run, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.space
        self.setWindowTitle(self.tr("Run"))
        column = QVBoxLayout(self)
        column.setContentsMargins(space.l, space.l, space.l, space.l)
        column.setSpacing(space.m)
        picture = picture_of(run)
        if not picture.isNull():
            shown = QLabel()
            shown.setPixmap(_fitting(picture, QSize(640, 480)))
            shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
            shown.setAccessibleName(self.tr("The last frame"))
            column.addWidget(shown)
        row = QHBoxLayout()
        row.setSpacing(space.s)
        row.addWidget(Chip(outcome_word(run.outcome), OUTCOME_TONE[run.outcome], theme))
        row.addWidget(plain_label("  ·  ".join([*run_words(run), level_words(run)]), "quiet"), 1)
        column.addLayout(row)
        if run.limit:
            column.addWidget(plain_label(limit_sentence(run.limit)))
        elif run.exit_code:
            column.addWidget(plain_label(self.tr("Exit code {code}.").format(code=run.exit_code)))
        output = Output(theme)
        output.show_output(run.stdout + run.stderr)
        output.set_open(bool(run.stdout or run.stderr))
        column.addWidget(output)
        column.addStretch(1)
        self.resize(680, self.sizeHint().height())


def _fitting(picture: QImage, most: QSize) -> QPixmap:
    if picture.width() > most.width() or picture.height() > most.height():
        mode = Qt.TransformationMode.SmoothTransformation
        picture = picture.scaled(most, Qt.AspectRatioMode.KeepAspectRatio, mode)
    return QPixmap.fromImage(picture)

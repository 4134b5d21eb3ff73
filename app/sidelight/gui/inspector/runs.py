# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What came of running an answer's code: a small picture and a line for each run, all of one on demand."""

from __future__ import annotations

from collections.abc import Sequence

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
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from sidelight.domain.running import Level, Outcome, Run, RunPicture
from sidelight.gui.decoding import decoded
from sidelight.gui.glview.chip import Chip, outcome_meaning, outcome_tone, outcome_word
from sidelight.gui.glview.code_edit import CodeEdit
from sidelight.gui.glview.output import Output
from sidelight.gui.glview.plain import plain_label, plain_tooltip
from sidelight.gui.glview.shrinking import Shrinker
from sidelight.gui.glview.words import limit_sentence
from sidelight.gui.icons import paint_icon
from sidelight.gui.inspector.figures import count, seconds
from sidelight.gui.theme import Theme
from sidelight.probes.uncaught import uncaught

THUMBNAIL = QSize(64, 48)
CODE_HEIGHT = 160
MOST_KEPT_SHOWN = 4


def picture_of(run: Run) -> QImage:
    """The run's last frame; null if it drew none or the bytes are no PNG."""
    return decoded(run.frame_png) if run.frame_png else QImage()


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
    if run.level is Level.NONE and run.outcome is not Outcome.REFUSED:
        return QCoreApplication.translate("Runs", "nothing held it: run once by consent")
    return QCoreApplication.translate("Runs", "sandbox level {level}").format(level=run.level.value)


def edited_words() -> str:
    """What is said of a run of changed code."""
    return QCoreApplication.translate("Runs", "edited by you")


def edited_chip(theme: Theme) -> Chip:
    """Marks a run that says nothing of what the model wrote."""
    chip = Chip(edited_words(), "accent", theme)
    chip.setToolTip(
        QCoreApplication.translate("Runs", "What ran is not what the answer says: you had changed it.")
    )
    return chip


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
        self._shrinker = Shrinker()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("Picture and output (Enter)"))
        words = run_words(run)
        error = uncaught(run.stderr)
        said = [
            outcome_word(run.outcome, error),
            *([error] if error else []),
            *([edited_words()] if run.edited else []),
            *words,
            level_words(run),
        ]
        self.setAccessibleName(", ".join(said))
        self.chip = Chip(outcome_word(run.outcome, error), outcome_tone(run.outcome, error), theme)
        self.chip.setToolTip(plain_tooltip(outcome_meaning(run.outcome, error)))
        column = QVBoxLayout()
        column.setSpacing(space.xs)
        column.addStretch(1)
        chips = QHBoxLayout()
        chips.setSpacing(space.xs)
        chips.addWidget(self.chip)
        self.edited = edited_chip(theme) if run.edited else None
        if self.edited is not None:
            chips.addWidget(self.edited)
        chips.addStretch(1)
        column.addLayout(chips)
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
        self._shrinker.paint(painter, target, self.picture)

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
        self._pictures: list[RunPicture] = []
        self.cards: list[RunCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space.xs)

    def show_runs(self, runs: list[Run], pictures: Sequence[RunPicture] = ()) -> None:
        """Show these, and what was kept of them; the same ones again cost a comparison of names."""
        self._pictures = list(pictures)
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
        kept = [picture for picture in self._pictures if picture.run_id == run.id]
        dialog = RunDialog(run, self._theme, self.window(), pictures=kept)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


class RunDialog(QDialog):
    """One run whole: picture, figures, output, the code if it was changed, the pictures that were kept."""

    def __init__(
        self,
        run: Run,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        pictures: Sequence[RunPicture] = (),
    ) -> None:
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
        error = uncaught(run.stderr)
        row.addWidget(Chip(outcome_word(run.outcome, error), outcome_tone(run.outcome, error), theme))
        if run.edited:
            row.addWidget(edited_chip(theme))
        row.addWidget(plain_label("  ·  ".join([*run_words(run), level_words(run)]), "quiet"), 1)
        column.addLayout(row)
        if run.limit:
            column.addWidget(plain_label(limit_sentence(run.limit)))
        elif run.exit_code:
            column.addWidget(plain_label(self.tr("Exit code {code}.").format(code=run.exit_code)))
        elif error:
            column.addWidget(plain_label(self.tr("Nobody caught this error: {0}").format(error)))
        for notice in run.notices:
            column.addWidget(plain_label(notice, "quiet"))
        output = Output(theme)
        output.show_output(run.stdout + run.stderr)
        output.set_open(bool(run.stdout or run.stderr))
        column.addWidget(output)
        self.code: QPlainTextEdit | None = None
        if run.edited:
            column.addWidget(plain_label(self.tr("The code that ran, as you had changed it:"), "quiet"))
            self.code = CodeEdit(theme)
            self.code.setReadOnly(True)
            self.code.setPlainText(run.edited)
            self.code.setAccessibleName(self.tr("The code that ran"))
            self.code.setFixedHeight(CODE_HEIGHT)
            column.addWidget(self.code)
        self.kept: list[QLabel] = []
        for one in pictures[-MOST_KEPT_SHOWN:]:
            self._show_kept(one, column)
        column.addStretch(1)
        self.resize(680, self.sizeHint().height())

    def _show_kept(self, picture: RunPicture, column: QVBoxLayout) -> None:
        seconds_of = f"{picture.from_s:.1f} s"
        if picture.kind == "strip":
            seconds_of = self.tr("{0:.1f} to {1:.1f} s").format(picture.from_s, picture.to_s)
        column.addWidget(plain_label(self.tr("Kept by you: {0}").format(seconds_of), "quiet"))
        shown = QLabel()
        shown.setPixmap(_fitting(decoded(picture.png), QSize(640, 160)))
        shown.setAccessibleName(self.tr("A picture of the run that you kept"))
        column.addWidget(shown)
        self.kept.append(shown)


def _fitting(picture: QImage, most: QSize) -> QPixmap:
    if picture.width() > most.width() or picture.height() > most.height():
        mode = Qt.TransformationMode.SmoothTransformation
        picture = picture.scaled(most, Qt.AspectRatioMode.KeepAspectRatio, mode)
    return QPixmap.fromImage(picture)

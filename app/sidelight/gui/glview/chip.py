# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A word with a small shape: what a script showed, how a run ended, an annotation's label."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from sidelight.domain.running import Outcome
from sidelight.gui.theme import Theme

Tone = Literal["good", "warn", "bad", "quiet", "accent"]

OUTCOME_TONE: dict[Outcome, Tone] = {
    Outcome.CHANGING: "good",
    Outcome.STATIC: "accent",
    Outcome.BLANK: "warn",
    Outcome.ERROR: "bad",
    Outcome.REFUSED: "warn",
}


_SHOWN = frozenset({Outcome.CHANGING, Outcome.STATIC, Outcome.BLANK})
"""What is told from the pictures alone."""


def outcome_tone(outcome: Outcome, error: str = "") -> Tone:
    """The shape and colour of an outcome; no picture makes an error that nobody caught good."""
    return "warn" if error and outcome in _SHOWN else OUTCOME_TONE[outcome]


def outcome_word(outcome: Outcome, error: str = "") -> str:
    """An outcome as people read it; ``error`` is one that nobody caught, for what went on after it."""
    word = {
        Outcome.CHANGING: QCoreApplication.translate("Outcome", "changing"),
        Outcome.STATIC: QCoreApplication.translate("Outcome", "static"),
        Outcome.BLANK: QCoreApplication.translate("Outcome", "blank"),
        Outcome.ERROR: QCoreApplication.translate("Outcome", "error"),
        Outcome.REFUSED: QCoreApplication.translate("Outcome", "refused"),
    }[outcome]
    if error and outcome in _SHOWN:
        return QCoreApplication.translate("Outcome", "{0}, with an error").format(word)
    return word


def outcome_meaning(outcome: Outcome, error: str = "") -> str:
    """What an outcome says of a script, for a tooltip; with an error that nobody caught, if there was one."""
    meaning = {
        Outcome.CHANGING: QCoreApplication.translate("Outcome", "The picture is not blank and it moves."),
        Outcome.STATIC: QCoreApplication.translate("Outcome", "The picture is not blank and stands still."),
        Outcome.BLANK: QCoreApplication.translate("Outcome", "The window has one colour, or none came."),
        Outcome.ERROR: QCoreApplication.translate("Outcome", "The script ended with an error or at a limit."),
        Outcome.REFUSED: QCoreApplication.translate("Outcome", "The script was not run."),
    }[outcome]
    if error and outcome in _SHOWN:
        named = QCoreApplication.translate("Outcome", "Nobody caught this error: {0}").format(error)
        return f"{meaning} {named}"
    return meaning


class Chip(QWidget):
    """A word on a quiet ground, with a shape in its tone, so that colour is never the only sign."""

    def __init__(
        self, text: str, tone: Tone | None, theme: Theme, *, bare: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._tone = tone
        self._theme = theme
        self._bare = bare
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFont(theme.sans(11))
        self.setAccessibleName(text)

    def text(self) -> str:
        """The word."""
        return self._text

    def tone(self) -> Tone | None:
        """The shape and colour in front of it."""
        return self._tone

    def say(self, text: str, tone: Tone | None) -> None:
        """Change the word and its tone."""
        if (text, tone) != (self._text, self._tone):
            self._text, self._tone = text, tone
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.setFont(theme.sans(11))
        self.update()

    def sizeHint(self) -> QSize:
        """Shape, word and 8 px at both sides; a bare chip stands flush."""
        space = self._theme.space
        width = QFontMetrics(self.font()).horizontalAdvance(self._text) + 1
        width += space.m if self._tone else 0
        return QSize(width + (0 if self._bare else 2 * space.s), 18)

    def minimumSizeHint(self) -> QSize:
        """The same: a word is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, shape, word."""
        theme, space = self._theme, self._theme.space
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0.0
        if not self._bare:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover" if self._tone else "mark"))
            painter.drawRoundedRect(QRectF(self.rect()), space.chip_radius, space.chip_radius)
            left = float(space.s)
        if self._tone:
            paint_shape(painter, QPointF(left + 4, self.height() / 2), self._tone, theme.colour(self._tone))
            left += space.m
        painter.setFont(self.font())
        painter.setPen(theme.colour("quiet" if self._bare else "text"))
        area = QRectF(self.rect()).adjusted(left, 0, 0, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._text)


def paint_shape(painter: QPainter, centre: QPointF, tone: Tone, colour: QColor) -> None:
    """An 8 px shape: disc for good, triangle for a warning, cross for bad, square for still, else a ring."""
    painter.save()
    x, y = centre.x(), centre.y()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if tone == "good":
        painter.drawEllipse(centre, 3.5, 3.5)
    elif tone == "warn":
        painter.drawPolygon(QPolygonF([QPointF(x, y - 4), QPointF(x + 4, y + 3.5), QPointF(x - 4, y + 3.5)]))
    elif tone == "bad":
        painter.setPen(QPen(colour, 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(x - 3, y - 3), QPointF(x + 3, y + 3))
        painter.drawLine(QPointF(x - 3, y + 3), QPointF(x + 3, y - 3))
    elif tone == "accent":
        painter.drawRect(QRectF(x - 3, y - 3, 6, 6))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.5))
        painter.drawEllipse(centre, 3, 3)
    painter.restore()

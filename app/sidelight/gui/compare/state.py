# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How an answer stands, as a shape, a colour and a word; and what to say under one that did not end well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from sidelight.domain.generation import StopReason

if TYPE_CHECKING:
    from sidelight.workbench.live import LiveAnswer

Shape = Literal["ring", "disc", "half", "square", "triangle", "cross", "barred", "diamond"]


@dataclass(frozen=True, slots=True)
class AnswerState:
    """One way for an answer to stand. ``calm`` ones need no word beside their shape."""

    shape: Shape
    token: str
    word: str
    calm: bool = False


def _tr(text: str) -> str:
    return QCoreApplication.translate("AnswerState", text)


def state_of(answer: LiveAnswer | None) -> AnswerState:
    """How an answer stands now."""
    if answer is None:
        return AnswerState("ring", "quiet", _tr("no answer"), calm=False)
    if answer.running:
        word = _tr("writing") if answer.text_length or answer.reasoning else _tr("waiting for the first word")
        return AnswerState("ring", "accent", word, calm=True)
    if answer.interrupted:
        return AnswerState("triangle", "warn", _tr("interrupted"))
    match answer.stop_reason:
        case StopReason.COMPLETE:
            return AnswerState("disc", "good", _tr("complete"), calm=True)
        case StopReason.LENGTH:
            return AnswerState("half", "warn", _tr("length limit"))
        case StopReason.STOPPED:
            return AnswerState("square", "quiet", _tr("stopped"))
        case StopReason.FILTERED:
            return AnswerState("barred", "warn", _tr("filtered"))
        case StopReason.TOOL:
            return AnswerState("diamond", "accent", _tr("asks for a tool"))
        case StopReason.FAILED:
            return AnswerState("cross", "bad", _tr("failed"))
        case _:
            return AnswerState("triangle", "warn", _tr("truncated"))


@dataclass(frozen=True, slots=True)
class Closing:
    """A sentence that stands at the end of an answer, and whether asking again would help."""

    text: str
    kind: Literal["info", "warn", "bad"]
    again: bool


def closing_of(answer: LiveAnswer) -> Closing | None:
    """What to say at an answer's end; ``None`` under one that is complete, or still being written."""
    if answer.running:
        return None
    said = list(answer.notices)
    kind: Literal["info", "warn", "bad"] = "info"
    again = False
    if answer.failure is not None:
        said.append(answer.failure.sentence)
        kind, again = "bad", True
    elif answer.interrupted:
        said.append(_tr("Sidelight ended while this was being written. What had arrived is here."))
        kind, again = "warn", True
    elif answer.stop_reason is StopReason.LENGTH:
        limit = answer.config.max_tokens
        if limit is not None:
            said.append(
                _tr("Cut off at the limit of {0} tokens. Raise “Max tokens” to read on.").format(limit)
            )
        else:
            said.append(_tr("Cut off where the model's context was full."))
        kind = "warn"
    elif answer.stop_reason is StopReason.TRUNCATED:
        said.append(_tr("The answer broke off without saying why. It may be incomplete."))
        kind, again = "warn", True
    elif answer.stop_reason is StopReason.FILTERED:
        said.append(_tr("Whoever serves the model held back the rest of this answer."))
        kind = "warn"
    elif answer.stop_reason is StopReason.STOPPED:
        said.append(_tr("You stopped this answer."))
    elif not answer.text_length:
        said.append(_tr("The model ended without a word."))
        again = True
    return Closing(" ".join(said), kind, again) if said else None


def paint_state(painter: QPainter, shape: Shape, colour: QColor, place: QRectF) -> None:
    """Draw a state's shape into a square."""
    line = QPen(colour, 1.75)
    line.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = place.adjusted(0.5, 0.5, -0.5, -0.5)
    match shape:
        case "ring":
            painter.drawEllipse(inner)
        case "cross":
            painter.drawLine(inner.topLeft(), inner.bottomRight())
            painter.drawLine(inner.topRight(), inner.bottomLeft())
        case "barred":
            painter.drawEllipse(inner)
            painter.drawLine(
                QPointF(inner.left() + 1.5, inner.bottom() - 1.5),
                QPointF(inner.right() - 1.5, inner.top() + 1.5),
            )
        case "half":
            painter.drawEllipse(inner)
            painter.setBrush(colour)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawPie(inner, 90 * 16, 180 * 16)
        case _:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            middle = place.center()
            if shape == "disc":
                painter.drawEllipse(place)
            elif shape == "square":
                painter.drawRect(inner)
            elif shape == "triangle":
                painter.drawPolygon(
                    QPolygonF([QPointF(middle.x(), place.top()), place.bottomRight(), place.bottomLeft()])
                )
            else:
                painter.drawPolygon(
                    QPolygonF(
                        [
                            QPointF(middle.x(), place.top()),
                            QPointF(place.right(), middle.y()),
                            QPointF(middle.x(), place.bottom()),
                            QPointF(place.left(), middle.y()),
                        ]
                    )
                )

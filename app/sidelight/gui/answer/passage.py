# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A piece of wrapped text, laid out: lines on a fixed grid, hit test, and the rectangles of a stretch.

Positions count code points of the shown text. Qt counts UTF-16 units; ``Units`` goes between the two.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from sidelight.gui.answer.formula import Formula, bare
from sidelight.gui.answer.look import Face, Look
from sidelight.text.inline import Inline, Run, Style

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
_FAR = 1e7
_BLANK = "\u00a0"
"""Stands for each character of a formula: the line is not broken there, and nothing is drawn."""


class Units:
    """Code points to UTF-16 units and back, for one text."""

    __slots__ = ("_offsets",)

    def __init__(self, text: str) -> None:
        self._offsets: list[int] | None = None
        if not text.isascii() and max(text) > "\uffff":
            self._offsets = list(accumulate((1 + (c > "\uffff") for c in text), initial=0))

    def to_units(self, index: int) -> int:
        """The unit at which a code point begins."""
        if self._offsets is None:
            return index
        return self._offsets[min(index, len(self._offsets) - 1)]

    def to_points(self, unit: int) -> int:
        """The code point that a unit belongs to."""
        if self._offsets is None:
            return unit
        return bisect_left(self._offsets, unit)


def _from_right(text: str) -> bool:
    """Whether a paragraph begins on the right: its first letter decides."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def printable(text: str) -> str:
    """The text with what cannot be drawn replaced, character by character."""
    return _UNPRINTABLE.sub("\ufffd", text)


def format_range(start: int, length: int, what: QTextCharFormat) -> QTextLayout.FormatRange:
    """A stretch of a layout, in UTF-16 units, with its format."""
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, what
    return made


def x_of(line: QTextLine, unit: int, edge: QTextLine.Edge = QTextLine.Edge.Leading) -> float:
    """Where a unit's leading or trailing edge stands in its line."""
    # The binding gives the place and the position, its annotation says only that it is an object.
    return cast("tuple[float, int]", line.cursorToX(unit, edge))[0]


def stretches(line: QTextLine, start: int, end: int, *, both_ways: bool) -> list[tuple[float, float]]:
    """Left and right edges of units ``start`` to ``end`` of a line, right-to-left text included."""
    if not both_ways:
        left, right = x_of(line, start), x_of(line, end)
        return [(min(left, right), max(left, right))]
    edges: list[tuple[float, float]] = []
    for unit in range(start, end):
        a = x_of(line, unit, QTextLine.Edge.Leading)
        b = x_of(line, unit, QTextLine.Edge.Trailing)
        edges.append((min(a, b), max(a, b)))
    edges.sort()
    merged: list[tuple[float, float]] = []
    for left, right in edges:
        if merged and left <= merged[-1][1] + 0.5:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


class Passage:
    """Text in one face, wrapped at ``width`` pixels.

    Args:
        inline: the text and its runs.
        look: fonts and colours.
        face: the face of ordinary text.
        width: pixels to wrap at; ``None`` for one line however long.
        align: where lines stand in the width, for text that is written from left to right.
        bold: the whole text is strong.

    Attributes:
        awaits: formulas in it are on their way; until then their source is shown.
        failed: formulas that cannot be drawn: where their source stands, and why.
    """

    __slots__ = (
        "_bases",
        "_both_ways",
        "_formulas",
        "_has_code",
        "_layout",
        "_look",
        "_tops",
        "awaits",
        "face",
        "failed",
        "from_right",
        "height",
        "inline",
        "natural",
        "units",
        "width",
    )

    def __init__(
        self,
        inline: Inline,
        look: Look,
        face: Face,
        width: float | None,
        *,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        bold: bool = False,
    ) -> None:
        self.inline = inline
        self.face = face
        self.width = width
        self._look = look
        self.awaits = False
        self._formulas: list[tuple[int, int, Formula]] = []
        self.failed: list[tuple[int, int, str]] = []
        self._tops: list[float] | None = (
            None  # where lines begin, and their baselines: only where they differ
        )
        self._bases: list[float] = []
        shown = printable(inline.text)
        if look.formulas is not None:
            shown = self._with_formulas(shown)
        self.units = Units(shown)
        self._both_ways = not shown.isascii() and bool(_RIGHT_TO_LEFT.search(shown))
        self.from_right = self._both_ways and _from_right(shown)
        self._has_code = any(run.style & Style.CODE for run in inline.runs)
        layout = QTextLayout(shown, face.font)
        if align == Qt.AlignmentFlag.AlignLeft and self.from_right:
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
        option = QTextOption(align)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        formats = []
        if bold:
            formats.append(format_range(0, self.units.to_units(len(shown)), look.format(Style.STRONG, face)))
        for run in inline.runs:
            start, end = self.units.to_units(run.start), self.units.to_units(run.end)
            style = run.style | Style.STRONG if bold else run.style
            formats.append(format_range(start, end - start, look.format(style, face)))
        for first, last, formula in self._formulas:
            start, end = self.units.to_units(first), self.units.to_units(last)
            formats.append(format_range(start, end - start, self._blank(formula.width / (end - start))))
        for first, last, _why in self.failed:
            start, end = self.units.to_units(first), self.units.to_units(last)
            formats.append(format_range(start, end - start, look.mark_of_failure()))
        layout.setFormats(formats)
        self._layout = layout
        self.height = 0.0
        self.natural = 0.0
        self._arrange()

    # formulas

    def _with_formulas(self, shown: str) -> str:
        """Take up the formulas that are drawn; the text with blanks in their places."""
        formulas = self._look.formulas
        assert formulas is not None
        for run in self.inline.runs:
            if not run.style & Style.MATHS:
                continue
            tex, display = bare(self.inline.text[run.start : run.end])
            ink = self._look.colour("accent") if run.style & Style.LINK else self._look.ink
            size = self.face.formula
            found = formulas.find(tex, display=display, size=size, ink=ink.name()) if tex else False
            if isinstance(found, Formula):
                fitted = found.fitted(self.width if self.width is not None else _FAR)
                self._formulas.append((run.start, run.end, fitted))
                shown = shown[: run.start] + _BLANK * (run.end - run.start) + shown[run.end :]
            elif found:
                self.awaits = True
            elif why := formulas.why(tex, display=display):
                self.failed.append((run.start, run.end, why))
        return shown

    def _blank(self, width: float) -> QTextCharFormat:
        """How a blank is set that is as wide as this."""
        made = QTextCharFormat()
        made.setFont(self.face.font)
        made.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        made.setFontLetterSpacing(width - self.face.metrics.horizontalAdvance(_BLANK))
        return made

    @property
    def baseline(self) -> float:
        """Where the first line's letters stand."""
        return self._bases[0] if self._bases else self.face.baseline

    def _room_for(self, line: QTextLine) -> tuple[float, float]:
        """What the formulas of a line need above and below it."""
        face, above, below = self.face, 0.0, 0.0
        start = line.textStart()
        end = start + line.textLength()
        for first, _last, formula in self._formulas:
            if start <= self.units.to_units(first) < end:
                above = max(above, formula.baseline - face.baseline + 1)
                below = max(below, formula.height - formula.baseline - (face.line - face.baseline) + 1)
        return above, below

    def _line_top(self, index: int) -> float:
        return index * self.face.line if self._tops is None else self._tops[index]

    def _line_height(self, index: int) -> float:
        return self.face.line if self._tops is None else self._tops[index + 1] - self._tops[index]

    def _line_at(self, y: float) -> int:
        if self._tops is None:
            return int(y // self.face.line)
        return bisect_right(self._tops, y) - 1

    def _arrange(self) -> None:
        layout, face = self._layout, self.face
        width = _FAR if self.width is None else max(self.width, 8.0)
        top = 0.0
        tops: list[float] = []
        layout.beginLayout()
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            above = below = 0.0
            if self._formulas:
                above, below = self._room_for(line)
                tops.append(top)
                self._bases.append(top + above + face.baseline)
            line.setPosition(QPointF(0, top + above + face.baseline - line.ascent()))
            self.natural = max(self.natural, line.naturalTextWidth())
            top += above + face.line + below
        layout.endLayout()
        self.height = max(top, face.line)
        if self._formulas:
            self._tops = [*tops, top]

    def paint(self, painter: QPainter, left: float, top: float, clip: QRectF) -> None:
        """Draw the lines that touch ``clip``; the painter's pen gives the colour of ordinary text."""
        if self._has_code:
            pen = painter.pen()
            self._paint_code(painter, left, top, clip)
            painter.setPen(pen)
        if self._formulas:
            self._paint_formulas(painter, left, top, clip)
        first = max(0, self._line_at(clip.top() - top) - 1)
        last = min(self._layout.lineCount(), self._line_at(clip.bottom() - top) + 2)
        if first == 0 and last == self._layout.lineCount():
            self._layout.draw(painter, QPointF(left, top))
            return
        origin = QPointF(left, top)
        for index in range(first, last):
            self._layout.lineAt(index).draw(painter, origin)

    def _paint_formulas(self, painter: QPainter, left: float, top: float, clip: QRectF) -> None:
        for first, last, formula in self._formulas:
            boxes = self.rects(first, last)
            if boxes and boxes[0].translated(left, top).intersects(clip):
                line = self._layout.lineForTextPosition(self.units.to_units(first)).lineNumber()
                x = left + min(box.left() for box in boxes)
                formula.paint(painter, x, top + self._bases[line])

    def _paint_code(self, painter: QPainter, left: float, top: float, clip: QRectF) -> None:
        """The quiet ground of code within text."""
        radius = self._look.space.chip_radius
        for run in self.inline.runs:
            if not run.style & Style.CODE:
                continue
            for rect in self.rects(run.start, run.end):
                box = rect.translated(left, top).adjusted(-2, 2, 2, -2)
                if not box.intersects(clip):
                    continue
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._look.code_ground)
                painter.drawRoundedRect(box, radius, radius)

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Where characters ``start`` to ``end`` stand: boxes as high as the lines."""
        first, last = self.units.to_units(start), self.units.to_units(end)
        found: list[QRectF] = []
        if first >= last:
            return found
        layout = self._layout
        index = max(0, layout.lineForTextPosition(first).lineNumber())
        while index < layout.lineCount():
            line = layout.lineAt(index)
            begin = line.textStart()
            stop = begin + line.textLength()
            if begin >= last:
                break
            a, b = max(first, begin), min(last, stop)
            if a < b:
                for left, right in stretches(line, a, b, both_ways=self._both_ways):
                    box = QRectF(left, self._line_top(index), right - left, self._line_height(index))
                    found.append(box)
            index += 1
        return found

    def caret(self, position: int) -> QRectF:
        """Where a caret before this character stands."""
        unit = self.units.to_units(position)
        line = self._layout.lineForTextPosition(unit)
        if not line.isValid():
            return QRectF(0, 0, 1, self.face.line)
        index = line.lineNumber()
        return QRectF(x_of(line, unit), self._line_top(index), 1, self._line_height(index))

    def hit(self, x: float, y: float, *, on: bool = False) -> int:
        """The position nearest to a point; with ``on`` the character under it, or -1."""
        layout = self._layout
        index = min(max(0, self._line_at(y)), layout.lineCount() - 1)
        if index < 0:
            return -1 if on else 0
        line = layout.lineAt(index)
        if on:
            box = line.naturalTextRect()
            if not (0 <= y < self.height and box.left() <= x <= box.right()):
                return -1
            unit = line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
        else:
            unit = line.xToCursor(x)
            # The end of a wrapped line is the next line's start; stay on this one.
            stop = line.textStart() + line.textLength()
            if unit == stop and index + 1 < layout.lineCount() and unit > line.textStart():
                unit -= 1
        position = self.units.to_points(unit)
        for first, last, _formula in self._formulas:
            if first < position < last and not on:
                # A formula is selected as a whole.
                return first if position - first < last - position else last
        return position

    def line_range(self, position: int) -> tuple[int, int]:
        """The first and the last position of the shown line that holds ``position``."""
        line = self._layout.lineForTextPosition(self.units.to_units(position))
        if not line.isValid():
            return 0, len(self.inline.text)
        start = self.units.to_points(line.textStart())
        end = self.units.to_points(line.textStart() + line.textLength())
        return start, end if line.lineNumber() + 1 == self._layout.lineCount() else max(start, end - 1)

    def remark_at(self, position: int) -> str:
        """What is to be said of a character: why a formula is not drawn."""
        return next((why for first, last, why in self.failed if first <= position < last), "")

    def run_at(self, position: int) -> Run | None:
        """The run that holds a character."""
        for run in self.inline.runs:
            if run.start <= position < run.end:
                return run
        return None

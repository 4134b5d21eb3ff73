# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The theme's tokens as an answer needs them: fonts, formats and distances at one zoom."""

from __future__ import annotations

from math import ceil

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextCharFormat

from sidelight.gui.answer.footnotes import RAISED
from sidelight.gui.answer.formula import Formulas
from sidelight.gui.theme import Theme
from sidelight.text.inline import Style

MEASURE = 76
"""Longest line of prose, in average characters."""
_FORMULA_X, _MOST_FORMULA = 0.46, 1.15
"""How high an x is in fonts of mathematics, of their size; how much larger formulas are set at most."""
_SAMPLE = "a quick brown fox jumps over the lazy dog and then goes home again"


class Face:
    """A font with the line height it is set in."""

    def __init__(self, font: QFont, leading: float) -> None:
        self.font = font
        metrics = QFontMetricsF(font)
        self.metrics = metrics
        self.line = round(font.pixelSize() * leading)
        self.ascent = metrics.ascent()
        # The baseline's distance from the line's top: the font's box in the middle of the line.
        self.baseline = round((self.line - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent())
        self.advance = metrics.horizontalAdvance("0")
        # Letters of formulas are small for their size: as much larger as makes them the text's own height.
        size = font.pixelSize()
        self.formula = round(size * max(1.0, min(metrics.xHeight() / size / _FORMULA_X, _MOST_FORMULA)), 1)
        self.average = metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE)


class Look:
    """Everything a block needs to draw itself; a new one is made when theme or zoom change.

    Args:
        theme: the tokens.
        zoom: 1.0 is the ordinary size.
        quiet: smaller and paler, for what stands beside the answer.
        formulas: where drawn formulas come from; without them their source is shown.
    """

    def __init__(
        self, theme: Theme, zoom: float = 1.0, *, quiet: bool = False, formulas: Formulas | None = None
    ) -> None:
        self.theme = theme
        self.formulas = formulas
        self.quiet = quiet
        self.ink = theme.colour("quiet" if quiet else "text")
        self.zoom = zoom
        space = theme.space
        self.space = space
        self.body = Face(theme.sans(self.px(13 if quiet else 15)), 1.55)
        self.headings = (
            Face(theme.sans(self.px(15 if quiet else 24), bold=True), 1.3),
            Face(theme.sans(self.px(15 if quiet else 18), bold=True), 1.35),
            Face(theme.sans(self.px(13 if quiet else 15), bold=True), 1.5),
        )
        self.mono = Face(theme.mono(self.px(13)), 1.5)
        self.small = Face(theme.sans(self.px(11)), 1.5)
        self.interface = Face(theme.sans(self.px(13)), 1.5)
        self.table = Face(theme.sans(self.px(13)), 1.55)
        self.measure = round(self.body.average * MEASURE)
        self.code_measure = round(self.mono.advance * 88 + 2 * space.m)
        self.item_indent = self.px(26)
        # Two digits from the first item on: the list must not shift when its tenth item arrives.
        self.number_indent = max(self.item_indent, self.number_width(99) + space.s)
        self.quote_indent = self.px(space.l)
        self.header = self.px(space.pane_head)
        self.code_ground = QColor(theme.colour("line"))
        self.code_ground.setAlphaF(0.55)
        self._formats: dict[tuple[Style, float], QTextCharFormat] = {}
        self._tokens: dict[str, QTextCharFormat | None] = {}

    def px(self, pixels: float) -> int:
        """A distance or a font's size at this zoom."""
        return max(1, round(pixels * self.zoom))

    def number_width(self, number: int) -> int:
        """How wide a list item's number is with its full stop."""
        return ceil(self.body.metrics.horizontalAdvance(f"{number}."))

    def colour(self, token: str) -> QColor:
        """The theme's colour."""
        return self.theme.colour(token)

    def heading(self, level: int) -> Face:
        """The face of a heading of level 1 to 6."""
        return self.headings[min(max(level, 1), 3) - 1]

    def format(self, style: Style, face: Face) -> QTextCharFormat:
        """How a run of text of this style looks among text in this face."""
        size = face.font.pixelSize()
        key = (style, size + face.font.bold() / 2)
        known = self._formats.get(key)
        if known is not None:
            return known
        made = QTextCharFormat()
        if style & (Style.CODE | Style.MATHS):
            made.setFont(self.theme.mono(round(size * 13 / 15)))
        else:
            made.setFont(face.font)
        if style & Style.STRONG:
            made.setFontWeight(QFont.Weight.Bold)
        if style & (Style.EMPHASIS | Style.MATHS):
            made.setFontItalic(bool(style & Style.EMPHASIS))
        if style & Style.STRUCK:
            made.setFontStrikeOut(True)
        if style & Style.LINK:
            made.setForeground(self.colour("quiet" if style & Style.IMAGE else "accent"))
            made.setUnderlineColor(self.colour("accent"))
            made.setFontUnderline(True)
        if style & RAISED:
            made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
            made.setForeground(self.colour("accent"))
        self._formats[key] = made
        return made

    def mark_of_failure(self) -> QTextCharFormat:
        """How the source of what cannot be drawn is marked, beside its style."""
        made = QTextCharFormat()
        made.setUnderlineColor(self.colour("warn"))
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        return made

    def token(self, name: str) -> QTextCharFormat | None:
        """The colour of a Pygments token, or of what it is a kind of; ``None`` for ordinary text."""
        if name not in self._tokens:
            at = name
            while at and at not in self.theme.syntax:
                at = at.rpartition(".")[0]
            made = None
            if at:
                made = QTextCharFormat()
                made.setForeground(self.theme.syntax[at])
            self._tokens[name] = made
        return self._tokens[name]

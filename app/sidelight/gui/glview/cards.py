# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What went wrong, where it went wrong: the error card of a run, and the card of a run that was refused."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from sidelight.domain.errors import SandboxRefused
from sidelight.gui.flow import FlowLayout
from sidelight.gui.glview.buttons import WordButton
from sidelight.gui.glview.consent import Consent
from sidelight.gui.glview.elided import ElidedLabel
from sidelight.gui.glview.plain import plain_label
from sidelight.gui.glview.words import Trouble
from sidelight.gui.icons import paint_icon
from sidelight.gui.theme import Theme


class _Tinted(QWidget):
    """A ground in a quiet warning colour, an icon, and a column for what is to be said."""

    def __init__(self, theme: Theme, tone: str, *, card: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = tone
        self._card = card
        space = theme.space
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(space.m + space.icon + space.s, space.m, space.m, space.m)
        self._column.setSpacing(space.xs)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def _add_row(self, *buttons: QWidget) -> None:
        """Buttons side by side, and below each other where the card is narrow."""
        row = QWidget(self)
        flow = FlowLayout(row, self._theme.space.s)
        for button in buttons:
            flow.addWidget(button)
        self._column.addWidget(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        space = self._theme.space
        ground = self._theme.colour("bad_quiet" if self._tone == "bad" else "warn_quiet")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        radius = space.card_radius if self._card else 0
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        place = QRectF(space.m, space.m + 1, space.icon, space.icon)
        paint_icon(painter, "bad" if self._tone == "bad" else "warn", self._theme.colour(self._tone), place)


class TroubleCard(_Tinted):
    """The band under a picture whose script ended badly.

    Signals:
        line_requested: the script's line, counted from 1.
        restart_requested: run it again.
        output_requested: show everything that it wrote.
        edit_requested: open the code, at that line; 0 at none.
    """

    line_requested = Signal(int)
    restart_requested = Signal()
    output_requested = Signal()
    edit_requested = Signal(int)

    def __init__(
        self, trouble: Trouble, theme: Theme, parent: QWidget | None = None, *, output: bool = True
    ) -> None:
        """Say what is wrong; ``output`` says whether there is more to read."""
        super().__init__(theme, "bad" if trouble.tone == "bad" else "warn", card=False, parent=parent)
        self.setAccessibleName(trouble.headline)
        self.setAccessibleDescription(trouble.advice)
        self.headline = plain_label(trouble.headline)
        self.headline.setFont(theme.sans(13))
        self._column.addWidget(self.headline)
        if trouble.advice:
            self._column.addWidget(plain_label(trouble.advice, "quiet"))
        found = trouble.traceback
        self.line_button: WordButton | None = None
        if found is not None and found.line is not None:
            where = self.tr("Line {line}").format(line=found.line)
            if found.function:
                where = self.tr("Line {line}, in {name}").format(line=found.line, name=found.function[:60])
            self.line_button = WordButton(where, kind="link")
            self.line_button.setToolTip(self.tr("Show the line in the answer"))
            line = found.line
            self.line_button.clicked.connect(lambda: self.line_requested.emit(line))
            row = QHBoxLayout()
            row.setSpacing(theme.space.s)
            row.addWidget(self.line_button)
            self.source = ElidedLabel(found.source[:500])
            self.source.setFont(theme.mono(12))
            row.addWidget(self.source, 1)
            self._column.addLayout(row)
        self._column.addSpacing(theme.space.xs)
        self.restart_button = WordButton(self.tr("Restart"), keys="R")
        self.restart_button.clicked.connect(self.restart_requested)
        self.edit_button = WordButton(self.tr("Edit the code"), kind="link", keys="E")
        at = found.line if found is not None and found.line is not None else 0
        self.edit_button.clicked.connect(lambda: self.edit_requested.emit(at))
        self.output_button = WordButton(self.tr("All output"), kind="link", keys="O")
        self.output_button.clicked.connect(self.output_requested)
        self.output_button.setHidden(not output)
        self._add_row(self.restart_button, self.edit_button, self.output_button)


class RefusalCard(_Tinted):
    """Stands where a live view would be, if nothing here may hold the script.

    Signals:
        retry_requested: the cause may be gone; try again.
        dismissed: take the card away.
        consent_given: run it this once although nothing holds it.
        height_wanted: the height that shows everything changed; for whoever places the card.
    """

    retry_requested = Signal()
    dismissed = Signal()
    consent_given = Signal()
    height_wanted = Signal(int)

    def __init__(
        self,
        refusal: SandboxRefused,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        may_consent: bool = False,
    ) -> None:
        """Say why.

        Args:
            refusal: what was said instead of running it.
            theme: the look.
            parent: the owner.
            may_consent: whether a person may have it run once without protection.
        """
        super().__init__(theme, "warn", card=True, parent=parent)
        self.setAccessibleName(self.tr("The script was not run"))
        self.what = plain_label(str(refusal) or self.tr("This machine cannot hold a stranger's program."))
        self._column.addWidget(self.what)
        self.advice = plain_label(
            refusal.advice
            or self.tr("Open the sandbox's page, at the foot of the rail, to see what is missing."),
            "quiet",
        )
        self._column.addWidget(self.advice)
        self._column.addSpacing(theme.space.xs)
        self.retry_button = WordButton(self.tr("Try again"))
        self.retry_button.clicked.connect(self.retry_requested)
        self.dismiss_button = WordButton(self.tr("Close"), kind="link")
        self.dismiss_button.clicked.connect(self.dismissed)
        self._add_row(self.retry_button, self.dismiss_button)
        self._told_height = 0
        self.consent: Consent | None = None
        if may_consent:
            self.consent = Consent(theme)
            self.consent.given.connect(self.consent_given)
            self.consent.resized.connect(self._wish)
            self._column.addSpacing(theme.space.xs)
            self._column.addWidget(self.consent)

    def full_height(self, width: int) -> int:
        """The height at which nothing is cut, this wide."""
        return max(self.heightForWidth(width), self.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps the words otherwise."""
        super().resizeEvent(event)
        self._wish()

    def _wish(self) -> None:
        self._column.invalidate()
        wanted = self.full_height(self.width())
        if wanted != self._told_height:
            self._told_height = wanted
            self.height_wanted.emit(wanted)

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The last frames as a row of thin bars, one a frame, as high as it took."""

from __future__ import annotations

from statistics import median

from PySide6.QtCore import QLineF, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from sidelight.gui.glview.pace import REMEMBERED, FrameTimes
from sidelight.gui.theme import Theme

HEIGHT = 16
FULL_MS = 50.0
"""The height of the strip; what takes longer is cut."""
LATE_MS = 33.4
"""A frame that took longer than two of a screen's is drawn in the warning's colour."""


class FrameTimesStrip(QWidget):
    """Painted when told, four times a second at most, in two strokes of the brush."""

    def __init__(self, times: FrameTimes, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._times = times
        self._theme = theme
        self._painted = -1
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Time a frame"))

    def sizeHint(self) -> QSize:
        """A pixel for each frame, and a distance from what follows."""
        return QSize(REMEMBERED + self._theme.space.s, HEIGHT)

    def show_times(self) -> None:
        """Paint again if there are others."""
        if self._times.version != self._painted and self.isVisible():
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def words(self) -> str:
        """The figures behind the bars."""
        if not self._times.ms:
            return self.tr("No frame times yet.")
        return self.tr(
            "The last {n} frames: {median:.1f} ms each in the middle, {longest:.0f} ms the longest"
        ).format(n=len(self._times.ms), median=median(self._times.ms), longest=max(self._times.ms))

    def event(self, event: object) -> bool:
        """Figures are put into words only when somebody asks."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.words(), self)
            return True
        return super().event(event)  # type: ignore[arg-type]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Newest at the right."""
        self._painted = self._times.version
        usual: list[QLineF] = []
        late: list[QLineF] = []
        left = REMEMBERED - len(self._times.ms) + 0.5
        floor = self.height() - 0.5
        for place, ms in enumerate(self._times.ms):
            high = max(1.0, min(1.0, ms / FULL_MS) * (self.height() - 1))
            bar = QLineF(left + place, floor, left + place, floor - high)
            (late if ms > LATE_MS else usual).append(bar)
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.colour("scroll"), 1))
        painter.drawLines(usual)
        painter.setPen(QPen(self._theme.colour("warn"), 1))
        painter.drawLines(late)

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The place where two answers of a comparison are laid beside each other: which two, and how they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from sidelight.gui.diff.chooser import Chooser
from sidelight.gui.diff.view import SIDES, DiffView
from sidelight.gui.diff.work import DiffWork
from sidelight.gui.icons import icon
from sidelight.gui.keys import asks_for_escape
from sidelight.gui.theme import Theme
from sidelight.text.diff import Change, Diff

if TYPE_CHECKING:
    from sidelight.workbench.live import LiveAnswer


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer that can be compared: what it is called, and the hue of its pane."""

    answer: LiveAnswer
    name: str
    hue: int


class DiffPage(QWidget):
    """The page.

    Signals:
        left: the user is done with it.
    """

    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._candidates: list[Candidate] = []
        self._work: DiffWork | None = None
        self._compared: tuple[tuple[str, int], ...] = ()
        self.setAccessibleName(self.tr("Two answers compared"))
        self.view = DiffView(theme, self)
        self.view.stepped.connect(self._show_count)
        self.view.marks_wanted.connect(self._want_marks)
        self.first = self._chooser(self.tr("Answer at the left"))
        self.second = self._chooser(self.tr("Answer at the right"))
        self._buttons: list[tuple[QToolButton, str]] = []
        self.swap_button = self._button("swap", self.tr("Swap the sides"), self.swap)
        self.count = QLabel(self)
        self.count.setProperty("kind", "small")
        back, forth = self.tr("Difference before (Shift+F7)"), self.tr("Next difference (F7)")
        self.back_button = self._button("up", back, lambda: self.view.step(-1))
        self.forth_button = self._button("down", forth, lambda: self.view.step(1))
        self.close_button = self._button("close", self.tr("Back to the panes (Esc)"), self.leave)
        self.note = QLabel(self)
        self.note.setProperty("kind", "quiet")
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setContentsMargins(theme.space.m, theme.space.xs, theme.space.m, theme.space.xs)
        self._lay_out()
        self.set_theme(theme)

    def _lay_out(self) -> None:
        space = self._theme.space
        head = QHBoxLayout()
        head.setContentsMargins(space.m, space.xs + space.edge, space.s, space.xs)
        head.setSpacing(space.s)
        head.addWidget(self.first, 1)
        head.addWidget(self.swap_button)
        head.addWidget(self.second, 1)
        head.addSpacing(space.s)
        for widget in (self.count, self.back_button, self.forth_button, self.close_button):
            head.addWidget(widget)
        line = QFrame(self)
        line.setProperty("kind", "hairline")
        line.setFixedHeight(space.hairline)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(line)
        layout.addWidget(self.note)
        layout.addWidget(self.view, 1)

    # what is compared

    def open(self, candidates: Sequence[Candidate], first: LiveAnswer, second: LiveAnswer) -> None:
        """Compare two of these answers."""
        self._candidates = list(candidates)
        answers = [candidate.answer for candidate in candidates]
        for chooser, answer in ((self.first, first), (self.second, second)):
            chooser.blockSignals(True)
            chooser.clear()
            chooser.addItems([candidate.name for candidate in candidates])
            chooser.setCurrentIndex(answers.index(answer))
            chooser.blockSignals(False)
        self.compare()
        self.view.setFocus()

    @property
    def compared(self) -> tuple[LiveAnswer, LiveAnswer] | None:
        """The two answers."""
        places = self.first.currentIndex(), self.second.currentIndex()
        if min(places) < 0:
            return None
        return self._candidates[places[0]].answer, self._candidates[places[1]].answer

    def compare(self) -> None:
        """Compare the two that are chosen, as far as they have come."""
        self.rest()
        pair = self.compared
        if pair is None:
            return
        self._compared = tuple((answer.id, answer.text_length) for answer in pair)
        left, right = pair[0].text, pair[1].text
        self.view.show_diff(Diff((), ()), left, right)
        self.count.setText(self.tr("comparing…"))
        self._tell([])
        work = self._work = DiffWork(left, right, self)
        work.done.connect(lambda diff: self._show(work, diff, left, right))
        work.marked.connect(self.view.show_marks)
        self.update()

    def swap(self) -> None:
        """The left one goes to the right."""
        first, second = self.first.currentIndex(), self.second.currentIndex()
        for chooser, at in ((self.first, second), (self.second, first)):
            chooser.blockSignals(True)
            chooser.setCurrentIndex(at)
            chooser.blockSignals(False)
        self.compare()

    def keep_up(self) -> None:
        """An answer may have ended: compare it whole."""
        pair = self.compared
        if pair is None or self.isHidden() or any(answer.running for answer in pair):
            return
        if tuple((answer.id, answer.text_length) for answer in pair) != self._compared:
            self.compare()
        elif self._work is None or self.view.sheet.diff.rows:
            self._tell(self._notes(self.view.sheet.diff))

    def leave(self) -> None:
        """Back to the panes."""
        self.rest()
        self.left.emit()

    def rest(self) -> None:
        """End the work that is under way."""
        if self._work is not None:
            self._work.stop()
            self._work.deleteLater()
            self._work = None

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in other colours."""
        self._theme = theme
        for button, name in self._buttons:
            button.setIcon(icon(name, theme))
        self.view.set_theme(theme)
        self.first.set_theme(theme)
        self.second.set_theme(theme)
        self.update()

    # Qt's own

    def event(self, event: QEvent) -> bool:
        """Claim Esc before the window's own use of it."""
        if asks_for_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The two models' edges, above their choosers."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("page"))
        for chooser, side in ((self.first, SIDES[0]), (self.second, SIDES[1])):
            at = chooser.currentIndex()
            if 0 <= at < len(self._candidates):
                left, width = self.view.sheet.box(side)
                hue = QColor(self._theme.hue(self._candidates[at].hue))
                painter.fillRect(round(left), 0, round(width), self._theme.space.edge, hue)

    # what came of it

    def _show(self, work: DiffWork, diff: Diff, left: str, right: str) -> None:
        if work is self._work:
            self.view.show_diff(diff, left, right)
            self._show_count()
            self._tell(self._notes(diff))

    def _show_count(self) -> None:
        count, at = self.view.differences, self.view.at
        if not count:
            said = self.tr("no difference")
        elif at >= 0:
            said = self.tr("{0} of {1}").format(at + 1, count)
        else:
            said = self.tr("1 difference") if count == 1 else self.tr("{0} differences").format(count)
        self.count.setText(said)
        self.back_button.setEnabled(count > 0 and at != 0)
        self.forth_button.setEnabled(count > 0 and at != count - 1)

    def _notes(self, diff: Diff) -> list[str]:
        pair = self.compared
        if pair is None:
            return []
        told = []
        names = [self._candidates[chooser.currentIndex()].name for chooser in (self.first, self.second)]
        for answer, name in zip(pair, names, strict=True):
            if answer.running:
                said = self.tr("{0} is still being written; what it had said is compared here.")
                told.append(said.format(name))
            elif not answer.text_length:
                told.append(self.tr("{0} has no text.").format(name))
        if pair[0] is pair[1]:
            told.append(self.tr("This is one answer, on both sides. Choose another one to compare it with."))
        elif not diff.differences and pair[0].text_length:
            told.append(self.tr("Both say the same; at most their white space differs."))
        elif diff.rows and all(row.change is not Change.SAME for row in diff.rows):
            told.append(self.tr("No passage stands in both word for word."))
        if diff.cut:
            told.append(self.tr("Only the first two million characters of each are compared."))
        return told

    def _tell(self, sentences: list[str]) -> None:
        self.note.setText(" ".join(sentences))
        self.note.setVisible(bool(sentences))

    def _want_marks(self, row: int, left: str, right: str) -> None:
        if self._work is not None:
            self._work.mark(row, left, right)

    # parts

    def _chooser(self, name: str) -> Chooser:
        chooser = Chooser(name, self._theme, self)
        chooser.currentIndexChanged.connect(self.compare)
        return chooser

    def _button(self, icon_name: str, text: str, run: object) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("kind", "quiet")
        button.setIconSize(QSize(16, 16))
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(run)
        self._buttons.append((button, icon_name))
        return button

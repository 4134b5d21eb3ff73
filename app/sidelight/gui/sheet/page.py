# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The contact sheet of one comparison: models down, attempts across, each as a small picture that lives."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from sidelight.domain.errors import SidelightError
from sidelight.domain.verdict import Verdict
from sidelight.gui.decoding import decoded
from sidelight.gui.glview.buttons import QuietButton, WordButton
from sidelight.gui.glview.plain import plain_label
from sidelight.gui.sheet.cell import Cell, Doing
from sidelight.gui.sheet.grid import Grid
from sidelight.gui.theme import Theme
from sidelight.workbench.attempts import AttemptRuns

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live import LiveAnswer, LiveComparison

TICK_MS = 66
LOOK_MS = 500
"""How often it is seen to whether answers have come or ended while no script runs."""
PROGRESS = 2


class SheetPage(QWidget):
    """The sheet. It keeps up with its comparison while it is shown.

    Signals:
        left: back to the panes.
        opened: an answer is to be shown in its pane.
        looked_at: an answer is looked at; the inspector may follow.
        judged: a verdict is another now.
    """

    left = Signal()
    opened = Signal(object)
    looked_at = Signal(object)
    judged = Signal()

    def __init__(
        self,
        live: LiveComparison,
        names: list[str],
        ended_word: Callable[[LiveAnswer], str],
        desk: Desk,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        """Show a comparison.

        Args:
            live: the comparison.
            names: what its models are called, in the order of their panes.
            ended_word: tells in a word how an answer stands.
            desk: runs and judges.
            theme: the look.
            parent: the owner.
        """
        super().__init__(parent)
        self._live = live
        self._names = names
        self._desk = desk
        self._theme = theme
        self._version = -1
        self._asked = 0
        self._unread: deque[Cell] = deque()
        self.runs = AttemptRuns(desk.running)
        self.setAccessibleName(self.tr("Contact sheet"))
        self.run_button = WordButton(self.tr("Run all attempts"), kind="primary")
        self.run_button.setToolTip(self.tr("Runs every script, a few at once, and judges what it shows (A)"))
        self.run_button.clicked.connect(self.run_all)
        self.stop_button = WordButton(self.tr("Stop all"))
        self.stop_button.setToolTip(self.tr("Ends every script of this sheet (S)"))
        self.stop_button.clicked.connect(self.stop_all)
        self.status = plain_label("", "quiet", selectable=False)
        self.status.setWordWrap(False)
        self.close_button = QuietButton("close", self.tr("Back to the answers"), theme, keys="Esc")
        self.close_button.clicked.connect(self.left)
        self.note = QLabel(self)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.setContentsMargins(theme.space.l, theme.space.s, theme.space.l, theme.space.s)
        self.note.hide()
        self.grid = Grid(ended_word, theme)
        self.grid.looked_at.connect(self._look_at)
        self.area = QScrollArea(self)
        self.area.setWidget(self.grid)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.verticalScrollBar().valueChanged.connect(self._see)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        for name in names:
            self.grid.add_model(name)
        self.keep_up()

    def _lay_out(self) -> None:
        space = self._theme.space
        head = QHBoxLayout()
        head.setContentsMargins(space.l, space.s, space.m, space.s)
        head.setSpacing(space.s)
        for part in (self.run_button, self.stop_button):
            head.addWidget(part)
        head.addSpacing(space.s)
        head.addWidget(self.status, 1)
        head.addWidget(self.close_button)
        line = QFrame(self)
        line.setProperty("kind", "hairline")
        line.setFixedHeight(space.hairline)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line)
        column.addWidget(self.note)
        column.addWidget(self.area, 1)

    # what a person can do

    def run_all(self) -> None:
        """Run the script of every attempt, a few at once."""
        cells = [cell for cell in self.grid.every() if self.runs.state(cell.answer.id) == "idle"]
        self._asked = self.runs.begin(cell.answer for cell in cells)
        self._begun()

    def stop_all(self) -> None:
        """End every script of the sheet."""
        self.runs.stop_all()
        self._begun()

    def toggle(self, cell: Cell) -> None:
        """Run an attempt's script, or end it."""
        if self.runs.state(cell.answer.id) == "idle":
            self._asked = max(self._asked, self.runs.waiting) + self.runs.begin([cell.answer])
        else:
            self.runs.stop(cell.answer.id)
        self._begun()

    def say(self, answer: LiveAnswer, word: str) -> None:
        """Give a person's verdict, ``pass`` or ``fail``; the one that was given is taken back."""
        try:
            self._desk.judging.press(answer, Verdict(word))
        except SidelightError as error:
            self._complain(str(error))
        self.refresh()
        self.judged.emit()

    def take_focus(self) -> None:
        """Give the keyboard to the cell that was looked at last, or to the first."""
        every = self.grid.every()
        cell = self.grid.current if self.grid.current in every else every[0] if every else None
        (cell or self.run_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def look_at(self, answer: LiveAnswer | None) -> None:
        """Begin at an attempt."""
        self.grid.current = next((cell for cell in self.grid.every() if cell.answer is answer), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A runs all, S stops all, Esc goes back."""
        deed = {Qt.Key.Key_A: self.run_all, Qt.Key.Key_S: self.stop_all, Qt.Key.Key_Escape: self.left.emit}
        found = deed.get(Qt.Key(event.key())) if not event.modifiers() else None
        if found is None:
            super().keyPressEvent(event)
        else:
            found()

    # keeping up

    def keep_up(self) -> None:
        """Attempts may have come, and answers ended."""
        for place, attempts in enumerate(self._live.panes):
            for answer in attempts[len(self.grid.cells[place]) :]:
                self._add(place, answer)
        self.refresh()

    def refresh(self) -> None:
        """Show how everything stands."""
        self._version = self._desk.judging.version
        for row, cells in zip(self.grid.rows, self.grid.cells, strict=True):
            row.show_success(self._desk.judging.success([cell.answer for cell in cells]))
            for cell in cells:
                cell.say(self._desk.judging.standing(cell.answer), self._doing(cell))
        self._show_status()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.grid.set_theme(theme)
        self.close_button.set_theme(theme)
        self.update()

    def rest(self) -> None:
        """End what runs; the comparison goes."""
        self._timer.stop()
        self.runs.close()

    def showEvent(self, event: QShowEvent) -> None:
        """Go on."""
        super().showEvent(event)
        self.keep_up()
        QTimer.singleShot(0, self, self._see)
        self._set_pace()

    def hideEvent(self, event: QHideEvent) -> None:
        """What has been judged need not run on unseen; what waits goes on."""
        super().hideEvent(event)
        self.runs.set_seen(frozenset())

    def paintEvent(self, event: QPaintEvent) -> None:
        """A thin line at the top tells how far it is."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("page"))
        open_ = self.runs.waiting + self.runs.judging
        if self._asked and open_:
            done = max(0.0, 1 - open_ / self._asked)
            painter.fillRect(
                0, 0, round(self.width() * max(done, 0.02)), PROGRESS, self._theme.colour("accent")
            )

    def _add(self, place: int, answer: LiveAnswer) -> None:
        cell = self.grid.add_attempt(place, answer)
        cell.opened.connect(lambda: self.opened.emit(answer))
        cell.run_wanted.connect(lambda: self.toggle(cell))
        cell.verdict_wanted.connect(lambda word: self.say(answer, word))
        self._unread.append(cell)
        self.grid.arrange()
        self._set_pace()

    def _doing(self, cell: Cell) -> Doing:
        answer = cell.answer
        if answer.running:
            return "writing"
        if self.runs.script(answer) is None:
            return "no script"
        return self.runs.state(answer.id)

    def _tick(self) -> None:
        self._read_one()
        changed = self.runs.tick()
        for cell in self.grid.every():
            run = self.runs.run_of(cell.answer.id)
            if run is not None and cell.isVisible():
                cell.show_frame(run.latest_frame())
        written = any(cell.doing == "writing" and not cell.answer.running for cell in self.grid.every())
        more = sum(map(len, self._live.panes)) != len(self.grid.every())
        if more or written:
            self.keep_up()
        elif changed or self._version != self._desk.judging.version:
            fresh = self._version != self._desk.judging.version
            self.refresh()
            if fresh:
                self.judged.emit()
        if self.runs.trouble:
            self._complain(self.runs.trouble)
            self.runs.trouble = ""
        self._set_pace()

    def _read_one(self) -> None:
        """Show the kept picture of one attempt: all at once would hold the window up."""
        if not self._unread or not self.isVisible():
            return
        cell = self._unread.popleft()
        if cell.answer.running or not cell.picture.isNull():
            return
        runs = self._desk.running.runs(cell.answer.id)
        kept = next((run.frame_png for run in runs if run.frame_png and not run.edited), b"")
        if kept:
            cell.show_picture(decoded(kept))

    def _set_pace(self) -> None:
        """Tick while something runs or is to be read, look now and then while it is shown, else rest."""
        lively = self.runs.busy or (self._unread and self.isVisible())
        wanted = TICK_MS if lively else LOOK_MS if self.isVisible() else 0
        if not wanted:
            self._timer.stop()
        elif not self._timer.isActive() or self._timer.interval() != wanted:
            self._timer.start(wanted)

    def _begun(self) -> None:
        self.note.hide()
        if not self.runs.busy:
            self._asked = 0
        for cell in self.grid.every():
            if self.runs.state(cell.answer.id) == "waiting":
                cell.begin()
        self._see()
        self.refresh()
        self._set_pace()

    def _see(self) -> None:
        """Tell which attempts are in sight."""
        if not self.isVisible():
            return
        view = self.area.viewport().rect()
        seen = [
            cell.answer.id
            for cell in self.grid.every()
            if view.intersects(QRect(cell.mapTo(self.area.viewport(), QPoint()), cell.size()))
        ]
        self.runs.set_seen(frozenset(seen))

    def _look_at(self, cell: Cell) -> None:
        self.area.ensureWidgetVisible(cell, 0, self._theme.space.xl)
        self.looked_at.emit(cell.answer)

    def _show_status(self) -> None:
        cells = self.grid.every()
        written = sum(cell.doing == "writing" for cell in cells)
        with_script = sum(cell.doing != "no script" for cell in cells) - written
        idle = sum(cell.doing == "idle" for cell in cells)
        running = sum(cell.doing == "running" for cell in cells)
        self.run_button.setEnabled(idle > 0)
        self.stop_button.setEnabled(self.runs.busy)
        words = []
        if running:
            words.append(self.tr("{0} running").format(running))
        if self.runs.waiting:
            words.append(self.tr("{0} waiting").format(self.runs.waiting))
        if not words:
            words.append(
                self.tr("{0} of {1} attempts hold a script").format(with_script, len(cells))
                if with_script or written
                else self.tr("None of these answers holds a Python script, so there is nothing to run.")
            )
            if written:
                words.append(self.tr("{0} being written").format(written))
        self.status.setText("  ·  ".join(words))
        self.update(0, 0, self.width(), PROGRESS)

    def _complain(self, sentence: str) -> None:
        self.note.setText(sentence)
        self.note.show()

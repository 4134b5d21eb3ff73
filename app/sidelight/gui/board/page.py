# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The place Leaderboard: the board, who won against whom, and the votes behind every figure."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QSplitter, QStackedWidget, QWidget

from sidelight.domain.battle import Ballot
from sidelight.domain.errors import SidelightError
from sidelight.domain.identity import ComparisonId
from sidelight.gui.actions import Actions
from sidelight.gui.awaited import Awaited
from sidelight.gui.board import saving, words
from sidelight.gui.board.detail import Detail
from sidelight.gui.board.empty import EmptyBoard
from sidelight.gui.board.filters import Filters
from sidelight.gui.board.history import History
from sidelight.gui.board.layout import Parts, lay_out
from sidelight.gui.board.matrix import WinMatrix
from sidelight.gui.board.table import BoardTable
from sidelight.gui.board.taking_in import TakingIn
from sidelight.gui.board.words import tr
from sidelight.gui.collecting import COLLECTING
from sidelight.gui.frame import QUIET_MS
from sidelight.gui.segments import Segments
from sidelight.gui.theme import Theme
from sidelight.workbench.board import Asked, Board

if TYPE_CHECKING:
    from sidelight.workbench.standings import Shown, Standings

MOST_VOTES = 5000
"""Votes that are listed behind a figure."""

LATE_MS = 400
"""Milliseconds after which the page says that it is counting."""


class BoardPage(QWidget):
    """The page.

    Signals:
        comparison_wanted: a vote's answers are to be shown (the comparison's identity).
        arena_wanted: the user wants to vote.
        shown: a board is shown that was asked for.
    """

    comparison_wanted = Signal(object)
    arena_wanted = Signal()
    shown = Signal()

    def __init__(
        self,
        standings: Standings,
        actions: Actions,
        theme: Theme,
        folder: Path,
        parent: QWidget,
        *,
        with_arena: bool = False,
    ) -> None:
        """Show nothing yet; ``enter`` reads the votes.

        Args:
            standings: the project's.
            actions: where the page makes known what can be done in it.
            theme: the colours that hold.
            folder: where files are saved if nobody says otherwise.
            parent: the widget that holds it.
            with_arena: whether there is an arena to go to.
        """
        super().__init__(parent)
        self._standings = standings
        self._folder = folder
        self._shown: Shown | None = None
        self._pending: Future[Shown] | None = None
        self._votes: Future[list[Ballot]] | None = None
        self._looked_up: Future[ComparisonId | None] | None = None
        self._anew = True
        self._awaited = Awaited(self)
        self._late = QTimer(self, singleShot=True, interval=LATE_MS)
        self._late.timeout.connect(self._say_counting)
        # Many small things are made when votes are read: the walk over all there is waits until all rests.
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(lambda: COLLECTING.release(self, walk=True))
        self._add_actions(actions)
        self.views = Segments(tr("What is shown"), theme, self)
        self.views.add("board", tr("Board"), actions["board.table"])
        self.views.add("matrix", tr("Wins"), actions["board.matrix"])
        self.views.set_current("board")
        self.summary = QLabel(self)
        self.summary.setProperty("kind", "small")
        self.filters = Filters(theme, self)
        self.history = History(theme, self)
        self.taking_in = TakingIn(standings, theme, self)
        self.notes = QLabel(self)
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        self.notes.setWordWrap(True)
        self.notes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.notes.setAccessibleName(tr("What the board says of itself"))
        self.table = BoardTable(theme, self)
        self.matrix = WinMatrix(theme, self)
        self.middle = QStackedWidget(self)
        self.middle.addWidget(self.table)
        self.middle.addWidget(self.matrix)
        self.detail = Detail(theme, self)
        self.empty = EmptyBoard(theme, self, with_arena=with_arena, with_import=not standings.read_only)
        self.parts = QSplitter(Qt.Orientation.Vertical, self)
        self.pages = QStackedWidget(self)
        self.blank = QWidget(self)
        lay_out(self, cast("Parts", self), actions, theme)
        self._connect()

    @property
    def board(self) -> Board | None:
        """The board that is shown; ``None`` before the first."""
        return self._shown.board if self._shown else None

    @property
    def busy(self) -> bool:
        """Whether a board, votes or a vote's answers are awaited."""
        return self._awaited.waiting

    # the page of a place

    def enter(self) -> None:
        """Read the votes anew: some may have been given."""
        self.refresh()
        before = self.focusWidget()
        if before is not None and before.isVisibleTo(self):
            before.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._focus()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        for part in (self.views, self.filters, self.table, self.matrix, self.detail):
            part.set_theme(theme)

    def leave(self) -> None:
        """The window closes."""
        self._awaited.stop()
        self._late.stop()
        self._quiet.stop()
        self.taking_in.leave()
        COLLECTING.release(self, walk=False)

    # what can be done

    def refresh(self) -> None:
        """Read the votes anew."""
        self._ask(anew=True)

    def show_view(self, name: str) -> None:
        """``board`` or ``matrix``."""
        self.views.set_current(name)
        self.middle.setCurrentWidget(self.matrix if name == "matrix" else self.table)
        if name == "matrix":
            self.matrix.choose(self.detail.first, self.detail.second or self._next_to(self.detail.first))
        self._focus()

    def show_votes(self, first: str, second: str = "") -> None:
        """Show the votes on a model, or on two, and give them the keyboard."""
        self._show_pair(first, second)
        self.detail.votes.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Ask where to, and write there what is shown: the board, or who won against whom."""
        if self._shown is None or not self._shown.board.rows:
            self.detail.say(tr("There is nothing to save yet."))
            return
        path = saving.file_to_save(self, self._folder, wins=self._shows_wins)
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Write what is shown to a file, in the form that its name says."""
        assert self._shown is not None
        try:
            seen = self.matrix if self._shows_wins else self.table
            work = saving.writing(self._shown.board, path, seen.picture, wins=self._shows_wins)
        except SidelightError as error:
            self.detail.say(error.sentence)
            return
        self._awaited.add(self._standings.write(work), lambda done: self._say_saved(done, path))

    def take_in(self) -> None:
        """Ask for a file of battles, and import it."""
        path = saving.file_to_take_in(self, self._folder)
        if path is not None:
            self.taking_in.begin(path)

    # boards

    @property
    def _shows_wins(self) -> bool:
        return self.middle.currentWidget() is self.matrix

    @property
    def _asked(self) -> Asked:
        return replace(self.filters.asked, until_ms=self.history.until_ms)

    def _ask(self, *, anew: bool = False) -> None:
        """Ask for the board; one that was asked for before and has not come is not wanted any more."""
        if self._pending is not None:
            anew = anew or (self._pending.cancel() and self._anew)
        self._anew = anew
        self._quiet.stop()
        COLLECTING.hold(self)
        self._pending = pending = self._standings.board(self._asked, anew=anew)
        self._awaited.add(pending, self._take_board)
        if not self._late.isActive():
            self._late.start()

    def _say_counting(self) -> None:
        self.summary.setText(tr("Counting votes …"))

    def _take_board(self, future: Future[Shown]) -> None:
        if future is not self._pending:
            return
        self._pending = None
        self._late.stop()
        self._quiet.start()
        try:
            shown = future.result()
        except CancelledError:
            return
        except SidelightError as error:
            self.summary.clear()
            self.notes.setText(error.sentence)
            self.notes.show()
            self.pages.setCurrentWidget(self.blank)
            return
        self._show(shown)

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        board = shown.board
        self.filters.offer(shown)
        self.history.offer(shown.moments)
        hues = {name: place for place, name in enumerate(shown.models)}
        self.detail.show_board(board)
        first, second = self.detail.first, self.detail.second
        self.table.show_board(board, hues)
        self.matrix.show_board(board)
        self._say_summary(shown)
        nothing = not shown.votes and not self._narrowed
        self.empty.say(shown.known)
        self.filters.setVisible(not nothing)
        self.pages.setCurrentWidget(self.empty if nothing else self.parts)
        self._show_pair(first, second)
        self.shown.emit()

    @property
    def _narrowed(self) -> bool:
        return self._asked != Asked()

    def _say_summary(self, shown: Shown) -> None:
        board = shown.board
        told = [words.counted(board), tr("{0} models").format(len(board.rows))]
        if board.votes:
            told += [
                tr("{0} as good").format(words.share(board.tie_rate)),
                tr("{0} both bad").format(words.share(board.both_bad_rate)),
            ]
        self.summary.setText(" · ".join(told) if shown.votes else "")
        notes = list(board.notes)
        if board.style:
            odds = [f"{one.name} {100 * (math.exp(one.value) - 1):+.0f} %" for one in board.style]
            told_odds = ", ".join(odds).replace("-", "−")
            notes.append(tr("One usual difference more changes the odds of winning: {0}.").format(told_odds))
        self.notes.setText("\n".join(notes) if shown.votes or self._narrowed else "")
        self.notes.setVisible(bool(self.notes.text()))

    # votes

    def _show_pair(self, first: str, second: str = "") -> None:
        if (first, second) != (self.detail.first, self.detail.second):
            self.detail.show_pair(first, second)
        self._ask_votes()

    def _ask_votes(self) -> None:
        if self._votes is not None:
            self._votes.cancel()
            self._votes = None
        first, second = self.detail.first, self.detail.second
        if not first or self._shown is None:
            self.detail.show_votes([])
            return
        self._votes = self._standings.votes(self._shown.board.asked, first, second, MOST_VOTES)
        self._awaited.add(self._votes, self._take_votes)

    def _take_votes(self, future: Future[list[Ballot]]) -> None:
        if future is not self._votes:
            return
        self._votes = None
        self._quiet.start()
        try:
            self.detail.show_votes(future.result())
        except CancelledError:
            pass
        except SidelightError as error:
            self.detail.say(error.sentence)

    def _open_vote(self, ballot: Ballot) -> None:
        self._looked_up = self._standings.comparison(ballot.battle_id)
        self._awaited.add(self._looked_up, self._take_comparison)

    def _take_comparison(self, future: Future[ComparisonId | None]) -> None:
        if future is not self._looked_up:
            return
        try:
            found = future.result()
        except SidelightError as error:
            self.detail.say(error.sentence)
            return
        if found is None:
            self.detail.say(tr("The answers of this vote are not in this project, the vote alone is."))
        else:
            self.comparison_wanted.emit(found)

    # what happens

    def _choose_model(self, model: str) -> None:
        if self.middle.currentWidget() is self.table and model != self.detail.first:
            self._show_pair(model, "")

    def _choose_pair(self, first: str, second: str) -> None:
        if self._shows_wins:
            self._show_pair(first, second)

    def _pair_from_boxes(self) -> None:
        self.table.choose(self.detail.first)
        self._ask_votes()

    def _next_to(self, model: str) -> str:
        names = [row.model for row in self._shown.board.rows] if self._shown else []
        if model not in names or len(names) < 2:
            return ""
        at = names.index(model)
        return names[at + 1] if at + 1 < len(names) else names[at - 1]

    def _say_saved(self, done: Future[None], path: Path) -> None:
        try:
            done.result()
        except SidelightError as error:
            self.detail.say(error.sentence)
            return
        self._folder = path.parent
        self.detail.say(tr("Saved as {0}.").format(path))

    def _focus(self) -> None:
        shown = self.matrix if self._shows_wins else self.table
        shown.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _as_usual(self) -> None:
        self.history.to_end()
        self.filters.reset()

    # how it is built

    def _add_actions(self, actions: Actions) -> None:
        deeds: tuple[tuple[str, str, str, Callable[[], object], str], ...] = (
            ("board.table", tr("The board"), "Ctrl+Shift+B", lambda: self.show_view("board"), "board"),
            ("board.matrix", tr("Who won against whom"), "Ctrl+Shift+W", self._to_matrix, "tiles"),
            ("board.refresh", tr("Read the votes anew"), "F5; Ctrl+R", self.refresh, "again"),
            ("board.usual", tr("Take every filter away"), "Ctrl+Backspace", self._as_usual, "undo"),
            ("board.import", tr("Import votes…"), "Ctrl+Shift+O", self.take_in, "folder"),
            ("board.save", tr("Save what is shown…"), "Ctrl+S", self.save, "save-copy"),
        )
        for name, text, keys, run, drawing in deeds:
            actions.add(name, text, keys, run, icon_name=drawing)
        actions["board.import"].setEnabled(not self._standings.read_only)

    def _to_matrix(self) -> None:
        self.show_view("matrix")

    def _connect(self) -> None:
        self.views.chosen.connect(self.show_view)
        self.filters.changed.connect(lambda: self._ask())
        self.history.changed.connect(lambda: self._ask())
        self.taking_in.ended.connect(self.refresh)
        self.table.model_chosen.connect(self._choose_model)
        self.table.votes_wanted.connect(self.show_votes)
        self.matrix.pair_chosen.connect(self._choose_pair)
        self.matrix.votes_wanted.connect(self.show_votes)
        self.detail.chosen.connect(self._pair_from_boxes)
        self.detail.votes.opened.connect(self._open_vote)
        self.empty.known_wanted.connect(lambda: self.filters.ask(blind_only=False))
        self.empty.import_wanted.connect(self.take_in)
        self.empty.arena_wanted.connect(self.arena_wanted)

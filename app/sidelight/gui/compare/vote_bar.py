# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Below the answers: a vote on what is read, with the names known, or the one that was given blind.

No blind board counts a vote with names; and who voted blind on these answers gives no second one.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from sidelight.domain.battle import MOST_RANKED, Choice
from sidelight.domain.errors import SidelightError
from sidelight.gui.actions import Actions
from sidelight.gui.buttons import LabelledButton
from sidelight.gui.compare.opened import OpenComparison
from sidelight.gui.compare.voted_blind import in_words
from sidelight.gui.flow import FlowLayout
from sidelight.gui.theme import Theme
from sidelight.workbench.voting import Said

if TYPE_CHECKING:
    from sidelight.domain.battle import Vote
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live import LiveAnswer

NAME_WIDTH = 150
"""Pixels that a model's name gets on a button."""

KEYS = {
    Qt.Key.Key_1: Choice.A,
    Qt.Key.Key_2: Choice.B,
    Qt.Key.Key_3: Choice.TIE,
    Qt.Key.Key_4: Choice.BOTH_BAD,
}
"""As in the arena; here they serve while the keyboard is in the bar."""

_SETTING = "compare/votes"


class VoteBar(QWidget):
    """A choice between two answers, or places for more; there while what is read can be voted on."""

    def __init__(
        self, desk: Desk, actions: Actions, theme: Theme, settings: QSettings, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self._settings = settings
        self._wanted = settings.value(_SETTING, True) not in (False, "false")
        self._known: OpenComparison | None = None
        self._answers: tuple[LiveAnswer, ...] = ()
        self._vote: Vote | None = None
        self._blind: tuple[Vote, ...] = ()
        self._places: dict[int, int] = {}
        self._ranking = self._gives_way = False
        self.setAccessibleName(self.tr("Vote with names"))
        self._row = QWidget(self)
        self.words = QLabel(self._row)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setFixedHeight(26)
        self.choices = {
            choice: self._button(actions[f"vote.{choice.value}"].toolTip(), partial(self.choose, choice))
            for choice in (Choice.A, Choice.TIE, Choice.BOTH_BAD, Choice.B)
        }
        self.places = [
            self._button(
                self.tr("A click gives the next place; a figure gives that one, also twice"),
                partial(self._press, at),
            )
            for at in range(MOST_RANKED)
        ]
        back = actions.keys_of("vote.bar")[0].toString()
        self.rank_button = self._button(
            self.tr("Give each answer its place ({0})").format(back), self.take_keyboard
        )
        self.rank_button.setText(self.tr("Rank them"))
        self.undo_button = self._button(self.tr("Take the vote back (U)"), self.take_back, "undo")
        self.close_button = self._button(
            self.tr("Put this line away; {0} brings it back").format(back),
            lambda: self.set_wanted(wanted=False),
            "close",
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.space.l, theme.space.s, theme.space.l, 0)
        layout.setSpacing(theme.space.s - 2)
        layout.addWidget(self._row, 1)
        for button in (self.undo_button, self.close_button):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._flow = FlowLayout(self._row, theme.space.s - 2)
        for widget in (
            self.words,
            *self.choices.values(),
            self.rank_button,
            *self.places,
        ):
            self._flow.addWidget(widget)
        self.hide()

    # what it shows

    def show_open(self, known: OpenComparison | None) -> None:
        """Be there if the answers that are read can be voted on, and show what was said of them."""
        answers = tuple(pane.answer for pane in known.deck.panes) if known is not None else ()
        whole = tuple(answer for answer in answers if answer is not None)
        if known is None or len(whole) != len(answers) or not self._votable(known, whole):
            self._known, self._answers, self._ranking, self._blind = None, (), False, ()
            self.hide()
            return
        named, same = self._desk.arena.named, known is self._known and whole == self._answers
        try:
            vote = named.given(known.live, whole)
            if not same:
                self._blind = named.blind(known.live, whole) if vote is None else ()
        except SidelightError as error:
            self._say(error.sentence)
            vote = None
        if not same or vote is not self._vote:
            self._known, self._answers, self._vote = known, whole, vote
            self._places = dict(enumerate(vote.ranks)) if vote is not None else {}
            self._ranking = bool(self._places) or (self._ranking and same)
            self._say()
            self._show()
        self._show_itself()

    @property
    def offers_choice(self) -> bool:
        """Whether one of two answers can be chosen now."""
        return len(self._answers) == 2 and not self._blind

    @property
    def offered(self) -> bool:
        """Whether there is anything to vote on, on which nobody voted blind."""
        return bool(self._answers) and not self._blind

    def set_wanted(self, *, wanted: bool) -> None:
        """Be there, or not, from now on."""
        self._wanted = wanted
        self._settings.setValue(_SETTING, wanted)
        had_keyboard = self.isAncestorOf(self.window().focusWidget() or self.window())
        self._show_itself()
        if had_keyboard and not wanted and self._known is not None and self._known.pane is not None:
            self._known.pane.take_focus()

    def take_keyboard(self) -> None:
        """Show it, and vote from the keyboard."""
        self._ranking = not self.offers_choice
        self.set_wanted(wanted=True)
        self._show()
        first = self.choices[Choice.A] if self.offers_choice else self.places[0]
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def give_way(self, on: bool) -> None:
        """Something else has to be said near the prompt box, or no more."""
        self._gives_way = on
        self._show_itself()

    # what a person says

    def choose(self, choice: Choice) -> None:
        """Say which of two is better; the same once more takes it back."""
        if not self.offers_choice:
            return
        stands = self._vote is not None and self._vote.choice is choice
        self._vote_for(None if stands else Said(choice))

    def place(self, at: int, place: int | None) -> None:
        """Give an answer, counted from 0, a place or none; a ranking with all places is kept."""
        if place is None:
            self._places.pop(at, None)
        else:
            self._places[at] = place
        places = dict(self._places)
        if len(places) == len(self._answers):
            order = sorted(set(places.values()))
            self._vote_for(Said(ranks=tuple(order.index(places[at]) + 1 for at in sorted(places))))
        else:
            if self._vote is not None:
                self._vote_for(None)
                self._places = places
            self._show()

    def take_back(self) -> None:
        """What was said of these answers is taken back."""
        self._places = {}
        if self._vote is not None:
            self._vote_for(None)
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Tint anew."""
        self._theme = theme
        for button in self.findChildren(LabelledButton):
            button.set_theme(theme)

    # Qt's own

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Figures vote as in the arena, and U takes the vote back."""
        key = Qt.Key(event.key())
        focused = self.focusWidget()
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_U:
            self.take_back()
        elif self.offers_choice and key in KEYS:
            self.choose(KEYS[key])
        elif focused in self.places and Qt.Key.Key_1 <= key < Qt.Key.Key_1 + len(self._answers):
            self.place(self.places.index(focused), key - Qt.Key.Key_0)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many rows as it needs."""
        super().resizeEvent(event)
        self._fit()

    # inside

    def _votable(self, known: OpenComparison, answers: tuple[LiveAnswer, ...]) -> bool:
        several = len(answers) > 1 and not known.covered and not any(answer.running for answer in answers)
        # The arena's part of the program is loaded when there is something to vote on, and not before.
        return several and self._desk.arena.named.votable(answers)

    def _press(self, at: int) -> None:
        taken = self._places.get(at)
        self.place(at, None if taken is not None else max(self._places.values(), default=0) + 1)

    def _vote_for(self, said: Said | None) -> None:
        known = self._known
        if known is None:
            return
        named = self._desk.arena.named
        try:
            named.say(self._desk.reviewing, known.live, self._answers, said)
        except SidelightError as error:
            self._say(error.sentence)
            return
        self.show_open(known)

    def _show(self) -> None:
        two, names = self.offers_choice, self._ground_names()
        chosen = self._vote.choice if self._vote is not None else None
        texts = {
            Choice.A: self.tr("{0} better"),
            Choice.B: self.tr("{0} better"),
            Choice.TIE: self.tr("Tie"),
            Choice.BOTH_BAD: self.tr("Both bad"),
        }
        for choice, button in self.choices.items():
            name = names[0 if choice is Choice.A else -1] if names else ""
            self._mark(button, texts[choice].format(name), on=choice is chosen)
            button.setVisible(two)
        for at, button in enumerate(self.places):
            button.setVisible(self._ranking and self.offered and at < len(names))
            if at < len(names):
                place = self._places.get(at)
                text = names[at] if place is None else self.tr("{0}. {1}").format(place, names[at])
                self._mark(button, text, on=place is not None)
        self.rank_button.setVisible(self.offered and not two and not self._ranking)
        self.undo_button.setVisible(self._vote is not None or bool(self._places))
        self._fit()

    def _ground_names(self) -> list[str]:
        if self._known is None:
            return []
        metrics = self.fontMetrics()
        elide = Qt.TextElideMode.ElideRight
        return [metrics.elidedText(pane.tab.name, elide, NAME_WIDTH) for pane in self._known.deck.panes]

    def _mark(self, button: LabelledButton, text: str, *, on: bool) -> None:
        button.setText(text)
        button.setAccessibleName(self.tr("{0}, chosen").format(text) if on else text)
        button.setProperty("set", "true" if on else "false")
        button.set_drawing("check" if on else "", "accent" if on else "quiet")
        button.style().unpolish(button)
        button.style().polish(button)
        button.updateGeometry()

    def _say(self, wrong: str = "") -> None:
        """What the bar is, or what went wrong."""
        told = self.tr("Named vote, not on blind boards")
        if len(self._answers) > 2:
            told = self.tr("Named ranking, not on blind boards")
        about = self.tr(
            "You know whose answers these are: the vote is kept, and blind boards do not count it."
        )
        if self._blind and self._known is not None:
            told = in_words(self._blind, [pane.tab.name for pane in self._known.deck.panes])
            about = self.tr("This was said while the names were hidden; nobody votes on it twice.")
        self.words.setText(wrong or told)
        self.words.setAccessibleName(self.words.text())
        self.words.setToolTip(about)
        self.words.setProperty("kind", "bad" if wrong else "small")
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)

    def _show_itself(self) -> None:
        self.setVisible(self._wanted and bool(self._answers) and not self._gives_way)
        self._fit()

    def _fit(self) -> None:
        aside = [button for button in (self.undo_button, self.close_button) if not button.isHidden()]
        taken = sum(button.sizeHint().width() + self._flow.spacing_between for button in aside)
        height = self._flow.heightForWidth(self.width() - 2 * self._theme.space.l - taken)
        if height != self._row.minimumHeight():
            self._row.setFixedHeight(height)

    def _button(self, about: str, press: object, drawing: str = "") -> LabelledButton:
        button = LabelledButton("chip", "", drawing, self._theme, self._row)
        button.setToolTip(about)
        button.setAccessibleName(about)
        button.clicked.connect(press)
        button.set_narrow(bool(drawing))
        return button

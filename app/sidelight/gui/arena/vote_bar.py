# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Below the answers: how the round stands, what can be said of it, and the key of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from sidelight.domain.battle import MOST_RANKED, Choice
from sidelight.gui.actions import Actions
from sidelight.gui.answer.speech import announce
from sidelight.gui.arena.ballot import BallotRow
from sidelight.gui.arena.deeds import CHOICES
from sidelight.gui.arena.key_button import KeyButton
from sidelight.gui.theme import Theme
from sidelight.workbench.venue import RoundState

if TYPE_CHECKING:
    from sidelight.workbench.rounds import Round

ARROWS = {
    Qt.Key.Key_Left: "arena.a",
    Qt.Key.Key_Right: "arena.b",
    Qt.Key.Key_Down: "arena.tie",
    Qt.Key.Key_Up: "arena.bad",
}
PAGES = {Qt.Key.Key_PageDown: 0.9, Qt.Key.Key_PageUp: -0.9}


class VoteBar(QFrame):
    """The bar. With the keyboard in it, arrows are votes and PgUp and PgDown move all answers.

    Signals:
        scroll_wanted: all answers down by so many pages.
        step_wanted: the mark of a ranking goes to the next answer, or the one before.
    """

    scroll_wanted = Signal(float)
    step_wanted = Signal(int)

    def __init__(self, actions: Actions, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._theme = theme
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Vote"))
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.error = QLabel(self)
        self.error.setProperty("kind", "bad")
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        self.error.setWordWrap(True)
        self.error.hide()
        self._buttons: list[KeyButton] = []
        self._votable = False
        self.votes = {
            name: self._button(name, text, key)
            for name, text, key in (
                ("arena.a", self.tr("A is better"), "1"),
                ("arena.tie", self.tr("Tie"), "3"),
                ("arena.bad", self.tr("Both bad"), "4"),
                ("arena.b", self.tr("B is better"), "2"),
            )
        }
        for button in self.votes.values():
            button.setCheckable(True)
        self.places = {
            place: self._button(f"arena.place.{place}", self.tr("Place {0}").format(place), str(place))
            for place in range(1, MOST_RANKED + 1)
        }
        self.deeds = {
            name: self._button(name, text, key)
            for name, text, key in (
                ("arena.stop", self.tr("Stop"), "Esc"),
                ("arena.all", self.tr("Show all"), "E"),
                ("arena.follow", self.tr("Ask further"), "F"),
                ("arena.reroll", self.tr("Once more"), "R"),
                ("arena.skip", self.tr("Skip"), "S"),
                ("arena.undo", self.tr("Undo"), "U"),
                ("arena.original", self.tr("As they came"), "O"),
                ("arena.same", self.tr("Same prompt"), "P"),
                ("arena.reveal", self.tr("Show the names"), "⏎"),
                ("arena.next", self.tr("New round"), "N"),
            )
        }
        for button in self.deeds.values():
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.ballot = BallotRow(theme, self)
        self._lay_out(theme)

    def show_round(self, shown: Round, words: str, *, says_more: bool) -> None:
        """Show how a round stands.

        Args:
            shown: it.
            words: the sentence at the left.
            says_more: whether there is anything to see as it came that was not shown.
        """
        if words != self.words.text():
            self.words.setText(words)
            self.words.setAccessibleName(words)
            if shown.state is not RoundState.ASKING:
                announce(self, words)
        state = shown.state
        given = shown.given
        chosen = given.choice if given is not None else None
        self._votable = votable = state in (RoundState.SHOWING, RoundState.VOTED)
        asked = votable or (state is RoundState.REVEALED and given is not None and given.counts)
        for name, button in self.votes.items():
            button.setVisible(asked and not shown.ranking)
            button.setChecked(chosen is not None and Choice(CHOICES[name]) is chosen)
        for place, button in self.places.items():
            button.setVisible(self._actions[f"arena.place.{place}"].isEnabled())
        for name, button in self.deeds.items():
            on = self._actions[name].isEnabled()
            button.setVisible(on and (name != "arena.original" or says_more))
        self.ballot.setVisible(votable)
        self.ballot.setEnabled((votable and not shown.busy) or state is RoundState.SHOWING)
        self.say_error("")

    def say_error(self, sentence: str) -> None:
        """Say what went wrong, here where it happened; empty takes it away."""
        self.error.setText(sentence)
        self.error.setAccessibleName(sentence)
        self.error.setVisible(bool(sentence))

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        for button in self._buttons:
            button.set_theme(theme)

    # Qt's own

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows vote, Space shows the names, pages move all answers."""
        key = Qt.Key(event.key())
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        ranks = any(self._actions[f"arena.place.{at}"].isEnabled() for at in (1, 2, 3))
        if plain and ranks and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step_wanted.emit(1 if key == Qt.Key.Key_Right else -1)
        elif plain and key in ARROWS and self._votable and self._actions[ARROWS[key]].isEnabled():
            self._actions[ARROWS[key]].trigger()
        elif plain and key == Qt.Key.Key_Space:
            self._actions["arena.reveal"].trigger()
        elif plain and key in PAGES:
            self.scroll_wanted.emit(PAGES[key])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is here."""
        super().focusInEvent(event)
        self._show_focus(here=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it went."""
        super().focusOutEvent(event)
        self._show_focus(here=False)

    def _show_focus(self, *, here: bool) -> None:
        self.setProperty("focused", "true" if here else "false")
        self.style().unpolish(self)
        self.style().polish(self)

    def _button(self, name: str, text: str, key: str) -> KeyButton:
        button = KeyButton(text, key, self._actions[name], self._theme, self)
        button.pressed.connect(self._come_here)
        self._buttons.append(button)
        return button

    def _come_here(self) -> None:
        """Who presses a button here works here now."""
        focused = self.window().focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def _lay_out(self, theme: Theme) -> None:
        space = theme.space
        upper = QHBoxLayout()
        upper.setSpacing(space.s)
        upper.addWidget(self.words, 1)
        for button in self.deeds.values():
            upper.addWidget(button)
        votes = QHBoxLayout()
        votes.setSpacing(space.s)
        for button in (*self.votes.values(), *self.places.values()):
            votes.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space.m, space.s, space.s, space.s)
        layout.setSpacing(space.s)
        layout.addLayout(upper)
        layout.addLayout(votes)
        layout.addWidget(self.ballot)
        layout.addWidget(self.error)

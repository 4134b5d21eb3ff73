# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which votes are counted, and how: a row of chips with menus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from sidelight.gui.board import words
from sidelight.gui.board.words import tr
from sidelight.gui.buttons import LabelledButton
from sidelight.gui.flow import FlowLayout
from sidelight.gui.theme import Theme
from sidelight.workbench.board import USUAL, Asked, Method, Ties

if TYPE_CHECKING:
    from sidelight.workbench.standings import Shown

MOST_NAMES = 400


class StayingMenu(QMenu):
    """A menu in which several things can be ticked before it closes."""

    def mouseReleaseEvent(self, event: Any) -> None:
        """Tick, and stay."""
        action = self.activeAction()
        if action is not None and action.isEnabled() and action.isCheckable():
            action.trigger()
            return
        super().mouseReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        """The space bar ticks and stays as well; Enter ticks and closes."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            action = self.activeAction()
            if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
                action.trigger()
                return True
        return super().event(event)


class Filters(QWidget):
    """The chips.

    Signals:
        changed: another board is asked for; ``asked`` says which.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._asked = USUAL
        self._offered: dict[str, tuple[str, ...]] = {}
        self._theme = theme
        self._layout = FlowLayout(self, theme.space.xs)
        about = {
            "method": tr("How scores, ties and style are counted"),
            "votes": tr("Which kinds of votes count"),
            "models": tr("Which models are on the board"),
            "categories": tr("Votes on which categories of prompts count"),
            "annotators": tr("Whose votes count"),
            "origins": tr("Votes held here, or from which imports, count"),
        }
        self.chips: dict[str, LabelledButton] = {}
        self.menus: dict[str, QMenu] = {}
        for key, told in about.items():
            chip = LabelledButton("chip", key, "", theme, self)
            chip.setToolTip(told)
            chip.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            menu = StayingMenu(self)
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(lambda key=key: self._fill(key))
            chip.setMenu(menu)
            self._layout.addWidget(chip)
            self.chips[key], self.menus[key] = chip, menu
        self.reset_chip = LabelledButton("chip", tr("As usual"), "undo", theme, self)
        self.reset_chip.setToolTip(tr("Take every filter away"))
        self.reset_chip.clicked.connect(self.reset)
        self._layout.addWidget(self.reset_chip)
        self._say()

    @property
    def asked(self) -> Asked:
        """What the chips say; without a moment, which is the history's."""
        return self._asked

    def ask(self, **changes: Any) -> None:
        """Ask for another board; a filter that names everything is none."""
        for key in ("models", "categories", "annotators", "origins"):
            if key in changes and set(changes[key]) >= set(self._offered.get(key, ())):
                changes[key] = ()
        asked = replace(self._asked, **changes)
        if asked.method is not Method.ARENA:
            asked = replace(asked, cluster="")
        if asked != self._asked:
            self._asked = asked
            self._say()
            self.changed.emit()

    def reset(self) -> None:
        """The board that nobody has asked for otherwise."""
        if self._asked != USUAL:
            self._asked = USUAL
            self._say()
            self.changed.emit()

    def offer(self, shown: Shown) -> None:
        """Names that votes have now; a chip with only one name to choose from is of no use."""
        self._offered = {
            "models": tuple(sorted(shown.models)),
            "categories": shown.categories,
            "annotators": shown.annotators,
            "origins": shown.origins,
        }
        for key, names in self._offered.items():
            self.chips[key].setVisible(len(names) > 1 or bool(getattr(self._asked, key)))
        self._say()

    def set_theme(self, theme: Theme) -> None:
        """Tint anew."""
        for chip in (*self.chips.values(), self.reset_chip):
            chip.set_theme(theme)

    # what the chips say

    def _say(self) -> None:
        asked = self._asked
        method = tr("few votes") if asked.method is Method.BAYES else tr("arena")
        extras = [
            method,
            tr("without style") if asked.style else "",
            {Ties.HALF: "", Ties.DAVIDSON: "Davidson", Ties.RAO_KUPPER: "Rao–Kupper"}[asked.ties],
        ]
        kinds = [
            tr("blind") if asked.blind_only else tr("names known too"),
            "" if asked.early else tr("none early"),
            tr("self-named too") if asked.leaked else "",
        ]
        usual = replace(asked, method=Method.BAYES, style=False, ties=Ties.HALF, cluster="") == asked
        self._put("method", tr("Method: {0}").format(", ".join(filter(None, extras))), on=not usual)
        usual = (asked.blind_only, asked.early, asked.leaked) == (True, True, False)
        self._put("votes", tr("Votes: {0}").format(", ".join(filter(None, kinds))), on=not usual)
        for key, told, name in (
            ("models", tr("Models: {0}"), words.short),
            ("categories", tr("Category: {0}"), words.category),
            ("annotators", tr("By: {0}"), words.person),
            ("origins", tr("From: {0}"), words.origin),
        ):
            chosen: Sequence[str] = getattr(asked, key)
            said = tr("all") if not chosen else name(chosen[0]) if len(chosen) == 1 else str(len(chosen))
            self._put(key, told.format(said), on=bool(chosen))
        self.reset_chip.setVisible(asked != USUAL)

    def _put(self, key: str, text: str, *, on: bool) -> None:
        chip = self.chips[key]
        text = text if len(text) < 48 else text[:47] + "…"
        state = "true" if on else "false"
        if (chip.text(), chip.property("set")) == (text, state):
            return
        chip.setText(text)
        chip.setAccessibleName(text)
        chip.setProperty("set", state)
        chip.style().unpolish(chip)
        chip.style().polish(chip)
        chip.updateGeometry()
        self._layout.invalidate()

    # menus

    def _fill(self, key: str) -> None:
        menu = self.menus[key]
        menu.clear()
        if key == "method":
            self._fill_method(menu)
        elif key == "votes":
            self._fill_votes(menu)
        else:
            self._fill_names(menu, key)

    def _fill_method(self, menu: QMenu) -> None:
        self._choose(
            menu,
            "method",
            (
                (Method.BAYES, tr("For few votes"), tr("With a prior; holds from few votes on")),
                (Method.ARENA, tr("As public arenas do"), tr("Without a prior, from 300 votes on")),
            ),
        )
        menu.addSeparator()
        self._choose(
            menu,
            "ties",
            (
                (Ties.HALF, tr("A tie is half a win for each"), tr("As public arenas count")),
                (Ties.DAVIDSON, tr("Ties after Davidson"), tr("A model with a place for ties")),
                (Ties.RAO_KUPPER, tr("Ties after Rao and Kupper"), tr("A model with a place for ties")),
            ),
        )
        menu.addSeparator()
        self._tick(
            menu,
            tr("Take length and markup out of the scores"),
            self._asked.style,
            lambda on: self.ask(style=on),
            tr("Longer and more decorated answers win more votes; this shows strengths at equal style"),
        )
        menu.addSeparator()
        kinds = (
            ("", tr("Every vote on its own"), ""),
            ("annotator", tr("Votes of one person hang together"), tr("With the arena's method")),
            ("prompt", tr("Votes on one prompt hang together"), tr("With the arena's method")),
        )
        self._choose(menu, "cluster", kinds, enabled=self._asked.method is Method.ARENA)

    def _fill_votes(self, menu: QMenu) -> None:
        asked = self._asked
        for text, on, change, told in (
            (
                tr("Blind votes only"),
                asked.blind_only,
                lambda on: self.ask(blind_only=on),
                tr("Those given before any name was known"),
            ),
            (
                tr("Also votes given before the answers had ended"),
                asked.early,
                lambda on: self.ask(early=on),
                "",
            ),
            (
                tr("Also answers that gave their model away"),
                asked.leaked,
                lambda on: self.ask(leaked=on),
                tr("Such votes may not have been blind"),
            ),
        ):
            self._tick(menu, text, on, change, told)

    def _fill_names(self, menu: QMenu, key: str) -> None:
        name = {
            "categories": words.category,
            "annotators": words.person,
            "origins": words.origin,
        }.get(key, str)
        chosen: tuple[str, ...] = getattr(self._asked, key)
        every = menu.addAction(tr("All"))
        every.triggered.connect(lambda _on=False: self.ask(**{key: ()}))
        menu.addSeparator()
        for one in dict.fromkeys((*chosen, *self._offered.get(key, ())[:MOST_NAMES])):

            def change(on: bool, one: str = one) -> None:
                now: tuple[str, ...] = getattr(self._asked, key)
                self.ask(**{key: (*now, one) if on else tuple(other for other in now if other != one)})

            self._tick(menu, name(one).replace("&", "&&"), one in chosen, change, "")

    def _tick(self, menu: QMenu, text: str, on: bool, change: Callable[[bool], None], told: str) -> QAction:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(on)
        action.setToolTip(told)
        action.triggered.connect(change)
        return action

    def _choose(
        self, menu: QMenu, key: str, kinds: Sequence[tuple[str, str, str]], *, enabled: bool = True
    ) -> None:
        group = QActionGroup(menu)
        for value, text, told in kinds:

            def change(_on: bool, value: str = value) -> None:
                self.ask(**{key: value})

            action = self._tick(menu, text, getattr(self._asked, key) == value, change, told)
            action.setEnabled(enabled)
            group.addAction(action)

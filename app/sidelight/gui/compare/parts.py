# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the page consists of, one below the other, and the cards that it opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from sidelight.gui.actions import Actions
from sidelight.gui.compare.asking import Asking
from sidelight.gui.compare.beforehand import Beforehand
from sidelight.gui.compare.composer import Composer
from sidelight.gui.compare.draft import Draft
from sidelight.gui.compare.empty import EmptyPage
from sidelight.gui.compare.focus import Focus
from sidelight.gui.compare.header import Header, PromptCard
from sidelight.gui.compare.link_card import LinkCard
from sidelight.gui.compare.opened import OpenComparison
from sidelight.gui.compare.pace import PaceCard
from sidelight.gui.compare.rounds import Rounds
from sidelight.gui.compare.settings_cards import SettingCards
from sidelight.gui.compare.vote_bar import VoteBar
from sidelight.gui.dressing import Themed
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live import LiveComparison


class PageParts:
    """The header, the panes or the empty page, the prompt box and what it sends; made, laid out, and tied."""

    def __init__(
        self,
        page: QWidget,
        window: QWidget,
        desk: Desk,
        asking: Asking,
        actions: Actions,
        theme: Theme,
        settings: QSettings,
        known: Callable[[], OpenComparison | None],
    ) -> None:
        self.header = Header(actions, theme, page)
        self.composer = Composer(asking, actions, theme, page.height, page)
        self.draft = Draft(self.composer.box, settings, desk.path, page)
        self.empty = EmptyPage(actions["model.add"], theme, page)
        self.cards = SettingCards(window, desk, asking, actions, theme)
        self.prompt_card = PromptCard(window, theme)
        self.link_card = LinkCard(window, theme)
        self.pace_card = PaceCard(window, theme, settings)
        self.rounds = Rounds(desk, asking, self.composer, known, page)
        self.before = Beforehand(desk, asking, self.composer, self.rounds, page, window)
        self.focus = Focus(self.composer, known, page)
        self.composer.send_requested.connect(self.rounds.send)
        self.composer.follow_chosen.connect(self.rounds.follow_as)
        self.pace_card.chosen.connect(self.rounds.replay)
        self.stack = QStackedWidget(page)
        self.stack.addWidget(self.empty)
        self.votes = VoteBar(desk, actions, theme, settings, page)
        # One line at a time: the answers keep their room.
        self.composer.complained.connect(self.votes.give_way)
        line = QFrame(page)
        line.setProperty("kind", "hairline")
        line.setFixedHeight(theme.space.hairline)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.stack, 1)
        layout.addWidget(line)
        layout.addWidget(self.votes)
        layout.addWidget(self.composer)

    def choose_models(self) -> None:
        """Open the list of models for a new round."""
        self.rounds.follow(False)
        chip = self.composer.add_chip
        self.cards.choose_models(chip if chip.isVisible() else self.composer)

    def show_prompt(self, live: LiveComparison) -> None:
        """Show a whole prompt."""
        system = live.comparison.conversation.system
        self.prompt_card.show_prompt(self.header.title, live.prompt, system, live.attachments)

    def leave(self) -> None:
        """Keep what is written, and look for nothing more."""
        self.draft.keep()
        self.before.leave()

    def themed(self) -> tuple[Themed, ...]:
        """What takes other colours."""
        return self.header, self.votes, self.composer, self.empty, self.cards

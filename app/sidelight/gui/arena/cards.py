# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What opens above the arena's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from sidelight.domain.errors import SidelightError
from sidelight.gui.actions import Actions
from sidelight.gui.arena.leave_card import LeaveCard
from sidelight.gui.arena.pool import Pool
from sidelight.gui.arena.pool_card import PoolCard
from sidelight.gui.arena.rules_card import RulesCard
from sidelight.gui.arena.skip_card import SkipCard
from sidelight.gui.arena.voter_card import VoterCard
from sidelight.gui.choosing.sampler import SamplerCards
from sidelight.gui.choosing.served import Served
from sidelight.gui.compare.header import PromptCard
from sidelight.gui.compare.link_card import LinkCard
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.arena_rules import Rules
    from sidelight.workbench.desk import Desk


class Cards(SamplerCards):
    """The pool, the rules, the reasons for skipping, the whole prompt, and the address of a link."""

    def __init__(
        self,
        page: QWidget,
        desk: Desk,
        pool: Pool,
        actions: Actions,
        theme: Theme,
        rules_changed: Callable[[str], object],
    ) -> None:
        """``rules_changed`` is told what went wrong; nothing if all is well."""
        window = page.window()
        about_tokens = QCoreApplication.translate(
            "ArenaCards", "The longest answer, alike for all. A round in which one is cut does not count."
        )
        super().__init__(window, pool, page, about_tokens=about_tokens)
        self._arena = desk.arena
        self._rules_changed = rules_changed
        served = Served(desk.connections, desk.list_models, self)
        self.pool = PoolCard(window, desk.models, served, pool, actions, theme)
        self.rules = RulesCard(window, self._set_rules)
        self.skip = SkipCard(window, theme)
        self.leave = LeaveCard(window, theme)
        self.voter = VoterCard(window, theme)
        self.voter.chosen.connect(pool.set_voter)
        self._pool = pool
        self.link = LinkCard(window, theme)
        self.prompt = PromptCard(window, theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.pool.set_theme(theme)

    def ask_voter(self, anchor: QWidget) -> None:
        """Open the card of who votes."""
        self.voter.ask(anchor, self._pool.voter)

    def edit_rules(self, anchor: QWidget) -> None:
        """Open the rules."""
        self.rules.edit(anchor, self._arena.rules)

    def _set_rules(self, rules: Rules) -> None:
        try:
            self._arena.set_rules(rules)
        except SidelightError as error:
            self._rules_changed(error.sentence)
        else:
            self._rules_changed("")

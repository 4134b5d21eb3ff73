# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the page consists of, one below the other, and the cards that it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from sidelight.gui.actions import Actions
from sidelight.gui.compare.asking import Asking
from sidelight.gui.compare.composer import Composer
from sidelight.gui.compare.draft import Draft
from sidelight.gui.compare.empty import EmptyPage
from sidelight.gui.compare.header import Header, PromptCard
from sidelight.gui.compare.link_card import LinkCard
from sidelight.gui.compare.pace import PaceCard
from sidelight.gui.compare.settings_cards import SettingCards
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk


class PageParts:
    """The header, the panes or the empty page, the prompt box; made and laid out, connected by the page."""

    def __init__(
        self,
        page: QWidget,
        window: QWidget,
        desk: Desk,
        asking: Asking,
        actions: Actions,
        theme: Theme,
        settings: QSettings,
    ) -> None:
        self.header = Header(actions, theme, page)
        self.composer = Composer(asking, actions, theme, page.height, page)
        self.draft = Draft(self.composer.box, settings, desk.path, page)
        self.empty = EmptyPage(actions["model.add"], theme, page)
        self.cards = SettingCards(window, desk, asking, actions, theme)
        self.prompt_card = PromptCard(window, theme)
        self.link_card = LinkCard(window, theme)
        self.pace_card = PaceCard(window, theme, settings)
        self.stack = QStackedWidget(page)
        self.stack.addWidget(self.empty)
        line = QFrame(page)
        line.setProperty("kind", "hairline")
        line.setFixedHeight(theme.space.hairline)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.stack, 1)
        layout.addWidget(line)
        layout.addWidget(self.composer)

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in other colours."""
        for part in (self.header, self.composer, self.empty, self.cards):
            part.set_theme(theme)

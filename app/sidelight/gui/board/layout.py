# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where the parts of the leaderboard's page stand."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from sidelight.gui.actions import Actions
from sidelight.gui.board.words import tr
from sidelight.gui.theme import Theme


class Parts(Protocol):
    """What the page is made of."""

    summary: QLabel
    views: QWidget
    filters: QWidget
    history: QWidget
    notes: QLabel
    taking_in: QWidget
    middle: QStackedWidget
    detail: QWidget
    blank: QWidget
    empty: QWidget
    parts: QSplitter
    pages: QStackedWidget


def lay_out(page: QWidget, of: Parts, actions: Actions, theme: Theme) -> None:
    """Put the parts of a new page where they belong."""
    space = theme.space
    title = QLabel(tr("Leaderboard"), page)
    title.setProperty("kind", "heading")
    head = QHBoxLayout()
    head.setContentsMargins(space.m, space.s, space.s, space.xs)
    head.setSpacing(space.s)
    head.addWidget(title)
    head.addWidget(of.summary)
    head.addStretch(1)
    head.addWidget(of.views)
    for name in ("board.refresh", "board.import", "project.export", "board.save"):
        if name in actions:  # a page by itself has no window that exports
            head.addWidget(actions.button(name, page))
    above = QVBoxLayout()
    above.setContentsMargins(space.m, space.xs, space.m, space.s)
    above.setSpacing(space.s)
    above.addWidget(of.filters)
    above.addWidget(of.history)
    above.addWidget(of.notes)
    of.parts.setHandleWidth(space.hairline)
    of.parts.setChildrenCollapsible(False)
    of.parts.addWidget(of.middle)
    of.parts.addWidget(of.detail)
    of.parts.setStretchFactor(0, 3)
    of.parts.setStretchFactor(1, 2)
    of.parts.setSizes([380, 260])
    for one in (of.blank, of.empty, of.parts):
        of.pages.addWidget(one)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addLayout(head)
    layout.addWidget(of.taking_in)
    layout.addLayout(above)
    layout.addWidget(of.pages, 1)

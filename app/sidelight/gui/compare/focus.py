# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where the keyboard goes on the page, the work goes: its pane is the current one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from sidelight.gui.compare.composer import Composer
from sidelight.gui.compare.opened import OpenComparison


class Focus(QObject):
    """Follows the keyboard."""

    def __init__(
        self, composer: Composer, known: Callable[[], OpenComparison | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._composer = composer
        self._known = known
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        composer, known = self._composer, self._known()
        if old and new and composer.isAncestorOf(old) and not composer.isAncestorOf(new):
            composer.clear_error()  # who works elsewhere has read it
        place = known.deck.place_of(new) if known is not None else None
        if known is not None and place is not None:
            known.deck.choose(place)

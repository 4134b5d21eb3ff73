# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The places beside Compare. What a page needs is imported when somebody first goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QWidget

from sidelight.gui.actions import Actions
from sidelight.gui.looks import Looks
from sidelight.gui.places import Page, Place

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("OtherPlaces", text)


def other_places(desk: Desk, actions: Actions, looks: Looks, settings: QSettings) -> tuple[Place, ...]:
    """The places, in the order of the rail.

    Args:
        desk: the open project.
        actions: where a page makes known what can be done in it.
        looks: the colours that hold when a page is made.
        settings: where the window's own state is remembered.
    """

    def tokens(parent: QWidget) -> Page:
        from sidelight.gui.tokens.page import TokensPage

        return TokensPage(desk.cutting, actions, looks.theme, settings, parent)

    return (Place("tokens", _tr("Tokens"), "tokens", "Ctrl+5", tokens),)

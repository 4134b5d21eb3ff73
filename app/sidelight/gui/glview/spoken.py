# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a screen reader finds of a live picture: its name, and of a page its words and what has its focus."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

LONGEST_NAME = 120


class Said(Protocol):
    """What a page says in words."""

    shown: str
    within: str


class Speaking(Protocol):
    """As much of a run as is told of it; ``flows`` is true of a page."""

    flows: bool
    title: str

    @property
    def words(self) -> Said:
        """What it says."""
        ...


def _tr(text: str) -> str:
    return QCoreApplication.translate("Canvas", text)


class Spoken:
    """Keeps a picture's name and description as its run has them."""

    def __init__(self, picture: QWidget) -> None:
        self._picture = picture
        self._within = ""
        picture.setAccessibleName(_tr("Picture of the running script"))
        picture.setAccessibleDescription(_keys())

    def follow(self, run: Speaking) -> None:
        """Take over what a run says by now; changes alone are told."""
        if not run.flows:
            return
        title = run.title[:LONGEST_NAME]
        name = _tr("Live page: {0}").format(title) if title else _tr("Live page")
        parts = [_tr("It shows: {0}").format(run.words.shown)] if run.words.shown else []
        if run.words.within:
            parts.append(_tr("The focus is on: {0}").format(run.words.within))
        description = "\n".join([*parts, _keys()])
        if name != self._picture.accessibleName():
            self._picture.setAccessibleName(name)
        if description != self._picture.accessibleDescription():
            self._picture.setAccessibleDescription(description)
        if run.words.within != self._within:
            self._within = run.words.within
            self._announce()

    def _announce(self) -> None:
        if self._within and self._picture.hasFocus() and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._picture, self._within))


def _keys() -> str:
    return _tr("Keys go to the script. Esc gives the keyboard back, Shift+Esc is the script's own Esc.")

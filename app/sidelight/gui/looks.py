# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Light, dark, or as the system: the user's choice, remembered, and three actions that make it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QGuiApplication

from sidelight.gui.actions import Actions
from sidelight.gui.theme import Theme

NAMES = ("system", "light", "dark")


class Looks(QObject):
    """Which theme holds.

    Signals:
        changed: another theme holds now (it).
    """

    changed = Signal(object)

    def __init__(self, settings: QSettings, theme: Theme, parent: QObject) -> None:
        """Begin with ``theme``, unless the user or the system wants another."""
        super().__init__(parent)
        self._settings = settings
        self._look = str(settings.value("window/look") or "system")
        self.theme = self._wanted(theme)
        self._actions: Actions | None = None
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    def add_actions(self, actions: Actions) -> None:
        """Offer the three choices."""
        self._actions = actions
        for look, text, keys, drawing in (
            ("system", self.tr("Colours as the system's"), "Ctrl+Alt+0", "system-look"),
            ("light", self.tr("Light colours"), "Ctrl+Alt+1", "sun"),
            ("dark", self.tr("Dark colours"), "Ctrl+Alt+2", "moon"),
        ):
            actions.add(
                f"look.{look}", text, keys, partial(self.choose, look), icon_name=drawing, checkable=True
            )
        self._mark()

    def choose(self, look: str) -> None:
        """``system``, ``light`` or ``dark``; remembered."""
        self._look = look
        self._settings.setValue("window/look", look)
        self._mark()
        self._take(self._wanted(self.theme))

    def _system_changed(self) -> None:
        if self._look == "system":
            self._take(self._wanted(self.theme))

    def _take(self, theme: Theme) -> None:
        if theme.name != self.theme.name:
            self.theme = theme
            self.changed.emit(theme)

    def _wanted(self, otherwise: Theme) -> Theme:
        if self._look in ("light", "dark"):
            name = self._look
        else:
            scheme = QGuiApplication.styleHints().colorScheme()
            known = {Qt.ColorScheme.Dark: "dark", Qt.ColorScheme.Light: "light"}
            name = known.get(scheme, otherwise.name)
        return otherwise if otherwise.name == name else Theme.load(name)

    def _mark(self) -> None:
        if self._actions is not None:
            for look in NAMES:
                self._actions[f"look.{look}"].setChecked(look == self._look)

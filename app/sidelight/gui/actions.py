# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Everything that can be done in the window: one registry of actions, each with a key.

Buttons, the palette and the keyboard all go through it, so none of them can do what the others cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from shiboken6 import isValid

from sidelight.gui.icons import icon
from sidelight.gui.theme import Theme


class Actions(QObject):
    """The actions of one window, by name."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._actions: dict[str, QAction] = {}
        self._icons: dict[str, str] = {}
        self._firm: list[QKeySequence] = []
        self._keys: dict[str, list[QKeySequence]] = {}
        self._places: dict[str, str] = {}
        self._adding_for = ""
        self._place = ""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._watch)

    def add(
        self,
        name: str,
        text: str,
        keys: str,
        run: Callable[[], object],
        *,
        icon_name: str = "",
        checkable: bool = False,
        firm: bool = False,
    ) -> QAction:
        """Make an action known.

        Args:
            name: how code asks for it, for example ``compare.send``.
            text: what it does, already translated.
            keys: its key, in Qt's portable writing; for an alternative key add ``; `` and the second one.
            run: what it does when triggered.
            icon_name: its drawing, if it has one.
            checkable: whether it is a state rather than a deed.
            firm: its key wins over what a text field would do with it.
        """
        sequences = [QKeySequence(one) for one in keys.split("; ")]
        action = QAction(text, self._window)
        action.setObjectName(name)
        action.setShortcuts(sequences)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(checkable)
        action.setToolTip(told_with_key(text, sequences[0]))
        action.triggered.connect(lambda _checked=False: run())
        self._window.addAction(action)
        self._actions[name] = action
        self._keys[name] = sequences
        self._places[name] = self._adding_for
        if icon_name:
            self._icons[name] = icon_name
            action.setIcon(icon(icon_name, self._theme))
        if firm:
            self._firm.extend(sequences)
        return action

    @contextmanager
    def belonging_to(self, place: str) -> Iterator[None]:
        """What is added meanwhile can be done in one place only; elsewhere its keys are free for others."""
        before, self._adding_for = self._adding_for, place
        try:
            yield
        finally:
            self._adding_for = before

    def enter(self, place: str) -> None:
        """Another place of the window is shown: keys and palette are now its own and the window's."""
        self._place = place
        for name, action in self._actions.items():
            action.setShortcuts(self._keys[name] if self._is_here(name) else [])

    def keys_of(self, name: str) -> list[QKeySequence]:
        """The keys that an action was given, whether they are in force now or not."""
        return list(self._keys[name])

    @property
    def theme(self) -> Theme:
        """The look of the window they belong to."""
        return self._theme

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __contains__(self, name: str) -> bool:
        return name in self._actions

    def every(self) -> list[QAction]:
        """All actions in the order in which they were added."""
        return list(self._actions.values())

    def offered(self) -> list[QAction]:
        """The actions that can be done now."""
        return [
            action
            for name, action in self._actions.items()
            if action.isEnabled() and action.isVisible() and self._is_here(name)
        ]

    def say(self, name: str, text: str) -> None:
        """Give an action other words, for example when it turns into its opposite."""
        action = self._actions[name]
        action.setText(text)
        action.setToolTip(told_with_key(text, self._keys[name][0]))

    def draw(self, name: str, icon_name: str) -> None:
        """Give an action another drawing."""
        self._icons[name] = icon_name
        self._actions[name].setIcon(icon(icon_name, self._theme))

    def button(self, name: str, parent: QWidget, *, kind: str = "quiet") -> QToolButton:
        """A button for an action, showing its icon; its words are its tooltip and accessible name."""
        action = self._actions[name]
        button = QToolButton(parent)
        button.setDefaultAction(action)
        button.setProperty("kind", kind)
        button.setIconSize(QSize(self._theme.space.icon, self._theme.space.icon))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(action.text())
        action.changed.connect(lambda: button.setAccessibleName(action.text()))
        return button

    def set_theme(self, theme: Theme) -> None:
        """Tint every icon anew."""
        self._theme = theme
        for name, icon_name in self._icons.items():
            self._actions[name].setIcon(icon(icon_name, theme))

    def _is_here(self, name: str) -> bool:
        return self._places[name] in ("", self._place)

    def _watch(self, old: QWidget | None, new: QWidget | None) -> None:
        # Only the field that has the keyboard is watched: a filter on everything would cost each paint.
        if old is not None and isValid(old):
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep text fields from claiming a firm key, such as Ctrl+K, which deletes to the line's end."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._firm:
            pressed = QKeySequence(event.keyCombination())
            if any(pressed == sequence for sequence in self._firm):
                event.ignore()
                return True
        return super().eventFilter(watched, event)


def told_with_key(text: str, keys: QKeySequence) -> str:
    """``Copy answer (Ctrl+Shift+C)``."""
    native = keys.toString(QKeySequence.SequenceFormat.NativeText)
    return f"{text} ({native})" if native else text

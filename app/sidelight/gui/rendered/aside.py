# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is said where a drawing is missing because its renderer was put aside: which, why, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from sidelight.domain.artifact import Artifact
from sidelight.gui.rendered.failure import FailureCard, card_aside
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.gui.answer.view import AnswerView
    from sidelight.gui.rendered.asking import Asking, Renders
    from sidelight.workbench.rendering import PluginInfo


def last_of(rendering: Renders, identifier: str) -> str:
    """The sentence about the last that went wrong with a plugin; empty if nothing is known."""
    last = next((one.last_error for one in rendering.plugins() if one.id == identifier), "")
    return last.partition("\n")[0]


class AsideSlot(QWidget):
    """Room for that card below an artifact's source; empty as long as nothing is put aside.

    Signals:
        otherwise: other plugins, or another order of them, may show the artifact now.
    """

    otherwise = Signal()

    def __init__(self, asking: Asking, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._asking = asking
        self._theme = theme
        self.card: FailureCard | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.hide()
        asking.changed.connect(self.otherwise)

    def look(self, artifact: Artifact) -> None:
        """Say so if what would show this was put aside; say nothing if not."""
        rendering = self._asking.rendering
        aside = None if self._asking.choices(artifact) else rendering.aside(artifact)
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
            self.card = None
        self.setVisible(aside is not None)
        if aside is None:
            return
        card = card_aside(aside, self._theme, self, why=last_of(rendering, aside.id))
        card.close_button.hide()
        card.plugins_button.hide()  # the page of plugins is one of the window's actions
        card.allow_wanted.connect(lambda: rendering.forgive(aside.id))
        self.card = card
        layout = self.layout()
        assert layout is not None
        layout.addWidget(card)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        if self.card is not None:
            self.card.set_theme(theme)


class FormulasAside(QObject):
    """Says below answers that what draws their formulas was put aside: once an answer, not at each."""

    def __init__(self, rendering: Renders, open_plugins: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._rendering = rendering
        self._open_plugins = open_plugins
        self._said: dict[AnswerView, str] = {}

    def look_at(self, view: AnswerView, aside: PluginInfo | None) -> None:
        """Say it below this answer where formulas of its are missing, and no longer where they are not."""
        self._said = {one: words for one, words in self._said.items() if isValid(one)}
        before = self._said.pop(view, "")
        ours = not view.notice.isHidden() and view.notice.words == before
        if aside is None or not view.shared.awaiting:
            if ours:
                view.set_notice("", "info")
            return
        words = _words(aside, last_of(self._rendering, aside.id))
        if view.notice.isHidden() or ours:
            self._said[view] = words
            if view.notice.isHidden() or words != before:
                again = QCoreApplication.translate("FailureCard", "Allow again")
                plugins = QCoreApplication.translate("FailureCard", "Plugins…")
                allow = (again, lambda: self._rendering.forgive(aside.id))
                view.set_notice(words, "warn", (allow, (plugins, self._open_plugins)))


def _words(aside: PluginInfo, why: str) -> str:
    words = QCoreApplication.translate(
        "FailureCard",
        "The formulas stand as they were written: “{0}”, which draws them, was put aside after three crashes "
        "in a row.",
    ).format(aside.name)
    return f"{words} {why}".strip()

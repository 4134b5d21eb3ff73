# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is said below an answer whose formulas are missing because what draws them was put aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from shiboken6 import isValid

if TYPE_CHECKING:
    from sidelight.gui.answer.view import AnswerView
    from sidelight.gui.rendered.asking import Renders
    from sidelight.workbench.rendering import PluginInfo


def last_of(rendering: Renders, identifier: str) -> str:
    """The sentence about the last that went wrong with a plugin; empty if nothing is known."""
    last = next((one.last_error for one in rendering.plugins() if one.id == identifier), "")
    return last.partition("\n")[0]


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

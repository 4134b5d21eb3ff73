# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The tool that shows how probable the model held each token of its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from sidelight.domain.errors import SidelightError
from sidelight.gui.actions import Actions
from sidelight.gui.compare.opened import OpenComparison

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk

Deed = Callable[[OpenComparison], object]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Probable", text)


def add_probability_tool(
    actions: Actions,
    reading: Callable[[Deed], Callable[[], None]],
    desk: Desk,
    say: Callable[[str], object],
    window: QWidget,
) -> None:
    """Make the tool known.

    Args:
        actions: the registry.
        reading: makes a deed of something that is done with the open comparison, if one is open.
        desk: reads the record of an answer of another day.
        say: shows a sentence where there is nothing to show.
        window: what the dialog belongs to.
    """

    def show(known: OpenComparison) -> None:
        answer = known.deck.current.answer if known.deck.current is not None else None
        if answer is None:
            return
        try:
            tokens = answer.logprobs or desk.logprobs(answer.id)
        except SidelightError as error:
            say(error.sentence)
            return
        if not tokens:
            say(_tr("No probabilities came with this answer. Ask for them under “More” before you send."))
            return
        from sidelight.gui.tokens.probabilities import ProbabilityDialog

        dialog = ProbabilityDialog(tokens, answer.model.label, actions.theme, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    text = _tr("Show how probable each token of this answer was")
    actions.add("answer.probable", text, "Ctrl+Alt+B", reading(show), icon_name="tokens")

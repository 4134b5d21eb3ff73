# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The tool that shows how probable the model held each token of its answer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

from sidelight.domain.errors import SidelightError
from sidelight.gui.compare.opened import OpenComparison
from sidelight.gui.compare.tool import Page, Tool, reading


def _tr(text: str) -> str:
    return QCoreApplication.translate("Probable", text)


def tools(page: Page) -> tuple[Tool, ...]:
    """A dialog with the tokens, or a sentence where none came."""

    def show(known: OpenComparison) -> None:
        answer = known.answer
        if answer is None:
            return
        try:
            tokens = answer.logprobs or page.desk.logprobs(answer.id)
        except SidelightError as error:
            page.trouble.emit(error.sentence)
            return
        if not tokens:
            page.trouble.emit(
                _tr("No probabilities came with this answer. Ask for them under “More” before you send.")
            )
            return
        from sidelight.gui.tokens.probabilities import ProbabilityDialog

        dialog = ProbabilityDialog(tokens, answer.model.label, page.actions_.theme, page.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    text = _tr("Show how probable each token of this answer was")
    return (reading(page, "answer.probable", text, "Ctrl+Alt+B", "tokens", show, can=lambda _known: True),)

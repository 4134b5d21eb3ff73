# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The tool that marks the tokens of an answer in its place, as its own model cut them."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from shiboken6 import isValid

from sidelight.domain.errors import SidelightError
from sidelight.gui.awaited import Awaited
from sidelight.gui.compare.opened import OpenComparison
from sidelight.gui.compare.tool import Page, Tool, reading

if TYPE_CHECKING:
    from sidelight.gui.answer.view import AnswerView
    from sidelight.workbench.counting import Count
    from sidelight.workbench.live import LiveAnswer


def _tr(text: str) -> str:
    return QCoreApplication.translate("TokenMarks", text)


class TokenMarks(QObject):
    """Finds out the tokens of an answer, and shows them in its view."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.window())
        self._page = page
        self._awaited = Awaited(self)

    def toggle(self, known: OpenComparison) -> None:
        """Mark the tokens of the current answer, or take the marks away."""
        pane, answer = known.pane, known.answer
        view = pane.view if pane is not None else None
        if pane is None or view is None or answer is None:
            return
        self._awaited.stop()
        if view.cuts.any:
            view.show_cuts(())
            return
        pane.set_raw(False)
        try:
            told = answer.logprobs or self._page.desk.logprobs(answer.id)
        except SidelightError:
            told = ()  # without its record, the tokenizer is asked
        pieces = [one.data if one.data is not None else one.token.encode() for one in told]
        if not (pieces and self._show(view, answer, pieces)):
            counted = self._page.desk.counting.count(answer.text, answer.model)
            self._awaited.add(counted, partial(self._counted, view, answer))

    def _counted(self, view: AnswerView, answer: LiveAnswer, counted: Future[Count]) -> None:
        known = self._page.known
        if not isValid(view) or known is None or known.answer is not answer:
            return  # another one is read by now
        try:
            count = counted.result()
        except SidelightError as error:
            self._page.trouble_here.emit(error.sentence)
            return
        if count.pieces is None or not self._show(view, answer, list(count.pieces)):
            told = _tr("How {0} cuts this text into tokens cannot be found out here.").format(
                answer.model.label
            )
            other = _tr("Ctrl+Alt+K cuts it by the encodings that are known.")
            self._page.trouble_here.emit(" ".join(filter(None, (told, count.note, other))))

    def _show(self, view: AnswerView, answer: LiveAnswer, pieces: list[bytes]) -> bool:
        """Whether these are the answer's tokens; then they are marked."""
        from sidelight.gui.answer.cuts import ends_of  # after first paint

        ends = ends_of(pieces, answer.text)
        if ends is None:
            return False
        view.show_cuts(ends)
        self._page.refresh()
        return True


def tools(page: Page) -> tuple[Tool, ...]:
    """On or off, for each answer on its own."""
    made: list[TokenMarks] = []

    def toggle(known: OpenComparison) -> None:
        if not made:
            made.append(TokenMarks(page))
        made[0].toggle(known)

    return (
        reading(
            page,
            "answer.cuts",
            _tr("Mark the tokens in this answer, as its model cut them"),
            "Ctrl+Shift+L",
            "tokens",
            toggle,
            lambda known: known.answer is not None and not known.answer.running and not known.covered,
            on=lambda known: (
                known.pane is not None and known.pane.view is not None and known.pane.view.cuts.any
            ),
        ),
    )

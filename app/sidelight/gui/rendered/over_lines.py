# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A live view in an answer: below a script's lines, and over those of a page, which it is instead of."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from sidelight.domain.artifact import Artifact
from sidelight.gui.rendered.seat import page_word, source_word
from sidelight.text.pages import is_page

if TYPE_CHECKING:
    from sidelight.gui.answer.notice import Severity
    from sidelight.gui.answer.view import AnswerView
    from sidelight.gui.glview.stand import Deed


def put_live(view: AnswerView, artifact: Artifact, live: QWidget, height: int) -> None:
    """Put a live view where its artifact stands, so many pixels high."""
    if is_page(artifact.language, artifact.text):
        view.put_drawing(artifact.index, live, height, folded=True, switch=source_word())
    else:
        view.embed(artifact.index, live, height)


def show_line(view: AnswerView, index: int, line: int) -> None:
    """Go to a line of an artifact, counted from 1; a live page that stands over its lines goes below them."""
    live = view.embeds.at(index)
    if live is not None and view.embeds.folded(index):
        view.put_drawing(index, live, live.height(), folded=False, switch=page_word())
    view.show_line(index, line)


class InAnswer:
    """The place of an artifact in its answer; what it can do stands with ``Stand``."""

    def __init__(self, view: AnswerView, artifact: Artifact) -> None:
        self._view = view
        self._artifact = artifact
        self.key: Hashable = ("answer", artifact.index)

    @property
    def room(self) -> QWidget:
        """The answer's viewport."""
        return self._view.viewport()

    @property
    def gone(self) -> bool:
        """The answer is shown no more."""
        return not isValid(self._view)

    @property
    def beside(self) -> Sequence[Artifact]:
        """All that the answer holds."""
        return self._view.artifacts()

    @property
    def has_keyboard(self) -> bool:
        """Whether keys go to the answer."""
        return self._view.hasFocus()

    def put(self, shown: QWidget, height: int, *, live: bool) -> None:
        """Below the lines or over them."""
        if live:
            put_live(self._view, self._artifact, shown, height)
        else:
            self._view.embed(self._artifact.index, shown, height)

    def fit(self, shown: QWidget, height: int) -> None:
        """Give what is shown the height it wants, if both are still there."""
        if isValid(self._view) and isValid(shown):
            self._view.embed(self._artifact.index, shown, height)

    def take_away(self) -> None:
        """The lines alone."""
        if isValid(self._view):
            self._view.embed(self._artifact.index, None)

    def reveal(self) -> None:
        """Bring what is shown under the artifact into sight, its picture first."""
        if isValid(self._view):
            self._view.reveal_embed(self._artifact.index)

    def show_line(self, line: int) -> None:
        """Go to a line of the artifact."""
        if isValid(self._view):
            show_line(self._view, self._artifact.index, line)

    def say(self, words: str, tone: Severity = "bad", deeds: Sequence[Deed] = ()) -> None:
        """In the answer's notice."""
        if isValid(self._view):
            self._view.set_notice(words, tone, deeds)

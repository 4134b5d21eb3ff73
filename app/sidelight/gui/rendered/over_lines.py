# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A live view in an answer: below a script's lines, and over those of a page, which it is instead of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from sidelight.domain.artifact import Artifact
from sidelight.gui.rendered.seat import page_word, source_word
from sidelight.text.pages import is_page

if TYPE_CHECKING:
    from sidelight.gui.answer.view import AnswerView


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

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Annotated spans, found again in what is shown."""

from __future__ import annotations

from collections.abc import Sequence

from sidelight.domain.review import Span
from sidelight.gui.answer.block_view import BlockView, Wash
from sidelight.gui.answer.look import Look


class Marks:
    """Spans of the raw text with a label each."""

    def __init__(self) -> None:
        self._marks: list[tuple[Span, str]] = []

    def put(self, marks: Sequence[tuple[Span, str]]) -> None:
        """Show these, and no others."""
        self._marks = sorted(marks, key=lambda mark: mark[0].start)

    def washes(self, view: BlockView, look: Look) -> list[Wash]:
        """The marks on one block."""
        found = []
        for span, _ in self._on(view):
            start, end = view.shown(span.start), view.shown(span.end)
            if start < end:
                found.append(Wash(start, end, look.colour("mark")))
        return found

    def labels(self, view: BlockView, position: int) -> list[str]:
        """The labels of the marks on one character."""
        return [
            label
            for span, label in self._on(view)
            if view.shown(span.start) <= position < view.shown(span.end)
        ]

    def _on(self, view: BlockView) -> list[tuple[Span, str]]:
        if not self._marks:
            return []
        return [m for m in self._marks if m[0].start < view.block.end and m[0].end > view.block.start]

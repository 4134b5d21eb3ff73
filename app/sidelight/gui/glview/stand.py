# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where the live view of an artifact stands: in its answer's flow, or in a cell beside all others."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from sidelight.domain.artifact import Artifact

if TYPE_CHECKING:
    from sidelight.gui.answer.notice import Severity

Deed = tuple[str, Callable[[], None]]
"""Words on a button, and what it does."""


class Stand(Protocol):
    """The place of one artifact. A live view that was put there belongs to it, and goes with it."""

    @property
    def key(self) -> Hashable:
        """Tells it from the place of the same artifact elsewhere."""

    @property
    def room(self) -> QWidget:
        """The widget that holds what is put there."""

    @property
    def gone(self) -> bool:
        """It is no more."""

    @property
    def beside(self) -> Sequence[Artifact]:
        """All artifacts of the answer: a page may need some of the others."""

    @property
    def has_keyboard(self) -> bool:
        """Whether Run was pressed there, so that keys lead on to what runs."""

    def put(self, shown: QWidget, height: int, *, live: bool) -> None:
        """Show a live view, or (not ``live``) the card that says why there is none, so many pixels high."""

    def fit(self, shown: QWidget, height: int) -> None:
        """What is shown there wants another height."""

    def take_away(self) -> None:
        """Show what stood there before."""

    def reveal(self) -> None:
        """Bring what is shown into sight, its picture first."""

    def show_line(self, line: int) -> None:
        """Go to a line of the artifact, counted from 1."""

    def say(self, words: str, tone: Severity = "bad", deeds: Sequence[Deed] = ()) -> None:
        """A sentence beside it; empty takes it away."""

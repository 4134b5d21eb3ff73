# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One prompt put to several models, as it was displayed."""

from __future__ import annotations

from dataclasses import dataclass

from sidelight.domain.identity import ComparisonId, GenerationId
from sidelight.domain.message import Conversation
from sidelight.domain.model import ModelRef

MOST_PANES = 8
"""Models that one prompt can go to at once."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One prompt and the models that were asked, leftmost pane first.

    ``conversation`` is what is new in this turn: a system message, if any, and the prompt. A comparison that
    ``follows`` earlier answers names one for each pane; each pane then continues its own history, or all of
    them that of one answer.
    """

    id: ComparisonId
    conversation: Conversation
    models: tuple[ModelRef, ...]
    created_ms: int
    follows: tuple[GenerationId, ...] = ()

    @property
    def common(self) -> GenerationId | None:
        """The one answer that became the context of all panes; ``None`` if each continues its own."""
        return self.follows[0] if len(self.follows) > 1 and len(set(self.follows)) == 1 else None

    @property
    def title(self) -> str:
        """The prompt's first line, at most 80 characters."""
        lines = self.conversation.prompt.strip().splitlines() or [""]
        first = lines[0].strip()
        return first if len(first) <= 80 else first[:79].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A comparison as the history lists it. ``snippet`` shows where a search matched, if one was made."""

    id: ComparisonId
    title: str
    created_ms: int
    models: tuple[ModelRef, ...]
    snippet: str = ""

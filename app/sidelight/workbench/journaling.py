# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What running answers brought since it was last written, and when to write it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sidelight.domain.delta import ReasoningDelta, TextDelta, WirePiece
from sidelight.domain.identity import GenerationId
from sidelight.providers.outbox import Batch
from sidelight.store.journal import JournalPiece
from sidelight.store.project import ProjectFile

EVERY_MS = 250.0
"""So much of an answer can be lost at most when the program is killed."""


@dataclass(slots=True)
class _Waiting:
    text: list[str] = field(default_factory=list)
    reasoning: list[str] = field(default_factory=list)
    wire: list[WirePiece] = field(default_factory=list)


class Journaling:
    """Collects what all streams bring and writes it in one transaction, a few times a second."""

    def __init__(self, project: ProjectFile, steady_ms: Callable[[], float]) -> None:
        self._project = project
        self._steady_ms = steady_ms
        self._waiting: dict[GenerationId, _Waiting] = {}
        self._next_seq: dict[GenerationId, int] = {}
        self._written_ms = 0.0

    def note(self, batch: Batch) -> None:
        """Take what one stream brought."""
        waiting = self._waiting.setdefault(batch.stream, _Waiting())
        for delta in batch.deltas:
            if isinstance(delta, TextDelta):
                waiting.text.append(delta.text)
            elif isinstance(delta, ReasoningDelta):
                waiting.reasoning.append(delta.text)
        waiting.wire.extend(batch.wire)

    def write_if_due(self) -> None:
        """Write what waits, if the last writing was long enough ago."""
        if self._waiting and self._steady_ms() - self._written_ms >= EVERY_MS:
            self._write()

    def close(self, identity: GenerationId) -> None:
        """A stream ended: write what waits of it and forget it."""
        if identity in self._waiting:
            self._write()
        self._next_seq.pop(identity, None)

    def _write(self) -> None:
        pieces = []
        for identity, waiting in self._waiting.items():
            seq = self._next_seq.get(identity, 0)
            self._next_seq[identity] = seq + 1
            text, reasoning = "".join(waiting.text), "".join(waiting.reasoning)
            pieces.append(JournalPiece(identity, seq, text, reasoning, tuple(waiting.wire)))
        self._waiting.clear()
        self._written_ms = self._steady_ms()
        self._project.journal(pieces)

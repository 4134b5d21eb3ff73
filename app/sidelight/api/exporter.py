# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What an exporter is, and the records that it is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sidelight.api.job import Job


class ExportError(Exception):
    """The records cannot be written in this form, and why: a sentence for a person. No file is left."""


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One answer of a model.

    ``model`` is ``connection/name``. ``position`` is the place where it stood, 0 is leftmost; ``attempt``
    counts from 1. ``stop_reason`` is ``complete``, ``length``, ``stopped``, ``filtered``, ``tool``,
    ``truncated`` or ``failed``. ``verdict`` is ``pass``, ``fail`` or ``unsure``, a person's word before that
    of a verifier; empty if there is none. Times are milliseconds since 1970.
    """

    id: str
    model: str
    text: str
    reasoning: str = ""
    position: int = 0
    attempt: int = 1
    stop_reason: str = "complete"
    verdict: str = ""
    created_ms: int = 0


@dataclass(frozen=True, slots=True)
class ComparisonRecord:
    """One prompt and the answers to it, by their position and attempt.

    ``system`` is the system message; ``attachments`` are names and texts of files that went with the prompt.
    ``follows`` names the answers that it goes on from, one for each pane; empty for a first question.
    """

    id: str
    prompt: str
    answers: tuple[AnswerRecord, ...]
    system: str = ""
    attachments: tuple[tuple[str, str], ...] = ()
    follows: tuple[str, ...] = ()
    created_ms: int = 0


@dataclass(frozen=True, slots=True)
class BattleRecord:
    """Two answers and the vote that stands.

    ``models`` are as displayed, left one first. ``choice`` is ``a`` (the left one), ``b``, ``tie`` or
    ``both_bad``. ``turns`` are the questions with their two answers, the left one first, oldest turn first,
    the last is the one that was voted on; empty if the answers are not in this project. ``blind``: the names
    were hidden, and known only after the vote. ``strength`` says how sure the vote was, 1 to 3, if it says.
    ``annotator`` is empty for the owner of the project; ``origin`` names an import, empty for a battle that
    was held here. ``leaked``: an answer said whose it is. ``early``: not all of the answers was on display.
    """

    id: str
    models: tuple[str, str]
    choice: str
    turns: tuple[ComparisonRecord, ...] = ()
    blind: bool = True
    category: str = ""
    annotator: str = ""
    strength: int | None = None
    reasons: tuple[str, ...] = ()
    comment: str = ""
    leaked: bool = False
    early: bool = False
    origin: str = ""
    created_ms: int = 0
    voted_ms: int = 0


Record = TypeVar("Record", BattleRecord, ComparisonRecord, contravariant=True)


class Exporter(Protocol[Record]):
    """Writes records as a file: battles, or comparisons, as ``records`` in its manifest says.

    Made once in a worker process for each export.
    """

    def export(self, records: Iterator[Record], job: Job) -> Iterable[str | bytes]:
        """The file, piece by piece; text is written in UTF-8.

        Records come while they are asked for, oldest first, and need not be held. Best written as a
        generator, so that the pieces need not be held either.

        Raises:
            ExportError: they cannot be written in this form; the message says why.
        """

    def close(self) -> None:
        """Free what is held. Nothing is asked afterwards."""

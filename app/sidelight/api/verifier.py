# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a verifier is, and the attempt that it judges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sidelight.api.job import Job
from sidelight.domain.artifact import Artifact
from sidelight.domain.verdict import Finding


@dataclass(frozen=True, slots=True)
class Attempt:
    """A model's whole answer to a prompt. Whose it is, nobody is told.

    ``artifacts`` are the fenced blocks in ``text``; ``system`` is the system message, if there was one.
    """

    prompt: str
    text: str
    artifacts: tuple[Artifact, ...] = ()
    system: str = ""


class Verifier(Protocol):
    """Says whether attempts did what was asked. Made once in a worker process and asked many times."""

    def verify(self, attempt: Attempt, job: Job) -> Finding | None:
        """A verdict with its reasons; ``None`` if this prompt is not one that it judges.

        Always the same for the same attempt. It passes or fails an attempt only for a reason that leaves no
        doubt; else it is unsure, and says why.
        """

    def close(self) -> None:
        """Free what is held. Nothing is asked afterwards."""

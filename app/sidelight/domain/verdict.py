# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Whether an attempt did what was asked: what a verifier found, and what a person says of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sidelight.domain.identity import GenerationId, RecordId, RunId

PERSON = "person"
"""The ``source`` of a judgement that a person gave."""


class Verdict(StrEnum):
    """It did; it certainly did not; or nobody can tell from what was seen."""

    PASS = "pass"
    FAIL = "fail"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a verifier says, with its reasons as sentences that carry their figures.

    ``verifier`` is its name and version. A plugin leaves it out: the program knows whom it asked.
    """

    verdict: Verdict
    evidence: tuple[str, ...]
    verifier: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on an attempt, as a project keeps it.

    ``source`` is the verifier with its version, or ``PERSON``; ``run_id`` is the run that was looked at,
    empty if none was. ``verdict`` is ``None`` when an earlier judgement is taken back.
    """

    id: RecordId
    generation_id: GenerationId
    run_id: RunId
    source: str
    verdict: Verdict | None
    evidence: tuple[str, ...]
    created_ms: int
    supersedes: RecordId | None = None

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One model's answer: how it ended, what it used, how long it took, and what went wrong if something did."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from sidelight.domain.failure import Failure
from sidelight.domain.identity import ComparisonId, GenerationId
from sidelight.domain.model import GenerationConfig, ModelRef


class StopReason(StrEnum):
    """Why an answer ended. An answer that just ceased to come is *truncated*, never complete."""

    COMPLETE = "complete"
    LENGTH = "length"
    STOPPED = "stopped"
    FILTERED = "filtered"
    TOOL = "tool"
    TRUNCATED = "truncated"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens. ``reported`` came from whoever served the model; ``estimated`` was counted here.

    ``cached`` are those of ``input`` that the service had in its cache, if it said so.
    """

    input: int | None
    output: int | None
    source: Literal["reported", "estimated"]
    reasoning: int | None = None
    cached: int | None = None


def estimated_tokens(characters: int) -> int:
    """About how many tokens a text has where nobody counted: four characters make one in English."""
    return -(-characters // 4)


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds from the moment the request was sent; ``None`` if that moment never came."""

    ttft_ms: float | None = None
    total_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Generation:
    """One model's answer in a comparison. ``stop_reason`` is ``None`` while it is being written.

    ``position`` is the pane (0 is leftmost). ``attempt`` counts from 1; re-rolls add attempts. An
    ``interrupted`` one was being written when the program ended.
    """

    id: GenerationId
    comparison_id: ComparisonId
    model: ModelRef
    config: GenerationConfig
    position: int
    attempt: int
    created_ms: int
    text: str = ""
    reasoning: str = ""
    stop_reason: StopReason | None = None
    usage: Usage | None = None
    timing: Timing = Timing()
    failure: Failure | None = None
    notices: tuple[str, ...] = ()
    interrupted: bool = False

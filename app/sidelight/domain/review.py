# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What people say of answers: ratings and annotations. A new one supersedes an old one; none is edited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sidelight.domain.identity import GenerationId, RecordId

RatingScale = Literal["stars", "thumbs"]


@dataclass(frozen=True, slots=True)
class Rating:
    """Stars 1 to 5, or thumbs -1 and +1. ``value`` is ``None`` when an earlier rating is withdrawn."""

    id: RecordId
    generation_id: GenerationId
    scale: RatingScale
    value: int | None
    created_ms: int
    supersedes: RecordId | None = None

    def __post_init__(self) -> None:
        allowed = range(1, 6) if self.scale == "stars" else (-1, 1)
        if self.value is not None and self.value not in allowed:
            raise ValueError(f"{self.value} is not on the {self.scale} scale")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an answer's raw text in Unicode code points. ``end`` is past the last; ``quote`` is it."""

    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError("a span must hold at least one character")


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note on a whole answer, or on a span of it under a label. ``withdrawn`` takes an earlier one back."""

    id: RecordId
    generation_id: GenerationId
    span: Span | None
    label: str
    note: str
    created_ms: int
    supersedes: RecordId | None = None
    withdrawn: bool = False

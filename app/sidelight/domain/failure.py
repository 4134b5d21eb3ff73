# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Why an answer did not come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FailureKind = Literal[
    "unreachable",  # nobody answers there
    "unauthorised",  # the key is missing, wrong or not allowed
    "not_found",  # no such model or address
    "too_long",  # the prompt does not fit the model's context
    "rate_limited",
    "bad_request",
    "server",  # the other side failed
    "timeout",
    "broken_stream",  # it was answering and then could not be understood, or the line broke
    "model_file",
    "internal",
]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why no answer came, for a person: what happened, what to do, and the other side's own words."""

    kind: FailureKind
    what: str
    advice: str = ""
    status: int | None = None
    body: str = ""

    @property
    def sentence(self) -> str:
        """What happened and what to do, as one line."""
        return f"{self.what} {self.advice}".strip()

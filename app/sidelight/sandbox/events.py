# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a run tells while it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sidelight.domain.running import LimitName, RunEnd


@dataclass(frozen=True, slots=True)
class Output:
    """Text that the program wrote, as it came."""

    stream: Literal["stdout", "stderr"]
    text: str


@dataclass(frozen=True, slots=True)
class LimitHit:
    """The program passed a limit and is being ended."""

    name: LimitName


@dataclass(frozen=True, slots=True)
class StageMessage:
    """Something that the stage says. Its content was written by the program's process, so it is hostile."""

    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ended:
    """Always the last event of a run, exactly once."""

    end: RunEnd


RunEvent = Output | LimitHit | StageMessage | Ended

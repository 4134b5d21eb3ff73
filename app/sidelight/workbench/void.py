# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Why there can be no vote on a round, in words that give nobody away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache

from sidelight import resources
from sidelight.domain.generation import Generation, StopReason
from sidelight.providers.platform_messages import WROTE, read_messages


class Void(StrEnum):
    """The reason, as the log has it; what is said first counts where there are several."""

    STOPPED = "stopped"
    LIMIT = "limit"
    FAILED = "failed"
    FILTERED = "filtered"
    PLATFORM = "platform"
    TRUNCATED = "truncated"
    TOOL = "tool"
    LENGTH = "length"
    EMPTY = "empty"
    AGAIN = "again"
    LEFT = "left"
    ENDED = "ended"

    @property
    def sentence(self) -> str:
        """What is told."""
        return _SENTENCES[self]


_SENTENCES = {
    Void.STOPPED: "You stopped the answers, so there is nothing to vote on.",
    Void.LIMIT: "One of the models may not be asked now: a limit is reached. The round does not count.",
    Void.FAILED: "One of the answers did not come. The round does not count.",
    Void.FILTERED: "One of the answers was withheld by a filter. The round does not count.",
    Void.PLATFORM: "A platform wrote into one of the answers. The round does not count.",
    Void.TRUNCATED: "One of the answers broke off before its end. The round does not count.",
    Void.TOOL: "One of the answers asked for a tool that is not here. The round does not count.",
    Void.LENGTH: "One of the answers reached its length limit, and the rules do not let that count.",
    Void.EMPTY: "One of the answers is empty. The round does not count.",
    Void.AGAIN: "All were asked once more.",
    Void.LEFT: "You went on before the answers were there.",
    Void.ENDED: "Sidelight ended before the answers could be shown.",
}

_FAULTS: dict[Void, Callable[[Generation], bool]] = {
    Void.STOPPED: lambda one: one.stop_reason is StopReason.STOPPED,
    Void.LIMIT: lambda one: one.failure is not None and one.failure.kind == "rate_limited",
    Void.FAILED: lambda one: one.stop_reason is StopReason.FAILED or one.failure is not None,
    Void.FILTERED: lambda one: one.stop_reason is StopReason.FILTERED,
    Void.PLATFORM: lambda one: any(_is_of_platform(notice) for notice in one.notices),
    Void.TRUNCATED: lambda one: one.interrupted or one.stop_reason in (StopReason.TRUNCATED, None),
    Void.TOOL: lambda one: one.stop_reason is StopReason.TOOL,
    Void.LENGTH: lambda one: one.stop_reason is StopReason.LENGTH,
    Void.EMPTY: lambda one: not one.text.strip(),
}


def fault(answers: Sequence[Generation], *, cut_counts: bool) -> Void | None:
    """Why these answers make no vote; ``None`` if they do.

    ``cut_counts``: one that reached its length limit is as good as a complete one.
    """
    for void, has in _FAULTS.items():
        if void is Void.LENGTH and cut_counts:
            continue
        if any(has(answer) for answer in answers):
            return void
    return None


def _is_of_platform(notice: str) -> bool:
    return notice.startswith(WROTE) or notice in _platform_notices()


@cache
def _platform_notices() -> frozenset[str]:
    messages = read_messages(resources.path("platform_messages.toml"))
    return frozenset(message.told("") for message in messages if message.outcome == "notice")

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Old answers read once more from their exact records: whether an adapter still reads them as it did then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sidelight import resources
from sidelight.domain.delta import (
    Delta,
    Exchange,
    FailureDelta,
    LogprobsDelta,
    ReasoningDelta,
    StopDelta,
    TextDelta,
    UsageDelta,
)
from sidelight.domain.errors import UsageError
from sidelight.domain.failure import Failure
from sidelight.domain.generation import Generation, StopReason, Usage
from sidelight.domain.identity import GenerationId
from sidelight.domain.logprob import TokenLogprob
from sidelight.store.project import ProjectFile


@dataclass(frozen=True, slots=True)
class Reread:
    """What an answer's record says to its adapter now, and in what that differs from what is kept."""

    id: GenerationId
    kind: str
    text: str
    reasoning: str
    stop_reason: StopReason | None
    usage: Usage | None
    failure: Failure | None
    logprobs: tuple[TokenLogprob, ...]
    differences: tuple[str, ...] = ()


def reread(generation: Generation, exchange: Exchange | None) -> Reread:
    """Read an answer's record once more.

    Raises:
        UsageError: it has none that can be read.
    """
    from sidelight.providers.platform_messages import read_messages
    from sidelight.providers.rereading import form_of
    from sidelight.providers.rereading import reread as deltas_of
    from sidelight.providers.secrecy import REMOVED

    if exchange is None:
        raise UsageError("There is no exact record of this answer.", "Choose another one.")

    kind = form_of(exchange).kind
    deltas = list(deltas_of(exchange, read_messages(resources.path("platform_messages.toml"))))
    text = "".join(delta.text for delta in deltas if isinstance(delta, TextDelta))
    reasoning = "".join(delta.text for delta in deltas if isinstance(delta, ReasoningDelta))
    usage = next((delta.usage for delta in reversed(deltas) if isinstance(delta, UsageDelta)), None)
    failure = next((delta.failure for delta in deltas if isinstance(delta, FailureDelta)), None)
    found = Reread(
        generation.id,
        kind,
        text,
        reasoning,
        _stop_of(deltas),
        usage,
        failure,
        tuple(token for delta in deltas if isinstance(delta, LogprobsDelta) for token in delta.tokens),
    )
    if REMOVED in generation.text or REMOVED in generation.reasoning:
        # What a key was taken out of is not put together again.
        found = replace(found, text=generation.text, reasoning=generation.reasoning)
    return replace(found, differences=_differences(found, generation))


def records_of(project: ProjectFile) -> Iterator[Generation]:
    """Every answer of a project of which something is kept as it came, the newest comparison first."""
    before = None
    while page := project.history(before=before):
        for entry in page:
            for generation in project.generations(entry.id):
                if generation.stop_reason is not None and project.has_exchange(generation.id):
                    yield generation
        before = page[-1].id


def _stop_of(deltas: list[Delta]) -> StopReason | None:
    for delta in deltas:
        if isinstance(delta, FailureDelta):
            return StopReason.FAILED
        if isinstance(delta, StopDelta):
            return delta.reason
    return None


def _differences(found: Reread, kept: Generation) -> tuple[str, ...]:
    told = []
    broke_off = kept.stop_reason is StopReason.STOPPED
    for what, new, old in (("text", found.text, kept.text), ("thinking", found.reasoning, kept.reasoning)):
        # Its last letters may not have been taken in when a person stopped it.
        if new != old and not (broke_off and new.startswith(old)):
            differing = (at for at, (a, b) in enumerate(zip(new, old, strict=False)) if a != b)
            at = next(differing, min(len(new), len(old)))
            told.append(
                f"Its {what} differs from character {at} on: {len(new)} characters now, {len(old)} then."
            )
    # How it ended stands in the bytes only if neither a person nor the line ended it.
    by_itself = kept.stop_reason is not StopReason.STOPPED and not kept.interrupted
    if by_itself and kept.failure is not None and (kept.failure.status or 200) == 200:
        by_itself = found.failure is not None
    if by_itself and found.stop_reason is not None and found.stop_reason is not kept.stop_reason:
        told.append(f"It ended as {found.stop_reason} now, as {kept.stop_reason} then.")
    if by_itself and found.failure and kept.failure and found.failure.kind != kept.failure.kind:
        told.append(f"It failed as {found.failure.kind} now, as {kept.failure.kind} then.")
    then, now = kept.usage, found.usage
    if then is not None and then.source == "reported" and (now is None or _counts(now) != _counts(then)):
        told.append(f"It counts {_counts(now) if now else 'nothing'} now, {_counts(then)} then.")
    return tuple(told)


def _counts(usage: Usage) -> str:
    return f"{usage.input} + {usage.output} tokens"

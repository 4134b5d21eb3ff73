# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One answer on its way: takes deltas from a provider, puts batches into the outbox, ends once."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import cast

from sidelight.domain.delta import (
    Delta,
    FailureDelta,
    NoticeDelta,
    ReasoningDelta,
    StopDelta,
    TextDelta,
    UsageDelta,
)
from sidelight.domain.errors import GenerationError, SidelightError
from sidelight.domain.failure import Failure
from sidelight.domain.generation import StopReason, Timing, Usage, estimated_tokens
from sidelight.domain.identity import GenerationId
from sidelight.providers.outbox import Batch, Ended, Outbox
from sidelight.providers.provider import Pause, Provider, WireLog
from sidelight.providers.request import Request

GATHER_S = 0.016
"""A batch waits this long after the one before it, so that fast streams do not make many."""

MOST_DELTAS = 64

# Failures of a service that was at work; the others came in place of any work.
_BEGUN = frozenset({"timeout", "broken_stream"})


class Stream:
    """Carries one answer into the outbox. Used in the network thread only."""

    def __init__(self, identity: GenerationId, outbox: Outbox, wire: WireLog) -> None:
        self._identity = identity
        self._outbox = outbox
        self._wire = wire
        self._pending: list[Delta] = []
        self._at_ms = 0.0
        self._flushed_at = 0.0
        self._timer: asyncio.Handle | None = None
        self._first_ms: float | None = None
        self._total_ms: float | None = None
        self._characters = 0
        self._asked_characters: int | None = None
        self._usage: Usage | None = None
        self._failure: Failure | None = None
        self._over = False
        self._concluded = False

    async def carry(
        self,
        find: Callable[[], Provider],
        request: Request,
        permit: Callable[[Request], Failure | Pause | None] = lambda _: None,
    ) -> None:
        """Wait for the permit, find the provider and run until the answer ends.

        Being cancelled is how the user stops it.
        """
        self._asked_characters = sum(len(message.sent_text) for message in request.conversation.messages)
        try:
            await self._permitted(permit, request)
            # Every provider's stream is a generator; closing it here closes its connection here.
            deltas = cast("AsyncGenerator[Delta, None]", find().stream(request, self._wire))
            async with aclosing(deltas):
                async for delta in deltas:
                    self._add(delta)
            self.conclude(StopReason.TRUNCATED)
        except asyncio.CancelledError:
            self.conclude(StopReason.STOPPED)
        except GenerationError as error:
            self.fail(error.failure)
        except SidelightError as error:
            self.fail(Failure("model_file", str(error), error.advice))
        except Exception as error:
            self.fail(_internal(error))

    async def _permitted(self, permit: Callable[[Request], Failure | Pause | None], request: Request) -> None:
        told = False
        while isinstance(verdict := permit(request), Pause):
            if not told:
                self._add(NoticeDelta(verdict.why))
                told = True
            await asyncio.sleep(verdict.seconds)
        if verdict is not None:
            raise GenerationError(verdict)

    def fail(self, failure: Failure) -> None:
        """End with a failure; what came before stays."""
        if not self._over:
            self._add(FailureDelta(failure))
        self.conclude(StopReason.FAILED)

    def conclude(self, reason: StopReason) -> None:
        """Put the rest and the end into the outbox. ``reason`` holds if the provider gave none.

        Does nothing the second time.
        """
        if self._concluded:
            return
        self._concluded = True
        broke_off = not self._over or self._failure is not None
        if not self._over:
            self._add(StopDelta(reason))
        if self._characters and (self._usage is None or (broke_off and self._is_short(self._usage))):
            self._add(UsageDelta(self._estimate()))
        self._flush()
        timing = Timing(self._first_ms, self._total_ms)
        self._outbox.put(Ended(self._identity, timing, self._wire.exchange()))

    @property
    def charged(self) -> Usage | None:
        """The tokens that a service may charge for; ``None`` if it never began to answer."""
        if self._usage is not None or self._asked_characters is None:
            return self._usage
        began = self._failure is None or self._failure.kind in _BEGUN
        return Usage(estimated_tokens(self._asked_characters), 0, "estimated") if began else None

    def _is_short(self, usage: Usage) -> bool:
        """Whether a service that was cut off had not counted what it had said already."""
        # An estimate may be off by half; a count that was never brought up to date is off by far more.
        return 2 * (usage.output or 0) < estimated_tokens(self._characters)

    def _estimate(self) -> Usage:
        if self._usage is not None:
            return replace(self._usage, output=estimated_tokens(self._characters), source="estimated")
        asked = self._asked_characters
        given = None if asked is None else estimated_tokens(asked)
        return Usage(given, estimated_tokens(self._characters), "estimated")

    def _add(self, delta: Delta) -> None:
        self._at_ms = self._wire.now_ms()
        if isinstance(delta, TextDelta | ReasoningDelta):
            self._characters += len(delta.text)
            if self._first_ms is None:
                self._first_ms = self._at_ms
        elif isinstance(delta, UsageDelta):
            self._usage = delta.usage
        elif isinstance(delta, StopDelta | FailureDelta):
            if self._over:
                return
            self._over = True
            self._failure = delta.failure if isinstance(delta, FailureDelta) else None
            self._total_ms = self._at_ms
        self._pending.append(delta)
        if len(self._pending) >= MOST_DELTAS:
            self._flush()
        elif self._timer is None and not self._concluded:
            loop = asyncio.get_running_loop()
            wait = self._flushed_at + GATHER_S - loop.time()
            # Even at once means after everything that the same read brought.
            self._timer = loop.call_soon(self._flush) if wait <= 0 else loop.call_later(wait, self._flush)

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        wire = self._wire.take()
        if not self._pending and not wire:
            return
        self._flushed_at = asyncio.get_running_loop().time()
        self._outbox.put(Batch(self._identity, self._at_ms, joined(self._pending), wire))
        self._pending = []


def joined(deltas: list[Delta]) -> tuple[Delta, ...]:
    """The deltas, with neighbouring text and neighbouring reasoning made one."""
    result: list[Delta] = []
    kind: type[TextDelta] | type[ReasoningDelta] | None = None
    texts: list[str] = []
    for delta in deltas:
        if kind is not None and type(delta) is not kind:
            result.append(kind("".join(texts)))
            kind, texts = None, []
        if isinstance(delta, TextDelta | ReasoningDelta):
            kind = type(delta)
            texts.append(delta.text)
        else:
            result.append(delta)
    if kind is not None:
        result.append(kind("".join(texts)))
    return tuple(result)


def _internal(error: Exception) -> Failure:
    # Where it happened, but not the error's own words: they may quote what was sent.
    where = "".join(traceback.format_tb(error.__traceback__))
    return Failure(
        "internal",
        f"Sidelight itself failed while it read the answer ({type(error).__name__}).",
        "What came so far is kept. Please report this with the details.",
        None,
        where,
    )

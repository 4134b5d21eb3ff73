# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Takes an answer in from an open HTTP response: how long to wait for what, and when it is enough."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import cast

import httpx

from sidelight.domain.delta import Delta, ReasoningDelta, TextDelta
from sidelight.domain.errors import GenerationError
from sidelight.domain.failure import Failure
from sidelight.providers.errors import Asked
from sidelight.providers.provider import Patience, WireLog
from sidelight.providers.reading import Reader
from sidelight.providers.secrecy import Redaction
from sidelight.providers.transport_errors import failure_of_transport

_ANSWER_BYTES = 256 * 1024 * 1024

# After the reason for the end only usage and the end mark follow; their absence does not spoil the answer.
_AFTERWARDS_S = 5.0
# A connection can be used again only if its answer was read to the end.
_LINGER_S = 0.1


async def received(
    response: httpx.Response,
    reader: Reader,
    asked: Asked,
    redaction: Redaction,
    wire: WireLog,
    patience: Patience,
) -> AsyncGenerator[Delta, None]:
    """The answer's deltas as they come.

    Raises:
        GenerationError: it broke off, or nothing came for too long.
    """
    loop = asyncio.get_running_loop()
    limit = patience.first_token_s
    begun, size = False, 0
    try:
        async with aclosing(_chunks(response)) as chunks, asyncio.timeout(limit) as deadline:
            due = loop.time() + limit
            async for chunk in chunks:
                data = redaction.feed(chunk)
                wire.received(data)
                size += len(data)
                for delta in reader.feed(data):
                    begun = begun or isinstance(delta, TextDelta | ReasoningDelta)
                    yield delta
                if reader.ended:
                    break
                if size > _ANSWER_BYTES:
                    raise GenerationError(_endless(asked))
                now, before = loop.time(), limit
                limit = _limit(reader, patience, begun=begun)
                # Timers cost more than tokens: one is moved on only when it has come near, never early.
                if (limit != before or now + limit > due) and not deadline.expired():
                    due = now + 1.1 * limit
                    deadline.reschedule(due)
            if reader.ended and not deadline.expired():
                deadline.reschedule(loop.time() + _LINGER_S)
                async for _ in chunks:
                    pass
    except TimeoutError:
        if not reader.ended and not reader.reason_known:
            failure = _stalled(asked, limit) if begun else no_first_token(asked, limit)
            raise GenerationError(failure) from None
    except httpx.HTTPError as error:
        if not reader.ended and not reader.reason_known:
            raise GenerationError(failure_of_transport(asked, error, answering=True)) from None
    left = redaction.close()
    wire.received(left)
    for delta in reader.feed(left) + reader.close():
        yield delta


async def beginning(response: httpx.Response, most: int) -> str:
    """The body as text, at most so many bytes of it."""
    body = bytearray()
    async with aclosing(_chunks(response)) as chunks:
        async for chunk in chunks:
            body += chunk
            if len(body) > most:
                break
    return bytes(body[:most]).decode("utf-8", "replace")


def _chunks(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    # httpx promises an iterator only, but an open generator has to be closed in its own task.
    return cast("AsyncGenerator[bytes, None]", response.aiter_bytes())


def _limit(reader: Reader, patience: Patience, *, begun: bool) -> float:
    if reader.reason_known:
        return min(_AFTERWARDS_S, patience.between_tokens_s)
    return patience.between_tokens_s if begun else patience.first_token_s


def no_first_token(asked: Asked, limit: float) -> Failure:
    """What to say when nothing came for so many seconds."""
    return Failure(
        "timeout",
        f"{asked.host} did not begin to answer within {limit:g} seconds.",
        "It may be overloaded or loading a large model; try again.",
    )


def _stalled(asked: Asked, limit: float) -> Failure:
    return Failure(
        "timeout",
        f"{asked.host} fell silent in the middle of the answer: nothing came for {limit:g} seconds.",
        "What came so far is kept; try again.",
    )


def _endless(asked: Asked) -> Failure:
    return Failure(
        "broken_stream",
        f"{asked.host} sends without end: more than {_ANSWER_BYTES >> 20} MB came.",
        "What came so far is kept. Set a limit on the answer's tokens.",
    )

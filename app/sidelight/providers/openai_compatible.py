# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Speaks to any server with OpenAI's chat or text completions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from typing import cast
from urllib.parse import urlsplit

import httpx

from sidelight.domain.delta import Delta, NoticeDelta, ReasoningDelta, TextDelta
from sidelight.domain.errors import GenerationError
from sidelight.domain.failure import Failure
from sidelight.domain.model import Connection, Model
from sidelight.providers.addresses import endpoint, place
from sidelight.providers.clients import Clients
from sidelight.providers.dialects import Dialect, body_of, dialect_of, encoded, left_out, lesson_of
from sidelight.providers.errors import Asked, failure_of_response, read_body
from sidelight.providers.model_list import models_in
from sidelight.providers.openai_stream import OpenAIStream
from sidelight.providers.provider import Patience, WireLog
from sidelight.providers.request import Request
from sidelight.providers.secrecy import Redaction
from sidelight.providers.transport_errors import failure_of_transport

_ERROR_BYTES = 64 * 1024
_ANSWER_BYTES = 256 * 1024 * 1024
_MODEL_LIST_BYTES = 8 * 1024 * 1024
_MODEL_LIST_S = 20.0

# After the reason for the end only usage and the end mark follow; their absence does not spoil the answer.
_AFTERWARDS_S = 5.0
# A connection can be used again only if its answer was read to the end.
_LINGER_S = 0.1
# A refusal over a setting is answered by asking without it; each time teaches one setting.
_ATTEMPTS = 6


class OpenAICompatible:
    """Adapter to servers that speak OpenAI's chat completions, and text completions for base models.

    Args:
        clients: the HTTP clients.
        key_of: the key of a connection, empty if it has none.
        patience: how long to wait.
    """

    def __init__(self, clients: Clients, key_of: Callable[[Connection], str], patience: Patience) -> None:
        self._clients = clients
        self._key_of = key_of
        self._patience = patience
        self._learnt: dict[tuple[str, str], Dialect] = {}

    async def stream(self, request: Request, wire: WireLog) -> AsyncIterator[Delta]:
        """Answer a request, delta by delta.

        Raises:
            GenerationError: no answer came, or it broke off.
        """
        completion = request.model.style == "completion"
        url = endpoint(request.connection.base_url, "completions" if completion else "chat/completions")
        key = _usable(self._key_of(request.connection), request.connection)
        redaction = Redaction(key)
        asked = Asked(place(url), request.wire_name, request.connection.key_variable, bool(key))
        try:
            response = await self._asked_until_understood(request, wire, url, key, asked, redaction)
            dialect = self._dialect(url, request.wire_name)
            async with aclosing(response):
                for notice in left_out(asked.host, request.config, dialect):
                    yield NoticeDelta(notice)
                async for delta in self._read(response, asked, redaction, wire):
                    yield delta
        except GenerationError as error:
            raise GenerationError(redaction.failure(error.failure)) from None

    async def models(self, connection: Connection) -> list[Model]:
        """The models that a connection serves.

        Raises:
            GenerationError: it would not say.
        """
        url = endpoint(connection.base_url, "models")
        key = _usable(self._key_of(connection), connection)
        asked = Asked(place(url), "models", connection.key_variable, bool(key))
        try:
            async with asyncio.timeout(_MODEL_LIST_S):
                response = await self._clients.of(url).send(
                    self._clients.of(url).build_request("GET", url, headers=_headers(key)), stream=True
                )
                async with aclosing(response):
                    body = await _beginning(response, _MODEL_LIST_BYTES)
        except TimeoutError:
            failure = Failure("timeout", f"{asked.host} did not list its models in time.", "Try again.")
            raise GenerationError(failure) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise GenerationError(failure_of_transport(asked, error, answering=False)) from None
        failed = failure_of_response(asked, response.status_code, response.headers, body)
        if response.status_code != 200:
            raise GenerationError(Redaction(key).failure(failed))
        return models_in(body, connection.name, asked.host)

    def _dialect(self, url: str, name: str) -> Dialect:
        return self._learnt.get((url, name)) or dialect_of(urlsplit(url).hostname or "")

    async def _asked_until_understood(
        self, request: Request, wire: WireLog, url: str, key: str, asked: Asked, redaction: Redaction
    ) -> httpx.Response:
        """The good answer, still open, to the request without what the server refuses by name."""
        client = self._clients.of(url)
        completion = request.model.style == "completion"
        for attempt in range(1, _ATTEMPTS + 1):
            dialect = self._dialect(url, request.wire_name)
            body = body_of(
                request.wire_name, request.conversation, request.config, dialect, completion=completion
            )
            text = encoded(body)
            call = client.build_request("POST", url, content=text.encode(), headers=_headers(key))
            wire.sent(url, redaction.text(text))
            response = await self._opened(client, call, asked)
            wire.answered(response.status_code, redaction.headers(response.headers.multi_items()))
            if response.status_code == 200:
                return response
            async with aclosing(response):
                words = await self._refusal(response)
            wire.received(redaction.text(words).encode())
            lesson = lesson_of(response.status_code, read_body(words), body, dialect)
            if lesson is None or lesson == dialect or attempt == _ATTEMPTS:
                raise GenerationError(
                    failure_of_response(asked, response.status_code, response.headers, words)
                )
            self._learnt[url, request.wire_name] = lesson
        raise AssertionError("the last attempt returns or raises")

    async def _opened(self, client: httpx.AsyncClient, call: httpx.Request, asked: Asked) -> httpx.Response:
        limit = self._patience.first_token_s
        try:
            async with asyncio.timeout(limit):
                return await client.send(call, stream=True)
        except TimeoutError:
            raise GenerationError(_no_first_token(asked, limit)) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise GenerationError(failure_of_transport(asked, error, answering=False)) from None

    async def _refusal(self, response: httpx.Response) -> str:
        """What an error answer says, as far as it comes."""
        try:
            async with asyncio.timeout(self._patience.between_tokens_s):
                return await _beginning(response, _ERROR_BYTES)
        except (TimeoutError, httpx.HTTPError):
            return ""

    async def _read(
        self, response: httpx.Response, asked: Asked, redaction: Redaction, wire: WireLog
    ) -> AsyncIterator[Delta]:
        reader = OpenAIStream(asked)
        loop = asyncio.get_running_loop()
        limit = self._patience.first_token_s
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
                    limit = self._limit(reader, begun=begun)
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
                failure = _stalled(asked, limit) if begun else _no_first_token(asked, limit)
                raise GenerationError(failure) from None
        except httpx.HTTPError as error:
            if not reader.ended and not reader.reason_known:
                raise GenerationError(failure_of_transport(asked, error, answering=True)) from None
        left = redaction.close()
        wire.received(left)
        for delta in reader.feed(left) + reader.close():
            yield delta

    def _limit(self, reader: OpenAIStream, *, begun: bool) -> float:
        if reader.reason_known:
            return min(_AFTERWARDS_S, self._patience.between_tokens_s)
        return self._patience.between_tokens_s if begun else self._patience.first_token_s


def _headers(key: str) -> dict[str, str]:
    headers = {"content-type": "application/json", "accept": "text/event-stream, application/json"}
    return headers | ({"authorization": f"Bearer {key}"} if key else {})


def _usable(key: str, connection: Connection) -> str:
    """The key without the newline that copying leaves behind.

    Raises:
        GenerationError: it holds what no header may carry. (Sent regardless, an error would quote it.)
    """
    key = key.strip()
    if key and not (key.isascii() and key.isprintable() and " " not in key):
        raise GenerationError(
            Failure(
                "unauthorised",
                f"The key in {connection.key_variable} holds characters that no key has.",
                "Set the variable again; perhaps a space, a line break or a quotation mark slipped in.",
            )
        )
    return key


def _chunks(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    # httpx promises an iterator only, but an open generator has to be closed in its own task.
    return cast("AsyncGenerator[bytes, None]", response.aiter_bytes())


async def _beginning(response: httpx.Response, most: int) -> str:
    """The body as text, at most so many bytes of it."""
    body = bytearray()
    async with aclosing(_chunks(response)) as chunks:
        async for chunk in chunks:
            body += chunk
            if len(body) > most:
                break
    return bytes(body[:most]).decode("utf-8", "replace")


def _no_first_token(asked: Asked, limit: float) -> Failure:
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

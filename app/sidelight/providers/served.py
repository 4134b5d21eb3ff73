# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Asks models that are served over HTTP, in whatever wire format their server speaks."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from urllib.parse import urlsplit

import httpx

from sidelight.domain.delta import Delta, FailureDelta, NoticeDelta, ReasoningDelta, StopDelta, TextDelta
from sidelight.domain.errors import GenerationError
from sidelight.domain.failure import Failure
from sidelight.domain.model import SETTINGS, Connection, Model
from sidelight.providers.addresses import endpoint, is_bare, is_loopback, place
from sidelight.providers.clients import Clients
from sidelight.providers.counting import Counted, count_in, cut_body, cut_in
from sidelight.providers.dialects import Dialect, encoded, left_out, lesson_of
from sidelight.providers.errors import Asked, failure_of_response, read_body
from sidelight.providers.keys import usable
from sidelight.providers.model_list import models_in
from sidelight.providers.platform_messages import PlatformMessage, PlatformWatch
from sidelight.providers.provider import Patience, WireLog
from sidelight.providers.rate_limits import in_words
from sidelight.providers.receiving import beginning, no_first_token, received
from sidelight.providers.request import Request
from sidelight.providers.retrying import Refused, Retries, broken_off, refused
from sidelight.providers.secrecy import Redaction
from sidelight.providers.transport_errors import failure_of_transport
from sidelight.providers.wire_format import WireFormat

_ERROR_BYTES = 64 * 1024
_MODEL_LIST_BYTES = 8 * 1024 * 1024
_MODEL_LIST_S = 20.0
_COUNT_BYTES = 256 * 1024 * 1024
_COUNT_S = 30.0

# A refusal over a setting is answered by asking without it; each time teaches one setting.
_ATTEMPTS = 6


class ServedModels:
    """Adapter to servers of one wire format.

    Args:
        form: the wire format.
        clients: the HTTP clients.
        key_of: the key of a connection, empty if it has none.
        patience: how long to wait.
        messages: what platforms write in place of an answer.
        chance: a number from 0 to 1, for the spread of waits.
    """

    def __init__(
        self,
        form: WireFormat,
        clients: Clients,
        key_of: Callable[[Connection], str],
        patience: Patience,
        messages: Sequence[PlatformMessage] = (),
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._form = form
        self._clients = clients
        self._key_of = key_of
        self._patience = patience
        self._messages = messages
        self._chance = chance
        self._learnt: dict[tuple[str, str], Dialect] = {}

    async def stream(self, request: Request, wire: WireLog) -> AsyncIterator[Delta]:
        """Answer a request, delta by delta.

        Raises:
            GenerationError: no answer came, or it broke off.
        """
        url = self._url(request.connection, self._form.path(request))
        key = await self._key(request.connection)
        redaction = Redaction(key)
        asked = self._asked(url, request.wire_name, request.connection, key)
        asked = replace(asked, max_tokens=request.config.max_tokens)
        retries = Retries(self._patience, self._chance)
        told: set[Delta] = set()
        while True:
            begun = False
            try:
                async with aclosing(self._attempt(request, wire, url, key, asked, redaction)) as deltas:
                    async for delta in deltas:
                        if isinstance(delta, FailureDelta) and not begun:
                            raise broken_off(delta.failure)
                        if isinstance(delta, NoticeDelta):
                            if delta in told:
                                continue
                            told.add(delta)
                        begun = begun or isinstance(delta, TextDelta | ReasoningDelta)
                        yield delta
                return
            except GenerationError as error:
                refusal = error if isinstance(error, Refused) else broken_off(error.failure)
                pause = None if begun else retries.pause_s(refusal)
                if pause is None:
                    raise GenerationError(redaction.failure(error.failure)) from None
            # The record is of the attempt that counts.
            wire.take()
            what = redaction.text(refusal.failure.what)
            yield NoticeDelta(f"{what} Asking again after {in_words(pause)}.")
            await asyncio.sleep(pause)

    async def _attempt(
        self, request: Request, wire: WireLog, url: str, key: str, asked: Asked, redaction: Redaction
    ) -> AsyncGenerator[Delta, None]:
        response = await self._asked_until_understood(request, wire, url, key, asked, redaction)
        dialect = self._dialect(url, request)
        async with aclosing(response):
            if is_bare(url):
                yield NoticeDelta(f"{asked.host} was asked without encryption, as you allowed.")
            for notice in left_out(asked.host, request.config, dialect):
                yield NoticeDelta(notice)
            wanted = dialect.alternatives(request.config) is not None
            reader = self._form.reader(replace(asked, logprobs=wanted))
            watch = PlatformWatch(self._messages)
            # A key that was cut in two between events is whole again only here.
            told, thought = Redaction(key), Redaction(key)
            answer = received(response, reader, asked, redaction, wire, self._patience)
            try:
                async with aclosing(answer):
                    async for delta in answer:
                        for passed in watch.feed(delta):
                            for said in _without_key(passed, told, thought):
                                yield said
                            if isinstance(passed, TextDelta | ReasoningDelta):
                                continue
                            if watch.spoke and isinstance(passed, FailureDelta):
                                # Its limits do not pass while one waits.
                                raise Refused(passed.failure, passing=False)
                            yield passed
            except GenerationError:
                for said in _held_back(told, thought):
                    yield said
                raise

    async def count(self, request: Request) -> Counted | None:
        """The tokens of a conversation, counted by the service; ``None`` if it does not count.

        Raises:
            GenerationError: it would not say.
        """
        base = request.connection.base_url
        host = urlsplit(base).hostname or ""
        form = self._form.count(host)
        if form is not None:
            url = self._url(request.connection, form.path(request))
            body = form.body(request, self._form.body(request, self._dialect(url, request)))
            return count_in(await self._posted(request, url, encoded(body).encode()), form.field)
        if self._form.kind == "openai" and is_loopback(host):
            # llama.cpp cuts text beside the usual services; others there answer that they know no such thing.
            url = f"{base.rstrip('/').removesuffix('/v1')}/tokenize"
            try:
                return cut_in(await self._posted(request, url, cut_body(request.conversation.prompt)))
            except GenerationError as error:
                if error.failure.status in (404, 405, 400, 422):
                    return None
                raise
        return None

    async def _posted(self, request: Request, url: str, body: bytes) -> str:
        key = await self._key(request.connection)
        asked = self._asked(url, request.wire_name, request.connection, key)
        try:
            async with asyncio.timeout(_COUNT_S):
                client = self._clients.of(url)
                call = client.build_request("POST", url, content=body, headers=self._headers(key))
                response = await client.send(call, stream=True)
                async with aclosing(response):
                    text = await beginning(response, _COUNT_BYTES)
        except TimeoutError:
            failure = Failure("timeout", f"{asked.host} did not count in time.", "Try again.")
            raise GenerationError(failure) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise GenerationError(failure_of_transport(asked, error, answering=False)) from None
        if response.status_code != 200:
            failed = failure_of_response(asked, response.status_code, response.headers, text)
            raise GenerationError(Redaction(key).failure(failed))
        return text

    async def models(self, connection: Connection) -> list[Model]:
        """The models that a connection serves.

        Raises:
            GenerationError: it would not say.
        """
        url = self._url(connection, self._form.models_path)
        key = await self._key(connection)
        asked = self._asked(url, "models", connection, key)
        try:
            async with asyncio.timeout(_MODEL_LIST_S):
                client = self._clients.of(url)
                call = client.build_request("GET", url, headers=self._headers(key))
                response = await client.send(call, stream=True)
                async with aclosing(response):
                    body = await beginning(response, _MODEL_LIST_BYTES)
        except TimeoutError:
            failure = Failure("timeout", f"{asked.host} did not list its models in time.", "Try again.")
            raise GenerationError(failure) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise GenerationError(failure_of_transport(asked, error, answering=False)) from None
        failed = failure_of_response(asked, response.status_code, response.headers, body)
        if response.status_code != 200:
            raise GenerationError(Redaction(key).failure(failed))
        return models_in(body, connection.name, asked)

    async def _key(self, connection: Connection) -> str:
        # A keyring may wait for its owner, and other answers must go on meanwhile.
        found = await asyncio.get_running_loop().run_in_executor(None, self._key_of, connection)
        return usable(found, connection)

    def _url(self, connection: Connection, path: str) -> str:
        return endpoint(connection.base_url, path, insecure=connection.insecure_http)

    def _asked(self, url: str, name: str, connection: Connection, key: str) -> Asked:
        return Asked(
            place(url),
            name,
            connection.key_variable,
            bool(key),
            self._form.address_end,
            None,
            connection.name,
        )

    def _headers(self, key: str) -> dict[str, str]:
        headers = {"content-type": "application/json", "accept": "text/event-stream, application/json"}
        return headers | self._form.headers(key)

    def _dialect(self, url: str, request: Request) -> Dialect:
        learnt = self._learnt.get((url, request.wire_name))
        dialect = learnt or self._form.dialect(urlsplit(url).hostname or "")
        return replace(dialect, refused=dialect.refused | (SETTINGS - request.model.accepts))

    async def _asked_until_understood(
        self, request: Request, wire: WireLog, url: str, key: str, asked: Asked, redaction: Redaction
    ) -> httpx.Response:
        """The good answer, still open, to the request without what the server refuses by name."""
        client = self._clients.of(url)
        for attempt in range(1, _ATTEMPTS + 1):
            dialect = self._dialect(url, request)
            body = self._form.body(request, dialect)
            text = encoded(body)
            call = client.build_request("POST", url, content=text.encode(), headers=self._headers(key))
            wire.sent(url, redaction.text(text))
            response = await self._opened(client, call, asked)
            wire.answered(response.status_code, redaction.headers(response.headers.multi_items()))
            if response.status_code == 200:
                return response
            async with aclosing(response):
                words = await self._refusal(response)
            wire.received(redaction.text(words).encode())
            status, complaint = response.status_code, read_body(words)
            lesson = lesson_of(status, complaint, body, dialect)
            if lesson is None or lesson == dialect or attempt == _ATTEMPTS:
                failure = failure_of_response(asked, status, response.headers, words)
                raise refused(failure, status, response.headers, complaint)
            self._learnt[url, request.wire_name] = lesson
        raise AssertionError("the last attempt returns or raises")

    async def _opened(self, client: httpx.AsyncClient, call: httpx.Request, asked: Asked) -> httpx.Response:
        limit = self._patience.first_token_s
        try:
            async with asyncio.timeout(limit):
                return await client.send(call, stream=True)
        except TimeoutError:
            raise GenerationError(no_first_token(asked, limit)) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise GenerationError(failure_of_transport(asked, error, answering=False)) from None

    async def _refusal(self, response: httpx.Response) -> str:
        """What an error answer says, as far as it comes."""
        try:
            async with asyncio.timeout(self._patience.between_tokens_s):
                return await beginning(response, _ERROR_BYTES)
        except (TimeoutError, httpx.HTTPError):
            return ""


def _without_key(delta: Delta, told: Redaction, thought: Redaction) -> Iterator[Delta]:
    """A piece of text or of thoughts without the key; before anything that ends them, what was held back."""
    if isinstance(delta, TextDelta):
        if text := told.piece(delta.text):
            yield TextDelta(text)
    elif isinstance(delta, ReasoningDelta):
        if text := thought.piece(delta.text):
            yield ReasoningDelta(text)
    elif isinstance(delta, StopDelta | FailureDelta):
        yield from _held_back(told, thought)


def _held_back(told: Redaction, thought: Redaction) -> Iterator[Delta]:
    """What might have begun the key and did not."""
    if text := thought.last_piece():
        yield ReasoningDelta(text)
    if text := told.last_piece():
        yield TextDelta(text)

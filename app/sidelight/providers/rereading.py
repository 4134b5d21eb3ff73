# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Reads the kept record of an answer once more, as its adapter reads it now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from sidelight.domain.delta import Delta, Exchange, FailureDelta
from sidelight.domain.errors import UsageError
from sidelight.providers.addresses import place
from sidelight.providers.errors import Asked, failure_of_response
from sidelight.providers.formats import FORMATS
from sidelight.providers.platform_messages import PlatformMessage, PlatformWatch
from sidelight.providers.reading import json_in, mapping
from sidelight.providers.said import tokens
from sidelight.providers.wire_format import WireFormat

# How the address of each format's requests ends, the more telling first.
_ENDS = (
    (":streamGenerateContent", "gemini"),
    ("/chat/completions", "openai"),
    ("/completions", "openai"),
    ("/responses", "openai-responses"),
    ("/messages", "anthropic"),
    ("/chat", "ollama"),
)
_MOST_TOKENS = ("max_completion_tokens", "max_tokens", "max_output_tokens", "maxOutputTokens", "num_predict")
_LOGPROBS = frozenset({"logprobs", "top_logprobs", "responseLogprobs"})


def form_of(exchange: Exchange) -> WireFormat:
    """The wire format in which an answer came.

    Raises:
        UsageError: it came from no server, or what was sent is not kept.
    """
    path = urlsplit(exchange.url).path
    if exchange.url.startswith(("http://", "https://")):
        for end, kind in _ENDS:
            if path.endswith(end):
                return FORMATS[kind]
    raise UsageError(
        "Nothing of this answer can be read again: it came from no server, or what was sent is not kept.",
        "Choose an answer with an exact record.",
    )


def reread(exchange: Exchange, messages: Sequence[PlatformMessage] = ()) -> Iterator[Delta]:
    """What becomes of the bytes that came, piece by piece as they came.

    Raises:
        UsageError: it came from no server, or what was sent is not kept.
    """
    form = form_of(exchange)
    asked = _asked(exchange, form)
    if exchange.status is None:
        # Nobody answered; what was told of that is nobody's bytes.
        return
    if exchange.status != 200:
        words = b"".join(piece.data for piece in exchange.pieces).decode("utf-8", "replace")
        headers = {name.lower(): value for name, value in exchange.headers}
        yield FailureDelta(failure_of_response(asked, exchange.status, headers, words))
        return
    reader, watch = form.reader(asked), PlatformWatch(messages)
    for piece in exchange.pieces:
        for delta in reader.feed(piece.data):
            yield from watch.feed(delta)
    for delta in reader.close():
        yield from watch.feed(delta)


def _asked(exchange: Exchange, form: WireFormat) -> Asked:
    body = mapping(json_in(exchange.request))
    places = (body, mapping(body.get("generationConfig")), mapping(body.get("options")))
    limits = [count for settings in places for name in _MOST_TOKENS if (count := tokens(settings.get(name)))]
    return Asked(
        place(exchange.url),
        _model(exchange, body),
        address_end=form.address_end,
        max_tokens=limits[0] if limits else None,
        logprobs=any(_LOGPROBS & set(settings) for settings in places),
    )


def _model(exchange: Exchange, body: Mapping[str, object]) -> str:
    name = body.get("model")
    if isinstance(name, str):
        return name
    # Gemini's stands in the address.
    path = unquote(urlsplit(exchange.url).path)
    return path.rpartition(":")[0].partition("models/")[2] or "the model"

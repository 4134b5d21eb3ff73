# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Anthropic's Messages: blocks of content, each with its own events, and usage that is counted up."""

from __future__ import annotations

from collections.abc import Mapping

from sidelight.domain.generation import StopReason
from sidelight.providers.counting import CountForm, only
from sidelight.providers.dialects import Dialect, settings_of
from sidelight.providers.errors import Asked
from sidelight.providers.reading import Reader, mapping, mappings
from sidelight.providers.request import Request
from sidelight.providers.said import Meaning, reported, tokens
from sidelight.providers.wire_format import WireFormat

REASONS = {
    "end_turn": Meaning(StopReason.COMPLETE),
    "stop_sequence": Meaning(StopReason.COMPLETE),
    "max_tokens": Meaning(StopReason.LENGTH),
    "model_context_window_exceeded": Meaning(StopReason.LENGTH, "The model's context was full."),
    "tool_use": Meaning(StopReason.TOOL),
    "pause_turn": Meaning(StopReason.TRUNCATED, "The service paused the answer before its end."),
    "refusal": Meaning(StopReason.FILTERED, "The service ended the answer as a refusal."),
}

MAX_TOKENS = 4096
"""Sent where no limit was chosen, since the service demands one; every model that is served takes it."""

_VERSION = "2023-06-01"


class MessagesStream(Reader):
    """A stream of named events; those that are not known here are passed over."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._given: int | None = None
        self._made: int | None = None
        self._cached: int | None = None

    def take(self, value: Mapping[str, object], kind: str) -> None:
        """Read one event."""
        said, place = self.said, value.get("index")
        match value.get("type", kind):
            case "message_start":
                self._count(mapping(value.get("message")))
            case "content_block_start":
                self._take_block(place, mapping(value.get("content_block")))
            case "content_block_delta":
                delta = mapping(value.get("delta"))
                said.text(delta.get("text"))
                said.reasoning(delta.get("thinking"))
                said.tool(place, "", delta.get("partial_json"))
            case "message_delta":
                self._count(value)
                self._take_reason(mapping(value.get("delta")))
            case "message_stop":
                said.end()

    def take_whole(self, value: Mapping[str, object]) -> None:
        """Read an answer that came in one piece."""
        for place, block in enumerate(mappings(value.get("content"))):
            self._take_block(place, block)
        self._count(value)
        self._take_reason(value)

    def _take_block(self, place: object, block: Mapping[str, object]) -> None:
        self.said.text(block.get("text"))
        self.said.reasoning(block.get("thinking"))
        if str(block.get("type", "")).endswith("tool_use"):
            self.said.tool(place, block.get("name"))

    def _take_reason(self, holder: Mapping[str, object]) -> None:
        word = holder.get("stop_reason")
        if isinstance(word, str):
            self.said.reason(word, REASONS.get(word))

    def _count(self, holder: Mapping[str, object]) -> None:
        usage = mapping(holder.get("usage"))
        # What came from the service's cache was part of the prompt all the same.
        names = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
        given = [count for name in names if (count := tokens(usage.get(name))) is not None]
        if given:
            self._given = sum(given)
            self._cached = tokens(usage.get("cache_read_input_tokens"))
        self._made = self._made if (made := tokens(usage.get("output_tokens"))) is None else made
        self.said.usage(reported(self._given, self._made, None, self._cached))


def body_of(request: Request, dialect: Dialect) -> dict[str, object]:
    """The request body that asks for an answer."""
    conversation = request.conversation
    body: dict[str, object] = {
        "model": request.wire_name,
        "max_tokens": MAX_TOKENS,
        "messages": [
            {"role": m.role, "content": _content(m.sent_parts)}
            for m in conversation.messages
            if m.role != "system"
        ],
        "stream": True,
    }
    if conversation.system:
        body["system"] = conversation.system
    body |= settings_of(request.config, dialect)
    if (effort := dialect.effort(request.config)) is not None:
        body["output_config"] = {"effort": effort}
    return body


def _content(parts: tuple[str, ...]) -> str | list[dict[str, str]]:
    return parts[0] if len(parts) == 1 else [{"type": "text", "text": text} for text in parts]


def headers(key: str) -> dict[str, str]:
    """The headers that carry the version and the key."""
    return {"anthropic-version": _VERSION} | ({"x-api-key": key} if key else {})


FORMAT = WireFormat(
    kind="anthropic",
    label="Anthropic Messages",
    address="https://api.anthropic.com/v1",
    address_end="/v1",
    models_path="models?limit=1000",
    dialect=lambda _: Dialect(
        stop="stop_sequences",
        refused=frozenset({"seed", "logprobs"}),
        efforts=frozenset({"low", "medium", "high", "xhigh", "max"}),
    ),
    path=lambda _: "messages",
    body=body_of,
    headers=headers,
    reader=MessagesStream,
    count=lambda _: CountForm(
        lambda _: "messages/count_tokens", only(("model", "messages", "system")), "input_tokens"
    ),
)

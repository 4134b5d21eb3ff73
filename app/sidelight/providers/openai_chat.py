# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""OpenAI's chat completions, which most servers speak, and its text completions for base models."""

from __future__ import annotations

from sidelight.domain.message import Conversation
from sidelight.providers.dialects import Dialect, settings_of
from sidelight.providers.openai_stream import OpenAIStream
from sidelight.providers.request import Request
from sidelight.providers.wire_format import WireFormat

_BY_HOST = {
    "api.openai.com": Dialect(max_tokens="max_completion_tokens"),
    "api.mistral.ai": Dialect(seed="random_seed"),
}


def dialect_of(host: str) -> Dialect:
    """What is known beforehand about the server on a host."""
    return _BY_HOST.get(host, Dialect())


def body_of(request: Request, dialect: Dialect) -> dict[str, object]:
    """The request body that asks for an answer."""
    body: dict[str, object] = {"model": request.wire_name}
    if request.model.style == "completion":
        body["prompt"] = _continued(request.conversation)
    else:
        body["messages"] = [{"role": m.role, "content": m.sent_text} for m in request.conversation.messages]
    body["stream"] = True
    if "stream_options" not in dialect.refused:
        body["stream_options"] = {"include_usage": True}
    body |= settings_of(request.config, dialect)
    if (effort := dialect.effort(request.config)) is not None:
        body["reasoning_effort"] = effort
    if (most := dialect.alternatives(request.config)) is not None:
        body |= {"logprobs": most} if "prompt" in body else {"logprobs": True, "top_logprobs": most}
    return body


def _continued(conversation: Conversation) -> str:
    """What a model without turns goes on from: answers follow their questions directly."""
    text = ""
    for message in conversation.messages:
        text += ("" if not text or message.role == "assistant" else "\n\n") + message.sent_text
    return text


def bearer(key: str) -> dict[str, str]:
    """The header that carries a key with most servers."""
    return {"authorization": f"Bearer {key}"} if key else {}


FORMAT = WireFormat(
    kind="openai",
    label="OpenAI-compatible",
    address="",
    address_end="/v1",
    models_path="models",
    dialect=dialect_of,
    path=lambda request: "completions" if request.model.style == "completion" else "chat/completions",
    body=body_of,
    headers=bearer,
    reader=OpenAIStream,
)

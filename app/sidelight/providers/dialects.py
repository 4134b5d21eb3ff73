# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How OpenAI-compatible servers differ in what they accept, known beforehand or learnt from a refusal."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace

from sidelight.domain.message import Conversation
from sidelight.domain.model import GenerationConfig
from sidelight.providers.errors import Complaint


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a server calls its settings, and which ones it refuses (by their names here)."""

    max_tokens: str = "max_tokens"
    seed: str = "seed"
    refused: frozenset[str] = frozenset()

    def without(self, setting: str) -> Dialect:
        """This dialect, with one more setting that the server does not take."""
        return replace(self, refused=self.refused | {setting})


_BY_HOST = {
    "api.openai.com": Dialect(max_tokens="max_completion_tokens"),
    "api.mistral.ai": Dialect(seed="random_seed"),
}

_NOT_TAKEN = re.compile(
    r"unsupported|not supported|does not support|doesn't support|unrecognized|unknown|unexpected|extra|"
    r"not permitted|not allowed|extra_forbidden",
    re.I,
)

_MAX_TOKENS_NAMES = ("max_completion_tokens", "max_tokens")


def dialect_of(host: str) -> Dialect:
    """What is known beforehand about the server on a host."""
    return _BY_HOST.get(host, Dialect())


def body_of(
    name: str, conversation: Conversation, config: GenerationConfig, dialect: Dialect, *, completion: bool
) -> dict[str, object]:
    """The request body that asks for an answer, as plain values."""
    body: dict[str, object] = {"model": name}
    if completion:
        body["prompt"] = _continued(conversation)
    else:
        body["messages"] = [{"role": m.role, "content": m.text} for m in conversation.messages]
    settings = {
        "stream_options": {"include_usage": True},
        "temperature": config.temperature,
        "top_p": config.top_p,
        "max_tokens": config.max_tokens,
        "seed": config.seed,
        "stop": list(config.stop) or None,
    }
    on_wire = {"max_tokens": dialect.max_tokens, "seed": dialect.seed}
    body["stream"] = True
    for setting, value in settings.items():
        if value is not None and setting not in dialect.refused:
            body[on_wire.get(setting, setting)] = value
    return body


def _continued(conversation: Conversation) -> str:
    """What a model without turns goes on from: answers follow their questions directly."""
    text = ""
    for message in conversation.messages:
        text += ("" if not text or message.role == "assistant" else "\n\n") + message.text
    return text


def encoded(body: dict[str, object]) -> str:
    """The exact body. Halves of characters, which UTF-8 cannot hold, are escaped."""
    text = json.dumps(body, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(body)
    return text


def left_out(host: str, config: GenerationConfig, dialect: Dialect) -> list[str]:
    """What to tell the user about settings that they made and the server does not take."""
    return [
        f"{host} does not take the setting “{setting}” for this model, so it was left out."
        for setting in ("temperature", "top_p", "max_tokens", "seed", "stop")
        if setting in dialect.refused and getattr(config, setting) not in (None, ())
    ]


def lesson_of(
    status: int, complaint: Complaint | None, body: dict[str, object], dialect: Dialect
) -> Dialect | None:
    """How to ask instead, if a server refused a field by name; ``None`` if asking again is no use."""
    if complaint is None or status not in (400, 422) or complaint.about_length:
        return None
    words = f"{complaint.kind} {complaint.code} {complaint.message}"
    if not _NOT_TAKEN.search(words):
        return None
    field = _field_named(complaint, words, body)
    if field is None:
        return None
    if field in _MAX_TOKENS_NAMES:
        other = _MAX_TOKENS_NAMES[1 - _MAX_TOKENS_NAMES.index(field)]
        return replace(dialect, max_tokens=other) if other in words else dialect.without("max_tokens")
    return dialect.without("seed" if field == dialect.seed else field)


def _field_named(complaint: Complaint, words: str, body: dict[str, object]) -> str | None:
    settings = [name for name in body if name not in ("model", "messages", "prompt", "stream")]
    if complaint.field:
        field = complaint.field.partition(".")[0]
        return field if field in settings else None
    return next((name for name in settings if re.search(rf"\b{re.escape(name)}\b", words)), None)

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The ways of talking to models that Sidelight knows: one row, one module. Imports no network."""

from __future__ import annotations

from sidelight.providers import anthropic_messages, gemini, ollama, openai_chat, openai_responses
from sidelight.providers.wire_format import WireFormat

_ROWS = (
    openai_chat.FORMAT,
    openai_responses.FORMAT,
    anthropic_messages.FORMAT,
    gemini.FORMAT,
    ollama.FORMAT,
)

FORMATS: dict[str, WireFormat] = {row.kind: row for row in _ROWS}
"""By what ``connections.toml`` calls them."""

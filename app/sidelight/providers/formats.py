# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The ways of talking to models that Sidelight knows: one row, one module. Imports no network."""

from __future__ import annotations

from sidelight.providers import openai_chat
from sidelight.providers.wire_format import WireFormat

_ROWS = (openai_chat.FORMAT,)

FORMATS: dict[str, WireFormat] = {row.kind: row for row in _ROWS}
"""By what ``connections.toml`` calls them."""

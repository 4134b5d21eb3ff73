# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a provider is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from sidelight.domain.message import Conversation
from sidelight.domain.model import Connection, GenerationConfig, Model


@dataclass(frozen=True, slots=True)
class Request:
    """One answer asked of one model. ``config`` is complete: the model's defaults are already in it.

    ``id`` names the answer, where what it costs is counted. ``beyond_limits``: the user's own limits on the
    number of answers do not hold for it; those on money do.
    """

    model: Model
    connection: Connection
    conversation: Conversation
    config: GenerationConfig
    id: str = ""
    beyond_limits: bool = False

    @property
    def wire_name(self) -> str:
        """The model's name as its server knows it; what a reference calls a setting is part of it there."""
        ref = self.model.ref
        return f"{ref.name}@{ref.setting}" if ref.setting else ref.name

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Reads the list of models that a server gives: OpenAI's, Anthropic's, Gemini's or Ollama's."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sidelight.domain.errors import GenerationError
from sidelight.domain.failure import Failure
from sidelight.domain.model import Model, ModelRef
from sidelight.providers.errors import BODY_KEPT, Asked

_MOST = 10_000
_LONGEST_NAME = 300


def models_in(body: str, connection: str, asked: Asked) -> list[Model]:
    """The models that a list names, sorted by name.

    Raises:
        GenerationError: it is no such list.
    """
    try:
        listed = json.loads(body)
    except (ValueError, RecursionError):
        listed = None
    entries = listed.get("data", listed.get("models")) if isinstance(listed, Mapping) else listed
    if not isinstance(entries, list):
        raise GenerationError(
            Failure(
                "not_found",
                f"{asked.host} answers, but with no list of models.",
                f"Check the connection's address: it usually ends in {asked.address_end}.",
                200,
                body[:BODY_KEPT],
            )
        )
    found: dict[str, Model] = {}
    for entry in entries[:_MOST]:
        if not isinstance(entry, Mapping):
            continue
        name = entry.get("id", entry.get("name"))
        if isinstance(methods := entry.get("supportedGenerationMethods"), list):
            # Gemini lists models that only embed, too, and writes a folder before each name.
            if "generateContent" not in methods:
                continue
            name = name.removeprefix("models/") if isinstance(name, str) else name
        if isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME and name.isprintable():
            found.setdefault(name, _model(entry, name, connection))
    return sorted(found.values(), key=lambda model: model.label.casefold())


def _model(entry: Mapping[str, object], name: str, connection: str) -> Model:
    owner = entry.get("owned_by", entry.get("display_name", entry.get("displayName")))
    about = owner[:100] if isinstance(owner, str) else ""
    meta = entry.get("meta")
    places = (entry, meta) if isinstance(meta, Mapping) else (entry,)
    sizes = [
        size
        for place in places
        for field in (
            "context_length",
            "max_model_len",
            "context_window",
            "n_ctx",
            "n_ctx_train",
            "inputTokenLimit",
        )
        if isinstance(size := place.get(field), int) and 0 < size < 1 << 40
    ]
    before, at, after = name.partition("@")
    # The reference is what parsing its own text would give.
    ref = ModelRef(connection, before, after) if before and at and after else ModelRef(connection, name)
    return Model(ref, name, about, sizes[0] if sizes else None)

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What models may call themselves, and the phrases in which they do: what is hidden in a round's answers."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from typing import Any

from sidelight import resources
from sidelight.domain.model import Model
from sidelight.text.masking import Masking


def masking_of(models: Sequence[Model] = ()) -> Masking:
    """Hides what models say of themselves: names that are known anywhere, and these models' own."""
    return Masking(_phrases(), {name for model in models for name in _names(model)})


@cache
def _phrases() -> dict[str, Any]:
    return tomllib.loads(resources.path("identity_phrases.toml").read_text("utf-8"))


def _names(model: Model) -> set[str]:
    """Its reference, the last part of its name, its label."""
    name = model.ref.name
    return {
        str(model.ref),
        name,
        name.rpartition("/")[2],
        name.rpartition("/")[2].partition(":")[0],
        model.label,
    }

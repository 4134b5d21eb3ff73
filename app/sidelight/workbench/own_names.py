# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What models may call themselves, and the phrases in which they do: what is hidden in a round's answers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from typing import Any

from sidelight import resources
from sidelight.domain.model import Model
from sidelight.text.masking import Masking

_FIRST_WORD = re.compile(r"[^\W\d_]{4,}")
_NO_NAMES = frozenset(
    {
        *("base", "beta", "best", "chat", "code", "coder", "dense", "demo", "draft", "fast", "fine", "free"),
        *("from", "instruct", "language", "large", "latest", "live", "local", "long", "math", "mini", "mock"),
        *("model", "multi", "nano", "open", "preview", "reasoning", "recorded", "sample", "small", "smart"),
        *("test", "text", "this", "tiny", "turbo", "vision", "with", "your"),
    }
)
"""Words with which names begin, and which say nothing of whose an answer is: “I am text only.”"""


def masking_of(models: Sequence[Model] = ()) -> Masking:
    """Hides what models say of themselves: names that are known anywhere, and these models' own."""
    return Masking(_phrases(), {name for model in models for name in _names(model)})


@cache
def _phrases() -> dict[str, Any]:
    return tomllib.loads(resources.path("identity_phrases.toml").read_text("utf-8"))


def _names(model: Model) -> set[str]:
    """Its reference, the last part of its name, its label, and the word with which either begins.

    A model that is served as ``quillon-7b-instruct`` calls itself Quillon.
    """
    name = model.ref.name
    last = name.rpartition("/")[2]
    begin = {found[0] for text in (last, model.label) if (found := _FIRST_WORD.match(text))}
    own = {word for word in begin if word.casefold() not in _NO_NAMES}
    return {str(model.ref), name, last, last.partition(":")[0], model.label, *own}

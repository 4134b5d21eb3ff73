# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One way, and only one, to write a value down, so that its digest is the same wherever it is computed."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical_json(value: Any) -> str:
    """JSON in ASCII, object keys in order of their code points, no spaces, no fractions.

    Args:
        value: ``None``, truth values, whole numbers, text, lists, tuples, and objects whose keys are text.

    Raises:
        TypeError: something else is in it; a fraction could be written in more than one way.
    """
    _refuse_others(value)
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(text: str) -> str:
    """SHA-256 of a text, hexadecimal. Half of a surrogate pair counts as the three bytes that it would be."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _refuse_others(value: Any) -> None:
    if value is None or isinstance(value, (bool, int, str)):
        return
    if isinstance(value, (list, tuple)):
        for part in value:
            _refuse_others(part)
        return
    if not isinstance(value, dict):
        raise TypeError(f"{type(value).__name__} has no canonical form")
    for key, part in value.items():
        if not isinstance(key, str):
            raise TypeError("the keys of an object are text")
        _refuse_others(part)

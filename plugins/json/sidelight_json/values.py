# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Values as they were written: numbers with their digits, objects with their keys in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class Number(str):
    """A number as it was written."""

    __slots__ = ()


class Words(str):
    """What stands where a value should and is none, as it was written."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Pairs:
    """An object: its keys with their values, in order."""

    items: tuple[tuple[str, Any], ...]

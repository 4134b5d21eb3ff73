# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Names for the things that a project keeps: UUIDs of version 7, which sort by the time they were made."""

from __future__ import annotations

import uuid
from typing import NewType

ComparisonId = NewType("ComparisonId", str)
GenerationId = NewType("GenerationId", str)
RunId = NewType("RunId", str)
BattleId = NewType("BattleId", str)
RecordId = NewType("RecordId", str)
"""A rating, an annotation, or anything else that a person wrote."""


def uuid7(unix_ms: int, entropy: bytes) -> str:
    """Make a version 7 UUID (RFC 9562, section 5.7).

    Args:
        unix_ms: milliseconds since 1970-01-01 UTC, at most 48 bits.
        entropy: at least 10 random bytes; the first 74 usable bits are taken.

    Raises:
        ValueError: the time does not fit, or there are too few random bytes.
    """
    if not 0 <= unix_ms < 1 << 48:
        raise ValueError("unix_ms must fit into 48 bits")
    if len(entropy) < 10:
        raise ValueError("entropy must hold at least 10 bytes")
    rand = int.from_bytes(entropy[:10], "big")
    value = unix_ms << 80
    value |= 0x7 << 76
    value |= ((rand >> 62) & 0xFFF) << 64
    value |= 0b10 << 62
    value |= rand & ((1 << 62) - 1)
    return str(uuid.UUID(int=value))


def made_at_ms(identity: str) -> int:
    """Milliseconds since 1970 at which a version 7 UUID was made."""
    return uuid.UUID(identity).int >> 80

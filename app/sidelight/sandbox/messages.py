# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Reading what the child and the supervisor say. Each datagram is looked at once, and is right or is nothing.

The child's process is a stranger's, so its messages are flat, short and plain, whatever it sends. The
supervisor is ours; its news are checked too, because a mistake there must not end the application.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from sidelight.domain.running import LimitName
from sidelight.sandbox.harmless import clean

_MOST_FIELDS = 16
_LONGEST_NAME = 32
_LONGEST_TEXT = 1000
# Windows count pixels in 32 bits, and add to them.
_SIZES = ("w", "h")
_LARGEST_SIZE = 16384
_LARGEST = 2**53
_LONGEST_DATAGRAM = 16384

Plain = str | int | float | bool | None


def stage_message(datagram: bytes) -> dict[str, Plain] | None:
    """What the stage said, with text made harmless; ``None`` when it is no message."""
    if len(datagram) > _LONGEST_DATAGRAM:
        return None
    told = _object(datagram)
    if told is None or not isinstance(told.get("t"), str) or len(told) > _MOST_FIELDS:
        return None
    plain: dict[str, Plain] = {}
    for name, value in told.items():
        if len(name) > _LONGEST_NAME or not name.isidentifier() or not _is_plain(value):
            return None
        plain[name] = clean(value[:_LONGEST_TEXT]) if isinstance(value, str) else value
        if name in _SIZES:
            if type(value) is not int:
                return None
            plain[name] = max(1, min(_LARGEST_SIZE, value))
    return plain


def _object(text: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _is_plain(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return abs(value) <= _LARGEST
    return value is None or isinstance(value, str)


@dataclass(frozen=True, slots=True)
class Started:
    """The program's processes are those of one session; the supervisor is the process that says so."""

    session: int
    supervisor: int


@dataclass(frozen=True, slots=True)
class Sealed:
    """The program begins, behind this version of Landlock; 0 where nothing holds it."""

    landlock: int


@dataclass(frozen=True, slots=True)
class Passed:
    """A limit was passed."""

    name: LimitName


@dataclass(frozen=True, slots=True)
class Exited:
    """The last word of a supervisor; see ``RunEnd``."""

    outcome: Literal["exited", "killed", "refused"]
    code: int | None
    reason: str
    peak_mb: float
    duration_ms: float
    survivors: int
    dropped: int


News = Started | Sealed | Passed | Exited


def news(body: bytes) -> News | None:
    """What the supervisor said; ``None`` when it makes no sense."""
    told = _object(body)
    if told is None or not all(_is_plain(value) for value in told.values()):
        return None
    try:
        match told.get("t"):
            case "started":
                session, supervisor = int(told["session"]), int(told["supervisor"])
                return Started(session, supervisor) if session > 1 and supervisor > 1 else None
            case "sealed":
                return Sealed(max(0, int(told["landlock"])))
            case "limit":
                name = cast("LimitName", told["name"])
                return Passed(name) if name in get_args(LimitName) else None
            case "exited":
                return _exited(told)
    except (KeyError, TypeError, ValueError):
        return None
    return None


def _exited(told: dict[str, Any]) -> Exited | None:
    outcome, code = told["outcome"], told["code"]
    if outcome not in ("exited", "killed", "refused"):
        return None
    return Exited(
        outcome=outcome,
        code=None if code is None else int(code),
        reason=clean(str(told["reason"]))[:4000],
        peak_mb=max(0.0, float(told["peak_mb"])),
        duration_ms=max(0.0, float(told["duration_ms"])),
        survivors=max(0, int(told["survivors"])),
        dropped=max(0, int(told["dropped"])),
    )

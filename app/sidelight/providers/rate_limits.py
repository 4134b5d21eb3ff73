# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What servers say about how much one may ask of them, each maker in its own headers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MOST_S = 1e7

_DURATION = re.compile(
    r"(?:(?P<d>\d+)d)?(?:(?P<h>\d+)h)?(?:(?P<m>\d+)m(?!s))?(?:(?P<s>\d+(?:\.\d*)?)s)?(?:(?P<ms>\d+(?:\.\d*)?)ms)?"
)
_UNITS = {"d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}

# Beyond these a number is no waiting time but a date, in seconds or milliseconds since 1970.
_DATE_S, _DATE_MS = 1e9, 1e12

_THINGS = ("requests", "tokens", "input-tokens", "output-tokens")


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many ``requests`` or ``tokens`` may be used in a stretch of time, and how many are left of them.

    ``reset_s`` is when there will be more, in seconds from now. What the server does not say is ``None``.
    """

    of: str
    limit: int | None
    left: int | None
    reset_s: float | None


def allowances(headers: Mapping[str, str], now: datetime | None = None) -> tuple[Allowance, ...]:
    """What an answer's headers say, found by lower-case name; empty if they say nothing.

    Reads OpenAI's ``x-ratelimit-limit-requests`` (which most others copy), Anthropic's
    ``anthropic-ratelimit-requests-limit``, and ``x-ratelimit-limit`` and ``ratelimit-limit`` without a thing.
    """
    now = now or datetime.now(UTC)
    found = [
        _read(thing, [headers.get(form.format(part=part, thing=thing), "") for part in _PARTS], now)
        for thing in _THINGS
        for form in ("x-ratelimit-{part}-{thing}", "anthropic-ratelimit-{thing}-{part}")
    ]
    found += [
        _read("requests", [headers.get(f"{start}ratelimit-{part}", "") for part in _PARTS], now)
        for start in ("x-", "")
    ]
    return tuple(allowance for allowance in found if allowance is not None)


_PARTS = ("limit", "remaining", "reset")


def _read(thing: str, values: list[str], now: datetime) -> Allowance | None:
    limit, left = _count(values[0]), _count(values[1])
    if limit is None and left is None:
        return None
    return Allowance(thing.replace("-", " "), limit, left, seconds(values[2], now))


def used_up(headers: Mapping[str, str], now: datetime | None = None) -> Allowance | None:
    """The allowance of which nothing is left; of several the one that takes longest to come back."""
    spent = [a for a in allowances(headers, now) if a.left is not None and a.left <= 0]
    return max(spent, key=lambda a: a.reset_s or 0.0, default=None)


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds to wait, from ``retry-after-ms`` or ``retry-after`` (seconds or date); ``None`` if unknown."""
    for name, scale in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            wait = float(headers.get(name, "")) / scale
        except ValueError:
            continue
        if 0 <= wait < _MOST_S:
            return wait
    try:
        when = parsedate_to_datetime(headers.get("retry-after", ""))
        if when.tzinfo is None:
            when = when.replace(tzinfo=UTC)
        return max(0.0, (when - (now or datetime.now(UTC))).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def wait_s(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds to wait: what the server asks for, or else when an allowance that is used up comes back."""
    wait = retry_after(headers, now)
    if wait is None and (spent := used_up(headers, now)) is not None:
        wait = spent.reset_s
    return wait


def seconds(text: str, now: datetime) -> float | None:
    """Seconds from now, of ``12``, ``1m12s``, ``20ms``, a date in ISO 8601, or a date as a number."""
    text = text.strip()
    try:
        value = float(text)
    except ValueError:
        pass
    else:
        if value >= _DATE_S:
            value = (value / 1000.0 if value >= _DATE_MS else value) - now.timestamp()
        return min(max(0.0, value), _MOST_S) if value == value else None
    found = _DURATION.fullmatch(text)
    if text and found:
        return min(sum(float(v) * _UNITS[u] for u, v in found.groupdict().items() if v), _MOST_S)
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return min(max(0.0, (when - now).total_seconds()), _MOST_S)


def _count(text: str) -> int | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return int(value) if 0 <= value < 1e15 else None


def in_words(wait: float) -> str:
    """A waiting time for a sentence: “12 seconds”, “3 minutes”."""
    whole = max(1, round(wait))
    if whole < 120:
        return f"{whole} second{'s' if whole != 1 else ''}"
    return f"{round(whole / 60)} minutes" if whole < 7200 else f"{round(whole / 3600)} hours"

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What models cost, and what an answer did."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a million tokens in ``currency`` (ISO 4217), as ``page`` said it on the day ``as_of``.

    ``cached_input`` is the price of prompt tokens that the service had in its cache. A prompt of more than
    ``long_above`` tokens costs the ``long_`` prices. ``until`` is the last day on which the price holds,
    empty if none is known. Days are written like 2026-10-16.
    """

    input: float
    output: float
    cached_input: float | None = None
    long_above: int | None = None
    long_input: float | None = None
    long_output: float | None = None
    long_cached_input: float | None = None
    currency: str = "USD"
    as_of: str = ""
    page: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """What an answer cost in ``currency``, by a price of the day ``as_of`` (from ``page``).

    ``source`` is ``estimated`` where not every token was counted by whoever served the model.
    """

    amount: float
    currency: str
    source: str
    as_of: str
    page: str = ""

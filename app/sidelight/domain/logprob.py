# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How probable a model held what it wrote, token by token."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alternative:
    """A token that could have stood in a place, and the natural logarithm of its probability there."""

    token: str
    logprob: float


@dataclass(frozen=True, slots=True)
class TokenLogprob:
    """A token of an answer, the natural logarithm of its probability, and others, the most probable first.

    ``data`` are its bytes, if the service gives them: a token may end within a character. The token itself
    is usually among the ``alternatives``.
    """

    token: str
    logprob: float
    alternatives: tuple[Alternative, ...] = ()
    data: bytes | None = None

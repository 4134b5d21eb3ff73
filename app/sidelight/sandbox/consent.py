# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Leave to run one program once where nothing can hold it.

A person gives it after they saw the source. It is for exactly that source, for a few minutes, and for one
run; there is no way to give it for more, and nothing stores it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sidelight.domain.errors import SandboxRefused

FRESH_MS = 10 * 60 * 1000
"""How long somebody may take from saying yes to the run."""


@dataclass(frozen=True, slots=True)
class Consent:
    """Somebody read a program and said yes. ``given_at_ms`` is Unix time in milliseconds."""

    source_digest: str
    given_at_ms: int

    @classmethod
    def to(cls, source: str, given_at_ms: int) -> Consent:
        """Leave to run ``source``, given now."""
        return cls(digest(source), given_at_ms)


def digest(source: str) -> str:
    """What a consent names its program by: SHA-256 in hexadecimal."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()


class Consents:
    """Sees to it that each consent is used once."""

    def __init__(self) -> None:
        self._used: set[Consent] = set()

    def use(self, consent: Consent, source: str, now_ms: int) -> None:
        """Use up ``consent`` for a run of ``source``.

        Raises:
            SandboxRefused: it was given for another program, too long ago, or used before.
        """
        if consent.source_digest != digest(source):
            raise _refusal("it was given for another text than this one")
        if not 0 <= now_ms - consent.given_at_ms <= FRESH_MS:
            raise _refusal("it was not given just now")
        if consent in self._used:
            raise _refusal("it was for one run, which has been")
        self._used.add(consent)


def _refusal(reason: str) -> SandboxRefused:
    return SandboxRefused(
        f"The consent to run this program does not hold: {reason}.", "Read the program, and consent again."
    )

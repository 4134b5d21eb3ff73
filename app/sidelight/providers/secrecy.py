# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Keeps keys out of everything that is recorded or shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sidelight.domain.failure import Failure

SECRET_HEADERS = frozenset(
    {
        "authorization",
        "proxy-authorization",
        "x-api-key",
        "api-key",
        "x-goog-api-key",
        "cookie",
        "set-cookie",
    }
)

REMOVED = "[key removed]"

# Servers without keys are often given words like "none" or "EMPTY", which are no secret and occur in answers.
_SHORTEST_SECRET = 12


class Redaction:
    """Takes one key out of a stream of bytes, wherever the stream is cut, and out of texts."""

    def __init__(self, key: str) -> None:
        self._key = key if len(key) >= _SHORTEST_SECRET else ""
        self._bytes = self._key.encode("utf-8", "surrogateescape")
        self._held = b""

    def feed(self, data: bytes) -> bytes:
        """The bytes without the key; an end that might begin the key is held back."""
        if not self._bytes:
            return data
        data = (self._held + data).replace(self._bytes, REMOVED.encode())
        held = self._beginning_of_key_at_end(data)
        self._held = data[len(data) - held :]
        return data[: len(data) - held]

    def close(self) -> bytes:
        """What was held back: the stream ended, so it is not the key."""
        held, self._held = self._held, b""
        return held

    def _beginning_of_key_at_end(self, data: bytes) -> int:
        first = self._bytes[:1]
        longest = min(len(self._bytes) - 1, len(data))
        at = data.find(first, len(data) - longest)
        while at >= 0:
            if self._bytes.startswith(data[at:]):
                return len(data) - at
            at = data.find(first, at + 1)
        return 0

    def piece(self, text: str) -> str:
        """The next piece of a text that comes in pieces, without the key wherever that was cut."""
        if not self._bytes:
            return text
        return self.feed(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")

    def last_piece(self) -> str:
        """What was held back of it."""
        return self.close().decode("utf-8", "surrogatepass")

    def text(self, text: str) -> str:
        """The text without the key."""
        return text.replace(self._key, REMOVED) if self._key else text

    def failure(self, failure: Failure) -> Failure:
        """The failure without the key."""
        return replace(
            failure,
            what=self.text(failure.what),
            advice=self.text(failure.advice),
            body=self.text(failure.body),
        )

    def headers(self, headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """The headers without those that carry secrets, and without the key in the others."""
        return tuple(
            (self.text(name), self.text(value))
            for name, value in headers
            if name.lower() not in SECRET_HEADERS
        )

# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What an adapter to one kind of server does, what it notes down while doing so, and how patient it is."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from sidelight.domain.delta import Delta, Exchange, WirePiece
from sidelight.domain.model import Connection, Model
from sidelight.providers.request import Request


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for a connection, for the first token, and for each further sign of life.

    A server that sends keep-alives is at work, so those count as signs of life, too. ``retry_s`` is the most
    that is waited altogether to ask again after an error that may pass, ``retry_step_s`` the first wait.
    """

    connect_s: float = 10.0
    first_token_s: float = 120.0
    between_tokens_s: float = 60.0
    retry_s: float = 40.0
    retry_step_s: float = 0.5


@dataclass(frozen=True, slots=True)
class Pause:
    """A request that may go in so many seconds and waits for it; ``why`` tells the user."""

    seconds: float
    why: str


class WireLog:
    """What goes over the wire for one answer. The provider writes it, and hands over no secret.

    Times are milliseconds since ``sent`` was called last, or since the log was made if it was not.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._start = clock()
        self._url = ""
        self._request = ""
        self._status: int | None = None
        self._headers: tuple[tuple[str, str], ...] = ()
        self._pieces: list[WirePiece] = []

    def sent(self, url: str, request: str) -> None:
        """A request is going out now; an earlier one (refused over a setting) is forgotten."""
        self._url, self._request = url, request
        self._status, self._headers = None, ()
        self._pieces = []
        self._start = self._clock()

    def answered(self, status: int, headers: Iterable[tuple[str, str]]) -> None:
        """The other side began to answer."""
        self._status, self._headers = status, tuple(headers)

    def received(self, data: bytes) -> None:
        """These bytes came."""
        if data:
            self._pieces.append(WirePiece(self.now_ms(), data))

    def now_ms(self) -> float:
        """Milliseconds since the request was sent."""
        return (self._clock() - self._start) * 1000.0

    def take(self) -> tuple[WirePiece, ...]:
        """The pieces that came since the last call."""
        pieces, self._pieces = tuple(self._pieces), []
        return pieces

    def exchange(self) -> Exchange:
        """The evidence so far, without the pieces."""
        return Exchange(self._url, self._request, self._status, self._headers)


class Provider(Protocol):
    """An adapter to one kind of server."""

    def stream(self, request: Request, wire: WireLog) -> AsyncIterator[Delta]:
        """Answer a request, delta by delta.

        Being cancelled closes the connection at once.

        Raises:
            GenerationError: no answer came, or it broke off. (A ``FailureDelta`` says the same.)
        """
        ...

    async def models(self, connection: Connection) -> list[Model]:
        """The models that a connection serves.

        Raises:
            GenerationError: it would not say.
        """
        ...

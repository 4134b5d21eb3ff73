# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A provider that does what a script says: for trying out windows, plug-ins and tests without a model."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass

from sidelight.domain.delta import Delta, StopDelta, TextDelta
from sidelight.domain.errors import GenerationError
from sidelight.domain.failure import Failure
from sidelight.domain.generation import StopReason
from sidelight.domain.model import Connection, Model
from sidelight.providers.provider import WireLog
from sidelight.providers.request import Request


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing comes for so many seconds."""

    seconds: float


Step = str | Delta | Wait | Failure
"""Text to say, any delta, a wait, or a failure that ends the answer."""


class Scripted:
    """Answers each request by the steps that a function gives for it.

    ::

        Scripted(lambda request: ["Hel", Wait(0.5), "lo"])

    A script that gives no ``StopDelta`` and no ``Failure`` ends complete.
    """

    def __init__(self, script: Callable[[Request], Iterable[Step]], models: Iterable[Model] = ()) -> None:
        self._script = script
        self._models = list(models)

    async def stream(self, request: Request, wire: WireLog) -> AsyncIterator[Delta]:
        """Follow the script.

        Raises:
            GenerationError: the script says so.
        """
        wire.sent(
            "scripted:", json.dumps({"model": request.wire_name, "prompt": request.conversation.prompt})
        )
        for step in self._script(request):
            match step:
                case str():
                    yield TextDelta(step)
                case Wait():
                    await asyncio.sleep(step.seconds)
                case Failure():
                    raise GenerationError(step)
                case _:
                    yield step
                    if isinstance(step, StopDelta):
                        return
        yield StopDelta(StopReason.COMPLETE)

    async def models(self, connection: Connection) -> list[Model]:
        """The models that were named."""
        return self._models
